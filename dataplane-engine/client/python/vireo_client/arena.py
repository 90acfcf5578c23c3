"""Gives out and takes back blocks of a channel's arena."""

from bisect import bisect_left, insort


class BodyArena:
    """A bounded first-fit allocator; freeing joins a block with its free neighbours. Offsets and lengths in bytes, one thread."""

    UNIT = 256

    def __init__(self, length):
        if length % self.UNIT:
            raise ValueError(f"length is not a multiple of {self.UNIT}: length={length}")
        self._free = [(0, length)] if length else []  # (offset, length), by offset
        self._given = {}  # offset to length

    def allocate(self, length):
        """Offset of a block of at least so many bytes, or None when there is no room now."""
        if length < 1:
            raise ValueError(f"length={length}")
        length = -(-length // self.UNIT) * self.UNIT
        for i, (offset, free) in enumerate(self._free):
            if free >= length:
                if free == length:
                    del self._free[i]
                else:
                    self._free[i] = (offset + length, free - length)
                self._given[offset] = length
                return offset
        return None

    def free(self, offset):
        """Gives a block back. KeyError if no block that is given out starts there."""
        length = self._given.pop(offset)
        i = bisect_left(self._free, (offset, 0))
        if i < len(self._free) and self._free[i][0] == offset + length:
            length += self._free.pop(i)[1]
        if i > 0 and sum(self._free[i - 1]) == offset:
            i -= 1
            offset, before = self._free.pop(i)
            length += before
        insort(self._free, (offset, length))

    def free_bytes(self):
        """Bytes that are free, perhaps not in one piece."""
        return sum(length for _, length in self._free)
