"""The C client as the cases see it: the library by ctypes, with the results and the errors of the Python one."""

import array
import base64
import ctypes
import datetime
import decimal
from types import SimpleNamespace

from vireo_client import message
from vireo_client.errors import UnavailableError, error_of
from vireo_client.message import ValueWhich

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
UNAVAILABLE = 1000
KINDS = {0: "item", 1: "directory", 2: "stream", 3: "shard"}
MODES = {
    "replace": message.RequestPutMode.REPLACE,
    "merge": message.RequestPutMode.MERGE,
    "create": message.RequestPutMode.CREATE_ONLY,
    "replaceAttributes": message.RequestPutMode.REPLACE_ATTRIBUTES,
    "append": message.RequestPutMode.APPEND,
}


class Bytes(ctypes.Structure):
    _fields_ = [("bytes", ctypes.c_void_p), ("length", ctypes.c_size_t)]

    def get(self):
        return ctypes.string_at(self.bytes, self.length)

    def text(self):
        return self.get().decode()


def bytes_of(value):
    """A value as Bytes, which keeps what it points to alive."""
    raw = value.encode() if isinstance(value, str) else value
    buffer = ctypes.create_string_buffer(raw, len(raw) + 1)
    result = Bytes(ctypes.addressof(buffer), len(raw))
    result.buffer = buffer
    return result


class Items(ctypes.Structure):
    _fields_ = [("items", ctypes.c_void_p), ("count", ctypes.c_size_t)]

    def of(self, type_):
        return (type_ * self.count).from_address(self.items) if self.count else []


class Timestamp(ctypes.Structure):
    _fields_ = [("seconds", ctypes.c_int64), ("nanos", ctypes.c_uint32)]


class As(ctypes.Union):
    _fields_ = [
        ("boolean", ctypes.c_int),
        ("integer", ctypes.c_int64),
        ("float64", ctypes.c_double),
        ("bytes", Bytes),
        ("timestamp", Timestamp),
        ("items", Items),
    ]


class Value(ctypes.Structure):
    _fields_ = [("which", ctypes.c_int), ("value", As)]


class Attribute(ctypes.Structure):
    _fields_ = [("name", Bytes), ("value", Value)]


class Item(ctypes.Structure):
    _fields_ = [
        ("path", Bytes),
        ("kind", ctypes.c_int),
        ("is_prefix", ctypes.c_int),
        ("version", ctypes.c_uint64),
        ("body_length", ctypes.c_uint64),
        ("created_ns", ctypes.c_int64),
        ("modified_ns", ctypes.c_int64),
        ("expires_ns", ctypes.c_int64),
        ("shard_count", ctypes.c_uint32),
        ("last_sequence", ctypes.c_uint64),
        ("attributes", Items),
    ]


class Record(ctypes.Structure):
    _fields_ = [
        ("sequence", ctypes.c_uint64),
        ("arrival_ns", ctypes.c_int64),
        ("data", Bytes),
        ("client_info", Bytes),
        ("partition_key", Bytes),
    ]


class Reply(ctypes.Structure):
    _fields_ = [
        ("status", ctypes.c_int),
        ("message", Bytes),
        ("item", Item),
        ("body", Bytes),
        ("entries", Items),
        ("next_marker", Bytes),
        ("records", Items),
        ("location", ctypes.c_uint64),
        ("memory", ctypes.c_void_p),
    ]


class Put(ctypes.Structure):
    _fields_ = [
        ("mode", ctypes.c_int),
        ("attributes", Items),
        ("body", Bytes),
        ("condition", Bytes),
        ("expected_version", ctypes.c_uint64),
        ("position", ctypes.c_uint64),
        ("sets_expiry", ctypes.c_int),
        ("expires_ns", ctypes.c_int64),
        ("token", Bytes),
    ]


class Update(ctypes.Structure):
    _fields_ = [
        ("expression", Bytes),
        ("alternate", Bytes),
        ("condition", Bytes),
        ("expected_version", ctypes.c_uint64),
        ("creates", ctypes.c_int),
        ("token", Bytes),
    ]


class List(ctypes.Structure):
    _fields_ = [
        ("prefix", Bytes),
        ("marker", Bytes),
        ("filter", Bytes),
        ("limit", ctypes.c_uint32),
        ("recursive", ctypes.c_int),
    ]


