"""Log lines of a worker: from print, the logger and the process's own descriptors to the invoker.

Lines are bounded in length and in rate. What goes over is dropped and counted, and the count is itself a
line, so a handler that prints without end costs neither memory nor its neighbours.
"""

import contextvars
import io
import json
import os
import select
import threading
import time

from vireo_runtime.answer import text_of

MAX_LINE_LENGTH = 16 * 1024
BURST_LINES = 10_000
LINES_PER_SECOND = 5_000
BURST_BYTES = 4 * 1024 * 1024
BYTES_PER_SECOND = 1024 * 1024
_READ_LENGTH = 64 * 1024
_IDLE_FLUSH_SECONDS = 0.2
_FINISH_SECONDS = 0.5

#: (correlation id, event id) of the event that the running code works on.
current_event = contextvars.ContextVar("current_event", default=(0, ""))


class Line:
    """One log line on its way to the invoker."""

    __slots__ = ("correlation_id", "event_id", "time_ns", "level", "source", "message", "fields")

    def __init__(self, level, source, message, fields=""):
        self.correlation_id, self.event_id = current_event.get()
        self.time_ns = time.time_ns()
        self.level = level
        self.source = source
        self.message = message
        self.fields = fields


class Budget:
    """A token bucket over lines and bytes: full at the start, refilled with time. ``clock`` gives seconds.

    Once it is spent it stays so until half a second's worth is back: a flood is then cut into long runs of
    lines and long gaps, not into single lines that each follow a count of dropped ones.
    """

    def __init__(self, clock=time.monotonic):
        self._clock = clock
        self._lines = float(BURST_LINES)
        self._bytes = float(BURST_BYTES)
        self._spent_at = None
        self._filled_at = clock()

    def takes(self, length):
        """Whether a line of this many bytes may go; takes it off the budget when it may."""
        if self.is_spent():
            return False
        if self._lines < 1.0 or self._bytes < length:
            self._fill()
            if self._lines < 1.0 or self._bytes < length:
                self._spent_at = self._filled_at
                return False
        self._lines -= 1.0
        self._bytes -= length
        return True

    def is_spent(self):
        """Whether no line would be taken now."""
        if self._spent_at is None:
            return False
        if self._clock() - self._spent_at < 0.5:
            return True
        self._spent_at = None
        self._fill()
        return False

    def _fill(self):
        now = self._clock()
        elapsed = now - self._filled_at
        self._filled_at = now
        self._lines = min(BURST_LINES, self._lines + elapsed * LINES_PER_SECOND)
        self._bytes = min(BURST_BYTES, self._bytes + elapsed * BYTES_PER_SECOND)


class LogPipe:
    """Sends lines through ``offer(line) -> bool``, which refuses when there is no room. Any thread may call.

    ``on_dropped()`` is called when the first line after a quiet time is dropped, so that somebody comes
    back with :meth:`report_dropped`.
    """

    def __init__(self, offer, budget=None, on_dropped=lambda: None):
        self._offer = offer
        self._budget = budget or Budget()
        self._on_dropped = on_dropped
        self._dropped = 0
        self._lock = threading.RLock()

    def log(self, level, message, fields):
        """A line of the context's logger."""
        text = _fields_of(fields) if fields else ""
        self._send(level, "logger", message, text)

    def platform(self, level, message):
        """A line of the runtime itself."""
        self._send(level, "platform", message, "")

    def printed(self, source, data):
        """One printed line, without its end, as bytes."""
        self._send("error" if source == "stderr" else "info", source, data.decode("utf-8", "replace"), "")

    def dropped(self, count):
        """Counts lines that were not even looked at."""
        with self._lock:
            first = self._dropped == 0
            self._dropped += count
        if first:
            self._on_dropped()

    def is_full(self):
        """Whether a line would be dropped anyway, so that a flood need not be taken apart."""
        return self._budget.is_spent()

    def report_dropped(self):
        """Sends the count of dropped lines, if there are any and there is room; returns whether none are left."""
        with self._lock:
            if self._dropped == 0:
                return True
            line = Line("warn", "platform", "{} log lines dropped: printed faster than logs are taken".format(self._dropped))
            if not self._offer(line):
                return False
            self._dropped = 0
            return True

    def _send(self, level, source, message, fields):
        if len(message) > MAX_LINE_LENGTH:
            message = "{} … {} characters more".format(message[:MAX_LINE_LENGTH], len(message) - MAX_LINE_LENGTH)
        with self._lock:
            if not self._budget.takes(len(message) + len(fields)):
                self.dropped(1)
                return
            if self._dropped and not self.report_dropped():
                self.dropped(1)
                return
            if not self._offer(Line(level, source, message, fields)):
                self.dropped(1)


def _fields_of(fields):
    try:
        text = json.dumps(fields, default=text_of)
    except (TypeError, ValueError, RecursionError) as error:
        text = json.dumps({"fields": repr(error)})
    return text if len(text) <= MAX_LINE_LENGTH else json.dumps({"fields": "{} bytes, over the limit of {}".format(len(text), MAX_LINE_LENGTH)})


