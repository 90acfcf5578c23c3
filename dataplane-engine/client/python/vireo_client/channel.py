"""The connecting end of a channel: rings and an arena in memory that is shared with an engine or an invoker.

The layout is drawn in io.vireo.channel.ChannelDescriptor and RingProducer, the greeting in Handshake. One thread at a time.
An aligned 8-byte load or store through a memoryview of format 'Q' is one machine instruction, and x86 keeps their order; other
processors do not, and are refused.
"""

import mmap
import os
import platform
import select
import socket
import struct
import threading
import time

from vireo_client.arena import BodyArena

MAGIC = 0x3148434F45524956
VERSION = 1
MAX_TOKEN_LENGTH = 64 * 1024
DEFAULT_SPIN_SECONDS = 30e-6

_HELLO = struct.Struct("<QIiI")
_ANSWER = struct.Struct("<QIIIIIIQII")
_HEADER_LENGTH = 4096
_TO_LISTENER_HEAD = 256 >> 3
_TO_CONNECTOR_HEAD = 384 >> 3
_LISTENER_SLEEPING = 512 >> 3
_CONNECTOR_SLEEPING = 640 >> 3
_PADDING = 0xFFFFFFFF
_SET_UP_SECONDS = 5


class ChannelError(OSError):
    """A channel could not be set up."""


class RefusedError(ChannelError):
    """The listener refused what was asked; trying again with the same token is of no use."""


class ClosedError(ConnectionError):
    """The channel is closed: by us, or because the listener is gone."""


