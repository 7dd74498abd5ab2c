#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tee.sh COMMAND: runs it for prove, which reads its TAP; all of its output also goes to the end of the file $LOG.
eval "$1" 2>&1 </dev/null | tee -a "$LOG"
exit "${PIPESTATUS[0]}"
