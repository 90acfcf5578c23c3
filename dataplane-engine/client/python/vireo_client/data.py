"""Clients of the engine: `DataClient` blocks, `AsyncDataClient` is awaited. Both run the operations of `operation`."""

import asyncio
import struct
import threading
import time

from vireo_client import message, placement
from vireo_client.channel import Channel, ChannelError, ClosedError, RefusedError
from vireo_client.errors import ForbiddenError, TooLargeError, UnavailableError
from vireo_client.exchange import Answer

AVAILABILITY_SECONDS = 2.0
_RETRY_SECONDS = 0.02
_ROOM_SECONDS = 0.0005
_MAX_REQUEST_LENGTH = 5 << 20
_LONG_REQUEST = 1  # kind of a message that says where in the arena a request lies: _PLACE
_LONG_REPLY = 1  # kind of a short reply whose long one lies in the room
_PLACE = struct.Struct("<QQ")  # offset, length


class _Call:
    """A request that is on its way, and its places in the arena."""

    __slots__ = ("places", "room_offset", "answer", "error", "future")

    def __init__(self, future):
        self.places = []
        self.room_offset = None
        self.answer = None
        self.error = None
        self.future = future


class _Link:
    """One channel and what is on its way over it. One thread at a time."""

    def __init__(self, channel):
        self.channel = channel
        self._calls = {}
        self._next_id = 1

    def offer(self, request, future=None):
        """Sends a request; None when there is no room in the ring or the arena now."""
        call = _Call(future)
        correlation_id = self._next_id
        try:
            encoded = self._encode(request, call, correlation_id)
            sent = encoded is not None and self._send(encoded, call)
        except BaseException:
            self._free(call)
            raise
        if not sent:
            self._free(call)
            return None
        self._next_id = correlation_id + 1
        self._calls[correlation_id] = call
        return call

    def _take(self, length, call):
        """A place in the arena, which the call gives back when it ends; None when there is none now."""
        if length > len(self.channel.arena):
            raise TooLargeError(
                "message does not fit the channel: length={} limit={} (its arena)".format(length, len(self.channel.arena))
            )
        offset = self.channel.bodies.allocate(length)
        if offset is not None:
            call.places.append(offset)
        return offset

    def _write(self, data, call):
        """Copies bytes to a place in the arena; None when there is none now."""
        offset = self._take(len(data), call)
        if offset is not None:
            self.channel.arena[offset : offset + len(data)] = data
        return offset

    def _encode(self, request, call, correlation_id):
        """The message; None when the arena has no room for what goes beside it."""
        wire = message.RequestWriter.new()
        wire.set_correlation_id(correlation_id)
        wire.set_container(request.container)
        wire.set_path(request.path)
        if request.token:
            wire.set_token(request.token)
            if request.fingerprint:
                wire.set_fingerprint(request.fingerprint)
        if not self._place_bodies(request, wire, call):
            return None
        if request.room:
            call.room_offset = self._take(request.room, call)
            if call.room_offset is None:
                return None
            wire.set_reply_offset(call.room_offset)
            wire.set_reply_capacity(request.room)
        request.fill(wire)
        return wire.finish()

    def _place_bodies(self, request, wire, call):
        """Copies the body of a request into the arena, or those of the parts of a batch; False: no room now."""
        if request.body:
            offset = self._write(request.body, call)
            if offset is None:
                return False
            wire.set_body_offset(offset)
            wire.set_body_length(len(request.body))
        for part in request.parts:
            part.body_offset = self._write(part.body, call) if part.body else 0
            if part.body_offset is None:
                return False
        return True

    def _send(self, encoded, call):
        """Sends a message in the ring, or by way of the arena when it is too long for that. False: no room now."""
        if len(encoded) <= self.channel.max_message_length:
            return self.channel.send(encoded)
        if len(encoded) > _MAX_REQUEST_LENGTH:
            raise TooLargeError("request is too long: length={} limit={}".format(len(encoded), _MAX_REQUEST_LENGTH))
        offset = self._write(encoded, call)
        return offset is not None and self.channel.send(_PLACE.pack(offset, len(encoded)), _LONG_REQUEST)

    def take_all(self):
        """Takes the replies that are there. ClosedError when the engine is gone: all calls have failed then."""
        try:
            for received in iter(self.channel.receive, None):
                self._complete(*received)
        except ClosedError as error:
            self.fail("the engine is gone")
            raise UnavailableError("the engine is gone") from error

    def _complete(self, encoded, kind):
        reply = message.ReplyReader.parse(encoded)
        call = self._calls.pop(reply.correlation_id, None)
        if call is None:
            return
        data = b""
        if reply.body_length and call.room_offset is not None:
            data = bytes(self.channel.arena[call.room_offset : call.room_offset + reply.body_length])
        if kind == _LONG_REPLY:
            reply, data = message.ReplyReader.parse(data), b""
        self._free(call)
        call.answer = Answer(reply, data)
        if call.future is not None and not call.future.done():
            call.future.set_result(call.answer)

    def _free(self, call):
        for offset in call.places:
            self.channel.bodies.free(offset)
        call.places = []

    def fail(self, reason):
        calls, self._calls = self._calls, {}
        for call in calls.values():
            call.error = UnavailableError(reason)
            if call.future is not None and not call.future.done():
                call.future.set_exception(call.error)

    def close(self):
        self.fail("the client was closed")
        self.channel.close()


