// SPDX-License-Identifier: GPL-2.0-or-later
/* The core as it is proven: the file that driver and device compile, the derived contracts before it, and the codecs'
 * inverses behind it. */
#include "relation_gen.h"
#include "core_gen.c"
#include "inverse_gen.h"
