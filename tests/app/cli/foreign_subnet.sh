#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs "$@" in this network namespace, with Debian's fake camera at the other end of a cable and in another subnet:
# it hears broadcasts and knows a way back to 172.16.5.1, but there is no way to its own address from here.
ip link set lo up && ip link add host type veth peer name camera || exit 97
fifo=$(mktemp -u)
mkfifo "$fifo"
unshare -n sh -c 'read -r go <"$1"
    ip link set lo up && ip addr add 10.9.0.5/24 dev camera && ip link set camera up &&
    ip route add 172.16.5.0/24 dev camera && exec arv-fake-gv-camera-0.8 -i camera -s FOREIGN' sh "$fifo" >/dev/null 2>&1 &
other=$!
# The namespace is there once the process waits at the pipe; before that the cable's end would stay in this one.
until [ "$(readlink /proc/$other/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do sleep 0.05; done
ip link set camera netns "$other" && ip addr add 172.16.5.1/24 dev host && ip link set host up
echo go >"$fifo"
rm "$fifo"
sleep 1
"$@"
status=$?
kill "$other"
exit $status
