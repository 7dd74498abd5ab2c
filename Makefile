# SPDX-License-Identifier: GPL-2.0-or-later
# Aerostat: the guest-driven memory balloon.  Each target installs with apt what it lacks, and says what.
# Everything that is built goes to build/; what is big, and made of fixed inputs, is kept outside (device/cache.sh).
MAKEFLAGS += --no-print-directory
SHELL := /bin/bash
B := build
GENERATED = $(shell git ls-files '*_gen*' 2>/dev/null)
need = @tests/need.sh
export HOSTS

.PHONY: help try verify verify-quick check long mutants all bench bench-quick costs demo gen driver install device qemu model prove replay vm clean clean-cache
help:		## this list
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

try:		## ten seconds: the protocol holds in N states, a function is proven; a changed line fails, as a sequence chart
	$(need) run model gen prove
	@gen/build.sh $(B)/gen
	@tests/try.sh

# tests/suites.tsv says what each of these runs, tests/README.md shows it.
verify:		## the main job: generate, model-check with SPIN, prove with Why3 and Frama-C; seconds when nothing has changed
verify-quick:	## an answer in less than 3 minutes, not a proof: the base worlds, and the contracts without smoke tests
check:		## the tests: generator, driver, device, replay, faults, real VMs
long:		## what takes longer: a kernel that watches itself, seeded faults, other kernels and QEMUs, costs
mutants:	## put some 340 faults into spec and C, by rule: WP, SPIN or a test must find each
all:		## verify, check, long and mutants, and how long they took; HOSTS="a b c" spreads them over machines by ssh
verify verify-quick check long mutants all:
	$(need) run
	@tests/run.py $@

bench: driver device	## footprint, time and rereads beside static memory and virtio-balloon in its forms: 5 rounds, hours; build/bench/
	$(need) vm plot
	@tests/vm/kernel.sh
	@tests/bench/peers.py

bench-quick: driver device	## the same in 10 minutes: four short workloads, one round
	$(need) vm plot
	@tests/vm/kernel.sh
	@tests/bench/peers.py -q

costs: driver device	## what moving memory costs beside virtio-balloon, in one run: counts, ratios, build/bench.json
	$(need) vm
	@tests/vm/kernel.sh
	@tests/bench/bench.py

demo: driver	## boot a VM in this terminal and watch guest-available and host-resident memory move
	$(need) vm device
	@device/build-so.sh
	@tests/vm/demo.py

gen:		## compile spec/ to C, traces and docs; the generated files stand beside their users
	$(need) gen
	@gen/build.sh $(B)/gen
	@gen/gen.sh $(B)/gen/gen .
	@gen/draw.sh .
	@git --no-pager diff --stat -- $(GENERATED) 2>/dev/null || true
	@echo "gen: the generated files are those of spec/"

model: gen	## check the protocol with SPIN, exhaustively; counterexamples go to build/model/
	$(need) run model
	@model/check.sh $(B)/model
	@model/unreached.py $(B)/model

prove: gen	## prove every generated function with WP, and the protocol for any number of pages with Why3
	$(need) prove
	@proofs/unbounded.sh $(B)/unbounded
	@proofs/prove.sh $(B)/proofs

driver:		## build the Linux module for the installed kernel headers: build/driver/virtio_aerostat.ko
	$(need) driver
	@driver/build.sh $(B)/driver
	@echo "driver: $(B)/driver/virtio_aerostat.ko"

install: driver	## install the module for the kernel that it was built for, below DESTDIR if that is given
	@driver/install.sh $(B)/driver "$(DESTDIR)"

device:		## build the device for the installed QEMU: build/device/virtio-aerostat.so
	$(need) device
	@device/build-so.sh
	@echo "device: LD_PRELOAD=$(B)/device/virtio-aerostat.so qemu-system-x86_64 -device virtio-aerostat-pci"

qemu:		## build QEMU 7.2 from its source package with the device in it (3 minutes once a machine, then seconds)
	$(need) device
	@device/build-qemu.sh

replay:		## run SPIN's counterexamples on the generated C, step by step
	$(need) gen model
	@tests/replay/replay.sh

vm:		## only the VM test
	$(need) run
	@tests/run.py --again vm-stock

clean:		## remove build/
	rm -rf $(B)

clean-cache:	## remove what is kept outside the checkout: kernels, QEMUs, their sources (device/cache.sh says where)
	@device/cache.sh clean
