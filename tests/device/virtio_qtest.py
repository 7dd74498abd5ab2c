# SPDX-License-Identifier: GPL-2.0-or-later
"""A QEMU without a guest, driven from outside:

    this process --qtest socket--> guest memory, ports, BARs of QEMU
                 --QMP socket----> the operator's side
                 <--events file--- JSON lines of the device

Qemu starts it, VirtioPci finds the device's capabilities and drives two virtqueues, and
Aerostat says the messages of spec/wire.pml.  Layouts are written down here once more, by hand,
so that a mistake in the generated codec cannot hide behind itself.
"""
import json
import os
import shutil
import socket
import struct
import subprocess
import tempfile

import hold
import patience     # hold.py knows the way to it

CALM_S = 30         # a QEMU without a guest has nothing to wait for but a timer of 1 s
PAGE = 4096
MIB = 1 << 20

(MSG_QUERY, MSG_OFFER, MSG_COMMIT, MSG_RECLAIM, MSG_STATS, MSG_REPORT) = range(1, 7)
(OK, ACCEPTED, REFUSED_LATE, REFUSED_HOST, BAD, DONE, UNKNOWN, GRANTED) = range(1, 9)
(PLENTY, TIGHT, MIGRATING) = range(1, 4)
(NOTICE_STATE, NOTICE_TARGET, NOTICE_STATS) = range(1, 4)
WIRE_VERSION = 2
TARGET_NONE = ADDR_NONE = (1 << 64) - 1
ACK = struct.Struct('<IIIQ')
GRANT = struct.Struct('<IIIQI')
NOTICE = struct.Struct('<IIQQ')
EXTENT = struct.Struct('<QQ')


def until(what, get):
    """Ask until the answer is true, and return it."""
    try:
        return patience.wait(get, 0.002, calm_s=CALM_S)
    except patience.Vain as e:
        raise AssertionError(f'waited in vain for {what}: {e}') from None


