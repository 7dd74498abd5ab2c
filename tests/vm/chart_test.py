#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Tests of chart.py, against a trace and its chart in tests/vm/chart/ that were checked by eye."""
import json
import os
import random
import re
import subprocess
import sys
import xml.dom.minidom

sys.dont_write_bytecode = True
import chart

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.append(os.path.dirname(HERE))
from tap import Tap

tap = Tap()


def chart_of(events, full=False):
    return chart.as_text(chart.rows_of(events, full))


with open(os.path.join(HERE, "chart/trace.txt")) as f:
    lines = f.read().splitlines()
with open(os.path.join(HERE, "chart/trace.chart")) as f:
    wanted = f.read()

drawn = chart_of(chart.in_order(chart.parse(lines)))
tap.equal("the chart of a trace in order: give, late answers, a notice, take back, a fold, a lost message", drawn, wanted)

# The same run as two logs: the driver's by the guest's clock as ftrace writes it, the device's as JSON lines.
driver, device = [], []
for i, line in enumerate(lines):
    name, rest = line.split(" ", 1)
    now = re.search(r"host_time_ms=(\d+) now_ms=(\d+)", line)
    if name.startswith("guest_"):
        driver.append(f"     kworker/u4:1-33    [000] ..... {i / 1000:12.6f}: {name}: {rest}")
        if now:
            driver[-1] = driver[-1].replace(now[1], str(70000 + i))
    else:
        device.append(json.dumps({"event": "trace", "time_ms": 1700000000000 + i, "line": re.sub(r"now_ms=\d+", f"now_ms={70000 + i}", line)}))
tap.equal("two logs of that run, with clocks 70 s apart, are merged into that order",
          chart_of(chart.merge(chart.parse(driver), chart.parse(device))), wanted)

merged = chart.merge(chart.parse(driver), chart.parse(device))
tap.equal("in a merged trace nothing is read before it is sent", chart.unexplained(merged), [])

# Whatever the clocks say, an answer stands after its question.
rng = random.Random(4)
noisy = [re.sub(r"\d+\.\d+(?=: guest_)", f"{rng.uniform(0, 100):.6f}", line) for line in driver]
merged = chart.merge(chart.parse(noisy), chart.parse(device))
tap.equal("nor when the driver's clock is nonsense", chart.unexplained(merged), [])

# The same as make replay prints it.
printed, states = [], {"guest": "", "host": ""}
for i, line in enumerate(lines):
    step, state, effects = line.split(" | ")
    states[step.split("_")[0]] = " ".join(word for word in state.split() if not word.endswith("=0"))
    printed += [f"{i + 1:3}  {step} -> {effects}", f"       guest  {states['guest']}", f"       host   {states['host']}"]
tap.equal("what replay prints of those steps gives the same chart", chart_of(chart.in_order(chart.parse(printed))), wanted)

# The check can fail: a reader put before its sender is told.
swapped = chart.in_order(chart.parse([lines[2], lines[1]]))
tap.equal("a reader put before its sender is told", [e.name for e in chart.unexplained(swapped)], ["host_query"])

picture = xml.dom.minidom.parseString(chart.as_svg(chart.rows_of(chart.in_order(chart.parse(lines)))))
arrows = [n for n in picture.getElementsByTagName("line") if n.getAttribute("marker-end")]
tap.equal("the SVG is well-formed and has an arrow for each message that the text shows",
          len(arrows), len(re.findall(r"--[>x]|<--", wanted)) - 3)    # three fly slowly and are told twice in the text

full = chart_of(chart.in_order(chart.parse(lines)), full=True)
tap.equal("--full folds nothing and leaves nothing out",
          (full.count("host_reclaim"), full.count("guest_tick"), "more times" in full), (3, 1, False))

less = chart.as_text(chart.rows_of(chart.in_order(chart.parse(lines)), hide=["offer", "target"]))
tap.equal("--hide leaves out steps and the messages to and from them",
          (less.count("host_offer"), less.count("host_tell"), less.count("target --"), less.count("4 steps of offer, target")), (0, 1, 0, 1))

nothing = subprocess.run([sys.executable, os.path.join(HERE, "chart.py"), "-"], input="no trace\n", capture_output=True, text=True)
tap.equal("input without a trace is refused", (nothing.returncode, "no line in there" in nothing.stderr), (1, True))

tap.done("tests/vm/chart_test.py")
