import os
import threading
import unittest

from vireo_runtime import log
from vireo_runtime.log import Budget, LineSplitter, LogPipe, PrintStream


class LogPipeTest(unittest.TestCase):
    def setUp(self):
        self.now = 0.0
        self.room = True
        self.lines = []
        self.woken = 0
        self.pipe = LogPipe(self.offer, Budget(lambda: self.now), self.wake)

    def offer(self, line):
        if self.room:
            self.lines.append(line)
        return self.room

    def wake(self):
        self.woken += 1

    def messages(self):
        return [line.message for line in self.lines]

    def test_lines_carry_level_source_event_and_fields(self):
        token = log.current_event.set((7, "e7"))
        self.pipe.log("warn", "m", {"a": 1, "o": {2}})
        log.current_event.reset(token)

        line = self.lines[0]
        self.assertEqual(("warn", "logger", "m", '{"a": 1, "o": "{2}"}'), (line.level, line.source, line.message, line.fields))
        self.assertEqual((7, "e7"), (line.correlation_id, line.event_id))

    def test_drops_and_counts_when_there_is_no_room(self):
        self.room = False
        self.pipe.platform("info", "a")
        self.pipe.platform("info", "b")
        self.room = True
        self.pipe.platform("info", "c")

        self.assertEqual(["2 log lines dropped: printed faster than logs are taken", "c"], self.messages())
        self.assertEqual(1, self.woken)

    def test_flood_is_cut_at_the_burst_and_counted(self):
        for _ in range(log.BURST_LINES + 500):
            self.pipe.printed("stdout", b"x")
        self.assertEqual(log.BURST_LINES, len(self.lines))

        self.now = 1.0
        self.pipe.printed("stdout", b"after")

        self.assertEqual(["500 log lines dropped: printed faster than logs are taken", "after"], self.messages()[-2:])

    def test_spent_budget_comes_back_in_one_piece(self):
        budget = Budget(lambda: self.now)
        while budget.takes(1):
            pass

        self.now = 0.4
        self.assertFalse(budget.takes(1))
        self.now = 0.6
        self.assertTrue(all(budget.takes(1) for _ in range(1_000)))

    def test_long_line_is_cut_with_a_mark(self):
        self.pipe.printed("stdout", b"y" * (log.MAX_LINE_LENGTH + 5))

        self.assertTrue(self.lines[0].message.endswith(" … 5 characters more"))

    def test_fields_that_json_refuses_cost_only_themselves(self):
        loop = []
        loop.append(loop)
        self.pipe.log("info", "kept", {"loop": loop})

        self.assertEqual("kept", self.lines[0].message)
        self.assertIn("Circular", self.lines[0].fields)


class LineSplitterTest(unittest.TestCase):
    def setUp(self):
        self.lines = []
        self.full = False
        self.count = 0
        self.splitter = LineSplitter(self.lines.append, lambda: self.full, self.dropped)

    def dropped(self, count):
        self.count += count

    def test_joins_pieces_of_a_line(self):
        self.splitter.feed(b"a")
        self.splitter.feed(b"b\nc\n\nd")

        self.assertEqual([b"ab", b"c", b""], self.lines)
        self.splitter.flush()
        self.assertEqual(b"d", self.lines[-1])

    def test_counts_what_it_does_not_take_apart(self):
        self.full = True
        self.splitter.feed(b"a\nb\nc")
        self.full = False
        self.splitter.feed(b"d\n")

        self.assertEqual(2, self.count)
        self.assertEqual([b"cd"], self.lines)

    def test_endless_line_is_bounded(self):
        for _ in range(100):
            self.splitter.feed(b"z" * 1024)

        self.assertLessEqual(max(map(len, self.lines)), log.MAX_LINE_LENGTH + 1024)


class PrintStreamTest(unittest.TestCase):
    def test_print_makes_lines_and_end_line_the_rest(self):
        lines = []
        pipe = LogPipe(lambda line: lines.append(line) or True)
        raw = PrintStream("stderr", pipe, 2)
        text = raw.as_text()

        print("one", 1, file=text)
        print("two", end="", file=text)
        text.flush()
        raw.end_line()

        self.assertEqual(["one 1", "two"], [line.message for line in lines])
        self.assertEqual("error", lines[0].level)
        self.assertEqual(2, text.fileno())


class DescriptorCaptureTest(unittest.TestCase):
    def test_reads_both_descriptors_and_notices_the_peer(self):
        script = r"""
import os, socket, sys, threading
from vireo_runtime.log import DescriptorCapture, LogPipe
out = os.dup(1)
lines, closed = [], threading.Event()
enough = threading.Semaphore(0)
pipe = LogPipe(lambda line: lines.append((line.source, line.message)) or enough.release() or True)
capture = DescriptorCapture()
capture.redirect()
ours, theirs = socket.socketpair()
capture.start(pipe, ours.fileno(), closed.set)
os.write(1, b"from C\n")
os.system("echo child >&2")
os.write(1, b"no end")
for _ in range(3):
    assert enough.acquire(timeout=10), lines
theirs.close()
assert closed.wait(10)
os.write(out, repr(sorted(lines)).encode())
"""
        import subprocess
        import sys

        done = subprocess.run([sys.executable, "-c", script], capture_output=True, timeout=60, cwd=os.path.dirname(os.path.dirname(__file__)))

        self.assertEqual("[('stderr', 'child'), ('stdout', 'from C'), ('stdout', 'no end')]", done.stdout.decode(), done.stderr)


if __name__ == "__main__":
    unittest.main()
