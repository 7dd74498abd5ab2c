# SPDX-License-Identifier: GPL-2.0-or-later
# units.mk: compiles the driver's logic and its tests for a program, with the sanitizers on (standin.h, standin_kernel.h).
# Run from the top: make -f tests/driver/units.mk build/tests-driver/NAME
out := build/tests-driver
logic := $(addprefix $(out)/,queue.o silence.o restart.o floor.o give.o reporting.o pressure.o thresholds.o policy.o adaptive.o place.o headroom.o hold.o cold.o sensor.o backoff.o \
	pages.o cached.o blocks.o plugged.o zones.o movable.o offline.o runs_gen.o core_gen.o assumed.o)
whole := queue_test sim_test movable_test reporting_test
names := policy_test backoff_test pages_test $(whole)
flags := -std=gnu11 -O2 -g -Wall -Wextra -Wno-unused-parameter -Werror -DAEROSTAT_CHECKS -fsanitize=address,undefined -fno-sanitize-recover=all

all: $(addprefix $(out)/,$(names))
$(out)/policy_test: $(addprefix $(out)/,policy_test.o policy.o)
$(out)/backoff_test: $(addprefix $(out)/,backoff_test.o backoff.o)
$(out)/pages_test: $(addprefix $(out)/,pages_test.o standin.o pages.o blocks.o plugged.o zones.o movable.o runs_gen.o core_gen.o)
$(addprefix $(out)/,$(whole)): $(out)/%: $(out)/%.o $(out)/balloon.o $(out)/standin.o $(logic)
$(addprefix $(out)/,$(names)):
	cc $(flags) -o $@ $^

# The kernel's headers stand for the stand-ins.
plain := cpumask gfp migrate mm numa sched page-flags sched/mm spinlock vmstat
kernel := bug delay device jiffies ktime memory mmzone mutex nodemask notifier oom scatterlist seq_file slab swap types virtio virtio_config workqueue
reporting := page_reporting wait
headers := $(patsubst %,$(out)/linux/%.h,$(plain) $(kernel) $(reporting)) $(out)/trace/define_trace.h
$(plain:%=$(out)/linux/%.h):
	@mkdir -p $(@D); echo '#include "standin.h"' >$@
$(kernel:%=$(out)/linux/%.h):
	@mkdir -p $(@D); echo '#include "standin_kernel.h"' >$@
$(reporting:%=$(out)/linux/%.h):
	@mkdir -p $(@D); echo '#include "standin_reporting.h"' >$@
$(out)/trace/define_trace.h:
	@mkdir -p $(@D); : >$@

compile = cc $(flags) -MMD -MP -I$(out) -Itests/driver -Idriver -c -o $@ $<
$(out)/%.o: driver/%.c | $(headers)
	$(compile)
$(out)/%.o: tests/driver/%.c | $(headers)
	$(compile)
-include $(wildcard $(out)/*.d)
.SECONDARY:
