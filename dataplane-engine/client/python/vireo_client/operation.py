"""What can be asked of an engine about items. Generators, as `exchange` says; a batch takes several of them."""

import hashlib

from vireo_client import message
from vireo_client.errors import DataError, NotFoundError, TokenReusedError, VersionChangedError, error_of
from vireo_client.exchange import (
    FIRST_ROOM,
    Answer,
    Item,
    Request,
    check,
    room_for,
    to_bytes,
    write_condition,
    write_expiry,
)
from vireo_client.values import write_attributes

MAX_BATCH = 256
_MODES = {
    "replace": message.RequestPutMode.REPLACE,
    "merge": message.RequestPutMode.MERGE,
    "create": message.RequestPutMode.CREATE_ONLY,
    "replace_attributes": message.RequestPutMode.REPLACE_ATTRIBUTES,
    "append": message.RequestPutMode.APPEND,
}
_PIECE_LENGTH = 4 * 1024 * 1024
_MAX_READS = 8


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
    def fill(request, start=0, version=0, length=FIRST_ROOM if body else 0):
        request.set_expected_version(version)
        wanted = request.init_get()
        wanted.set_attributes(message.RequestProjection.NONE if version else message.RequestProjection.USER)
        wanted.set_range_start(start)
        wanted.set_range_length(length)

    answer = yield Request(container, path, fill, room=FIRST_ROOM)
    room = room_for(answer.reply, FIRST_ROOM)
    if room:  # the attributes need it all; the body comes after them
        answer = yield Request(container, path, lambda request: fill(request, length=0), room=room)
    check(answer.reply)
    entry = answer.reply.item
    state = entry.state
    pieces, start = [answer.data], len(answer.data)
    while body and start < state.body_length:
        length = min(_PIECE_LENGTH, state.body_length - start)
        at = start
        answer = yield Request(
            container, path, lambda request: fill(request, at, state.version, length), room=length
        )
        check(answer.reply)
        if not answer.data:
            raise VersionChangedError("the body became shorter while it was read")
        pieces.append(answer.data)
        start += len(answer.data)
    return Item(entry, b"".join(pieces) if body else b"")


def put(
    container,
    path,
    body=None,
    attributes=None,
    mode="replace",
    condition=None,
    expires=None,
    expected_version=0,
    dynamo=None,
    token=None,
):
    """Writes an item; the result is its state after it, without attributes and body.

    mode: `replace` the whole item; `merge` these attributes over those that are there, the body only when one is given; `create`
    only when there is none; `replace_attributes` all attributes, the body only when one is given; `append` as merge, with the body
    behind the one that is there (TooLargeError when that lies in too many short pieces: put it anew).
    expires: nanoseconds since 1970 or a datetime from which on the item is not there any more; 0: never; None: as it is.
    token: bytes or text, up to 64 bytes. The same write with the same token is done once and answered the same for ten minutes; another one
    with it is refused with TokenReusedError. All writes take one.
    """
    if mode not in _MODES:
        raise ValueError("mode={!r} is not one of {}".format(mode, ", ".join(_MODES)))

    def fill(wanted):
        wanted.set_mode(_MODES[mode])
        if attributes:
            write_attributes(wanted.init_attributes(len(attributes)), attributes)
        write_expiry(wanted, expires)

    guard = (condition, dynamo, expected_version)
    return (yield from _put(container, path, fill, guard, None if body is None else to_bytes(body), token))


def write(container, path, position, body, condition=None, expected_version=0, dynamo=None, token=None):
    """Writes bytes over what lies at a position of a body; a missing item is made.

    What was never written between the end of the body and the position reads as zeros.
    """

    def fill(wanted):
        wanted.set_mode(message.RequestPutMode.WRITE)
        wanted.set_position(position)

    return (yield from _put(container, path, fill, (condition, dynamo, expected_version), to_bytes(body), token))


def truncate(container, path, length, condition=None, expected_version=0, dynamo=None, token=None):
    """Cuts a body to a length, or makes it as long with zeros."""

    def fill(wanted):
        wanted.set_mode(message.RequestPutMode.TRUNCATE)
        wanted.set_position(length)

    return (yield from _put(container, path, fill, (condition, dynamo, expected_version), None, token))