class _Links:
    """The channels to all reactors of an engine."""

    def __init__(self, path, grant):
        self._path = path
        self._grant = grant
        self._links = {}
        self._counts = None

    def connected(self, on_new=None):
        """Whether there is a channel to learn the engine's counts from; makes it. ChannelError says why not."""
        self._of_reactor(0, on_new)

    def counts(self):
        """How many reactors and partitions the engine has."""
        return self._counts

    def of(self, request, on_new=None):
        """The link that a request goes over, connected."""
        if request.reactor is not None:
            return self._of_reactor(request.reactor, on_new)
        self._of_reactor(0, on_new)
        # Of a batch the lowest-numbered one that has an item of it: of two about the same reactors one always gets through.
        return self._of_reactor(min(map(self._reactor, request.parts or (request,))), on_new)

    def _reactor(self, request):
        """The reactor that owns the path of a request."""
        reactors, partitions = self._counts
        path = (request.owner or request.path).encode("utf-8", "surrogatepass")
        return placement.reactor(placement.partition(request.container, path, max(1, partitions)), reactors)

    def _of_reactor(self, reactor, on_new):
        link = self._links.get(reactor)
        if link is None or link.channel.closed:
            link = _Link(Channel.connect(self._path, self._grant, reactor))
            self._counts = (max(1, link.channel.reactor_count), link.channel.partition_count)
            self._links[reactor] = link
            if on_new is not None:
                on_new(link)
        return link

    def close(self):
        for link in self._links.values():
            link.close()
        self._links.clear()


class DataClient:
    """Runs operations and blocks until they are done. Any thread may call; one operation runs at a time."""

    def __init__(self, path, grant):
        self._links = _Links(path, grant)
        self._lock = threading.RLock()

    def run(self, operation):
        """The result of an operation, or what it raises. UnavailableError when the engine stays away."""
        with self._lock:
            answer = None
            try:
                while True:
                    answer = self._exchange(operation.send(answer))
            except StopIteration as end:
                return end.value
            finally:
                operation.close()

    def reactor_count(self):
        """How many reactors the engine has."""
        return self._counts()[0]

    def partition_count(self):
        """How many partitions the engine has."""
        return self._counts()[1]

    def _counts(self):
        with self._lock:
            _until_available(self._links.connected)
            return self._links.counts()

    def _exchange(self, request):
        link = _until_available(lambda: self._links.of(request))
        call = link.offer(request)
        while call is None:
            link.take_all()
            time.sleep(_ROOM_SECONDS)
            call = link.offer(request)
        while call.answer is None:
            if call.error is not None:
                raise call.error
            link.channel.wait()
            link.take_all()
        return call.answer

    def close(self):
        """Closes the channels; a later call opens them again."""
        with self._lock:
            self._links.close()


class AsyncDataClient:
    """Runs operations on the running asyncio loop, any number at a time. Belongs to one loop at a time."""

    def __init__(self, path, grant):
        self._path = path
        self._grant = grant
        self._links = None
        self._loop = None

    async def run(self, operation):
        """The result of an operation, or what it raises. UnavailableError when the engine stays away."""
        answer = None
        try:
            while True:
                answer = await self._exchange(operation.send(answer))
        except StopIteration as end:
            return end.value
        finally:
            operation.close()

    async def reactor_count(self):
        """How many reactors the engine has."""
        return (await self._counts())[0]

    async def partition_count(self):
        """How many partitions the engine has."""
        return (await self._counts())[1]

    async def _counts(self):
        links = self._of_loop()
        await self._until_available(lambda: links.connected(self._attach))
        return links.counts()

    def _of_loop(self):
        loop = asyncio.get_running_loop()
        if self._loop is not loop:
            if self._links is not None:
                self._links.close()
            self._loop = loop
            self._links = _Links(self._path, self._grant)
        return self._links

    def _attach(self, link):
        def take_all():
            try:
                link.take_all()
            except UnavailableError:
                pass  # every call that was on its way has been told

        link.channel.attach(self._loop, take_all)

    async def _exchange(self, request):
        links = self._of_loop()
        link = await self._until_available(lambda: links.of(request, self._attach))
        future = self._loop.create_future()
        while link.offer(request, future) is None:
            await asyncio.sleep(_ROOM_SECONDS)
        return await future

    async def _until_available(self, attempt):
        end = time.monotonic() + AVAILABILITY_SECONDS
        while True:
            try:
                return attempt()
            except RefusedError as error:
                raise ForbiddenError(str(error)) from error
            except ChannelError as error:
                if time.monotonic() >= end:
                    raise UnavailableError(str(error)) from error
            await asyncio.sleep(_RETRY_SECONDS)

    def close(self):
        """Closes the channels; a later call opens them again."""
        if self._links is not None:
            self._links.close()


def _until_available(attempt):
    end = time.monotonic() + AVAILABILITY_SECONDS
    while True:
        try:
            return attempt()
        except RefusedError as error:
            raise ForbiddenError(str(error)) from error
        except ChannelError as error:
            if time.monotonic() >= end:
                raise UnavailableError(str(error)) from error
        time.sleep(_RETRY_SECONDS)
