"""What changed, partition by partition, from any position that is kept. Generators, as `exchange` says."""

from vireo_client import message
from vireo_client.errors import CorruptError, TrimmedError
from vireo_client.exchange import FIRST_ROOM, MAX_ROOM, Item, Request, check, room_for

_KINDS = {
    message.ChangeKind.CREATED: "created",
    message.ChangeKind.CHANGED: "changed",
    message.ChangeKind.DELETED: "deleted",
    message.ChangeKind.APPENDED: "appended",
}
_STARTS = {"earliest": message.RequestFeedFrom.EARLIEST, "latest": message.RequestFeedFrom.LATEST}
_IMAGES = {
    "none": message.RequestFeedImages.NONE,
    "new": message.RequestFeedImages.NEW,
    "old": message.RequestFeedImages.OLD,
    "both": message.RequestFeedImages.BOTH,
}


class Change:
    """A change: `kind` is created, changed, deleted or appended; `new` and `old` are items without bodies when they were asked for.

    `version` is the one that it made (0: deleted); `sequence` grows from one change of a partition to the next; `position` goes on
    behind it; `first_sequence` and `record_count` are those of appended records; `old_fault` says why what was there cannot be told.
    """

    __slots__ = (
        "position", "sequence", "kind", "path", "time_ns", "version", "first_sequence", "record_count", "new", "old", "old_fault")

    def __init__(self, change):
        self.position = change.position
        self.sequence = change.sequence
        self.kind = _KINDS.get(change.kind, "changed")
        self.path = change.path
        self.time_ns = change.time_ns
        self.version = change.version
        self.first_sequence = change.first_sequence
        self.record_count = change.record_count
        self.new = Item(change.new_item) if change.has_new_item() else None
        self.old = Item(change.old_item) if change.has_old_item() else None
        self.old_fault = change.old_fault

    def __repr__(self):
        return "Change({}, {!r}, version={})".format(self.kind, self.path, self.version)


class ChangePage:
    """Changes, the position to go on at, whether there was no more, and how many bytes of the journal are still to be read."""

    __slots__ = ("changes", "next_position", "at_end", "behind_bytes")

    def __init__(self, page):
        self.changes = [Change(change) for change in page.change_page]
        self.next_position = page.next_position
        self.at_end = page.at_end
        self.behind_bytes = page.behind_bytes


def changes(
    container, directory, partition, reactor_count, position=b"", start="earliest", limit=100, images="none", wait_ms=0
):
    """A page of the changes of a partition below a directory ('' for all of the container), oldest first.

    position: `next_position` of a page, or `position` of a change, to go on behind it; without one it begins at `start`, `earliest`
    or `latest`. images: `none`, `new`, `old` or `both`. With nothing to tell the answer comes when there is something, or after
    `wait_ms`, up to 20,000. TrimmedError and CorruptError say by `resume_position` where it goes on, with something missed.
    """
    if start not in _STARTS or images not in _IMAGES:
        raise ValueError("start={!r} images={!r}: {} or {}".format(start, images, ", ".join(_STARTS), ", ".join(_IMAGES)))
    room, entries = FIRST_ROOM, limit

    def fill(request):
        wanted = request.init_feed()
        wanted.set_partition(partition)
        wanted.set_from_(_STARTS[start])
        wanted.set_limit(entries)
        wanted.set_images(_IMAGES[images])
        wanted.set_attributes(message.RequestProjection.USER)
        wanted.set_wait_ms(wait_ms)
        if position:
            wanted.set_position(position)

    while True:
        answer = yield Request(container, directory, fill, room=room, reactor=partition % reactor_count)
        reply = answer.reply
        more = room_for(reply, room)
        if more:
            room = more
        elif reply.status == message.Status.TOO_LARGE and entries > 1:
            room, entries = MAX_ROOM, entries // 2
        else:
            break
    try:
        check(reply)
    except (TrimmedError, CorruptError) as error:
        error.resume_position = reply.changes.next_position if reply.which == message.ReplyWhich.CHANGES else b""
        raise
    return ChangePage(reply.changes)
