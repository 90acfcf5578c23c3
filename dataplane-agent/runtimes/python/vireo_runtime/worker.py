"""The worker: takes events out of the ring, calls the handler, answers."""

import os
import platform
import signal
import sys
import threading
import time
from collections.abc import AsyncIterator, Awaitable
from types import CoroutineType

from nuclio_sdk import Context, Logger, Platform, TriggerInfo
from vireo_client.channel import ClosedError
from vireo_client.message import ToWorkerReader, ToWorkerWhich

from vireo_runtime import handler as handlers
from vireo_runtime.answer import answer_of, answer_of_exception, piece_of, traceback_of
from vireo_runtime.arrival import arrival_class
from vireo_runtime.log import DescriptorCapture, LogPipe, PrintStream, current_event
from vireo_runtime.outbox import Outbox

#: Events that an asynchronous handler overlaps.
ASYNC_CONCURRENCY = 128
#: How long a handler may go on after its invoker is gone.
ORPHAN_SECONDS = 10
_PLATFORM_KIND = "local"


class _Terminated(BaseException):
    """SIGTERM came while the worker was idle."""


class Worker:
    """One worker process, from its start to its end. ``bindings`` is what the handler finds in ``context.bindings``."""

    def __init__(self, launch, channel, bindings):
        self._launch = launch
        self._channel = channel
        self._bindings = bindings
        self._outbox = Outbox(channel)
        self._capture = DescriptorCapture()
        self._pipe = LogPipe(self._outbox.offer_line, on_dropped=self._capture.wake)
        self._prints = [PrintStream("stdout", self._pipe, 1), PrintStream("stderr", self._pipe, 2)]
        self._platform = Platform(_PLATFORM_KIND, os.environ.get("NUCLIO_NAMESPACE", "default"))
        self._arrival = arrival_class()
        self._loop = None
        self._is_idle = False
        self._is_draining = False

    def run(self):
        """Serves until it is told to end or the invoker is gone; returns the exit code."""
        self._capture.redirect()
        sys.stdout, sys.stderr = (stream.as_text() for stream in self._prints)
        self._capture.start(self._pipe, self._channel.fileno(), self._peer_closed)
        signal.signal(signal.SIGTERM, self._on_terminate)
        try:
            return self._serve()
        except (ClosedError, _Terminated):
            return 0
        finally:
            self._call_back(self._platform._termination_callback)
            self._end_lines()
            self._capture.finish()

    def _serve(self):
        context = Context(
            Logger(sink=self._pipe.log),
            self._platform,
            self._launch.worker_id,
            TriggerInfo(self._launch.trigger_kind, self._launch.trigger_name),
            self._bindings,
        )
        try:
            loaded = handlers.load(self._launch.handler, self._launch.code_directory)
            if loaded.asynchronous:
                self._new_loop()
            if loaded.init_context is not None:
                self._finish_now(loaded.init_context(context))
        except handlers.HandlerError as error:
            self._outbox.failed(str(error))
            return 1
        except (Exception, SystemExit) as error:
            self._end_lines()
            self._outbox.failed(traceback_of(error, self._launch.code_directory))
            return 1
        self._end_lines()
        concurrency = ASYNC_CONCURRENCY if loaded.asynchronous else 1
        self._outbox.ready(os.getpid(), "python " + platform.python_version(), concurrency)
        if loaded.asynchronous:
            self._loop.run_until_complete(self._serve_together(loaded.function, context))
        else:
            self._serve_in_turn(loaded.function, context)
        return 0

    def _serve_in_turn(self, function, context):
        """One event at a time: what waits stays in the ring, from where the invoker can give it to others."""
        receive, wait = self._channel.receive, self._channel.wait
        while not self._is_draining:
            received = receive()
            if received is None:
                self._is_idle = True
                wait()
                self._is_idle = False
                continue
            message = ToWorkerReader.parse(received[0])
            if message.which == ToWorkerWhich.DRAIN:
                self._drain()
            else:
                self._answer(function, context, message.event)

    def _answer(self, function, context, wire):
        correlation_id = wire.correlation_id
        event = self._arrival(wire, self._channel.arena)
        current_event.set((correlation_id, wire.id))
        started = time.perf_counter_ns()
        try:
            output = function(context, event)
            if type(output) is CoroutineType:
                output = self._finish_now(output)
            answer = answer_of(output)
        except (Exception, SystemExit) as error:
            answer = self._failure(error)
        if type(answer.body) is bytes:
            self._end_lines()
            self._outbox.answer(correlation_id, answer, answer.body, time.perf_counter_ns() - started)
        elif isinstance(answer.body, AsyncIterator):
            self._finish_now(self._stream(correlation_id, answer, started))
        else:
            self._finish_now(self._stream(correlation_id, answer, started, _pieces(answer.body)))
        current_event.set((0, ""))

    async def _serve_together(self, function, context):
        """All events at once on one loop."""
        import asyncio

        tasks = set()
        done = self._loop.create_future()

        def drain():
            self._is_draining = True
            if not done.done():
                done.set_result(None)

        def take_all():
            try:
                for received in iter(self._channel.receive, None):
                    message = ToWorkerReader.parse(received[0])
                    if message.which == ToWorkerWhich.DRAIN:
                        drain()
                        return
                    task = self._loop.create_task(self._answer_together(function, context, message.event))
                    tasks.add(task)
                    task.add_done_callback(tasks.discard)
            except ClosedError:
                drain()

        self._loop.add_signal_handler(signal.SIGTERM, drain)
        self._channel.attach(self._loop, take_all)
        await done
        self._call_back(self._platform._drain_callback)
        if tasks:
            await asyncio.wait(tasks)

    async def _answer_together(self, function, context, wire):
        correlation_id = wire.correlation_id
        event = self._arrival(wire, self._channel.arena)
        current_event.set((correlation_id, wire.id))
        started = time.perf_counter_ns()
        try:
            answer = answer_of(await function(context, event))
        except BaseException as error:  # a cancelled task has to answer too
            answer = self._failure(error)
        if type(answer.body) is bytes:
            self._end_lines()
            self._outbox.answer(correlation_id, answer, answer.body, time.perf_counter_ns() - started)
        else:
            pieces = answer.body if isinstance(answer.body, AsyncIterator) else _pieces(answer.body)
            await self._stream(correlation_id, answer, started, pieces)

    async def _stream(self, correlation_id, answer, started, pieces=None):
        """Sends the pieces as they come. One that raises before the first piece is an ordinary 500."""
        begun = False
        try:
            async for piece in pieces or answer.body:
                data = piece_of(piece)
                for start in range(0, len(data), self._outbox.PIECE_LENGTH):
                    self._outbox.piece(correlation_id, answer, data[start : start + self._outbox.PIECE_LENGTH], True)
                    begun = True
        except (Exception, SystemExit) as error:
            failure = self._failure(error)
            self._outbox.piece(correlation_id, failure, b"" if begun else failure.body, False)
            return
        self._end_lines()
        self._outbox.piece(correlation_id, answer, b"", False, time.perf_counter_ns() - started)

    def _failure(self, error):
        self._end_lines()
        self._pipe.log("error", traceback_of(error, self._launch.code_directory), {})
        return answer_of_exception(error)

    def _finish_now(self, result):
        """Runs a coroutine to its end where nothing else runs; anything else is its own result."""
        if not isinstance(result, Awaitable):
            return result
        return self._new_loop().run_until_complete(result)

    def _new_loop(self):
        if self._loop is None:
            import asyncio  # here, because it takes a third of a plain worker's start

            self._loop = asyncio.new_event_loop()
            asyncio.set_event_loop(self._loop)
        return self._loop

    def _end_lines(self):
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        for stream in self._prints:
            stream.end_line()

    def _drain(self):
        self._is_draining = True
        self._call_back(self._platform._drain_callback)

    def _call_back(self, callback):
        if callback is not None:
            try:
                callback()
            except Exception as error:
                self._pipe.platform("error", traceback_of(error, self._launch.code_directory))

    def _on_terminate(self, *_):
        self._is_draining = True
        if self._is_idle:
            raise _Terminated()

    def _peer_closed(self):
        """The invoker is gone: nobody waits for an answer, and a handler that never returns must not stay for ever."""
        self._outbox.peer_is_gone()
        timer = threading.Timer(ORPHAN_SECONDS, os._exit, (1,))
        timer.daemon = True
        timer.start()


async def _pieces(iterator):
    for piece in iterator:
        yield piece
