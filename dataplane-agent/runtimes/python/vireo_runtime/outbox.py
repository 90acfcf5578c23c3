"""What a worker says to the invoker, from any thread."""

import threading
import time

from vireo_client.channel import ClosedError
from vireo_client.message import FromWorkerWriter, LogLineLevel, LogLineSource

_ROOM_WAIT_SECONDS = 0.0002

_LEVELS = {
    "debug": LogLineLevel.DEBUG,
    "info": LogLineLevel.INFO,
    "warn": LogLineLevel.WARN,
    "error": LogLineLevel.ERROR,
}
_SOURCES = {
    "logger": LogLineSource.LOGGER,
    "stdout": LogLineSource.STDOUT,
    "stderr": LogLineSource.STDERR,
    "platform": LogLineSource.PLATFORM,
}


class Outbox:
    """Writes messages into the ring. Answers wait for room; log lines do not."""

    #: Bytes of a body that one message carries.
    PIECE_LENGTH = 128 * 1024

    def __init__(self, channel):
        self._channel = channel
        self._lock = threading.Lock()
        self._peer_is_gone = False

    def peer_is_gone(self):
        """Has whoever waits for room give up."""
        self._peer_is_gone = True

    def ready(self, pid, runtime, concurrency):
        """The handler is loaded and takes this many events at once."""
        message = FromWorkerWriter.new()
        ready = message.init_ready()
        ready.set_pid(pid)
        ready.set_runtime(runtime)
        ready.set_concurrency(concurrency)
        self._send(message.finish())

    def failed(self, reason):
        """The handler cannot be loaded."""
        message = FromWorkerWriter.new()
        message.set_failed(_whole(reason)[: self._channel.max_message_length // 4])
        self._send(message.finish())

    def answer(self, correlation_id, answer, body, duration_ns):
        """A whole answer, in as many pieces as it takes. ``body`` is bytes."""
        length = len(body)
        if length <= self.PIECE_LENGTH:
            self.piece(correlation_id, answer, body, False, duration_ns)
            return
        for start in range(0, length, self.PIECE_LENGTH):
            end = start + self.PIECE_LENGTH
            self.piece(correlation_id, answer, body[start:end], end < length, duration_ns)

    def piece(self, correlation_id, answer, body, more, duration_ns=0):
        """One piece of an answer; the first one carries status and headers, ``more`` says that others follow."""
        message = FromWorkerWriter.new()
        response = message.init_response()
        response.set_correlation_id(correlation_id)
        if answer.status != 200:
            response.set_status(answer.status)
        response.set_content_type(answer.content_type)
        if answer.headers:
            pairs = response.init_headers(len(answer.headers))
            for pair, (name, value) in zip(pairs, answer.headers):
                pair.set_name(name)
                pair.set_value(value)
        if body:
            response.set_body(body)
        if more:
            response.set_more(True)
        if answer.failed:
            response.set_failed(True)
        response.set_duration_ns(duration_ns)
        self._send(message.finish())

    def offer_line(self, line):
        """A log line; False when there is no room now."""
        message = FromWorkerWriter.new()
        wire = message.init_log_line()
        wire.set_correlation_id(line.correlation_id)
        wire.set_time_ns(line.time_ns)
        wire.set_level(_LEVELS[line.level])
        wire.set_source(_SOURCES[line.source])
        wire.set_message(_whole(line.message))
        wire.set_fields(line.fields)
        wire.set_event_id(line.event_id)
        with self._lock:
            try:
                return self._channel.send(message.finish())
            except ClosedError:
                return True  # nobody reads it any more

    def _send(self, message):
        while True:
            with self._lock:
                if self._channel.send(message):
                    return
            if self._peer_is_gone:
                raise ClosedError("invoker is gone")
            time.sleep(_ROOM_WAIT_SECONDS)


def _whole(text):
    # Text on the wire ends at no zero byte of its own, and holds no half of a pair.
    return text.encode("utf-8", "replace").decode("utf-8")
