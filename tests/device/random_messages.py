#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Random messages to virtio-aerostat-pci, many of them malformed, against a plain model of spec/host.pml.

    messages --todevq--> the device --used ring--> every answer, byte by byte, is the model's
                         its properties ----------> what is held, reserved and counted is the model's
                         guest memory at the end -> what was committed is gone, all else is as it was

usage: random_messages.py stock|tree [SEED [MESSAGES]]
Messages go in batches that fill the queue.  Which of two things came first, the end of a discard or the next
message, is told by the order of their answers: nothing here depends on how fast a machine is.
"""
import os
import random
import struct
import sys

from runner import A, DEVICE, STOCK, TREE, Tap
from virtio_qtest import (
    ACCEPTED, ACK, ADDR_NONE, Aerostat, BAD, DONE, EXTENT, GRANT, GRANTED, MIGRATING, MSG_COMMIT, MSG_OFFER, MSG_QUERY,
    MSG_RECLAIM, MSG_REPORT, MSG_STATS, OK, PAGE, PLENTY, Qemu, REFUSED_HOST, REFUSED_LATE, TIGHT, UNKNOWN, offer, reclaim, until)

PAGES = 4096            # of the guest, from A on: those that are offered
RAM_PAGES = 65536       # of the guest
QUEUE = 128
MESSAGE_MAX = 24 + 1024 * 16
ANSWERS_AT, ANSWERS_END = 0x80000, 0x1e0000     # in the queue's buffers
SMALL_TTL = 1 << 31     # ms, 25 days: nothing but what is meant to be late is late
STATES = {'plenty': PLENTY, 'tight': TIGHT, 'migrating': MIGRATING}


class Model:
    """The device as spec/host.pml and README.md have it, with a set of page numbers for each set of pages."""
    def __init__(self):
        self.state, self.bad_offers, self.bad_messages = PLENTY, 0, 0
        self.gone = set()       # committed at some time: zeros
        self.seen = {}
        self.reset()

    def reset(self):
        self.held, self.reserved, self.resv_seq, self.discarding = set(), set(), None, False

    def offered(self, message):
        """The offer's pages, or None: the guest cannot give them."""
        pages, last = set(), 0
        for address, count in EXTENT.iter_unpack(message[24:]):
            page = address // PAGE
            if address % PAGE or not count or page < last or page + count > RAM_PAGES:
                return None
            last = page + count
            pages.update(range(page, last))
        return pages if pages and not pages & self.held else None

    def take(self, message, room, answer):
        """Step on a message: its answer, or None for a commit that is answered later."""
        now, = struct.unpack_from('<Q', answer, 12) if len(answer) >= 20 else (0,)
        ack = lambda status, seq: ACK.pack(status, seq, self.state, now)
        kind, seq = struct.unpack_from('<II', message) if len(message) >= 8 else (0, 0)
        if kind == MSG_QUERY and len(message) == 8:
            return ack(OK, seq)
        if kind == MSG_COMMIT and len(message) == 8:
            if self.discarding:
                return ack(BAD, seq)
            if seq == self.resv_seq:
                self.discarding = True
                return None
            return ack(UNKNOWN, seq)
        if kind == MSG_REPORT and len(message) == 8:
            return ack(BAD, seq)        # this driver has not agreed on them
        if kind == MSG_RECLAIM and len(message) == 24:
            return self.reclaim(seq, *struct.unpack_from('<QQ', message, 8), room, now)
        if kind == MSG_STATS and len(message) >= 12:
            count, = struct.unpack_from('<I', message, 8)
            if count <= 32 and len(message) == 12 + 10 * count:
                return ack(OK, seq)
        if kind == MSG_OFFER and len(message) >= 24:
            sent_at, ttl, count = struct.unpack_from('<QII', message, 8)
            if count <= 1024 and len(message) == 24 + 16 * count:
                return ack(self.offer(message, seq, sent_at, ttl, now), seq)
        self.bad_messages += 1
        return ack(BAD, 0)

    def offer(self, message, seq, sent_at, ttl, now):
        pages = self.offered(message)
        self.bad_offers += pages is None
        if self.discarding:
            return BAD
        self.reserved, self.resv_seq = set(), None
        if pages is None:
            return BAD
        if self.state != PLENTY:
            return REFUSED_HOST
        if now >= sent_at and now - sent_at > ttl:
            return REFUSED_LATE
        self.reserved, self.resv_seq = pages, seq
        return ACCEPTED

    def reclaim(self, seq, want, near, room, now):
        if self.state == TIGHT:
            return GRANT.pack(REFUSED_HOST, seq, self.state, now, 0)
        liked = [page for page in range(near // PAGE, min(near // PAGE + want, RAM_PAGES)) if page in self.held]
        runs = []
        for page in liked or sorted(self.held):
            if runs and sum(runs[-1]) == page:
                runs[-1][1] += 1
            else:
                runs.append([page, 1])
        if not liked:
            runs.sort(key=lambda run: (-run[1], run[0]))
        picked = []
        for page, pages in runs[:min((room - 24) // 16, 1024)]:
            if want:
                picked.append((page, min(pages, want)))
                want -= picked[-1][1]
        for page, pages in picked:
            self.held.difference_update(range(page, page + pages))
        return GRANT.pack(GRANTED, seq, self.state, now, len(picked)) + b''.join(
            EXTENT.pack(page * PAGE, pages) for page, pages in sorted(picked))

    def discarded(self, answer):
        now, = struct.unpack_from('<Q', answer, 12)
        self.held |= self.reserved
        self.gone |= self.reserved
        seq, self.reserved, self.resv_seq, self.discarding = self.resv_seq, set(), None, False
        return ACK.pack(DONE, seq, self.state, now)


class Guest:
    """Makes messages: mostly such as a driver sends, some that no driver would."""
    def __init__(self, rnd):
        self.rnd, self.seq, self.now = rnd, 0, 0

    def below(self, n):
        return int(self.rnd.random() * n)

    def one_in(self, n):
        return self.rnd.random() * n < 1

    def bits(self):
        return self.rnd.getrandbits(1 + self.below(64))

    def some_seq(self):
        return self.rnd.choice((self.seq, self.seq, self.below(3), (1 << 32) - 1 - self.below(2),
                                self.rnd.getrandbits(32)))

    def offer(self):
        self.seq = self.some_seq()
        extents, page = [], A // PAGE + self.below(PAGES)
        for _ in range(self.below(1025) if self.one_in(300) else self.below(3 if self.below(3) else 30)):
            page += self.below(2 if self.below(3) else 60)
            address, pages = page * PAGE, 1 + self.below(4 if self.below(4) else 200)
            page += pages
            if self.one_in(80):
                address = self.rnd.choice((A + self.below(PAGES) * PAGE, address + self.below(PAGE), self.bits(),
                                           RAM_PAGES * PAGE - self.below(3) * PAGE))
            elif self.one_in(80):
                pages = self.rnd.choice((0, self.bits()))
            if page > A // PAGE + PAGES:
                break
            extents.append((address, pages))
        late = self.one_in(12)
        return offer(self.seq, extents, sent_at_ms=0 if late else self.now + self.below(1000),
                     ttl_ms=self.below(3) if late else SMALL_TTL)

    def message(self):
        what = self.below(12)
        if what < 4:
            return self.offer()
        if what < 8:
            return struct.pack('<II', MSG_COMMIT, self.seq if self.below(8) else self.some_seq())
        if what < 10:
            near = ADDR_NONE if self.below(2) else A + self.below(PAGES) * PAGE + self.below(2) if self.below(8) else self.bits()
            return reclaim(self.some_seq(), self.below(300) if self.below(3) else self.bits(), near)
        if what < 11:
            return struct.pack('<II', MSG_QUERY, self.some_seq())
        count = self.below(33)
        return struct.pack('<III', MSG_STATS, self.some_seq(), count) + self.rnd.randbytes(10 * count)

    def spoilt(self, message):
        """Some bytes changed, cut off or added; or nothing like a message at all."""
        what, message = self.below(6), bytearray(message)
        if what == 0:
            return bytes(message[:1 + self.below(len(message))])
        if what == 1:
            return bytes(message) + bytes(self.below(MESSAGE_MAX + 100) if self.one_in(50) else 1 + self.below(40))
        if what == 2:
            for _ in range(1 + self.below(3)):
                message[self.below(len(message))] = self.below(256)
        elif what == 3:
            struct.pack_into('<I', message, 4 * self.below(len(message) // 4), self.bits() & 0xffffffff)
        elif what == 4:
            struct.pack_into('<I', message, 0, self.below(8))
        else:
            return self.rnd.randbytes(1 + self.below(64))
        return bytes(message)

    def harmless(self, message):
        """The queues lie below A: an offer of these pages would take them from us."""
        return message[:4] != struct.pack('<I', MSG_OFFER) or all(
            address >= A for address, _ in EXTENT.iter_unpack(message[24:len(message) - (len(message) - 24) % 16]))

    def room(self, message):
        least = 24 if message[:4] == struct.pack('<I', MSG_RECLAIM) else 20
        if self.one_in(100):
            return 24 + 1024 * 16 + self.below(100)
        return least + self.below(200)


class Run:
    def __init__(self, q, seed, messages):
        self.q, self.d, self.model, self.left = q, q.aerostat, Model(), messages
        self.guest = Guest(random.Random(seed))
        self.sent = self.broken = self.resets = 0

    def check(self, found, wanted, what):
        if found != wanted:
            show = lambda x: x.hex() if isinstance(x, bytes) else x
            raise AssertionError(f'{what}: {show(found)}, not {show(wanted)}')

    def chain(self, table, buf, at, answer_at, message, room):
        """The descriptors of one message, in one piece or several, at the end of the table."""
        cuts = {0, len(message)}
        if self.guest.one_in(4) and len(message) > 1:
            cuts.add(1 + self.guest.below(len(message) - 1))
        cuts = sorted(cuts)
        parts = [(at + a, b - a, 0) for a, b in zip(cuts, cuts[1:])]
        cut = self.guest.below(room) if self.guest.one_in(8) else 0
        parts += [(answer_at + a, b - a, 2) for a, b in ((0, cut), (cut, room)) if b > a]
        head = len(table)
        for i, (address, length, flags) in enumerate(parts):
            last = i == len(parts) - 1
            table.append(struct.pack('<QIHH', address, length, flags | (not last), 0 if last else head + i + 1))
        buf += message
        return head

    def batch(self):
        """Messages in one kick: a queue full of them, or a few, since a commit keeps others out."""
        queue, g = self.d.todev, self.guest
        table, heads, buf = [], {}, bytearray()
        start = at = queue.buffers + ANSWERS_AT
        most = min(self.left, g.rnd.choice((QUEUE, 1 + g.below(8))))
        while len(table) <= QUEUE - 4 and len(heads) < most:
            message = g.message()
            if not g.below(5):
                message = g.spoilt(message)
            if not g.harmless(message):
                continue
            room = g.room(message)
            if at + room > queue.buffers + ANSWERS_END or len(buf) + len(message) > ANSWERS_AT:
                break
            head = self.chain(table, buf, queue.buffers + len(buf), at, message, room)
            heads[head] = (message, room, at)
            at += room
        self.q.fill(start, at - start, 0xa5)
        self.q.write(queue.buffers, bytes(buf))
        self.q.write(queue.desc, b''.join(table))
        for head in heads:
            slot = queue.avail + 4 + 2 * (queue.added % queue.size)
            queue.added += 1
            if head == 0 or slot == queue.avail + 4:
                pending, first = b'', slot
            pending += struct.pack('<H', head)
            if queue.added % queue.size == 0:
                self.q.write(first, pending)
                pending = b''
        if pending:
            self.q.write(first, pending)
        self.q.write(queue.avail + 2, struct.pack('<H', queue.added & 0xffff))
        queue.kick()
        until('all answers', lambda: self.q.get_n(queue.used + 2, 2) == queue.added & 0xffff)
        ring = self.q.read(queue.used + 4, 8 * queue.size)
        used = []
        while queue.taken < queue.added:
            used.append(struct.unpack_from('<II', ring, 8 * (queue.taken % queue.size)))
            queue.taken += 1
        self.answers(heads, used, self.q.read(start, at - start), start)
        self.sent += len(heads)
        self.left -= len(heads)

    def answers(self, heads, used, data, start):
        model, used, kept = self.model, used[::-1], None
        self.check(sorted(head for head, _ in used), sorted(heads), 'the buffers that came back')
        for head, (message, room, at) in list(heads.items()) + [(None, (b'', 0, 0))]:
            while kept is not None and used and used[-1][0] == kept[0]:
                self.answer(kept[1], used.pop()[1], data, start, model.discarded)
                kept = None
            if head is None:
                break
            length = used[-1][1] if used and used[-1][0] == head else 0
            wanted = model.take(message, room, data[at - start:at - start + length])
            if wanted is None:
                kept = (head, (message, room, at))
                continue
            self.check(used[-1][0], head, f'the answer after {message[:64].hex()}: the head of its buffer')
            self.answer((message, room, at), used.pop()[1], data, start, lambda _: wanted)
        self.check((used, kept), ([], None), 'what is left')

    def answer(self, chain, length, data, start, get):
        message, room, at = chain
        found, rest = data[at - start:at - start + length], data[at - start + length:at - start + room]
        wanted = get(found)
        self.check(found, wanted, f'the answer to {message[:64].hex()} ({len(message)} bytes, room for {room})')
        self.check(rest.count(0xa5), len(rest), 'bytes beyond the answer that are untouched')
        self.guest.now, = struct.unpack_from('<Q', found, 12)
        status = found[0]
        self.model.seen[status] = self.model.seen.get(status, 0) + 1

    def violate(self):
        """A buffer that cannot be answered: the device is broken until a reset."""
        queue, g = self.d.todev, self.guest
        message, room = g.rnd.choice(((b'', 64), (g.message(), g.below(20)),
                                      (reclaim(1, 1), 20 + g.below(4))))
        table = []
        self.q.write(queue.buffers, message)
        self.chain(table, bytearray(), queue.buffers, queue.buffers + ANSWERS_AT, message, room)
        self.q.write(queue.desc, b''.join(table))
        queue.publish(0)
        until('NEEDS_RESET', self.d.broken)
        self.sent += 1
        self.broken += 1
        self.left -= 1
        self.reset()

    def reset(self):
        self.d.start()
        self.model.reset()
        self.resets += 1

    def compare(self):
        for name, value in (('held-pages', len(self.model.held)), ('reserved-pages', len(self.model.reserved)),
                            ('bad-offers', self.model.bad_offers), ('bad-messages', self.model.bad_messages)):
            self.check(self.q.get(name), value, name)

    def memory(self):
        for first in range(0, PAGES, 256):
            data = self.q.read(A + first * PAGE, 256 * PAGE)
            for i in range(256):
                page = A // PAGE + first + i
                byte = 0 if page in self.model.gone else 0x55
                self.check(data[i * PAGE:(i + 1) * PAGE].count(byte), PAGE, f'bytes {byte:#x} in page {page:#x}')

    def run(self):
        self.d.start()
        while self.left:
            self.batch()
            self.compare()
            if self.guest.one_in(8):
                name = self.guest.rnd.choice(('plenty', 'plenty', 'tight', 'migrating'))
                self.q.set('host-state', name)
                self.model.state = STATES[name]
            if self.left and self.guest.one_in(40):
                self.violate()
            elif self.guest.one_in(40):
                self.reset()
        self.compare()
        self.memory()
        seen = self.model.seen
        for status in range(OK, GRANTED + 1):
            if seen.get(status, 0) <= self.sent // 2000:
                raise AssertionError(f'status {status} was answered {seen.get(status, 0)} times: too few to say anything')


def main():
    if len(sys.argv) < 2 or sys.argv[1] not in ('stock', 'tree'):
        sys.exit(__doc__)
    # Always the same messages, unless one asks for others.
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    messages = int(sys.argv[3]) if len(sys.argv) > 3 else 100000
    tap = Tap()
    tap.note(f'seed {seed}')
    says = 'every answer, the books and the memory are those of the model'
    try:
        with Qemu(STOCK if sys.argv[1] == 'stock' else TREE, device=DEVICE) as q:
            q.aerostat = Aerostat(q)
            q.fill(A, PAGES * PAGE, 0x55)
            run = Run(q, seed, messages)
            try:
                run.run()
            except Exception:
                tap.note(f'after {run.sent} messages')
                raise
            seen = run.model.seen
            tap.ok(f'{run.sent} random messages: {says}')
            tap.note(f'{seen[ACCEPTED]} accepted, {seen[REFUSED_LATE] + seen[REFUSED_HOST]} refused, {seen[DONE]} done, '
                     f'{seen[GRANTED]} granted, {seen[BAD]} bad, {run.broken} broke the device, {run.resets} resets')
    except Exception as e:
        tap.not_ok(f'random messages: {says}', repr(e))
    tap.done(f'tests/device/{os.path.basename(__file__)} {sys.argv[1]} {seed} {messages}')


main()
