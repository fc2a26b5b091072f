#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# In the guest, among the host's programs: each step leaves its output and exit status in /run/out, to be judged there.
out=/run/out
bin=$mv_build/bin
tests=$mv_build/tests

# NAME SECONDS COMMAND...
step() {
    name=$1
    limit=$2
    shift 2
    begin=$(cut -d ' ' -f 1 /proc/uptime)
    timeout -k 5 "$limit" "$@" >"$out/$name.out" 2>"$out/$name.err"
    echo "$? $begin $(cut -d ' ' -f 1 /proc/uptime)" >"$out/$name.status"
    echo "$name: status $(cat "$out/$name.status")"
}

# CONDITION...: until it is true, a minute at most.
wait_until() {
    for _ in $(seq 600); do
        "$@" && return
        sleep 0.1
    done
    echo "in vain: $*"
}

# NAME ARGS...: a camera at a socket of that name, and in the kernel.
start_camera() {
    name=$1
    shift
    "$bin/mv-virtual-camera" --transport usb --socket "/run/$name" --serial "$name" --sensor 640x480 \
        --set TestImageSelector=GreyDiagonalRampMoving --set AcquisitionFrameRate=20 "$@" \
        >"$out/$name.out" 2>"$out/$name.err" &
    camera=$!
    wait_until test -s "$out/$name.out"
    "$tests/attach_usb" "/run/$name" "$camera" >"$out/attach-$name.out" 2>"$out/attach-$name.err" &
    wait_until test -s "$out/attach-$name.out"
}

LD_LIBRARY_PATH=$mv_library "$mv_udevd" --daemon
uname -r >"$out/release"
start_camera QEMU1
cat /sys/kernel/debug/usb/devices >"$out/devices"
cat /sys/bus/usb/devices/2-1/descriptors >"$out/descriptors"
cat /sys/module/usbcore/parameters/usbfs_memory_mb >"$out/usbfs_memory_mb"

step arv_list 300 arv-tool-0.8
step arv_values 300 arv-tool-0.8 -n "$(sed -n 's/ (USB3)$//p' "$out/arv_list.out")" values
step list 300 "$bin/mv-cli" --json list
step info 300 "$bin/mv-cli" --json info QEMU1
step list_as_nobody 300 setpriv --reuid 65534 --regid 65534 --clear-groups "$bin/mv-cli" --json list
step grab_as_nobody 300 setpriv --reuid 65534 --regid 65534 --clear-groups "$bin/mv-cli" --json grab QEMU1
step grab 300 "$bin/mv-cli" --json grab QEMU1 -n 60 --out "$out/frames" --format raw

step streaming 300 "$bin/mv-cli" --json grab QEMU1 -n 100000 &
streaming=$!
wait_until test -e /sys/bus/usb/devices/2-1:1.2/driver
sleep 2
step info_while_streaming 300 "$bin/mv-cli" --json info QEMU1
step second_claim 300 "$bin/mv-cli" --json grab QEMU1
cut -d ' ' -f 1 /proc/uptime >"$out/killed"
kill -9 "$camera"
wait "$streaming"
step list_after_unplug 300 "$bin/mv-cli" --json list

start_camera QEMU2 --set VirtualFaultUsbSpeed=HighSpeed
step info_high_speed 300 "$bin/mv-cli" --json info QEMU2
step grab_high_speed 300 "$bin/mv-cli" --json grab QEMU2 -n 60 --out "$out/frames_high_speed" --format raw
kill "$camera"
wait "$camera"

export MV_TEST_WIRE=usb MV_TEST_USB_ATTACH="$tests/attach_usb" MV_UNPLUGS=12
step tests 900 "$tests/tst_usb_camera" "--gtest_output=json:$out/tests.json"
step unplugs 900 "$tests/tst_usb_unplug" "--gtest_output=json:$out/unplugs.json"