class Qemu:
    """One QEMU process.  `build` is (binary, accel, preload or None); if `held`, its discards can be held; `user` runs it."""

    BASE = ['-nodefaults', '-vga', 'none', '-display', 'none', '-S', '-no-user-config',
            '-L', '/usr/share/qemu', '-L', '/usr/share/seabios']

    def __init__(self, build, device='virtio-aerostat-pci,id=balloon0,addr=4,chardev=events', memory='256',
                 machine='q35', extra=(), stdout=None, held=False, user=None):
        binary, accel, preload = build
        self.dir = tempfile.mkdtemp(prefix='aerostat-')
        self.irqs = 0
        self.qmp_events = []
        path = lambda name: os.path.join(self.dir, name)
        self.events_path, self.log_path, self.out_path = path('events'), path('log'), path('out')
        listen = {}
        for name in ('qtest', 'qmp'):
            listen[name] = socket.socket(socket.AF_UNIX)
            listen[name].bind(path(name))
            listen[name].listen(1)
        env = dict(os.environ)
        if held:
            env['AEROSTAT_HOLD'] = path('hold')
        if preload and user is not None:        # who may not see the checkout
            preload = shutil.copy(preload, self.dir)
        preloaded = ([hold.preloaded()] if held else []) + ([preload] if preload else [])
        if preloaded:
            env['LD_PRELOAD'] = ':'.join(preloaded)
        command = [binary] + self.BASE + [
            '-machine', machine, '-accel', accel, '-m', memory,
            '-qtest', 'unix:' + path('qtest'), '-qtest-log', '/dev/null', '-qmp', 'unix:' + path('qmp'),
            '-d', 'guest_errors', '-D', self.log_path, '-chardev', 'file,id=events,path=' + self.events_path]
        if device:
            command += ['-device', device]
        if user is not None:
            os.chown(self.dir, user, user)
            for name in listen:
                os.chown(path(name), user, user)
        with open(self.out_path, 'w') as out:
            self.process = subprocess.Popen(command + list(extra), env=env, stdin=subprocess.DEVNULL,
                                            stdout=stdout or out, stderr=out, user=user, group=user,
                                            extra_groups=None if user is None else [])
        try:
            self.qtest = self.accept(listen['qtest'])
            self.monitor = self.accept(listen['qmp'])
            self.read_monitor()
            self.qmp('qmp_capabilities')
        except OSError:
            self.ended()
            said = self.output()
            self.stop()
            raise AssertionError(f'QEMU ended at once: {said}') from None
        except BaseException:
            self.stop()
            raise

    def accept(self, listener):
        listener.settimeout(0.05)

        def one():
            try:
                return listener.accept()[0]
            except socket.timeout:
                if self.process.poll() is not None:
                    raise AssertionError(f'QEMU ended at once: {self.output()}')
        connection = until('QEMU to connect', one)
        connection.settimeout(None)
        listener.close()
        return patience.Lines(connection, CALM_S)

    def ended(self):
        """Waits for its end, and returns its exit status."""
        until('the end of QEMU', lambda: self.process.poll() is not None)
        return self.process.returncode

    def output(self):
        with open(self.out_path) as f:
            return f.read()

    def log(self):
        with open(self.log_path) as f:
            return f.read()

    def stop(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        if 'AEROSTAT_SAID' in os.environ:       # a file that keeps what each QEMU said
            with open(os.environ['AEROSTAT_SAID'], 'a') as f:
                f.write(self.output())
        shutil.rmtree(self.dir, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    # the operator's side

    def read_monitor(self):
        return json.loads(self.line_from(self.monitor))

    def line_from(self, lines):
        try:
            return lines.line()
        except patience.Vain as e:
            raise AssertionError(f'QEMU does not answer: {e}') from None
        except ConnectionError:
            raise ConnectionError(f'QEMU is gone: {self.output()}') from None

    def qmp(self, command, may_fail=False, **arguments):
        """The command's result; with may_fail, its result or {'error': ...}."""
        return self.qmp_at_once((command, arguments), may_fail=may_fail)[0]

    def qmp_at_once(self, *commands, may_fail=False):
        """(command, arguments)... in one packet, and their results."""
        self.qmp_send(*commands)
        return [self.result(command, may_fail) for command, _ in commands]

    def qmp_send(self, *commands):
        """The same; their results are asked for later."""
        self.monitor.send(b''.join(json.dumps({'execute': command, 'arguments': arguments}).encode() + b'\n'
                                  for command, arguments in commands))

    def result(self, command, may_fail=False):
        while True:
            answer = self.read_monitor()
            if 'event' in answer:
                self.qmp_events.append(answer)
            elif 'error' in answer and not may_fail:
                raise AssertionError(f'{command}: {answer["error"]}')
            else:
                return answer if 'error' in answer else answer['return']

    def wait_qmp_event(self, name):
        def look():
            self.qmp('query-status')
            return [e for e in self.qmp_events if e['event'] == name]
        return until('QMP event ' + name, look)[-1]

    def plug(self, **properties):
        """Hot-plug the device; one that has just gone may still be in the way for a moment."""
        until('the device to be plugged in', lambda: 'error' not in self.qmp(
            'device_add', may_fail=True, driver='virtio-aerostat-pci', id='balloon0', addr='4', chardev='events',
            **properties))

    def unplug(self):
        """The slot is ejected by ACPI, without a word to the driver."""
        self.qmp('device_del', id='balloon0')
        self.tell('outl 0xae10 0')
        self.tell(f'outl 0xae08 {1 << 4:#x}')
        self.wait_qmp_event('DEVICE_DELETED')
        self.qmp_events.clear()

    def get(self, name):
        return self.qmp('qom-get', path='/machine/peripheral/balloon0', property=name)

    def set(self, name, value, may_fail=False):
        return self.qmp('qom-set', may_fail, path='/machine/peripheral/balloon0', property=name, value=value)

    def events(self, kind=None):
        """The device's JSON lines; a line that json cannot read is an error."""
        with open(self.events_path) as f:
            lines = [json.loads(line) for line in f.read().splitlines()]
        return [e for e in lines if kind in (None, e['event'])]

    def hold(self):
        """A Hold: from now on each discard waits."""
        return hold.Hold(os.path.join(self.dir, 'hold'))

    def fail(self, error):
        """From now on each discard fails with this errno; with 0 none does."""
        path = os.path.join(self.dir, 'hold.fail')
        if error:
            with open(path + '.new', 'w') as f:
                f.write(str(error))
            os.rename(path + '.new', path)
        else:
            os.unlink(path)

    # the guest's side

    def tell(self, text):
        return self.tell_at_once(text)[0]

    def tell_at_once(self, *texts):
        """Commands in one packet, and their answers."""
        self.qtest.send(''.join(text + '\n' for text in texts).encode())
        return [self.hear(text) for text in texts]

    def hear(self, text):
        while True:
            words = self.line_from(self.qtest).split()
            if words[0] == b'IRQ':
                self.irqs += 1
                continue
            assert words[0] == b'OK', (text, words)
            return words[1] if len(words) > 1 else None

    def read(self, address, size):
        return bytes.fromhex(self.tell(f'read {address:#x} {size:#x}').decode()[2:])

    def write(self, address, data):
        if data:
            self.tell(f'write {address:#x} {len(data):#x} 0x{data.hex()}')

    def fill(self, address, size, byte):
        self.tell(f'memset {address:#x} {size:#x} {byte:#x}')

    def is_all(self, address, size, byte):
        step = 64 * 1024
        return all(self.read(a, min(step, address + size - a)) == bytes([byte]) * min(step, address + size - a)
                   for a in range(address, address + size, step))

    def get_n(self, address, n):
        return int(self.tell(f'read{ {1: "b", 2: "w", 4: "l", 8: "q"}[n] } {address:#x}'), 0)

    def put_n(self, address, value, n):
        self.tell(f'write{ {1: "b", 2: "w", 4: "l", 8: "q"}[n] } {address:#x} {value:#x}')

    def thread_ns(self):
        """The processor time that the device's thread has had, once it waits; with -name debug-threads=on."""
        tasks = f'/proc/{self.process.pid}/task'
        for task in os.listdir(tasks):
            with open(f'{tasks}/{task}/comm') as f:
                if f.read() == 'aerostat\n':
                    break
        else:
            raise AssertionError('no thread of the device\'s')

        def waits():
            with open(f'{tasks}/{task}/stat') as f:
                return f.read().rsplit(')', 1)[1].split()[0] != 'R'
        # One that has been woken may not have run yet, and what one that runs has had is not added up yet.
        until('the device\'s thread to wait', waits)
        with open(f'{tasks}/{task}/schedstat') as f:
            return int(f.read().split()[0])

    def resident_bytes(self, ram):
        """Of the guest's memory, `ram` bytes: what the page tables of its mapping say."""
        size, found = None, []
        with open(f'/proc/{self.process.pid}/smaps') as f:
            for line in f:
                name, value = line.split()[:2]
                if name == 'Size:':
                    size = int(value) * 1024
                elif name == 'Rss:' and size == ram:
                    found.append(int(value) * 1024)
        assert found, f'no mapping of {ram} bytes'
        return max(found)       # AddressSanitizer may have one of that size too


class VirtioPci:
    """The virtio device in PCI slot `slot`, modern."""
    ACKNOWLEDGE, DRIVER, DRIVER_OK, FEATURES_OK, NEEDS_RESET = 1, 2, 4, 8, 64
    BARS_AT = 0xe0000000
    accept = 0      # of the device's own feature bits; 1: reports, 2: a floor

    def __init__(self, qemu, slot=4):
        self.q, self.slot = qemu, slot
        self.pci_id = self.pci(0)
        bars = self.map_bars(self.BARS_AT)
        self.common = self.notify = self.isr = self.config = None
        cap = self.pci(0x34, 1)
        while cap:
            if self.pci(cap, 1) == 9:
                kind, bar = self.pci(cap + 3, 1), self.pci(cap + 4, 1)
                where = bars.get(bar, 0) + self.pci(cap + 8)
                if kind == 1 and not self.common:
                    self.common = where
                elif kind == 2 and not self.notify:
                    self.notify, self.notify_step = where, self.pci(cap + 16)
                elif kind == 3 and not self.isr:
                    self.isr = where
                elif kind == 4 and not self.config:
                    self.config = where
            cap = self.pci(cap + 1, 1)

    def map_bars(self, at):
        """Maps the memory BARs from this address on: {index: address}."""
        bars, high = {}, -1
        for i in range(6):
            if i == high:
                continue
            offset = 0x10 + 4 * i
            self.set_pci(offset, 0xffffffff)
            mask = self.pci(offset)
            if not mask or mask & 1:
                continue
            size = (~(mask & ~0xf) + 1) & 0xffffffff
            at = (at + size - 1) & ~(size - 1)
            self.set_pci(offset, at)
            bars[i] = at
            at += size
            if mask & 4:
                self.set_pci(offset + 4, 0)
                high = i + 1
        self.set_pci(4, 6, 2)      # memory, bus master
        return bars

    def select(self, offset):
        self.q.tell(f'outl 0xcf8 {0x80000000 | self.slot << 11 | (offset & 0xfc):#x}')

    def pci(self, offset, n=4):
        self.select(offset)
        return int(self.q.tell(f'in{ {1: "b", 2: "w", 4: "l"}[n] } {0xcfc + (offset & 3):#x}'), 0)

    def set_pci(self, offset, value, n=4):
        self.select(offset)
        self.q.tell(f'out{ {1: "b", 2: "w", 4: "l"}[n] } {0xcfc + (offset & 3):#x} {value:#x}')

    def config_changed(self):
        """Has the device said so since it was asked last?"""
        return bool(self.q.get_n(self.isr, 1) & 2)

    def status(self):
        return self.q.get_n(self.common + 20, 1)

    def set_status(self, value):
        self.q.put_n(self.common + 20, value, 1)

    def reset(self):
        self.set_status(0)
        until('the reset', lambda: self.status() == 0)

    def start(self, queues):
        """Reset, negotiate VERSION_1, what an IOMMU needs and `accept`, and start these Queues (index: Queue)."""
        self.reset()
        self.set_status(self.ACKNOWLEDGE | self.DRIVER)
        self.q.put_n(self.common + 8, 0, 4)
        self.q.put_n(self.common + 12, self.accept, 4)
        self.q.put_n(self.common, 1, 4)
        self.q.put_n(self.common + 8, 1, 4)
        packed = 4 if queues and all(queue.packed for queue in queues.values()) else 0
        assert self.q.get_n(self.common + 4, 4) & packed == packed, 'packed rings are not offered'
        self.q.put_n(self.common + 12, 1 | packed | self.q.get_n(self.common + 4, 4) & 2, 4)
        self.set_status(self.ACKNOWLEDGE | self.DRIVER | self.FEATURES_OK)
        assert self.status() & self.FEATURES_OK
        for index, queue in queues.items():
            self.q.put_n(self.common + 22, index, 2)
            queue.size = self.q.get_n(self.common + 24, 2)
            assert queue.size, f'no queue {index}'
            self.q.put_n(self.common + 32, queue.desc, 8)
            self.q.put_n(self.common + 40, queue.avail, 8)
            self.q.put_n(self.common + 48, queue.used, 8)
            queue.doorbell = self.notify + self.q.get_n(self.common + 30, 2) * self.notify_step
            queue.index = index
            self.q.put_n(self.common + 28, 1, 2)
        self.set_status(self.ACKNOWLEDGE | self.DRIVER | self.FEATURES_OK | self.DRIVER_OK)


class Queue:
    """A split virtqueue of up to 1024 entries at `base` in guest memory, and 1 MiB for its buffers behind it."""
    NEXT, WRITE = 1, 2
    packed = False

    def __init__(self, qemu, base):
        self.q = qemu
        self.desc, self.avail, self.used, self.buffers = base, base + 0x4000, base + 0x5000, base + 0x10000
        self.added = self.taken = 0
        qemu.fill(base, 0x10000, 0)

    def add(self, descriptors, kick=True):
        """A chain of (address, length, writable); one chain at a time uses the table from the start."""
        first = self.added * 8 % self.size
        table = b''
        for i, (address, length, writable) in enumerate(descriptors):
            last = i == len(descriptors) - 1
            table += struct.pack('<QIHH', address, length, (0 if last else self.NEXT) | (self.WRITE if writable else 0),
                                 0 if last else first + i + 1)
        self.q.write(self.desc + 16 * first, table)
        self.publish(first, kick)

    def publish(self, head, kick=True):
        self.q.write(self.avail + 4 + 2 * (self.added % self.size), struct.pack('<H', head))
        self.added += 1
        self.q.write(self.avail + 2, struct.pack('<H', self.added & 0xffff))
        if kick:
            self.kick()

    def kick(self):
        self.q.put_n(self.doorbell, self.index, 2)

    def is_used(self):
        return self.q.get_n(self.used + 2, 2) != self.taken & 0xffff

    def take(self):
        """Wait for the next used buffer; its length."""
        until('a used buffer', self.is_used)
        at = self.used + 4 + 8 * (self.taken % self.size)
        self.taken += 1
        return self.q.get_n(at + 4, 4)


class PackedQueue(Queue):
    """The same as a packed virtqueue: one ring, whose descriptors say by two bits whose they are."""
    AVAIL, USED = 1 << 7, 1 << 15
    packed = True

    def __init__(self, qemu, base):
        super().__init__(qemu, base)
        self.free_at, self.free_wrap, self.used_at, self.used_wrap, self.chains = 0, 1, 0, 1, {}

    def after(self, at, wrap, n):
        return (at + n) % self.size, wrap ^ (at + n >= self.size)

    def add(self, descriptors, kick=True):
        head, rows = self.free_at, []
        for i, (address, length, writable) in enumerate(descriptors):
            flags = (0 if i == len(descriptors) - 1 else self.NEXT) | (self.WRITE if writable else 0)
            flags |= self.AVAIL if self.free_wrap else self.USED
            rows.append((self.free_at, struct.pack('<QIHH', address, length, head, flags)))
            self.free_at, self.free_wrap = self.after(self.free_at, self.free_wrap, 1)
        self.chains[head] = len(descriptors)
        for at, row in reversed(rows):      # the first is the last to be seen
            self.q.write(self.desc + 16 * at, row)
        if kick:
            self.kick()

    def is_used(self):
        flags = self.q.get_n(self.desc + 16 * self.used_at + 14, 2)
        return bool(flags & self.AVAIL) == bool(flags & self.USED) == bool(self.used_wrap)

    def take(self):
        until('a used buffer', self.is_used)
        at = self.desc + 16 * self.used_at
        length, head = self.q.get_n(at + 8, 4), self.q.get_n(at + 12, 2)
        self.used_at, self.used_wrap = self.after(self.used_at, self.used_wrap, self.chains.pop(head))
        return length


NEVER_LATE_MS = 1 << 62        # sent in the future, by the host's clock


def offer(seq, extents, sent_at_ms=NEVER_LATE_MS, ttl_ms=0, count=None):
    body = b''.join(EXTENT.pack(*e) for e in extents)
    return struct.pack('<IIQII', MSG_OFFER, seq, sent_at_ms, ttl_ms, len(extents) if count is None else count) + body


def reclaim(seq, want, near=ADDR_NONE):
    return struct.pack('<IIQQ', MSG_RECLAIM, seq, want, near)


class Aerostat:
    """The device as its driver would talk to it; at guest address 1 MiB and above 2 MiB for the queues."""
    def __init__(self, qemu, slot=4, queue=Queue, bus=VirtioPci):
        self.q, self.queue = qemu, queue
        self.pci = bus(qemu, slot)
        self.start()

    def start(self):
        self.todev, self.fromdev = self.queue(self.q, 0x100000), self.queue(self.q, 0x300000)
        self.pci.start({0: self.todev, 1: self.fromdev})

    def send(self, message, room):
        """Send bytes with so much room for the answer, and return the answer without waiting."""
        answer_at = self.todev.buffers + 0x80000
        self.q.write(self.todev.buffers, message)
        self.todev.add([(self.todev.buffers, len(message), False), (answer_at, room, True)])

    def answer(self):
        return self.q.read(self.todev.buffers + 0x80000, self.todev.take())

    def say(self, message, room=ACK.size):
        self.send(message, room)
        return ACK.unpack(self.answer())

    def query(self, seq=1):
        return self.say(struct.pack('<II', MSG_QUERY, seq))

    def offer(self, seq, extents, **more):
        return self.say(offer(seq, extents, **more))[0]

    def commit(self, seq):
        return self.say(struct.pack('<II', MSG_COMMIT, seq))[0]

    def report(self, seq):
        return self.say(struct.pack('<II', MSG_REPORT, seq))[0]

    def give(self, seq, extents):
        status = self.offer(seq, extents)
        assert status == ACCEPTED, status
        status = self.commit(seq)
        assert status == DONE, status

    def reclaim(self, seq, want, room=1024, near=ADDR_NONE):
        """(status, extents) of the grant."""
        self.send(reclaim(seq, want, near), GRANT.size + room * EXTENT.size)
        data = self.answer()
        status, answers, _, _, count = GRANT.unpack(data[:GRANT.size])
        assert answers == seq and len(data) == GRANT.size + count * EXTENT.size
        return status, [EXTENT.unpack_from(data, GRANT.size + i * EXTENT.size) for i in range(count)]

    def stats(self, seq, pairs):
        return self.say(struct.pack('<III', MSG_STATS, seq, len(pairs)) +
                        b''.join(struct.pack('<HQ', *p) for p in pairs))[0]

    def post_notice(self, room=NOTICE.size):
        self.fromdev.add([(self.fromdev.buffers, room, True)])

    def notice(self):
        """(notice, state, target) of the next notice, in a buffer posted for it."""
        self.post_notice()
        assert self.fromdev.take() == NOTICE.size
        return NOTICE.unpack(self.q.read(self.fromdev.buffers, NOTICE.size))[:3]

    def broken(self):
        return bool(self.pci.status() & VirtioPci.NEEDS_RESET)
