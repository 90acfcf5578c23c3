"""Cap'n Proto in the standard library: what the generated readers and writers of `message` are made of.

A reader looks at fixed places of one `bytes` object and checks every pointer against its segment, the depth and the traversal
limit; MalformedMessageError is all that hostile bytes can raise. A writer appends to one bytearray. Lengths are in bytes unless
a name says words. Source: capnproto.org/encoding.html.
"""

from struct import Struct

MAX_SEGMENTS = 64
MAX_DEPTH = 64
TRAVERSALS = 64
MIN_TRAVERSAL_WORDS = 8192
MAX_LIST_COUNT = (1 << 29) - 1

get_u8, put_u8 = Struct("<B").unpack_from, Struct("<B").pack_into
get_i8, put_i8 = Struct("<b").unpack_from, Struct("<b").pack_into
get_u16, put_u16 = Struct("<H").unpack_from, Struct("<H").pack_into
get_i16, put_i16 = Struct("<h").unpack_from, Struct("<h").pack_into
get_u32, put_u32 = Struct("<I").unpack_from, Struct("<I").pack_into
get_i32, put_i32 = Struct("<i").unpack_from, Struct("<i").pack_into
get_u64, put_u64 = Struct("<Q").unpack_from, Struct("<Q").pack_into
get_i64, put_i64 = Struct("<q").unpack_from, Struct("<q").pack_into
get_f32, put_f32 = Struct("<f").unpack_from, Struct("<f").pack_into
get_f64, put_f64 = Struct("<d").unpack_from, Struct("<d").pack_into

# A list pointer to bytes that lie after it in the same segment.
_FORWARD_BYTES = 0x200000001
_FORWARD_BYTES_MASK = 0x780000003

_ZEROS = [bytes(n) for n in range(8)]


class MalformedMessageError(ValueError):
    """A message breaks the encoding: a pointer out of bounds, text that is not UTF-8, a limit passed."""


