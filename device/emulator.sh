#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# emulator.sh: what libvirt may start as the <emulator> of a domain: the installed QEMU with virtio-aerostat.so, which
# lies beside this file, and an Aerostat for the balloon that libvirt asks for (model='virtio').
fail() { echo "$0: $1; next step: $2" >&2; exit 1; }
so=$(dirname "$(readlink -f "$0")")/virtio-aerostat.so
[ -e "$so" ] || fail "$so is missing" "put it there"
case $so in *[[:space:]:]*) fail "$so: LD_PRELOAD takes no space or colon" "put both elsewhere" ;; esac
set -- "${@/\"driver\":\"virtio-balloon-pci\"/\"driver\":\"virtio-aerostat-pci\",\"libvirt\":true}"
case $* in *virtio-balloon*) fail "this balloon cannot be an Aerostat" "<memballoon model='virtio'/>" ;; esac
export LD_PRELOAD=$so
exec /usr/bin/qemu-system-x86_64 "$@"
