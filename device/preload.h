/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Included before everything else in the shared object only: a process that is
 * not QEMU (a shell around it, QEMU's own children) has no register_module_init,
 * and the object does nothing there.  build-so.sh makes QEMU's symbols weak.
 */
#ifndef AEROSTAT_PRELOAD_H
#define AEROSTAT_PRELOAD_H

#include "qemu/osdep.h"
#include "qemu/module.h"

#pragma weak register_module_init
#undef type_init
#define type_init(fn) \
    static void __attribute__((constructor)) preload_##fn(void) \
    { \
        if (register_module_init) { \
            register_module_init(fn, MODULE_INIT_QOM); \
        } \
    }

/* Trace points are made known where types are: after the guard, and before options are read. */
#undef trace_init
#define trace_init(fn) type_init(fn)

#endif
