/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The trace points that QEMU's build makes of trace-events. */
#include "trace/trace-hw_virtio_aerostat.h"
