"""Events as they arrive: fields are decoded when the handler first asks for them."""

import os

from nuclio_sdk import Event, TriggerInfo
from nuclio_sdk.event import parsed_body, timestamp_of


def _headers(wire):
    return {pair.name: pair.value for pair in wire.headers}


def _fields(wire):
    return {pair.name: pair.value for pair in wire.fields}


_READERS = {
    "body": lambda event: parsed_body(event._raw_body, event._wire.content_type),
    "content_type": lambda event: event._wire.content_type,
    "fields": lambda event: _fields(event._wire),
    "headers": lambda event: _headers(event._wire),
    "id": lambda event: event._wire.id,
    "last_in_batch": lambda event: event._wire.last_in_batch,
    "method": lambda event: event._wire.method,
    "num_shards": lambda event: event._wire.shard_count,
    "offset": lambda event: event._wire.offset,
    "path": lambda event: event._wire.path or "/",
    "shard_id": lambda event: event._wire.shard_id,
    "size": lambda event: len(event._raw_body),
    "timestamp": lambda event: timestamp_of(event._wire.timestamp_ns),
    "topic": lambda event: event._wire.topic,
    "trigger": lambda event: TriggerInfo(event._wire.trigger_kind, event._wire.trigger_name),
    "type": lambda event: "",
    "type_version": lambda event: "",
    "url": lambda event: event._wire.url,
    "version": lambda event: "",
}


class Arrival(Event):
    """An event that came over the channel."""

    def __init__(self, wire, arena):
        self._wire = wire
        length = wire.body_length
        if length:
            # The place in the arena is given to another event once this one is answered: the body must leave it now.
            start = wire.body_offset
            self._raw_body = bytes(arena[start : start + length])
        else:
            self._raw_body = wire.body

    def __getattr__(self, name):
        read = _READERS.get(name)
        if read is None:
            raise AttributeError("event has no field {!r}".format(name))
        value = self._convert(read(self))
        setattr(self, name, value)
        return value

    @staticmethod
    def _convert(value):
        return value


class BytesArrival(Arrival):
    """An event whose metadata stays bytes, for handlers that ask for it by ``NUCLIO_PYTHON_DECODE_EVENT_STRINGS=false``."""

    @staticmethod
    def _convert(value):
        if isinstance(value, str):
            return value.encode("utf-8")
        if isinstance(value, TriggerInfo):
            return TriggerInfo(value.kind.encode("utf-8"), value.name.encode("utf-8"))
        return value

    def __getattr__(self, name):
        if name in ("headers", "fields"):
            pairs = _READERS[name](self)
            value = {key.encode("utf-8"): text.encode("utf-8") for key, text in pairs.items()}
        elif name == "body":
            value = _READERS[name](self)
        else:
            return super().__getattr__(name)
        setattr(self, name, value)
        return value

    def get_header(self, header_key):
        """The value of a header, whatever the case of its name, as bytes."""
        return super().get_header(header_key if isinstance(header_key, bytes) else header_key.encode("utf-8"))


def arrival_class():
    """The class of event that the function's environment asks for."""
    wanted = os.environ.get("NUCLIO_PYTHON_DECODE_EVENT_STRINGS", "true").lower()
    return BytesArrival if wanted in ("false", "0", "no") else Arrival
