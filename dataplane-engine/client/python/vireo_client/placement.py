"""Which partition, and so which reactor, owns an item. Equal to io.vireo.channel.Placement; the shared cases bind both."""

from struct import unpack_from

_MASK = (1 << 64) - 1


def _mix(value):
    value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9 & _MASK
    value = (value ^ value >> 27) * 0x94D049BB133111EB & _MASK
    return value ^ value >> 31


def key_of(path):
    """The part of a path (UTF-8 bytes) that places it: up to the leftmost '.' of its last segment, unless that starts with it."""
    name = path.rfind(b"/") + 1
    dot = path.find(b".", name)
    return path[:dot] if dot > name else path


def hash_of(container, path):
    """64-bit hash of a container id and a placement key (UTF-8 bytes)."""
    value = _mix(0x9E3779B97F4A7C15 ^ container)
    length = len(path)
    words = length >> 3
    for word in unpack_from(f"<{words}Q", path):
        value = _mix(value ^ word)
    rest = (length & 0xFF) << 56 | int.from_bytes(path[words << 3 :], "little")
    return _mix(value ^ rest)


def partition(container, path, partition_count):
    """The partition of an item, from 0 to partition_count - 1. `path` is UTF-8 bytes without a leading or trailing '/'."""
    return hash_of(container, key_of(path)) % partition_count


def reactor(partition, reactor_count):
    """The reactor that owns a partition."""
    return partition % reactor_count
