#!/bin/busybox sh
# SPDX-License-Identifier: GPL-3.0-or-later
# First process of the guest: the host's files read-only, a folder to write results into, then the checks. The kernel's
# command line has mv_build=FOLDER, mv_checks=FILE, mv_udevd=FILE and mv_library=FOLDERS.
b=/bin/busybox
$b mount -t proc proc /proc
$b mount -t sysfs sysfs /sys
for option in $($b cat /proc/cmdline); do
    case "$option" in mv_*) export "${option?}" ;; esac
done
for module in /modules/*; do
    $b insmod "$module" || echo "cannot load $module"
done
$b mount -t 9p -o trans=virtio,version=9p2000.L,msize=262144,cache=loose,ro root /host
$b mount --bind /host /lower
$b mount -t tmpfs tmpfs /host/tmp
$b mount -t tmpfs tmpfs /host/run
case "$mv_build" in
    /tmp/*) $b mkdir -p "/host$mv_build" && $b mount --bind "/lower$mv_build" "/host$mv_build" ;;
esac
$b mkdir /host/run/out
$b mount -t 9p -o trans=virtio,version=9p2000.L,msize=262144 out /host/run/out
$b mount -t proc proc /host/proc
$b mount -t sysfs sysfs /host/sys
$b mount -t debugfs debugfs /host/sys/kernel/debug
$b mount -t devtmpfs devtmpfs /host/dev
$b mkdir -p /host/dev/shm
$b mount -t tmpfs tmpfs /host/dev/shm
$b ip link set lo up
export PATH=/usr/bin:/bin:/usr/sbin:/sbin HOME=/run XDG_RUNTIME_DIR=/run LC_ALL=C.UTF-8 TMPDIR=/tmp
$b chroot /host /bin/sh "$mv_checks"
$b dmesg >/host/run/out/kernel.log
$b umount /host/run/out
$b reboot -f
