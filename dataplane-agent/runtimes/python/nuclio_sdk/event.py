"""The event: one schema whatever the trigger."""

import base64
import datetime
import json

_EPOCH = datetime.datetime(1970, 1, 1)


class TriggerInfo:
    """Where an event came from."""

    __slots__ = ("kind", "name")

    def __init__(self, kind="", name=""):
        self.kind = kind
        self.name = name


class Event:
    """One event, as a handler receives it.

    ``body`` is the parsed value when ``content_type`` is exactly ``application/json`` and the parse
    succeeds, otherwise bytes. ``timestamp`` is a naive datetime in UTC. ``shard_id`` is -1 and
    ``offset`` 0 for triggers that have none.
    """

    def __init__(
        self,
        body=None,
        content_type=None,
        trigger=None,
        fields=None,
        headers=None,
        _id=None,
        method=None,
        path=None,
        size=None,
        timestamp=None,
        url=None,
        shard_id=None,
        num_shards=None,
        _type=None,
        type_version=None,
        version=None,
        last_in_batch=False,
        offset=0,
        topic="",
    ):
        self.body = body
        self.content_type = content_type
        self.trigger = trigger or TriggerInfo()
        self.fields = fields or {}
        self.headers = headers or {}
        self.id = _id
        self.method = method
        self.path = path or "/"
        self.size = size
        self.timestamp = timestamp or 0
        self.url = url
        self.shard_id = shard_id
        self.num_shards = num_shards
        self.type = _type
        self.type_version = type_version
        self.version = version
        self.last_in_batch = last_in_batch
        self.offset = offset
        self.topic = topic

    def get_header(self, header_key):
        """The value of a header, whatever the case of its name; None when it is missing."""
        wanted = header_key.lower()
        for name, value in self.headers.items():
            if name.lower() == wanted:
                return value
        return None

    def to_json(self):
        """The event as JSON text; a body of bytes is base64."""
        return json.dumps({name: _plain(getattr(self, name)) for name in _NAMES})

    def compile_explicit_ack_message(self):
        """The acknowledgement of this event's place in its stream."""
        from nuclio_sdk.qualified_offset import QualifiedOffset

        return QualifiedOffset.from_event(self).compile_explicit_ack_message()

    def __repr__(self):
        return self.to_json()


_NAMES = (
    "body",
    "content_type",
    "trigger",
    "fields",
    "headers",
    "id",
    "method",
    "path",
    "size",
    "timestamp",
    "url",
    "shard_id",
    "num_shards",
    "type",
    "type_version",
    "version",
    "last_in_batch",
    "offset",
    "topic",
)


def timestamp_of(nanoseconds):
    """Nanoseconds since 1970 as a naive UTC datetime, which holds microseconds."""
    return _EPOCH + datetime.timedelta(microseconds=nanoseconds // 1000)


def parsed_body(body, content_type):
    """The body that the handler sees: parsed exactly when the contract says so."""
    if content_type == "application/json":
        try:
            return json.loads(body)
        except ValueError:
            return body
    return body


def _plain(value):
    if isinstance(value, TriggerInfo):
        return {"kind": _plain(value.kind), "name": _plain(value.name)}
    if isinstance(value, datetime.datetime):
        return str(value)
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, dict) and any(isinstance(name, bytes) for name in value):
        return {_plain(name): _plain(item) for name, item in value.items()}
    return value
