"""What is below a directory: pages, numbers, and moving all of it. Generators, as `exchange` says."""

import heapq

from vireo_client import message
from vireo_client.errors import InvalidError, NotFoundError, WrongKindError
from vireo_client.exchange import FIRST_ROOM, Item, Request, check, room_for, write_condition
from vireo_client.operation import rename

PAGE_LENGTH = 1000


def list_page(
    container, prefix, marker, reactor_count, filter=None, recursive=True, limit=PAGE_LENGTH, reverse=False, bounds=None, dynamo=None
):
    """A page of the items whose paths begin with a prefix, by path: (items, marker of the next page, empty at the end).

    bounds: (from, to) of the names below the prefix's directory, or with `recursive` of the rest of paths; the first is included, the
    second is not; '' is no bound. `reverse` begins with the last one; without `recursive` directories are left out then.
    """
    directory, _, name_prefix = prefix.rpartition("/")

    def fill(request, entries):
        write_condition(request, None, dynamo)
        wanted = request.init_list()
        wanted.set_marker(marker)
        wanted.set_limit(entries)
        wanted.set_recursive(recursive)
        if name_prefix:
            wanted.set_prefix(name_prefix)
        if filter:
            wanted.set_filter(filter)
        wanted.set_attributes(message.RequestProjection.USER)
        if bounds:
            wanted.set_from_(bounds[0])
            wanted.set_to(bounds[1])
        if reverse:
            wanted.set_reverse(True)
            if not recursive:
                wanted.set_directories(message.RequestScanDirectories.EXCLUDE)

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
    end = (max if reverse else min)(ends, default="")  # what lies behind it may not be complete
    items = []
    for item in heapq.merge(*pages, key=lambda item: item.path, reverse=reverse):
        if end and (item.path < end if reverse else item.path > end):
            break
        if not items or items[-1].path != item.path or item.kind != "directory":
            items.append(item)
    return items, end


def _list_of_reactor(container, directory, fill, limit, reactor):
    """A page of one reactor, in more room or of fewer entries when it does not fit."""
    room = FIRST_ROOM
    while True:
        answer = yield Request(container, directory, lambda request, entries=limit: fill(request, entries), room=room, reactor=reactor)
        more = room_for(answer.reply, room)
        if more:
            room = more
        elif answer.reply.status == message.Status.TOO_LARGE and limit > 1:
            limit //= 2
        else:
            check(answer.reply)
            return answer.reply.listing


def count(container, directory, reactor_count, filter=None, recursive=True, prefix="", dynamo=None):
    """How many items there are below a directory; without `recursive`, directly in it. The engine counts by its index."""
    total, absence, is_there = 0, None, False
    for reactor in range(reactor_count):
        marker = ""
        while True:
            fill = _count_filler(marker, filter, recursive, prefix, dynamo)
            answer = yield Request(container, directory, fill, reactor=reactor)
            try:
                check(answer.reply)
            except (NotFoundError, WrongKindError) as error:
                absence = absence if isinstance(absence, WrongKindError) else error
                break
            is_there = True
            total += answer.reply.counted.count
            marker = answer.reply.counted.count_marker
            if not marker:
                break
    if not is_there:
        raise absence
    return total


def _count_filler(marker, filter, recursive, prefix, dynamo):
    def fill(request):
        write_condition(request, None, dynamo)
        wanted = request.init_list()
        wanted.set_count_only(True)
        wanted.set_recursive(recursive)
        if not recursive:
            wanted.set_directories(message.RequestScanDirectories.EXCLUDE)
        if marker:
            wanted.set_marker(marker)
        if filter:
            wanted.set_filter(filter)
        if prefix:
            wanted.set_prefix(prefix)

    return fill


def rename_directory(container, path, target, reactor_count):
    """Gives all that is below a directory another path, item by item, and the directory itself; how many have moved.

    A reader sees each item under the old path or the new one. Called again it goes on with what is left. Streams are not moved.
    """
    if not path or (target + "/").startswith(path + "/"):
        raise InvalidError("directory cannot be moved below itself: field=target path=" + path)
    moved, directories, marker = 0, [], ""
    while True:
        try:
            entries, marker = yield from list_page(container, path + "/", marker, reactor_count)
        except NotFoundError:  # nothing is left of it, or nobody made it by name
            break
        for entry in entries:
            if entry.kind == "directory":
                directories.append(entry.path)
            else:
                moved += yield from _move(container, entry.path, target + entry.path[len(path) :])
        if not marker:
            break
    for directory in [*reversed(directories), path]:
        moved += yield from _move(container, directory, target + directory[len(path) :])
    return moved


def _move(container, path, target):
    try:
        yield from rename(container, path, target)
    except NotFoundError:  # somebody was faster, or the directory is only a prefix
        return 0
    return 1
