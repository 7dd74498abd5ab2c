#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# emulator.sh: what libvirt may start as the <emulator> of a domain: the installed QEMU with virtio-aerostat.so, which
# lies beside this file, and an Aerostat for the balloon that libvirt asks for (model='virtio' or 'virtio-non-transitional').
#
# AEROSTAT_QEMU in the environment (<qemu:env>) names another QEMU, which must have the device in it: nothing is preloaded.
# Only the driver that -device names is looked at: a name or a path may hold any word.
fail() { echo "$0: $1; next step: $2" >&2; exit 1; }
json='^\{(.*,)?"driver":"(virtio-balloon[^"]*)"(.*)$'
plain='^(driver=)?(virtio-balloon[^,]*)(.*)$'
of_pci='^virtio-balloon-pci(-non-transitional)?$'
arguments=() before=
for argument; do
	if [ "$before" = -device ] && [[ $argument =~ $json || $argument =~ $plain ]]; then
		first=${BASH_REMATCH[1]} driver=${BASH_REMATCH[2]} rest=${BASH_REMATCH[3]}
		[[ $driver =~ $of_pci ]] || fail "$driver cannot be an Aerostat" "<memballoon model='virtio'/> on a machine with PCI"
		case $argument in
		\{*) argument="{$first\"driver\":\"virtio-aerostat-pci\",\"libvirt\":true$rest" ;;
		*) argument="virtio-aerostat-pci,libvirt=on$rest" ;;
		esac
	fi
	arguments+=("$argument") before=$argument
done
if [ -n "${AEROSTAT_QEMU:-}" ]; then
	[ -x "$AEROSTAT_QEMU" ] || fail "$AEROSTAT_QEMU is no program" "correct AEROSTAT_QEMU in the domain's <qemu:env>"
	exec "$AEROSTAT_QEMU" "${arguments[@]}"
fi
so=$(dirname "$(readlink -f "$0")")/virtio-aerostat.so
[ -e "$so" ] || fail "$so is missing" "put it there"
case $so in *[[:space:]:]*) fail "$so: LD_PRELOAD takes no space or colon" "put both elsewhere" ;; esac
export LD_PRELOAD=$so
exec /usr/bin/qemu-system-x86_64 "${arguments[@]}"
