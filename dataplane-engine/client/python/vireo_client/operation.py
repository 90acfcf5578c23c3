"""What can be asked of an engine, without a word on how requests travel.

Each operation is a generator: it yields `Request` objects, is sent `Answer` objects, and returns its result. So the blocking and
the asynchronous client share one copy of them. Paths are whole paths of a container, without a leading or trailing '/'.
"""

import heapq

from vireo_client import message
from vireo_client.errors import NotFoundError, VersionChangedError, WrongKindError, error_of
from vireo_client.values import read_attributes, write_attributes

PAGE_LENGTH = 1000
_MODES = {
    "replace": message.RequestPutMode.REPLACE,
    "merge": message.RequestPutMode.MERGE,
    "create": message.RequestPutMode.CREATE_ONLY,
    "replace_attributes": message.RequestPutMode.REPLACE_ATTRIBUTES,
    "append": message.RequestPutMode.APPEND,
}
_KINDS = {
    message.ItemKind.ITEM: "item",
    message.ItemKind.DIRECTORY: "directory",
    message.ItemKind.STREAM: "stream",
    message.ItemKind.SHARD: "shard",
}
_FIRST_ROOM = 256 * 1024
_MAX_ROOM = 4 * 1024 * 1024
_ROOM_SLACK = 4096
_PIECE_LENGTH = 4 * 1024 * 1024
_MAX_READS = 8
_MAX_RECORDS = 1000


class Request:
    """One message to the engine: `fill(writer)` sets its operation; `body` goes through the arena; `room` is wanted back there."""

    __slots__ = ("container", "path", "fill", "body", "room", "reactor")

    def __init__(self, container, path, fill, body=b"", room=0, reactor=None):
        self.container = container
        self.path = path
        self.fill = fill
        self.body = body
        self.room = room
        self.reactor = reactor  # None: the one that owns the path


class Answer:
    """The engine's reply, and the bytes that it wrote into the room."""

    __slots__ = ("reply", "data")

    def __init__(self, reply, data):
        self.reply = reply
        self.data = data


class Item:
    """An item: what the engine knows of it, its attributes (dict) and its body (bytes; b'' when it was not asked for).

    `version` counts writes from 1. `modified_ns` and `created_ns` are nanoseconds since 1970. `kind` is item, directory, stream
    or shard; `is_prefix` marks a directory that exists only because paths below it do.
    """

    __slots__ = (
        "path", "kind", "version", "body_length", "created_ns", "modified_ns", "shard_count", "attributes", "body", "is_prefix")

    def __init__(self, entry, body=b""):
        state = entry.state
        self.path = entry.path
        self.kind = _KINDS.get(state.kind, "item")
        self.version = state.version
        self.body_length = state.body_length
        self.created_ns = state.created_ns
        self.modified_ns = state.modified_ns
        self.shard_count = state.shard_count
        self.attributes = read_attributes(entry.attributes)
        self.body = body
        self.is_prefix = entry.prefix

    def __repr__(self):
        return "Item({!r}, version={}, body_length={}, attributes={!r})".format(
            self.path, self.version, self.body_length, self.attributes
        )


class Record:
    """A record of a stream: `sequence` from 1, `arrival_ns`, `data`, `client_info` and `partition_key`."""

    __slots__ = ("sequence", "arrival_ns", "data", "client_info", "partition_key")

    def __init__(self, record):
        self.sequence = record.sequence
        self.arrival_ns = record.arrival_ns
        self.data = record.data
        self.client_info = record.client_info
        self.partition_key = record.partition_key

    def __repr__(self):
        return "Record({}, {!r})".format(self.sequence, self.data)


def get(container, path, body=True):
    """The item at a path with its attributes and, unless `body` is false, its body."""
    for attempt in range(_MAX_READS):
        try:
            return (yield from _get_once(container, path, body))
        except VersionChangedError:
            if attempt == _MAX_READS - 1:
                raise
    raise AssertionError("unreachable")