class Message:
    """One framed message: where its segments lie, and how much of it may still be read."""

    __slots__ = ("buffer", "starts", "ends", "budget")

    def __init__(self, buffer):
        length = len(buffer)
        if length < 8:
            raise MalformedMessageError(f"message is shorter than its frame: length={length}")
        count = get_u32(buffer, 0)[0] + 1
        if count == 1:
            end = 8 + 8 * get_u32(buffer, 4)[0]
            if end > length:
                raise MalformedMessageError("segment passes the end: segment=0")
            self.starts, self.ends = (8,), (end,)
        else:
            self._read_table(buffer, count, length)
        self.buffer = buffer
        self.budget = max(MIN_TRAVERSAL_WORDS, length // 8 * TRAVERSALS)

    def _read_table(self, buffer, count, length):
        if count > MAX_SEGMENTS:
            raise MalformedMessageError(f"too many segments: count={count} limit={MAX_SEGMENTS}")
        start = (4 * (count + 1) + 7) & ~7
        if start > length:
            raise MalformedMessageError(f"segment table passes the end: length={length}")
        self.starts, self.ends = [], []
        for i in range(count):
            end = start + 8 * get_u32(buffer, 4 + 4 * i)[0]
            if end > length:
                raise MalformedMessageError(f"segment passes the end: segment={i}")
            self.starts.append(start)
            self.ends.append(end)
            start = end

    def follow(self, word, segment, at):
        """The pointer `word`, which lies at `at`: (word that gives the shape, segment, start of the content)."""
        if word & 3 == 2:
            return self._follow_far(word)
        offset = word & 0xFFFFFFFC
        if offset & 0x80000000:
            offset -= 1 << 32
        start = at + 8 + 2 * offset
        if start < self.starts[segment] or start > self.ends[segment]:
            raise MalformedMessageError(f"pointer leads out of its segment: segment={segment}")
        return word, segment, start

    def _follow_far(self, word):
        has_two_words = word & 4
        pad_segment, pad = self._place(word, 16 if has_two_words else 8)
        pad_word = get_u64(self.buffer, pad)[0]
        if not has_two_words:
            if pad_word & 3 == 2:
                raise MalformedMessageError(f"landing pad is a far pointer: segment={pad_segment}")
            return self.follow(pad_word, pad_segment, pad)
        if pad_word & 7 != 2:
            raise MalformedMessageError(f"landing pad of two words starts without a far pointer: segment={pad_segment}")
        segment, start = self._place(pad_word, 0)
        shape = get_u64(self.buffer, pad + 8)[0]
        if shape & 3 == 2:
            raise MalformedMessageError(f"tag of a landing pad is a far pointer: segment={pad_segment}")
        return shape, segment, start

    def _place(self, far, length):
        segment = far >> 32
        if segment >= len(self.starts):
            raise MalformedMessageError(f"far pointer to a segment that is not there: segment={segment}")
        place = self.starts[segment] + 8 * (far >> 3 & 0x1FFFFFFF)
        if place > self.ends[segment] - length:
            raise MalformedMessageError(f"far pointer leads out of its segment: segment={segment}")
        return segment, place

    def take(self, segment, start, words):
        """Charges content of so many words, after checking that it lies in its segment."""
        if start + 8 * words > self.ends[segment]:
            raise MalformedMessageError(f"content passes the end of its segment: segment={segment} words={words}")
        self.charge(words)

    def charge(self, words):
        self.budget -= words
        if self.budget < 0:
            raise MalformedMessageError(f"message describes more data than it may: limit is {TRAVERSALS} times its length")


def _deeper(depth):
    if depth >= MAX_DEPTH:
        raise MalformedMessageError(f"message nests too deeply: limit={MAX_DEPTH}")
    return depth + 1


def get_bool(reader, bit):
    at = reader._d + (bit >> 3)
    return at < reader._p and bool(reader._b[at] >> (bit & 7) & 1)


class StructReader:
    """View of a struct inside a message; fields that are not there read as their defaults."""

    # message, its bytes, segment, start of the data, start of the pointers, end of the pointers, depth
    __slots__ = ("_message", "_b", "_segment", "_d", "_p", "_e", "_depth")

    def __init__(self, message, segment=0, data=0, pointers=0, end=0, depth=0):
        self._message = message
        self._b = message.buffer
        self._segment = segment
        self._d = data
        self._p = pointers
        self._e = end
        self._depth = depth

    @classmethod
    def parse(cls, buffer):
        """A reader of the root of a framed message, which must be `bytes` and is not copied."""
        message = Message(buffer)
        start = message.starts[0]
        if message.ends[0] - start < 8:
            raise MalformedMessageError("message has no root pointer")
        word = get_u64(buffer, start)[0]
        if word == 0:
            return cls(message)
        return _struct_at(cls, message, *message.follow(word, 0, start), 0)

    def _require(self, offset, discriminant):
        at = self._d + offset
        actual = get_u16(self._b, at)[0] if at + 2 <= self._p else 0
        if actual != discriminant:
            raise ValueError(f"union holds another member: asked={discriminant} holds={actual}")

    def _has(self, index):
        at = self._p + 8 * index
        return at < self._e and get_u64(self._b, at)[0] != 0

    def _group(self, cls):
        return cls(self._message, self._segment, self._d, self._p, self._e, self._depth)

    def _struct(self, index, cls):
        at = self._p + 8 * index
        word = get_u64(self._b, at)[0] if at < self._e else 0
        if word == 0:
            return cls(self._message)
        return _struct_at(cls, self._message, *self._message.follow(word, self._segment, at), self._depth)

    def _text(self, index):
        at = self._p + 8 * index
        if at >= self._e:
            return ""
        buffer = self._b
        word = get_u64(buffer, at)[0]
        if not word:
            return ""
        if word & _FORWARD_BYTES_MASK == _FORWARD_BYTES:  # as nearly every text: the same checks as in _bytes_at, in one place
            start = at + 8 + ((word & 0xFFFFFFFC) << 1)
            count = word >> 35
            end = start + count
            message = self._message
            message.budget -= (count + 7) >> 3
            if count and end <= message.ends[self._segment] and not buffer[end - 1] and message.budget >= 0:
                try:
                    return buffer[start : end - 1].decode()
                except UnicodeDecodeError as e:
                    raise MalformedMessageError("text is not UTF-8") from e
        return _text_at(self._message, self._segment, at)

    def _data(self, index):
        at = self._p + 8 * index
        return _bytes_at(self._message, self._segment, at, 0) if at < self._e else b""

    def _list(self, index):
        """(element, count or words, segment, start) of a list, or None for one that is not set."""
        at = self._p + 8 * index
        word = get_u64(self._b, at)[0] if at < self._e else 0
        if word == 0:
            return None
        word, segment, start = self._message.follow(word, self._segment, at)
        if word & 3 != 1:
            raise MalformedMessageError("pointer is not to a list")
        return word >> 32 & 7, word >> 35, segment, start

    def _words(self, index, expected):
        found = self._list(index)
        if found is None:
            return 0, 0, 0
        element, count, segment, start = found
        if element != expected:
            raise MalformedMessageError(f"list has other elements: expected={expected} found={element}")
        self._message.take(segment, start, count)
        return count, segment, start

    def _texts(self, index):
        count, segment, start = self._words(index, 6)
        return [_text_at(self._message, segment, start + 8 * i) for i in range(count)]

    def _datas(self, index):
        count, segment, start = self._words(index, 6)
        return [_bytes_at(self._message, segment, start + 8 * i, 0) for i in range(count)]

    def _numbers(self, index, letter):
        count, _, start = self._words(index, 5)
        return list(Struct(f"<{count}{letter}").unpack_from(self._b, start)) if count else []

    def _structs(self, index, cls):
        found = self._list(index)
        if found is None:
            return []
        element, count, segment, start = found
        message = self._message
        depth = _deeper(self._depth)
        if element == 7:
            message.take(segment, start, count + 1)
            words = count
            tag = get_u64(self._b, start)[0]
            if tag & 3:
                raise MalformedMessageError("tag of a list of structs is not a struct")
            count = (tag & 0xFFFFFFFF) >> 2
            data = 8 * (tag >> 32 & 0xFFFF)
            pointers = 8 * (tag >> 48)
            if count * (data + pointers) > 8 * words:
                raise MalformedMessageError(f"list holds more than its words: count={count} words={words}")
            start += 8
        elif element == 1:
            raise MalformedMessageError("list of bits where structs are expected")
        else:
            data, pointers = ((0, 0), (0, 0), (1, 0), (2, 0), (4, 0), (8, 0), (0, 8))[element]
            message.take(segment, start, ((data + pointers) * count + 7) >> 3)
        stride = data + pointers
        if stride == 0:
            message.charge(count)
        return [
            cls(message, segment, at, at + data, at + stride, depth)
            for at in (range(start, start + count * stride, stride) if stride else [start] * count)
        ]


def _struct_at(cls, message, shape, segment, start, depth):
    if shape & 3:
        raise MalformedMessageError(f"pointer is not to a struct: kind={shape & 3}")
    data = shape >> 32 & 0xFFFF
    pointers = shape >> 48
    message.take(segment, start, data + pointers)
    middle = start + 8 * data
    return cls(message, segment, start, middle, middle + 8 * pointers, _deeper(depth))


def _bytes_at(message, segment, at, mark):
    """The bytes at a pointer, without the end mark of text (mark=1)."""
    buffer = message.buffer
    word = get_u64(buffer, at)[0]
    if word == 0:
        return b""
    word, segment, start = message.follow(word, segment, at)
    if word & 0x700000003 != 0x200000001:
        raise MalformedMessageError("pointer is not to a list of bytes")
    count = word >> 35
    message.take(segment, start, (count + 7) >> 3)
    if mark:
        if count == 0 or buffer[start + count - 1]:
            raise MalformedMessageError(f"text has no end mark: length={count}")
        count -= 1
    return buffer[start : start + count]


def _text_at(message, segment, at):
    try:
        return _bytes_at(message, segment, at, 1).decode()
    except UnicodeDecodeError as e:
        raise MalformedMessageError("text is not UTF-8") from e


def template(data_words, pointers):
    """The start of a message whose root has these lengths: frame, root pointer, empty root."""
    words = data_words + pointers
    pointer = (data_words << 32 | pointers << 48) if words else 0xFFFFFFFC
    return bytes(8) + pointer.to_bytes(8, "little") + bytes(8 * words)


def put_bool(writer, bit, value):
    at = writer._d + (bit >> 3)
    mask = 1 << (bit & 7)
    writer._m[at] = writer._m[at] | mask if value else writer._m[at] & ~mask


class StructWriter:
    """Builder of a struct at the end of a growing message. Setting a Text, Data or list twice wastes what the first took."""

    __slots__ = ("_m", "_d", "_p")
    DATA_WORDS = 0
    POINTERS = 0
    TEMPLATE = b""

    def __init__(self, message, data, pointers):
        self._m = message
        self._d = data
        self._p = pointers

    @classmethod
    def new(cls):
        """A writer of the root of a new message."""
        return cls(bytearray(cls.TEMPLATE), 16, 16 + 8 * cls.DATA_WORDS)

    def finish(self):
        """The framed message, as the bytearray that it was built in."""
        put_u32(self._m, 4, (len(self._m) - 8) >> 3)
        return self._m

    def _group(self, cls):
        return cls(self._m, self._d, self._p)

    def _init_struct(self, index, cls):
        message = self._m
        at = self._p + 8 * index
        start = len(message)
        words = cls.DATA_WORDS + cls.POINTERS
        message += bytes(8 * words)
        offset = (start - at - 8) >> 1 if words else 0xFFFFFFFC
        put_u64(message, at, offset | cls.DATA_WORDS << 32 | cls.POINTERS << 48)
        return cls(message, start, start + 8 * cls.DATA_WORDS)

    def _init_structs(self, index, count, cls):
        message = self._m
        at = self._p + 8 * index
        start = len(message)
        words = count * (cls.DATA_WORDS + cls.POINTERS)
        if not 0 <= words <= MAX_LIST_COUNT:
            raise ValueError(f"list cannot have so many elements: count={count}")
        message += bytes(8 + 8 * words)
        put_u64(message, at, (start - at - 8) >> 1 | 1 | 7 << 32 | words << 35)
        put_u64(message, start, count << 2 | cls.DATA_WORDS << 32 | cls.POINTERS << 48)
        stride = 8 * (cls.DATA_WORDS + cls.POINTERS)
        data = 8 * cls.DATA_WORDS
        return [cls(message, start + 8 + i * stride, start + 8 + i * stride + data) for i in range(count)]

    def _set_text(self, index, value):
        self._put_bytes(self._p + 8 * index, value.encode("utf-8", "replace") + b"\0")

    def _set_data(self, index, value):
        self._put_bytes(self._p + 8 * index, value)

    def _put_bytes(self, at, raw):
        message = self._m
        start = len(message)
        count = len(raw)
        if count > MAX_LIST_COUNT:
            raise ValueError(f"bytes do not fit a list: length={count}")
        message += raw
        message += _ZEROS[-count & 7]
        put_u64(message, at, (start - at - 8) >> 1 | 0x200000001 | count << 35)

    def _set_texts(self, index, values):
        self._set_datas(index, [value.encode("utf-8", "replace") + b"\0" for value in values])

    def _set_datas(self, index, values):
        start = self._init_words(index, 6, len(values))
        for i, value in enumerate(values):
            self._put_bytes(start + 8 * i, value)

    def _set_numbers(self, index, letter, values):
        start = self._init_words(index, 5, len(values))
        Struct(f"<{len(values)}{letter}").pack_into(self._m, start, *values)

    def _init_words(self, index, element, count):
        message = self._m
        at = self._p + 8 * index
        start = len(message)
        message += bytes(8 * count)
        put_u64(message, at, (start - at - 8) >> 1 | 1 | element << 32 | count << 35)
        return start