class Keeper:
    """Keeps alive what structures point to while a call runs."""

    def __init__(self):
        self.kept = []

    def bytes(self, value):
        result = bytes_of(value)
        self.kept.append(result)
        return result

    def items(self, type_, values):
        values = (type_ * len(values))(*values)
        self.kept.append(values)
        return Items(ctypes.addressof(values), len(values))

    def attributes(self, values):
        return self.items(Attribute, [Attribute(self.bytes(name), self.value(*typed.popitem())) for name, typed in values.items()])

    def value(self, kind, content):
        return Value(WHICH[kind], self.union(kind, content))

    def union(self, kind, content):
        if kind == "null":
            return As()
        if kind in SIMPLE:
            field, read = SIMPLE[kind]
            return As(**{field: read(content)})
        if kind in BYTES:
            return As(bytes=self.bytes(BYTES[kind](content)))
        if kind == "timestamp":
            return As(timestamp=Timestamp(int(content[0]), content[1]))
        if kind == "list":
            return As(items=self.items(Value, [self.value(*dict(item).popitem()) for item in content]))
        if kind == "map":
            return As(items=self.attributes({name: dict(item) for name, item in content.items()}))
        if kind in SETS:
            return As(items=self.items(Bytes, [self.bytes(SETS[kind](item)) for item in content]))
        type_, read = ARRAYS[kind]
        return As(items=self.items(type_, [read(item) for item in content]))


def text(value):
    return value["repeat"] * value["times"] if isinstance(value, dict) else value