def _get_once(container, path, body):
    def fill(request, start=0, version=0, length=_FIRST_ROOM if body else 0):
        request.set_expected_version(version)
        wanted = request.init_get()
        wanted.set_attributes(message.RequestProjection.NONE if version else message.RequestProjection.USER)
        wanted.set_range_start(start)
        wanted.set_range_length(length)

    answer = yield Request(container, path, fill, room=_FIRST_ROOM)
    room = _room_for(answer.reply, _FIRST_ROOM)
    if room:  # the attributes need it all; the body comes after them
        answer = yield Request(container, path, lambda request: fill(request, length=0), room=room)
    _check(answer.reply)
    entry = answer.reply.item
    state = entry.state
    pieces, start = [answer.data], len(answer.data)
    while body and start < state.body_length:
        length = min(_PIECE_LENGTH, state.body_length - start)
        at = start
        answer = yield Request(
            container, path, lambda request: fill(request, at, state.version, length), room=length
        )
        _check(answer.reply)
        if not answer.data:
            raise VersionChangedError("the body became shorter while it was read")
        pieces.append(answer.data)
        start += len(answer.data)
    return Item(entry, b"".join(pieces) if body else b"")


def put(container, path, body=None, attributes=None, mode="replace", condition=None):
    """Writes an item; the result is its state after it, without attributes and body.

    mode: `replace` the whole item; `merge` these attributes over those that are there, the body only when one is given; `create`
    only when there is none; `replace_attributes` all attributes, the body only when one is given; `append` as merge, with the body
    behind the one that is there (TooLargeError when that lies in too many short pieces: put it anew).
    """
    if mode not in _MODES:
        raise ValueError("mode={!r} is not one of {}".format(mode, ", ".join(_MODES)))
    data = _bytes(body)
    staged = 0
    if len(data) > _PIECE_LENGTH:
        staged = yield from _stage(container, path, data)

    def fill(request):
        if condition:
            request.set_condition(condition)
        wanted = request.init_put()
        wanted.set_mode(_MODES[mode])
        if attributes:
            write_attributes(wanted.init_attributes(len(attributes)), attributes)
        if staged:
            wanted.set_body(message.RequestPutBodySource.STAGED)
            wanted.set_stage_id(staged)
        elif body is not None:
            wanted.set_body(message.RequestPutBodySource.ARENA)

    answer = yield Request(container, path, fill, body=b"" if staged else data)
    _check(answer.reply)
    return Item(answer.reply.item)


def _stage(container, path, data):
    stage_id = 0
    for start in range(0, len(data), _PIECE_LENGTH):
        position, current = start, stage_id

        def fill(request):
            wanted = request.init_stage()
            wanted.set_stage_id(current)
            wanted.set_position(position)

        answer = yield Request(container, path, fill, body=data[start : start + _PIECE_LENGTH])
        _check(answer.reply)
        stage_id = answer.reply.stage.stage_id
    return stage_id


def update(container, path, expression, condition=None, alternate=None, create=False):
    """Changes attributes by an expression; the result is the state after it.

    `alternate` runs instead when the condition is false; without it the update is refused then. `create` makes a missing item.
    """

    def fill(request):
        if condition:
            request.set_condition(condition)
        wanted = request.init_update()
        wanted.set_expression(expression)
        if alternate:
            wanted.set_alternate(alternate)
        if create:
            wanted.set_create_if_missing(True)

    answer = yield Request(container, path, fill)
    _check(answer.reply)
    return Item(answer.reply.item)


def delete(container, path, condition=None):
    """Removes an item."""

    def fill(request):
        if condition:
            request.set_condition(condition)
        request.init_delete()

    answer = yield Request(container, path, fill)
    _check(answer.reply)


def list_page(container, prefix, marker, reactor_count, filter=None, recursive=True, limit=PAGE_LENGTH):
    """A page of the items whose paths begin with a prefix, by path: (items, marker of the next page, empty at the end)."""
    directory, _, name_prefix = prefix.rpartition("/")

    def fill(request, entries):
        wanted = request.init_list()
        wanted.set_marker(marker)
        wanted.set_limit(entries)
        wanted.set_recursive(recursive)
        if name_prefix:
            wanted.set_prefix(name_prefix)
        if filter:
            wanted.set_filter(filter)
        wanted.set_attributes(message.RequestProjection.USER)

    pages, ends, absence = [], [], None
    for reactor in range(reactor_count):
        try:
            listing = yield from _list_of_reactor(container, directory, fill, limit, reactor)
        except (NotFoundError, WrongKindError) as error:  # it has nothing of the directory; others may have
            absence = absence if isinstance(absence, WrongKindError) else error
            continue
        pages.append([Item(entry) for entry in listing.entries])
        if listing.next_marker:
            ends.append(listing.next_marker)
    if not pages:
        raise absence
    end = min(ends, default="")  # what lies behind it may not be complete
    items = []
    for item in heapq.merge(*pages, key=lambda item: item.path):
        if end and item.path > end:
            break
        if not items or items[-1].path != item.path or item.kind != "directory":
            items.append(item)
    return items, end