def assemble(container, path, parts, condition=None, expected_version=0, dynamo=None, token=None):
    """Makes an item whose body is those of other items, one behind the other; these are deleted. No byte is copied.

    parts: paths, or pairs of a path and the version that is expected there, of items of the same partition: in the same directory
    with the same name up to the first dot. Attributes of an item that is replaced go, as with `put`.
    """
    wanted_parts = [(part, 0) if isinstance(part, str) else part for part in parts]

    def fill(wanted):
        wanted.set_body(message.RequestPutBodySource.PARTS)
        for wire, (part, version) in zip(wanted.init_parts(len(wanted_parts)), wanted_parts):
            wire.set_path(part)
            wire.set_expected_version(version)

    return (yield from _put(container, path, fill, (condition, dynamo, expected_version), None, token))


def _put(container, path, fill_put, guard, body, token):
    staged = 0
    if body is not None and len(body) > _PIECE_LENGTH:
        staged = yield from _stage(container, path, body)

    def fill(request):
        write_condition(request, *guard)
        wanted = request.init_put()
        fill_put(wanted)
        if staged:
            wanted.set_body(message.RequestPutBodySource.STAGED)
            wanted.set_stage_id(staged)
        elif body is not None:
            wanted.set_body(message.RequestPutBodySource.ARENA)

    try:
        answer = yield Request(container, path, fill, body=b"" if staged or body is None else body, token=token)
        check(answer.reply)
    except DataError:
        if staged:
            yield Request(container, path, lambda request: request.init_release().set_stage_id(staged))
        raise
    return Item(answer.reply.item)


def _stage(container, path, data):
    stage_id = 0
    for start in range(0, len(data), _PIECE_LENGTH):
        stage_id = yield from _stage_piece(container, path, stage_id, start, data[start : start + _PIECE_LENGTH])
    return stage_id


def _stage_piece(container, path, stage_id, position, piece):
    """Adds bytes to a body that a later request takes over, or begins one (0); its id."""

    def fill(request):
        wanted = request.init_stage()
        wanted.set_stage_id(stage_id)
        wanted.set_position(position)

    request = Request(container, path, fill, body=piece)
    request.is_stage = True
    answer = yield request
    check(answer.reply)
    return answer.reply.stage.stage_id


def update(
    container,
    path,
    expression,
    condition=None,
    alternate=None,
    create=False,
    expires=None,
    expected_version=0,
    dynamo=None,
    token=None,
):
    """Changes attributes by an expression; the result is the state after it.

    `alternate` runs instead when the condition is false; without it the update is refused then. `create` makes a missing item.
    """

    def fill(request):
        write_condition(request, condition, dynamo, expected_version)
        wanted = request.init_update()
        wanted.set_expression(expression)
        if alternate:
            wanted.set_alternate(alternate)
        if create:
            wanted.set_create_if_missing(True)
        write_expiry(wanted, expires)

    answer = yield Request(container, path, fill, token=token)
    check(answer.reply)
    return Item(answer.reply.item)


def delete(container, path, condition=None, expected_version=0, dynamo=None, token=None):
    """Removes an item."""

    def fill(request):
        write_condition(request, condition, dynamo, expected_version)
        request.init_delete()

    answer = yield Request(container, path, fill, token=token)
    check(answer.reply)


def verify(container, path, condition=None, expected_version=0, dynamo=None):
    """Has the batch that it is part of done only if the condition and the version hold; nothing is written. Of a batch alone."""

    def fill(request):
        write_condition(request, condition, dynamo, expected_version)
        request.set_check()

    answer = yield Request(container, path, fill)
    check(answer.reply)