WHICH = {
    name: getattr(ValueWhich, constant)
    for name, constant in {
        "null": "NULL", "bool": "BOOL", "integer": "INTEGER", "double": "DOUBLE", "decimal": "DECIMAL", "text": "TEXT", "bytes": "BYTES",
        "timestamp": "TIMESTAMP", "list": "LIST", "map": "MAP", "textSet": "TEXT_SET", "decimalSet": "DECIMAL_SET",
        "bytesSet": "BYTES_SET", "integerArray": "INTEGER_ARRAY", "doubleArray": "DOUBLE_ARRAY",
    }.items()
}
SIMPLE = {"bool": ("boolean", bool), "integer": ("integer", int), "double": ("float64", float)}
BYTES = {"decimal": str, "text": text, "bytes": base64.b64decode}
SETS = {"textSet": str, "decimalSet": str, "bytesSet": base64.b64decode}
ARRAYS = {"integerArray": (ctypes.c_int64, int), "doubleArray": (ctypes.c_double, float)}
READERS = {
    ValueWhich.NULL: lambda value: None,
    ValueWhich.BOOL: lambda value: bool(value.boolean),
    ValueWhich.INTEGER: lambda value: value.integer,
    ValueWhich.DOUBLE: lambda value: value.float64,
    ValueWhich.DECIMAL: lambda value: decimal.Decimal(value.bytes.text()),
    ValueWhich.TEXT: lambda value: value.bytes.text(),
    ValueWhich.BYTES: lambda value: value.bytes.get(),
    ValueWhich.TIMESTAMP: lambda value: EPOCH
    + datetime.timedelta(seconds=value.timestamp.seconds, microseconds=value.timestamp.nanos // 1000),
    ValueWhich.LIST: lambda value: [read(item) for item in value.items.of(Value)],
    ValueWhich.MAP: lambda value: read_attributes(value.items),
    ValueWhich.TEXT_SET: lambda value: {item.text() for item in value.items.of(Bytes)},
    ValueWhich.DECIMAL_SET: lambda value: {decimal.Decimal(item.text()) for item in value.items.of(Bytes)},
    ValueWhich.BYTES_SET: lambda value: {item.get() for item in value.items.of(Bytes)},
    ValueWhich.INTEGER_ARRAY: lambda value: array.array("q", value.items.of(ctypes.c_int64)),
    ValueWhich.DOUBLE_ARRAY: lambda value: array.array("d", value.items.of(ctypes.c_double)),
}


def read(value):
    return READERS[value.which](value.value)


def read_attributes(items):
    return {attribute.name.text(): read(attribute.value) for attribute in items.of(Attribute)}


class CClient:
    """Does the steps of a case; `started` lets the calls that can be go through vireo_start and vireo_finish."""

    def __init__(self, library, socket, grant, container, started):
        self._library = ctypes.CDLL(library)
        self._library.vireo_open.restype = ctypes.c_void_p
        self._client = ctypes.c_void_p(self._library.vireo_open(socket.encode(), grant, ctypes.c_size_t(len(grant))))
        self._container = ctypes.c_uint64(container)
        self._started = started

    def close(self):
        self._library.vireo_close(self._client)

    def _call(self, function, *arguments):
        """The copy of what a function of the library replies; raises what the Python client would."""
        reply = Reply()
        status = self._start_and_finish(function, arguments, reply) if self._started else None
        if status is None:
            status = getattr(self._library, function)(self._client, self._container, *arguments, ctypes.byref(reply))
        try:
            if status == UNAVAILABLE:
                raise UnavailableError(reply.message.text())
            if status:
                raise error_of(status, reply.message.text())
            return self._copy(reply)
        finally:
            self._library.vireo_release(ctypes.byref(reply))
            assert not reply.memory

    def _start_and_finish(self, function, arguments, reply):
        """The status of a call in two steps; None when it takes more than one message, or cannot be started at all."""
        start = getattr(self._library, function.replace("vireo_", "vireo_start_"), None)
        if start is None:
            return None
        call = ctypes.c_void_p()
        status = start(self._client, self._container, *arguments, ctypes.byref(call))
        if status == message.Status.TOO_LARGE:
            return None
        assert status == 0, status
        while not self._library.vireo_is_done(call):
            self._library.vireo_wait(self._client, 1000)
        status = self._library.vireo_finish(self._client, call, ctypes.byref(reply))
        if status == message.Status.TOO_LARGE or (function == "vireo_get" and reply.body.length < reply.item.body_length):
            self._library.vireo_release(ctypes.byref(reply))
            return None
        return status

    @staticmethod
    def _copy(reply):
        return SimpleNamespace(
            version=reply.item.version,
            kind=KINDS[reply.item.kind],
            body_length=reply.item.body_length,
            attributes=read_attributes(reply.item.attributes),
            body=reply.body.get(),
            paths=[entry.path.text() for entry in reply.entries.of(Item)],
            next_marker=reply.next_marker.text(),
            records=[record.data.get() for record in reply.records.of(Record)],
            location=reply.location,
        )

    async def put(self, step):
        keeper = Keeper()
        put = Put(mode=MODES[step.get("mode", "replace")], condition=keeper.bytes(step.get("condition") or ""))
        put.attributes = keeper.attributes({name: dict(typed) for name, typed in step.get("attributes", {}).items()})
        if "body" in step:
            put.body = keeper.bytes(text(step["body"]))
        put.token = keeper.bytes(text(step.get("token", "")))
        return self._call("vireo_put", keeper.bytes(text(step["path"])), ctypes.byref(put))

    async def get(self, step):
        return self._call("vireo_get", bytes_of(step["path"]), 1)

    async def update(self, step):
        keeper = Keeper()
        update = Update(
            keeper.bytes(step["expression"]), keeper.bytes(step.get("alternate", "")), keeper.bytes(step.get("condition", "")), 0, step.get("create", False), keeper.bytes(text(step.get("token", "")))
        )
        return self._call("vireo_update", keeper.bytes(step["path"]), ctypes.byref(update))

    async def delete(self, step):
        return self._call(
            "vireo_delete", bytes_of(step["path"]), bytes_of(step.get("condition", "")), bytes_of(text(step.get("token", "")))
        )

    async def list(self, step):
        paths, marker = [], ""
        while True:
            keeper = Keeper()
            wanted = List(
                keeper.bytes(step["prefix"]), keeper.bytes(marker), keeper.bytes(step.get("filter", "")), step.get("limit", 1000), step["recursive"]
            )
            page = self._call("vireo_list", ctypes.byref(wanted))
            paths += page.paths
            marker = page.next_marker
            if not marker:
                return {"paths": paths}

    async def createStream(self, step):
        return self._call("vireo_create_stream", bytes_of(step["path"]), step["shards"], 86_400)

    async def append(self, step):
        keeper = Keeper()
        records = keeper.items(Record, [Record(data=keeper.bytes(text(record))) for record in step["records"]])
        return {
            "first": self._call(
                "vireo_append",
                keeper.bytes(step["stream"]),
                step["shard"],
                ctypes.c_void_p(records.items),
                ctypes.c_size_t(records.count),
                keeper.bytes(text(step.get("token", ""))),
            ).location
        }

    async def seek(self, step):
        kind = message.RequestSeekKind.LATEST if step["place"] == "latest" else message.RequestSeekKind.EARLIEST
        return {"location": self._call("vireo_seek", bytes_of(step["stream"]), step["shard"], kind, ctypes.c_int64(0)).location}

    async def read(self, step):
        page = self._call(
            "vireo_read", bytes_of(step["stream"]), step["shard"], ctypes.c_uint64(step["location"]), step.get("limit", 1000)
        )
        return {"records": page.records, "next": page.location}