def _list_of_reactor(container, directory, fill, limit, reactor):
    """A page of one reactor, in more room or of fewer entries when it does not fit."""
    room = _FIRST_ROOM
    while True:
        answer = yield Request(container, directory, lambda request, entries=limit: fill(request, entries), room=room, reactor=reactor)
        more = _room_for(answer.reply, room)
        if more:
            room = more
        elif answer.reply.status == message.Status.TOO_LARGE and limit > 1:
            limit //= 2
        else:
            _check(answer.reply)
            return answer.reply.listing


def create_stream(container, path, shards=1, retention_seconds=86_400):
    """Makes a stream."""

    def fill(request):
        wanted = request.init_create_stream()
        wanted.set_shard_count(shards)
        wanted.set_retention_seconds(retention_seconds)

    answer = yield Request(container, path, fill)
    _check(answer.reply)
    return Item(answer.reply.item)


def append(container, stream, records, shard=0):
    """Appends records to a shard, all or none; the result is the sequence number of the first.

    A record is bytes or str, or a dict of `data`, and optionally `client_info` and `partition_key`.
    """
    records = list(records)

    def fill(request):
        for wire, record in zip(request.init_append().init_records(len(records)), records):
            fields = record if isinstance(record, dict) else {"data": record}
            wire.set_data(_bytes(fields["data"]))
            if fields.get("client_info"):
                wire.set_client_info(_bytes(fields["client_info"]))
            if fields.get("partition_key"):
                wire.set_partition_key(fields["partition_key"])

    answer = yield Request(container, "{}/{}".format(stream, shard), fill)
    _check(answer.reply)
    return answer.reply.appended.first_sequence


def read(container, stream, location, shard=0, limit=_MAX_RECORDS):
    """Records of a shard from a location on, which is a sequence number: (records, location to go on at)."""

    def fill(request):
        wanted = request.init_read()
        wanted.set_location(location)
        wanted.set_limit(limit)

    room = _FIRST_ROOM
    while room:
        answer = yield Request(container, "{}/{}".format(stream, shard), fill, room=room)
        room = _room_for(answer.reply, room)
    _check(answer.reply)
    records = answer.reply.records
    return [Record(record) for record in records.page], records.next_location


def seek(container, stream, place, shard=0):
    """The location of a place in a shard: `earliest`, `latest`, or nanoseconds since 1970."""

    def fill(request):
        wanted = request.init_seek()
        if place == "earliest":
            wanted.set_kind(message.RequestSeekKind.EARLIEST)
        elif place == "latest":
            wanted.set_kind(message.RequestSeekKind.LATEST)
        else:
            wanted.set_kind(message.RequestSeekKind.TIME)
            wanted.set_time_ns(place)

    answer = yield Request(container, "{}/{}".format(stream, shard), fill)
    _check(answer.reply)
    return answer.reply.location


def exists(container, path):
    """Whether there is an item at a path."""
    try:
        yield from _get_once(container, path, False)
    except NotFoundError:
        return False
    return True


def _room_for(reply, room):
    """The room that a reply needs which did not fit this one; 0 when it did, or more room does not help."""
    needed = reply.reply_length + _ROOM_SLACK
    return needed if reply.status == message.Status.TOO_LARGE and room < needed <= _MAX_ROOM else 0


def _check(reply):
    if reply.status != message.Status.OK:
        raise error_of(reply.status, reply.message)


def _bytes(value):
    if value is None:
        return b""
    return value.encode("utf-8") if isinstance(value, str) else bytes(value)
