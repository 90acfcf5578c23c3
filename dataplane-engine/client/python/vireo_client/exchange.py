"""Requests, answers and items: what every operation is made of.

Each operation is a generator: it yields `Request` objects, is sent `Answer` objects, and returns its result. So the blocking and
the asynchronous client share one copy of them. Paths are whole paths of a container, without a leading or trailing '/'.
"""

import datetime

from vireo_client import message
from vireo_client.errors import error_of
from vireo_client.values import read_attributes, write_attributes

FIRST_ROOM = 256 * 1024
MAX_ROOM = 4 * 1024 * 1024
_ROOM_SLACK = 4096
_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
_KINDS = {
    message.ItemKind.ITEM: "item",
    message.ItemKind.DIRECTORY: "directory",
    message.ItemKind.STREAM: "stream",
    message.ItemKind.SHARD: "shard",
}


class Request:
    """One message to the engine: `fill(writer)` sets its operation; `body` goes through the arena; `room` is wanted back there.

    `parts` are the requests of a batch, whose bodies go through the arena one behind the other. With a `token` (bytes or text) the engine
    does it once, however often it comes; requests with the same `fingerprint`, if there is one, are the same.
    """

    __slots__ = (
        "container", "path", "fill", "body", "room", "reactor", "owner", "parts", "body_offset", "is_stage", "token", "fingerprint")

    def __init__(
        self, container, path, fill, body=b"", room=0, reactor=None, parts=(), owner=None, token=None, fingerprint=b""
    ):
        self.container = container
        self.path = path
        self.fill = fill
        self.body = body
        self.room = room
        self.reactor = reactor  # None: the one that owns the path
        self.owner = owner  # another path whose reactor it goes to; None: its own
        self.parts = parts
        self.token = to_bytes(token)
        self.fingerprint = fingerprint
        self.is_stage = False  # a piece of a body that a later request takes
        self.body_offset = 0  # of a part of a batch, in the arena


class Answer:
    """The engine's reply, and the bytes that it wrote into the room."""

    __slots__ = ("reply", "data")

    def __init__(self, reply, data):
        self.reply = reply
        self.data = data


class Item:
    """An item: what the engine knows of it, its attributes (dict) and its body (bytes; b'' when it was not asked for).

    `version` counts writes from 1. `modified_ns`, `created_ns` and `expires_ns` (0: never) are nanoseconds since 1970. `kind` is item, directory, stream
    or shard; `is_prefix` marks a directory that exists only because paths below it do.
    """

    __slots__ = (
        "path", "kind", "version", "body_length", "created_ns", "modified_ns", "expires_ns", "shard_count", "attributes", "body", "is_prefix")

    def __init__(self, entry, body=b""):
        state = entry.state
        self.path = entry.path
        self.kind = _KINDS.get(state.kind, "item")
        self.version = state.version
        self.body_length = state.body_length
        self.created_ns = state.created_ns
        self.modified_ns = state.modified_ns
        self.expires_ns = state.expires_ns
        self.shard_count = state.shard_count
        self.attributes = read_attributes(entry.attributes)
        self.body = body
        self.is_prefix = entry.prefix

    def __repr__(self):
        return "Item({!r}, version={}, body_length={}, attributes={!r})".format(
            self.path, self.version, self.body_length, self.attributes
        )


class Dynamo:
    """Says that the expressions of a request are in DynamoDB's language, with the names and values that stand in them.

    `names`: attribute names by the `#name` that stands for them; `values`: by the `:name`. Each must be used.
    """

    __slots__ = ("names", "values")

    def __init__(self, names=None, values=None):
        self.names = dict(names or {})
        self.values = dict(values or {})

    def write(self, request):
        """Fills in what a request says of its expressions."""
        wire = request.init_expressions()
        wire.set_language(message.RequestExpressionsLanguage.DYNAMO)
        if self.names:
            for each, (placeholder, name) in zip(wire.init_names(len(self.names)), self.names.items()):
                each.set_placeholder(placeholder)
                each.set_name(name)
        if self.values:
            write_attributes(wire.init_values(len(self.values)), self.values)


def write_condition(request, condition, dynamo, expected_version=0):
    """Fills in under which condition a request is done, and in which language its expressions are (None: the native one)."""
    if condition:
        request.set_condition(condition)
    if dynamo is not None:
        dynamo.write(request)
    if expected_version:
        request.set_expected_version(expected_version)


def write_expiry(wire, expires):
    """Fills in when an item expires: nanoseconds since 1970 or a datetime; 0: never; None: as it is."""
    if expires is None:
        return
    wire.set_set_expiry(True)
    if isinstance(expires, datetime.datetime):
        aware = expires if expires.tzinfo else expires.replace(tzinfo=datetime.timezone.utc)
        elapsed = aware - _EPOCH
        expires = (elapsed.days * 86_400 + elapsed.seconds) * 1_000_000_000 + elapsed.microseconds * 1000
    wire.set_expires_ns(expires)


def room_for(reply, room):
    """The room that a reply needs which did not fit this one; 0 when it did, or more room does not help."""
    needed = reply.reply_length + _ROOM_SLACK
    return needed if reply.status == message.Status.TOO_LARGE and room < needed <= MAX_ROOM else 0


def check(reply):
    """Raises what the engine refused with."""
    if reply.status != message.Status.OK:
        raise error_of(reply.status, reply.message)


def to_bytes(value):
    """Bytes of bytes or text; none of None."""
    if value is None:
        return b""
    return value.encode("utf-8") if isinstance(value, str) else bytes(value)