def rename(container, path, target, replace=True, condition=None, expected_version=0, dynamo=None, token=None):
    """Gives an item another path, wherever in the engine that is; the result is its state under that.

    Its bytes stay where they are unless another reactor of the engine has the target, where they are copied to before; it is one change all the
    same, refused with VersionChangedError when the item is written meanwhile. Without `replace` it is refused with ExistsError when there is
    an item. In a batch, SpansPartitionsError when another reactor has the target.
    """
    meaning = repr((container, path, target, replace, condition, expected_version, dynamo and (dynamo.names, dynamo.values)))
    once = {"token": token, "fingerprint": hashlib.sha256(meaning.encode("utf-8", "surrogatepass")).digest()}

    def fill(request, version=expected_version, stage_id=0):
        write_condition(request, condition, dynamo, version)
        wanted = request.init_rename()
        wanted.set_target(target)
        wanted.set_no_replace(not replace)
        wanted.set_stage_id(stage_id)

    answer = yield Request(container, path, fill, **once)
    try:
        if answer.reply.status == message.Status.SPANS_PARTITIONS:
            version, stage_id = yield from _copy_body(container, path, target, expected_version)
            answer = yield Request(container, path, lambda request: fill(request, version, stage_id), owner=target, **once)
        check(answer.reply)
    except DataError as error:
        # What was done with the token is known to the reactor of the target alone; the item's finds it gone, or another one.
        if not token or isinstance(error, TokenReusedError):
            raise
        answer = yield Request(container, path, fill, owner=target, **once)
        if answer.reply.status not in (message.Status.OK, message.Status.TOKEN_REUSED):
            raise
        check(answer.reply)
    return Item(answer.reply.item)


def _copy_body(container, path, target, expected_version):
    """Stages the body of an item where another path belongs: (version of the item, id of the stage; 0: it has none)."""
    version, stage_id, start, length = expected_version, 0, 0, 1
    while start < length:
        count = min(_PIECE_LENGTH, max(1, length - start)) if start else FIRST_ROOM

        def fill(request):
            request.set_expected_version(version)
            wanted = request.init_get()
            wanted.set_range_start(start)
            wanted.set_range_length(count)

        answer = yield Request(container, path, fill, room=count)
        check(answer.reply)
        state = answer.reply.item.state
        version, length = state.version, state.body_length
        if start < length:
            if not answer.data:
                raise VersionChangedError("the body became shorter while it was read")
            stage_id = yield from _stage_piece(container, target, stage_id, start, answer.data)
            start += len(answer.data)
    return version, stage_id


def batch(operations, token=None):
    """Does several writes as one: all, or none. The result is the list of theirs.

    operations: put, write, truncate, assemble, update, delete, rename, append and verify, 1 to MAX_BATCH; on paths of several reactors of the
    engine 100 at most (BusyError when one of them is in another such batch now: try again). The error of the one that was refused says by `failed_index` which it was. A body that is
    longer than one message carries goes before, in pieces.
    """
    operations = list(operations)
    if not 1 <= len(operations) <= MAX_BATCH:
        raise ValueError("batch has none or too many operations: count={} limit={}".format(len(operations), MAX_BATCH))
    parts = []
    for operation in operations:
        part = next(operation)
        while part.is_stage:
            part = operation.send((yield part))
        parts.append(part)

    def fill(request):
        for part, wire in zip(parts, request.init_batch().init_requests(len(parts))):
            wire.set_container(part.container)
            wire.set_path(part.path)
            if part.body:
                wire.set_body_offset(part.body_offset)
                wire.set_body_length(len(part.body))
            part.fill(wire)

    for index, part in enumerate(parts):
        if part.reactor is not None or part.room or part.token:
            raise ValueError("operation cannot be part of a batch: index={} path={}".format(index, part.path))
    answer = yield Request(parts[0].container, parts[0].path, fill, parts=parts, token=token)
    reply = answer.reply
    if reply.status != message.Status.OK:
        error = error_of(reply.status, reply.message)
        error.failed_index = reply.batch.failed_index if reply.which == message.ReplyWhich.BATCH else None
        for operation in operations:
            yield from _given_up(operation, error)
        raise error
    replies = reply.batch.replies
    if not len(replies):  # together they were too long to be told
        return [None] * len(operations)
    return [_result(operation, each) for operation, each in zip(operations, replies)]


def _given_up(operation, error):
    """Lets an operation that was not done give up what it has staged."""
    try:
        yield operation.throw(error)
    except DataError:
        pass  # it had nothing
    finally:
        operation.close()


def _result(operation, reply):
    """What an operation makes of its part of the answer."""
    try:
        operation.send(Answer(reply, b""))
    except StopIteration as end:
        return end.value
    raise ValueError("operation asks for more than one request")


def exists(container, path):
    """Whether there is an item at a path."""
    try:
        yield from _get_once(container, path, False)
    except NotFoundError:
        return False
    return True
