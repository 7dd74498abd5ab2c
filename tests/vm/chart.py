#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Draws a trace of both machines as a sequence chart.

    chart.py [OPTION...] TRACE                          lines of both machines, in order
    chart.py [OPTION...] --driver FTRACE --device JSON  two logs of one run, merged first

A line is in the generated vocabulary, HANDLER: PARAMETERS | STATE AFTER | EFFECTS,
with anything before it (ftrace's columns) or around it (a JSON object).  What
make replay prints is read too.

Read in order: parse, merge, draw.  Who gets a message is told by names alone:
fx_send_X goes to host_X (or as SENDS has it), what X is answered with stands in ANSWER.
"""
import argparse
import collections
import json
import re
import sys
import textwrap

# The driver's handler that reads the answer to a message.
ANSWER = {"query": "guest_state", "offer": "guest_ack", "commit": "guest_done", "reclaim": "guest_grant",
          "stats": "guest_stats_taken", "report": "guest_reported"}
# The message of an effect that is not called after it.
SENDS = {"fx_offer_isolated": "offer"}
# The driver's handler that reads a notice, by the flag of the device that it clears.
NOTICE = {"tell_state": "guest_host", "tell_target": "guest_target", "tell_stats": "guest_stats"}
# These also run when no message came: a period has passed.
ALSO_LOCAL = {"guest_host", "guest_stats"}

LINE = re.compile(r"\b((guest|host)_[a-z_]+):? *([^|]*)\|([^|]*)\|([^|\"]*)")
REPLAY = re.compile(r" *\d+  ((guest|host)_[a-z_]+) ?(.*) -> (.*)")
REPLAY_STATE = re.compile(r" +(guest|host)   ?(.*)")
FTRACE_TIME = re.compile(r"\s(\d+\.\d+): guest_")
NUMBER = re.compile(r"\d+$")
NONE = str(2**64 - 1)


class Event:
    """One step of one machine."""

    def __init__(self, machine, name, params, state, effects, logged_ms):
        self.machine, self.name, self.params, self.state, self.effects = machine, name, params, state, effects
        self.logged_ms = logged_ms  # by the log's clock, or None
        self.changes = []           # [(field, value after)]
        self.got = None             # the Message that it read
        self.sent = []              # the Messages that it sent


class Message:
    def __init__(self, kind, reader, sender):
        self.kind, self.reader, self.sender = kind, reader, sender
        self.receiver = None
        self.lost = False


# Parse

def fields(text):
    return dict(word.split("=", 1) for word in text.split() if "=" in word)


def replayed(step, lines):
    """An event as replay prints it: the step, then a line with each machine's state, without what is 0."""
    states = dict(REPLAY_STATE.match(next(lines)).groups() for _ in range(2))
    return Event("driver" if step[2] == "guest" else "device", step[1], fields(step[3]), fields(states[step[2]]),
                 effects_of(step[4]), None)


def effects_of(text):
    return [e for e in re.split(r"[,\s]+", text.strip()) if e.startswith("fx_")]


def parse(lines):
    events = []
    lines = iter(lines)
    for line in lines:
        logged_ms = None
        if REPLAY.match(line):
            events.append(replayed(REPLAY.match(line), lines))
            continue
        if line.startswith("{"):
            record = json.loads(line)
            logged_ms = record.get("time_ms")
            line = record.get("line", "")
        found = LINE.search(line)
        if not found:
            continue
        stamp = FTRACE_TIME.search(line)
        if stamp:
            logged_ms = float(stamp[1]) * 1000
        events.append(Event("driver" if found[2] == "guest" else "device", found[1], fields(found[3]), fields(found[4]),
                            effects_of(found[5]), logged_ms))
    return events


# Messages in flight

def is_reader(event):
    """It happens only when a message has come."""
    if event.machine == "device":
        return event.name[len("host_"):] in ANSWER
    return event.name in {*ANSWER.values(), *NOTICE.values()} - ALSO_LOCAL


def unexplained(events):
    """Events that read a message which nobody sent; none in a whole trace."""
    return [e for e in events if is_reader(e) and not e.got]


class Wires:
    """What has been sent and not been read."""

    def __init__(self):
        self.flying = []
        self.last = {}      # machine -> its state
        self.reset = False  # the device has been, and the driver has not heard

    def message_for(self, event):
        for message in self.flying:
            if message.reader == event.name or event.name == "host_bad" and message.sender.machine == "driver":
                return message
        return None

    def must_wait(self, event):
        """The event reads a message that nobody has sent yet, or follows a reset that has not been."""
        return is_reader(event) and not self.message_for(event) or event.name == "guest_reset" and not self.reset

    def step(self, event):
        before = self.last.get(event.machine, {})
        after = {**dict.fromkeys(before, "0"), **event.state}
        event.changes = [(k, v) for k, v in after.items() if before.get(k, "0") != v]
        event.got = self.message_for(event)
        if event.got:
            event.got.receiver = event
            self.flying.remove(event.got)
        if event.name == "host_reset":      # its queues are empty now
            for message in self.flying:
                message.lost = True
            self.flying = []
        if event.name in ("host_reset", "guest_reset", "guest_init"):
            self.reset = event.name == "host_reset"
        question = event.got.kind if event.got else event.name[len("host_"):]
        for effect in event.effects:
            if effect.startswith("fx_send_") or effect in SENDS:
                kind = SENDS.get(effect, effect[len("fx_send_"):])
                event.sent.append(Message(kind, "host_" + kind, event))
            elif effect.startswith("fx_reply"):
                asked = effect[len("fx_reply_"):]
                reader = ANSWER.get(asked if asked in ANSWER else question)
                if reader:
                    event.sent.append(Message(reader[len("guest_"):], reader, event))
            elif effect == "fx_notice":
                for flag, reader in NOTICE.items():
                    if before.get(flag) == "1" and after.get(flag) == "0":
                        event.sent.append(Message(reader[len("guest_"):], reader, event))
        self.flying += event.sent
        self.last[event.machine] = after


# Merge

def merge(driver, device):
    """One order of two logs in which nothing is read before it is sent; where that leaves a choice, by time.

    Three clocks are brought together: the driver's log, the host's clock as the driver heard of it in answer to its
    queries, and the device's log.  What is logged or heard is never early, so the least difference is the best.
    """
    heard = [e.logged_ms - int(e.params["host_time_ms"]) for e in driver if e.name == "guest_state" and e.logged_ms is not None]
    late = [e.logged_ms - int(e.params["now_ms"]) for e in device if "now_ms" in e.params and e.logged_ms is not None]
    shift = min(heard, default=0) - min(late, default=0)
    for event in driver:
        event.at = event.logged_ms or 0
    for event in device:
        event.at = (event.logged_ms or 0) + shift
    driver, device = collections.deque(driver), collections.deque(device)
    wires, merged = Wires(), []
    while driver or device:
        heads = [q for q in (driver, device) if q]
        ready = [q for q in heads if not wires.must_wait(q[0])] or heads
        event = min(ready, key=lambda q: q[0].at).popleft()
        wires.step(event)
        merged.append(event)
    return merged


def in_order(events):
    wires = Wires()
    for event in events:
        wires.step(event)
    return events


# Draw: first what stands where (rows), then as text or SVG

class Row:
    """One line of the chart: text at a machine's side, or an arrow, or both, or a remark across."""

    def __init__(self, driver="", device="", message=None, part="", remark=""):
        self.driver, self.device, self.message, self.part, self.remark = driver, device, message, part, remark


def shown(params):
    """Parameters as words: clocks left out, enumerators without their name."""
    words = []
    for key, value in params.items():
        if key.endswith("_ms"):
            continue
        value = "none" if value == NONE else value
        words.append(f"{key}={value}" if NUMBER.match(value) or value == "none" else value)
    return " ".join(words)


def label(message):
    params = shown(message.receiver.params) if message.receiver else ""
    return (message.kind + " " + params).strip()


def notes(event):
    """The lines at the machine's side: the handler, then what changed, then what it does there."""
    lines = [event.name if event.got else (event.name + " " + shown(event.params)).strip()]
    for key, value in event.changes:
        if not key.endswith("_ms"):
            lines.append(f"  {key} {'none' if value == NONE else value}")
    for effect in event.effects:
        if not effect.startswith(("fx_send_", "fx_reply", "fx_notice")):
            lines.append("  " + effect)
    return lines


def shape(event):
    """What two steps have in common that differ in numbers only."""
    def words(d):
        return tuple((k, None if NUMBER.match(v) else v) for k, v in d)
    return event.name, words(event.params.items()), words(event.changes), tuple(event.effects), bool(event.got)


def closed(block):
    """All that is sent in these steps is read in them, and nothing else is."""
    inside = set(map(id, block))
    return all(m.receiver and id(m.receiver) in inside for e in block for m in e.sent) and \
        all(not e.got or id(e.got.sender) in inside for e in block)


def fold(events, longest=16, fewest=3):
    """Yields (steps, how often, all steps): a row of like blocks of steps is told once."""
    shapes = [shape(e) for e in events]
    i = 0
    while i < len(events):
        for n in range(1, longest + 1):
            times = 1
            while shapes[i + times * n:i + (times + 1) * n] == shapes[i:i + n]:
                times += 1
            whole = events[i:i + times * n]
            if times >= fewest and all(closed(whole[k:k + n]) for k in range(0, len(whole), n)):
                yield events[i:i + n], times, whole
                i += times * n
                break
        else:
            yield events[i:i + 1], 1, events[i:i + 1]
            i += 1


def rows_of(events, full=False, hide=()):
    """hide: names, as in guest_NAME and host_NAME, of steps to leave out."""
    hidden = [e for e in events if any(part in hide for part in e.name.split("_")[1:])]
    unseen = set(map(id, hidden))
    quiet = [] if full else [e for e in events if id(e) not in unseen and not (e.got or e.sent or e.changes or e.effects)]
    unseen.update(map(id, quiet))
    events = [e for e in events if id(e) not in unseen]
    place = {id(e): i for i, e in enumerate(events)}
    rows = []

    def side(machine, text):
        return {machine: text}

    for block, times, whole in [([e], 1, [e]) for e in events] if full else fold(events):
        for event in block:
            texts = notes(event)
            if event.got and id(event.got.sender) in place:
                near = place[id(event)] - place[id(event.got.sender)] == 1 and len(event.got.sender.sent) == 1
                rows.append(Row(message=event.got, part="whole" if near else "end", **side(event.machine, texts[0])))
            else:
                rows.append(Row(**side(event.machine, texts[0])))
            rows += [Row(**side(event.machine, text)) for text in texts[1:]]
            for message in event.sent:
                if message.receiver and id(message.receiver) not in place:
                    continue
                after = place[id(message.receiver)] - place[id(event)] if message.receiver else 0
                if after != 1 or len(event.sent) > 1:
                    rows.append(Row(message=message, part="start"))
        if times > 1:
            last = {}
            for event in whole[len(block):]:
                last.update({k: "none" if v == NONE else v for k, v in event.changes if not k.endswith("_ms")})
            steps = "this step" if len(block) == 1 else f"these {len(block)} steps"
            until = " ".join(f"{k}={v}" for k, v in last.items() if NUMBER.match(v))
            rows.append(Row(remark=f"... {steps} {times - 1} more times{', until ' + until if until else ''}"))
    if hidden:
        rows.append(Row(remark=f"(left out, as told: {len(hidden)} steps of {', '.join(hide)})"))
    if quiet:
        rows.append(Row(remark=f"(left out, because they change nothing and send nothing: {len(quiet)})"))
    return rows


def numbers(rows):
    """A number for each message that flies while other things happen."""
    known = {}
    for row in rows:
        if row.part == "start" and not row.message.lost and row.message.receiver:
            known[id(row.message)] = len(known) + 1
    return known


def arrow(row, number, width):
    """The middle column of a row, as text."""
    if not row.message:
        return " " * width
    right = row.message.sender.machine == "driver"
    text = label(row.message)
    mark = f"({number}) " if number else ""
    if row.part == "whole":
        body = "--" + text + "-" * width
        return body[:width - 1] + ">" if right else "<" + body[:width - 1]
    if row.part == "start":
        fate = "" if number else " lost" if row.message.lost else " not read yet"
        tip = "x" if row.message.lost else ">" if right else "<"
        body = mark + row.message.kind + fate
        return ("--" + body + "--" + tip).ljust(width) if right else (tip + "--" + body + "--").rjust(width)
    body = "--" + mark + text + "--"
    return (body + ">").rjust(width) if right else ("<" + body).ljust(width)


def as_text(rows):
    known = numbers(rows)
    labels = [len(label(r.message)) for r in rows if r.message]
    middle = max(labels + [18]) + 10
    left = max([len(r.driver) for r in rows] + [20])
    lines = ["driver".center(left) + " |" + " " * middle + "| " + "device",
             "-" * left + "-+" + "-" * middle + "+-" + "-" * 20]
    for row in rows:
        if row.remark:
            lines += textwrap.wrap(row.remark, left + middle + 20, break_on_hyphens=False)
        else:
            number = known.get(id(row.message)) if row.part != "whole" else None
            lines.append(f"{row.driver:{left}} |{arrow(row, number, middle)}| {row.device}".rstrip())
    return "\n".join(lines) + "\n"


def as_svg(rows):
    def escaped(text):
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    def shade(text):
        return ' fill="dimgray"' if text.startswith(" ") else ' font-weight="bold"'

    step, top, char = 16, 40, 7
    x_driver = max([len(r.driver) for r in rows] + [20]) * char + 20
    x_device = x_driver + (max([len(label(r.message)) for r in rows if r.message] + [18]) + 6) * char
    width = x_device + max([len(r.device) for r in rows] + [20]) * char + 20
    height = top + (len(rows) + 1) * step
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
           'font-family="monospace" font-size="11">',
           '<defs><marker id="tip" markerWidth="8" markerHeight="8" refX="7" refY="4" orient="auto">'
           '<path d="M0,0 L8,4 L0,8 z"/></marker></defs>',
           '<rect width="100%" height="100%" fill="white"/>']
    for x, name in ((x_driver, "driver"), (x_device, "device")):
        out.append(f'<line x1="{x}" y1="{top - 10}" x2="{x}" y2="{height - step}" stroke="gray"/>')
        out.append(f'<text x="{x}" y="{top - 18}" text-anchor="middle" font-weight="bold">{name}</text>')
    start_y, last_y, labels = {}, {}, []
    for i, row in enumerate(rows):
        y = top + i * step
        if row.remark:
            out.append(f'<text x="20" y="{y + 4}" fill="gray">{escaped(row.remark)}</text>')
        if row.driver:
            out.append(f'<text x="{x_driver - 8}" y="{y + 4}" text-anchor="end"{shade(row.driver)}>{escaped(row.driver.strip())}</text>')
            last_y["driver"] = y
        if row.device:
            out.append(f'<text x="{x_device + 8}" y="{y + 4}"{shade(row.device)}>{escaped(row.device.strip())}</text>')
            last_y["device"] = y
        if not row.message:
            continue
        sender = row.message.sender.machine
        x1, x2 = (x_driver, x_device) if sender == "driver" else (x_device, x_driver)
        if row.part == "start":
            start_y[id(row.message)] = y
            if row.message.receiver:
                continue
            x2, y1, text = (x1 + x2) // 2, y, row.message.kind + (" (lost)" if row.message.lost else "")
        else:
            y1 = start_y.get(id(row.message), last_y.get(sender, y))
            text = label(row.message)
        out.append(f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y}" stroke="black" marker-end="url(#tip)"/>')
        labels.append(f'<text x="{(x1 + x2) // 2}" y="{(y1 + y) // 2 - 3}" text-anchor="middle" paint-order="stroke" '
                      f'stroke="white" stroke-width="4">{escaped(text)}</text>')
    return "\n".join(out + labels + ["</svg>"]) + "\n"


def main():
    parser = argparse.ArgumentParser(description="Draws a trace of both machines as a sequence chart.")
    parser.add_argument("trace", nargs="?", help="lines of both machines in order; - is standard input")
    parser.add_argument("--driver", help="the driver's log (ftrace), to be merged with --device")
    parser.add_argument("--device", help="the device's log (JSON lines)")
    parser.add_argument("--svg", help="also draw the chart into this file")
    parser.add_argument("--full", action="store_true", help="every step: fold nothing, leave nothing out")
    parser.add_argument("--hide", action="append", default=[], metavar="NAME", help="leave out steps of that name, e.g. stats")
    args = parser.parse_args()
    if bool(args.trace) == bool(args.driver and args.device):
        parser.error("either one TRACE, or --driver and --device")

    def read(name):
        if name == "-":
            return parse(sys.stdin)
        with open(name, errors="replace") as f:
            return parse(f)
    try:
        events = in_order(read(args.trace)) if args.trace else merge(read(args.driver), read(args.device))
    except OSError as e:
        sys.exit(f"chart.py: {e}")
    if not events:
        sys.exit("chart.py: no line in there is in the trace vocabulary (HANDLER: PARAMETERS | STATE | EFFECTS)")
    rows = rows_of(events, args.full, args.hide)
    sys.stdout.write(as_text(rows))
    if args.svg:
        with open(args.svg, "w") as f:
            f.write(as_svg(rows))


if __name__ == "__main__":
    main()