class Channel:
    """One end of a channel, made by `connect`.

    `send` and `receive` never block; `wait` does, and `attach` lets an asyncio loop wait instead. When the listener is gone,
    what it had sent is still received, then every call raises ClosedError.
    """

    def __init__(self, sock, memory, answer):
        self.reactor_count, self.partition_count, to_listener, to_connector, arena_length, arena_owner = answer
        self._socket = sock
        self._mmap = memory
        self._bytes = memoryview(memory)
        self._words = self._bytes.cast("Q")
        self._out_start, self._out_capacity = _HEADER_LENGTH, to_listener
        self._in_start, self._in_capacity = _HEADER_LENGTH + to_listener, to_connector
        arena_start = self._in_start + to_connector
        self.arena = self._bytes[arena_start : arena_start + arena_length]  # the peer may change it at any moment
        self.bodies = BodyArena(arena_length) if arena_owner == 1 else None  # None: the listener manages the arena
        self.max_message_length = to_listener // 4 - 8
        self._max_received_length = to_connector // 4 - 8
        self._tail = 0
        self._seen_head = 0
        self._position = 0
        self._fence = threading.Lock()
        self._poll = select.poll()
        self._poll.register(sock, select.POLLIN)
        self._peer_is_gone = False
        self._loop = None
        self.closed = False

    @classmethod
    def connect(cls, path, token, reactor=0):
        """Opens a channel to the listener on a Unix socket; ChannelError or RefusedError say why not."""
        if platform.machine() not in ("x86_64", "AMD64"):
            raise ChannelError(f"this processor does not keep the order of stores: {platform.machine()}")
        sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            sock.settimeout(_SET_UP_SECONDS)
            try:
                sock.connect(path)
            except OSError as e:
                raise ChannelError(f"nobody listens: socket={path}: {e}") from e
            sock.sendall(_HELLO.pack(MAGIC, VERSION, reactor, len(token)) + token)
            channel = cls._welcome(sock)
            sock.setblocking(False)
            return channel
        except BaseException:
            sock.close()
            raise

    @classmethod
    def _welcome(cls, sock):
        fixed, descriptors = b"", []
        try:
            while len(fixed) < _ANSWER.size:
                part, passed, _, _ = socket.recv_fds(sock, _ANSWER.size - len(fixed), 1)
                descriptors += passed
                if not part:
                    raise ChannelError("listener closed the socket")
                fixed += part
            magic, version, status, *answer, text_length = _ANSWER.unpack(fixed)
            if magic != MAGIC or version != VERSION:
                raise RefusedError(f"listener does not speak our version: ours={VERSION} theirs={version}")
            if status != 0:
                raise RefusedError("listener refuses: " + sock.recv(text_length, socket.MSG_WAITALL).decode())
            if not descriptors:
                raise ChannelError("listener sent no memory")
            _, _, to_listener, to_connector, arena_length, _ = answer
            memory = mmap.mmap(descriptors[0], _HEADER_LENGTH + to_listener + to_connector + arena_length)
            return cls(sock, memory, answer)
        finally:
            for descriptor in descriptors:
                os.close(descriptor)

    def send(self, message, kind=0):
        """Sends a copy of a message (bytes-like). False: the ring is full; send again after the peer has polled."""
        if self.closed:
            raise ClosedError("channel is closed")
        length = len(message)
        if length > self.max_message_length:
            raise ValueError(f"message is too long: length={length} limit={self.max_message_length}")
        words, start, capacity, tail = self._words, self._out_start, self._out_capacity, self._tail
        mask = capacity - 1
        offset = tail & mask
        record_length = length + 15 & ~7
        position = tail if record_length <= capacity - offset else tail + capacity - offset
        end = position + record_length
        if end + 8 - self._seen_head > capacity:
            self._seen_head = words[_TO_LISTENER_HEAD]
            if end + 8 - self._seen_head > capacity:
                return False
        at = start + (position & mask)
        self._bytes[at + 8 : at + 8 + length] = message
        words[start + (end & mask) >> 3] = 0
        words[at >> 3] = kind << 32 | length + 8
        if position != tail:
            words[start + offset >> 3] = _PADDING  # last: the peer goes on to the record when it sees the padding
        self._tail = end
        self._full_fence()  # the record before the peer's word; pairs with the fence in ChannelWaiter.sleep
        if words[_LISTENER_SLEEPING]:
            words[_LISTENER_SLEEPING] = 0
            self._ring()
        return True

    def receive(self):
        """The next message as (bytes, kind), or None when there is none now."""
        if self.closed:
            raise ClosedError("channel is closed")
        words, start, capacity = self._words, self._in_start, self._in_capacity
        offset = self._position & capacity - 1
        header = words[start + offset >> 3]
        if not header:
            if self._peer_is_gone:
                self.close()
                raise ClosedError("listener is gone")
            return None
        if header == _PADDING:
            self._position += capacity - offset
            offset = 0
            header = words[start >> 3]
        length = (header & 0xFFFFFFFF) - 8
        if not 0 <= length <= self._max_received_length:
            self.close()
            raise ClosedError(f"listener wrote an impossible length: length={length}")
        at = start + offset + 8
        message = bytes(self._bytes[at : at + length])
        self._position += length + 15 & ~7
        words[_TO_CONNECTOR_HEAD] = self._position
        return message, header >> 32

    def has_message(self):
        """Whether `receive` would return a message, or raise because the listener is gone."""
        return self._words[self._in_start + (self._position & self._in_capacity - 1) >> 3] != 0 or self._peer_is_gone

    def wait(self, timeout_seconds=None, spin_seconds=DEFAULT_SPIN_SECONDS):
        """Blocks until there is a message or the listener is gone (True), or the time is over (False)."""
        if self.closed:
            raise ClosedError("channel is closed")
        if spin_seconds:
            end = time.perf_counter() + spin_seconds
            while not self.has_message() and time.perf_counter() < end:
                pass
        if not self._fall_asleep():
            self._poll.poll(None if timeout_seconds is None else max(0, -int(-timeout_seconds * 1000 // 1)))
            self._wake_up()
        return self.has_message()

    def attach(self, loop, on_readable):
        """Lets an asyncio loop wait: calls `on_readable()` in it whenever there may be messages. It receives until None.

        `on_readable` is called again at once when it leaves messages in the ring, so it may stop early to let others run.
        """
        self._loop = loop
        loop.add_reader(self._socket, self._on_ring, on_readable)
        loop.call_soon(self._on_ring, on_readable)

    def _on_ring(self, on_readable):
        if self.closed:
            return
        self._wake_up()
        on_readable()
        if not self.closed and self._fall_asleep():
            self._loop.call_soon(self._on_ring, on_readable)

    def _fall_asleep(self):
        """Asks the peer to ring. True when that is too late: there is a message already."""
        self._words[_CONNECTOR_SLEEPING] = 1
        self._full_fence()  # our word before the ring; pairs with the fence in Channel.commit
        return self.has_message()

    def _wake_up(self):
        self._words[_CONNECTOR_SLEEPING] = 0
        try:
            if not self._socket.recv(256):
                self._peer_is_gone = True
        except BlockingIOError:
            pass  # nobody rang: the wait ended for another reason
        except OSError:
            self._peer_is_gone = True

    def _ring(self):
        try:
            self._socket.send(b"\0", socket.MSG_DONTWAIT | socket.MSG_NOSIGNAL)
        except OSError:
            pass  # rings enough are waiting there, or the peer is gone, which its hang-up tells

    def _full_fence(self):
        # An uncontended lock is taken with a locked instruction, which on x86 no load passes.
        self._fence.acquire()
        self._fence.release()

    def fileno(self):
        """The descriptor that becomes readable when the peer rings."""
        return self._socket.fileno()

    def close(self):
        """Closes this end and frees its memory; the peer notices. A second call does nothing."""
        if self.closed:
            return
        self.closed = True
        if self._loop is not None:
            self._loop.remove_reader(self._socket)
        self._socket.close()
        self.arena.release()
        self._words.release()
        self._bytes.release()
        self._mmap.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