class LineSplitter:
    """Cuts bytes into lines and hands each to ``line(bytes)``; an endless line is cut at the longest length."""

    def __init__(self, line, is_full, dropped):
        self._line = line
        self._is_full = is_full
        self._dropped = dropped
        self._rest = b""

    def feed(self, data):
        """Takes what was printed next."""
        if self._is_full():
            self._skip(data)
            return
        lines = (self._rest + data).split(b"\n")
        self._rest = lines.pop()
        for index, line in enumerate(lines):
            if self._is_full():
                self._dropped(len(lines) - index)
                break
            self._line(line)
        if len(self._rest) > MAX_LINE_LENGTH:
            self.flush()

    def _skip(self, data):
        count = data.count(b"\n")
        if count:
            self._dropped(count)
            self._rest = data[data.rindex(b"\n") + 1 :][:MAX_LINE_LENGTH]
        elif len(self._rest) + len(data) <= MAX_LINE_LENGTH:
            self._rest += data

    def flush(self):
        """Hands on a line that has no end yet."""
        if self._rest:
            rest, self._rest = self._rest, b""
            self._line(rest)

    def has_rest(self):
        return bool(self._rest)


class PrintStream(io.RawIOBase):
    """Stands under sys.stdout or sys.stderr, so that printed lines carry the event that printed them."""

    def __init__(self, source, pipe, descriptor):
        super().__init__()
        self._splitter = LineSplitter(lambda line: pipe.printed(source, line), pipe.is_full, pipe.dropped)
        self._descriptor = descriptor
        self._lock = threading.Lock()

    def writable(self):
        return True

    def fileno(self):
        return self._descriptor

    def write(self, data):
        view = bytes(data)
        with self._lock:
            self._splitter.feed(view)
        return len(view)

    def end_line(self):
        """Sends a line that was printed without its end: the event that printed it is over."""
        if self._splitter.has_rest():
            with self._lock:
                self._splitter.flush()

    def as_text(self):
        """The text stream that print writes to."""
        return io.TextIOWrapper(self, encoding="utf-8", errors="backslashreplace", line_buffering=True)


class DescriptorCapture:
    """Reads what reaches the descriptors 1 and 2 themselves: libraries written in C, and child processes.

    Owns one thread, which also sends the count of dropped lines once there is room again and calls
    ``on_peer_closed()`` once when ``peer``, the channel's socket, is closed by the other side.
    """

    def __init__(self):
        self._out, self._out_end = os.pipe()
        self._err, self._err_end = os.pipe()
        self._wake, self._wake_end = os.pipe()
        os.set_blocking(self._wake_end, False)
        for read_end in (self._out, self._err, self._wake):
            os.set_blocking(read_end, False)
        self._thread = None

    def redirect(self):
        """Puts the pipes in the place of descriptors 1 and 2."""
        os.dup2(self._out_end, 1)
        os.dup2(self._err_end, 2)
        os.close(self._out_end)
        os.close(self._err_end)

    def start(self, pipe, peer, on_peer_closed):
        self._thread = threading.Thread(target=self._run, args=(pipe, peer, on_peer_closed), name="log", daemon=True)
        self._thread.start()

    def wake(self):
        """Has the thread look after dropped lines."""
        try:
            os.write(self._wake_end, b"w")
        except BlockingIOError:
            pass  # it is awake already

    def finish(self):
        """Waits a moment for what was written last; a child process that lives on may hold its end for ever."""
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(null, 2)
        os.close(null)
        if self._thread is not None:
            self._thread.join(_FINISH_SECONDS)

    def _run(self, pipe, peer, on_peer_closed):
        splitters = {
            self._out: LineSplitter(lambda line: pipe.printed("stdout", line), pipe.is_full, pipe.dropped),
            self._err: LineSplitter(lambda line: pipe.printed("stderr", line), pipe.is_full, pipe.dropped),
        }
        poll = select.poll()
        for descriptor in (self._out, self._err, self._wake):
            poll.register(descriptor, select.POLLIN)
        poll.register(peer, select.POLLRDHUP if hasattr(select, "POLLRDHUP") else select.POLLHUP)
        owing = False
        while splitters:
            partial = owing or any(splitter.has_rest() for splitter in splitters.values())
            ready = poll.poll(_IDLE_FLUSH_SECONDS * 1000 if partial else None)
            for descriptor, _ in ready:
                if descriptor == peer:
                    poll.unregister(peer)
                    on_peer_closed()
                elif descriptor == self._wake:
                    _read(self._wake)
                else:
                    data = _read(descriptor)
                    splitters[descriptor].feed(data)
                    if not data:  # the last holder of the other end is gone
                        poll.unregister(descriptor)
                        splitters.pop(descriptor).flush()
            if not ready:
                for splitter in splitters.values():
                    splitter.flush()
            owing = pipe.is_full() or not pipe.report_dropped()


def _read(descriptor):
    try:
        return os.read(descriptor, _READ_LENGTH)
    except BlockingIOError:
        return b""
