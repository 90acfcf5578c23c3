# Generated from the schemas in channel/src/main/capnp by channel-generator. Do not edit.
"""Readers and writers of the messages that channels carry."""

from vireo_client import capnp
from vireo_client.capnp import (
    get_bool, get_f32, get_f64, get_i8, get_i16, get_i32, get_i64, get_u8, get_u16, get_u32, get_u64,
    put_bool, put_f32, put_f64, put_i8, put_i16, put_i32, put_i64, put_u8, put_u16, put_u32, put_u64)

# ruff: noqa: F401


class ItemKind:
    """Values of the schema's enum; a later schema may have more."""
    ITEM = 0
    DIRECTORY = 1
    STREAM = 2
    SHARD = 3


class LogLineLevel:
    """Values of the schema's enum; a later schema may have more."""
    DEBUG = 0
    INFO = 1
    WARN = 2
    ERROR = 3


class LogLineSource:
    """Values of the schema's enum; a later schema may have more."""
    LOGGER = 0
    STDOUT = 1
    STDERR = 2
    PLATFORM = 3


class RequestProjection:
    """Values of the schema's enum; a later schema may have more."""
    NONE = 0
    USER = 1
    ALL = 2
    NAMED = 3
    EXPRESSION = 4


class RequestPutMode:
    """Values of the schema's enum; a later schema may have more."""
    REPLACE = 0
    MERGE = 1
    CREATE_ONLY = 2
    REPLACE_ATTRIBUTES = 3
    APPEND = 4
    WRITE = 5
    TRUNCATE = 6


class RequestPutBodySource:
    """Values of the schema's enum; a later schema may have more."""
    NONE = 0
    ARENA = 1
    STAGED = 2
    PARTS = 3


class RequestUpdateMode:
    """Values of the schema's enum; a later schema may have more."""
    MERGE = 0
    REPLACE = 1
    CREATE_ONLY = 2


class RequestScanDirectories:
    """Values of the schema's enum; a later schema may have more."""
    INCLUDE = 0
    ONLY = 1
    EXCLUDE = 2


class RequestScanKeyType:
    """Values of the schema's enum; a later schema may have more."""
    TEXT = 0
    NUMBER = 1
    BYTES = 2


class RequestSeekKind:
    """Values of the schema's enum; a later schema may have more."""
    EARLIEST = 0
    LATEST = 1
    SEQUENCE = 2
    TIME = 3


class RequestFeedFrom:
    """Values of the schema's enum; a later schema may have more."""
    EARLIEST = 0
    LATEST = 1


class RequestFeedImages:
    """Values of the schema's enum; a later schema may have more."""
    NONE = 0
    NEW = 1
    OLD = 2
    BOTH = 3


class RequestExpressionsLanguage:
    """Values of the schema's enum; a later schema may have more."""
    NATIVE = 0
    DYNAMO = 1


class RequestExpressionsLegacyConditionOperator:
    """Values of the schema's enum; a later schema may have more."""
    EQ = 0
    NE = 1
    LE = 2
    LT = 3
    GE = 4
    GT = 5
    NOT_NULL = 6
    NULL = 7
    CONTAINS = 8
    NOT_CONTAINS = 9
    BEGINS_WITH = 10
    IN = 11
    BETWEEN = 12


class RequestExpressionsLegacyUpdateAction:
    """Values of the schema's enum; a later schema may have more."""
    PUT = 0
    ADD = 1
    DELETE = 2


class RequestQueryRange:
    """Values of the schema's enum; a later schema may have more."""
    ALL = 0
    EQUAL = 1
    LESS = 2
    LESS_OR_EQUAL = 3
    GREATER = 4
    GREATER_OR_EQUAL = 5
    BETWEEN = 6
    STARTS = 7
    SCAN = 8


class IndexState:
    """Values of the schema's enum; a later schema may have more."""
    BUILDING = 0
    ACTIVE = 1
    DROPPING = 2


class ChangeKind:
    """Values of the schema's enum; a later schema may have more."""
    CREATED = 0
    CHANGED = 1
    DELETED = 2
    APPENDED = 3


class Status:
    """Values of the schema's enum; a later schema may have more."""
    OK = 0
    NOT_FOUND = 1
    CONDITION_FAILED = 2
    EXISTS = 3
    INVALID = 4
    FORBIDDEN = 5
    TOO_LARGE = 6
    BUSY = 7
    VERSION_CHANGED = 8
    WRONG_KIND = 9
    NOT_EMPTY = 10
    CORRUPT = 11
    READ_ONLY = 12
    SPANS_PARTITIONS = 13
    INTERNAL = 14
    TRIMMED = 15
    BUILDING = 16
    TOKEN_REUSED = 17


class ValueWhich:
    """Which member of the union of a Value is set."""
    NULL = 0
    BOOL = 1
    INTEGER = 2
    DOUBLE = 3
    DECIMAL = 4
    TEXT = 5
    BYTES = 6
    TIMESTAMP = 7
    LIST = 8
    MAP = 9
    TEXT_SET = 10
    DECIMAL_SET = 11
    BYTES_SET = 12
    INTEGER_ARRAY = 13
    DOUBLE_ARRAY = 14


class ToWorkerWhich:
    """Which member of the union of a ToWorker is set."""
    EVENT = 0
    DRAIN = 1


class FromWorkerWhich:
    """Which member of the union of a FromWorker is set."""
    READY = 0
    FAILED = 1
    RESPONSE = 2
    LOG_LINE = 3


class RequestWhich:
    """Which member of the union of a Request is set."""
    PING = 0
    GET = 1
    PUT = 2
    UPDATE = 3
    DELETE = 4
    LIST = 5
    STAGE = 6
    RELEASE = 7
    CREATE_STREAM = 8
    APPEND = 9
    SEEK = 10
    READ = 11
    BATCH = 12
    FEED = 13
    RENAME = 14
    CREATE_INDEX = 15
    DROP_INDEX = 16
    INDEXES = 17
    QUERY = 18
    CHECK = 19


class ReplyWhich:
    """Which member of the union of a Reply is set."""
    NONE = 0
    ITEM = 1
    LISTING = 2
    STAGE = 3
    PINNED = 4
    LOCATION = 5
    RECORDS = 6
    APPENDED = 7
    BATCH = 8
    ENGINE = 9
    CHANGES = 10
    COUNTED = 11
    ROWS = 12
    INDEXES = 13


class ValueReader(capnp.StructReader):
    """Reader of a Value."""
    __slots__ = ()

    @property
    def which(self):
        at = self._d + 0
        return get_u16(self._b, at)[0] if at + 2 <= self._p else 0

    @property
    def bool(self):
        self._require(0, 1)
        return get_bool(self, 16)

    @property
    def integer(self):
        self._require(0, 2)
        at = self._d + 8
        return get_i64(self._b, at)[0] if at + 8 <= self._p else 0

    @property
    def double(self):
        self._require(0, 3)
        at = self._d + 8
        return get_f64(self._b, at)[0] if at + 8 <= self._p else 0

    @property
    def decimal(self):
        self._require(0, 4)
        return self._text(0)

    def has_decimal(self):
        self._require(0, 4)
        return self._has(0)

    @property
    def text(self):
        self._require(0, 5)
        return self._text(0)

    def has_text(self):
        self._require(0, 5)
        return self._has(0)

    @property
    def bytes(self):
        self._require(0, 6)
        return self._data(0)

    def has_bytes(self):
        self._require(0, 6)
        return self._has(0)

    @property
    def timestamp(self):
        self._require(0, 7)
        return self._group(ValueTimestampReader)

    @property
    def list(self):
        self._require(0, 8)
        return self._structs(0, ValueReader)

    def has_list(self):
        self._require(0, 8)
        return self._has(0)

    @property
    def map(self):
        self._require(0, 9)
        return self._structs(0, AttributeReader)

    def has_map(self):
        self._require(0, 9)
        return self._has(0)

    @property
    def text_set(self):
        self._require(0, 10)
        return self._texts(0)

    def has_text_set(self):
        self._require(0, 10)
        return self._has(0)

    @property
    def decimal_set(self):
        self._require(0, 11)
        return self._texts(0)

    def has_decimal_set(self):
        self._require(0, 11)
        return self._has(0)

    @property
    def bytes_set(self):
        self._require(0, 12)
        return self._datas(0)

    def has_bytes_set(self):
        self._require(0, 12)
        return self._has(0)

    @property
    def integer_array(self):
        self._require(0, 13)
        return self._numbers(0, 'q')

    def has_integer_array(self):
        self._require(0, 13)
        return self._has(0)

    @property
    def double_array(self):
        self._require(0, 14)
        return self._numbers(0, 'd')

    def has_double_array(self):
        self._require(0, 14)
        return self._has(0)


class ValueTimestampReader(capnp.StructReader):
    """Reader of a ValueTimestamp."""
    __slots__ = ()

    @property
    def seconds(self):
        at = self._d + 8
        return get_i64(self._b, at)[0] if at + 8 <= self._p else 0

    @property
    def nanos(self):
        at = self._d + 4
        return get_u32(self._b, at)[0] if at + 4 <= self._p else 0


class AttributeReader(capnp.StructReader):
    """Reader of a Attribute."""
    __slots__ = ()

    @property
    def name(self):
        return self._text(0)

    def has_name(self):
        return self._has(0)

    @property
    def value(self):
        return self._struct(1, ValueReader)

    def has_value(self):
        return self._has(1)


class ItemStateReader(capnp.StructReader):
    """Reader of a ItemState."""
    __slots__ = ()

    @property
    def kind(self):
        at = self._d + 0
        return get_u16(self._b, at)[0] if at + 2 <= self._p else 0

    @property
    def version(self):
        at = self._d + 8
        return get_u64(self._b, at)[0] if at + 8 <= self._p else 0

    @property
    def body_length(self):
        at = self._d + 16
        return get_u64(self._b, at)[0] if at + 8 <= self._p else 0

    @property
    def body_crc32c(self):
        at = self._d + 4
        return get_u32(self._b, at)[0] if at + 4 <= self._p else 0

    @property
    def created_ns(self):
        at = self._d + 24
        return get_i64(self._b, at)[0] if at + 8 <= self._p else 0

    @property
    def modified_ns(self):
        at = self._d + 32
        return get_i64(self._b, at)[0] if at + 8 <= self._p else 0

    @property
    def inode(self):
        at = self._d + 40
        return get_u64(self._b, at)[0] if at + 8 <= self._p else 0

    @property
    def mode(self):
        at = self._d + 48
        return get_u32(self._b, at)[0] if at + 4 <= self._p else 0

    @property
    def uid(self):
        at = self._d + 52
        return get_u32(self._b, at)[0] if at + 4 <= self._p else 0

    @property
    def gid(self):
        at = self._d + 56
        return get_u32(self._b, at)[0] if at + 4 <= self._p else 0

    @property
    def last_sequence(self):
        at = self._d + 64
        return get_u64(self._b, at)[0] if at + 8 <= self._p else 0

    @property
    def shard_count(self):
        at = self._d + 60
        return get_u32(self._b, at)[0] if at + 4 <= self._p else 0

    @property
    def retention_seconds(self):
        at = self._d + 72
        return get_u32(self._b, at)[0] if at + 4 <= self._p else 0

    @property
    def attribute_count(self):
        at = self._d + 76
        return get_u32(self._b, at)[0] if at + 4 <= self._p else 0

    @property
    def expires_ns(self):
        at = self._d + 80
        return get_i64(self._b, at)[0] if at + 8 <= self._p else 0


class PairReader(capnp.StructReader):
    """Reader of a Pair."""
    __slots__ = ()

    @property
    def name(self):
        return self._text(0)

    def has_name(self):
        return self._has(0)

    @property
    def value(self):
        return self._text(1)

    def has_value(self):
        return self._has(1)


class EventReader(capnp.StructReader):
    """Reader of a Event."""
    __slots__ = ()

    @property
    def correlation_id(self):
        at = self._d + 0
        return get_u64(self._b, at)[0] if at + 8 <= self._p else 0

    @property
    def id(self):
        return self._text(0)

    def has_id(self):
        return self._has(0)

    @property
    def trigger_kind(self):
        return self._text(1)

    def has_trigger_kind(self):
        return self._has(1)

    @property
    def trigger_name(self):
        return self._text(2)

    def has_trigger_name(self):
        return self._has(2)

    @property
    def method(self):
        return self._text(3)

    def has_method(self):
        return self._has(3)

    @property
    def path(self):
        return self._text(4)

    def has_path(self):
        return self._has(4)

    @property
    def content_type(self):
        return self._text(5)

    def has_content_type(self):
        return self._has(5)

    @property
    def headers(self):
        return self._structs(6, PairReader)

    def has_headers(self):
        return self._has(6)

    @property
    def fields(self):
        return self._structs(7, PairReader)

    def has_fields(self):
        return self._has(7)

    @property
    def timestamp_ns(self):
        at = self._d + 8
        return get_i64(self._b, at)[0] if at + 8 <= self._p else 0

    @property
    def url(self):
        return self._text(8)

    def has_url(self):
        return self._has(8)

    @property
    def shard_id(self):
        at = self._d + 16
        return get_i32(self._b, at)[0] ^ -1 if at + 4 <= self._p else -1

    @property
    def shard_count(self):
        at = self._d + 20
        return get_u32(self._b, at)[0] if at + 4 <= self._p else 0

    @property
    def offset(self):
        at = self._d + 24
        return get_i64(self._b, at)[0] if at + 8 <= self._p else 0

    @property
    def topic(self):
        return self._text(9)

    def has_topic(self):
        return self._has(9)

    @property
    def body(self):
        return self._data(10)

    def has_body(self):
        return self._has(10)

    @property
    def body_offset(self):
        at = self._d + 32
        return get_u64(self._b, at)[0] if at + 8 <= self._p else 0

    @property
    def body_length(self):
        at = self._d + 40
        return get_u32(self._b, at)[0] if at + 4 <= self._p else 0

    @property
    def last_in_batch(self):
        return get_bool(self, 352)


class ToWorkerReader(capnp.StructReader):
    """Reader of a ToWorker."""
    __slots__ = ()

    @property
    def which(self):
        at = self._d + 0
        return get_u16(self._b, at)[0] if at + 2 <= self._p else 0

    @property
    def event(self):
        self._require(0, 0)
        return self._struct(0, EventReader)

    def has_event(self):
        self._require(0, 0)
        return self._has(0)


class ReadyReader(capnp.StructReader):
    """Reader of a Ready."""
    __slots__ = ()

    @property
    def pid(self):
        at = self._d + 0
        return get_i32(self._b, at)[0] if at + 4 <= self._p else 0

    @property
    def runtime(self):
        return self._text(0)

    def has_runtime(self):
        return self._has(0)

    @property
    def concurrency(self):
        at = self._d + 4
        return get_u32(self._b, at)[0] ^ 1 if at + 4 <= self._p else 1


class ResponseReader(capnp.StructReader):
    """Reader of a Response."""
    __slots__ = ()

    @property
    def correlation_id(self):
        at = self._d + 0
        return get_u64(self._b, at)[0] if at + 8 <= self._p else 0

    @property
    def status(self):
        at = self._d + 8
        return get_u16(self._b, at)[0] ^ 200 if at + 2 <= self._p else 200

    @property
    def content_type(self):
        return self._text(0)

    def has_content_type(self):
        return self._has(0)

    @property
    def headers(self):
        return self._structs(1, PairReader)

    def has_headers(self):
        return self._has(1)

    @property
    def body(self):
        return self._data(2)

    def has_body(self):
        return self._has(2)

    @property
    def more(self):
        return get_bool(self, 80)

    @property
    def duration_ns(self):
        at = self._d + 16
        return get_u64(self._b, at)[0] if at + 8 <= self._p else 0

    @property
    def failed(self):
        return get_bool(self, 81)


class LogLineReader(capnp.StructReader):
    """Reader of a LogLine."""
    __slots__ = ()

    @property
    def correlation_id(self):
        at = self._d + 0
        return get_u64(self._b, at)[0] if at + 8 <= self._p else 0

    @property
    def time_ns(self):
        at = self._d + 8
        return get_i64(self._b, at)[0] if at + 8 <= self._p else 0

    @property
    def level(self):
        at = self._d + 16
        return get_u16(self._b, at)[0] if at + 2 <= self._p else 0

    @property
    def source(self):
        at = self._d + 18
        return get_u16(self._b, at)[0] if at + 2 <= self._p else 0

    @property
    def message(self):
        return self._text(0)

    def has_message(self):
        return self._has(0)

    @property
    def fields(self):
        return self._text(1)

    def has_fields(self):
        return self._has(1)

    @property
    def event_id(self):
        return self._text(2)

    def has_event_id(self):
        return self._has(2)


class FromWorkerReader(capnp.StructReader):
    """Reader of a FromWorker."""
    __slots__ = ()

    @property
    def which(self):
        at = self._d + 0
        return get_u16(self._b, at)[0] if at + 2 <= self._p else 0

    @property
    def ready(self):
        self._require(0, 0)
        return self._struct(0, ReadyReader)

    def has_ready(self):
        self._require(0, 0)
        return self._has(0)

    @property
    def failed(self):
        self._require(0, 1)
        return self._text(0)

    def has_failed(self):
        self._require(0, 1)
        return self._has(0)

    @property
    def response(self):
        self._require(0, 2)
        return self._struct(0, ResponseReader)

    def has_response(self):
        self._require(0, 2)
        return self._has(0)

    @property
    def log_line(self):
        self._require(0, 3)
        return self._struct(0, LogLineReader)

    def has_log_line(self):
        self._require(0, 3)
        return self._has(0)


class RequestGetReader(capnp.StructReader):
    """Reader of a RequestGet."""
    __slots__ = ()

    @property
    def attributes(self):
        at = self._d + 0
        return get_u16(self._b, at)[0] if at + 2 <= self._p else 0

    @property
    def names(self):
        return self._texts(0)

    def has_names(self):
        return self._has(0)

    @property
    def range_start(self):
        at = self._d + 8
        return get_u64(self._b, at)[0] if at + 8 <= self._p else 0

    @property
    def range_length(self):
        at = self._d + 4
        return get_u32(self._b, at)[0] if at + 4 <= self._p else 0

    @property
    def pin(self):
        return get_bool(self, 16)

    @property
    def handle(self):
        at = self._d + 16
        return get_u64(self._b, at)[0] if at + 8 <= self._p else 0

    @property
    def projection(self):
        return self._text(1)

    def has_projection(self):
        return self._has(1)


class RequestPutReader(capnp.StructReader):
    """Reader of a RequestPut."""
    __slots__ = ()

    @property
    def mode(self):
        at = self._d + 0
        return get_u16(self._b, at)[0] if at + 2 <= self._p else 0

    @property
    def kind(self):
        at = self._d + 2
        return get_u16(self._b, at)[0] if at + 2 <= self._p else 0

    @property
    def attributes(self):
        return self._structs(0, AttributeReader)

    def has_attributes(self):
        return self._has(0)

    @property
    def body(self):
        at = self._d + 4
        return get_u16(self._b, at)[0] if at + 2 <= self._p else 0

    @property
    def stage_id(self):
        at = self._d + 8
        return get_u64(self._b, at)[0] if at + 8 <= self._p else 0

    @property
    def posix_mode(self):
        at = self._d + 16
        return get_u32(self._b, at)[0] if at + 4 <= self._p else 0

    @property
    def set_owner(self):
        return get_bool(self, 48)

    @property
    def uid(self):
        at = self._d + 20
        return get_u32(self._b, at)[0] if at + 4 <= self._p else 0

    @property
    def gid(self):
        at = self._d + 24
        return get_u32(self._b, at)[0] if at + 4 <= self._p else 0

    @property
    def position(self):
        at = self._d + 32
        return get_u64(self._b, at)[0] if at + 8 <= self._p else 0

    @property
    def set_expiry(self):
        return get_bool(self, 49)

    @property
    def expires_ns(self):
        at = self._d + 40
        return get_i64(self._b, at)[0] if at + 8 <= self._p else 0

    @property
    def parts(self):
        return self._structs(1, RequestPutPartReader)

    def has_parts(self):
        return self._has(1)


class RequestUpdateReader(capnp.StructReader):
    """Reader of a RequestUpdate."""
    __slots__ = ()

    @property
    def expression(self):
        return self._text(0)

    def has_expression(self):
        return self._has(0)

    @property
    def alternate(self):
        return self._text(1)

    def has_alternate(self):
        return self._has(1)

    @property
    def create_if_missing(self):
        return get_bool(self, 0)

    @property
    def mode(self):
        at = self._d + 2
        return get_u16(self._b, at)[0] if at + 2 <= self._p else 0

    @property
    def set_expiry(self):
        return get_bool(self, 1)

    @property
    def expires_ns(self):
        at = self._d + 8
        return get_i64(self._b, at)[0] if at + 8 <= self._p else 0


class RequestDeleteReader(capnp.StructReader):
    """Reader of a RequestDelete."""
    __slots__ = ()

    @property
    def recursive(self):
        return get_bool(self, 0)


class RequestScanReader(capnp.StructReader):
    """Reader of a RequestScan."""
    __slots__ = ()

    @property
    def marker(self):
        return self._text(0)

    def has_marker(self):
        return self._has(0)

    @property
    def limit(self):
        at = self._d + 0
        return get_u32(self._b, at)[0] if at + 4 <= self._p else 0

    @property
    def recursive(self):
        return get_bool(self, 32)

    @property
    def filter(self):
        return self._text(1)

    def has_filter(self):
        return self._has(1)

    @property
    def attributes(self):
        at = self._d + 6
        return get_u16(self._b, at)[0] if at + 2 <= self._p else 0

    @property
    def names(self):
        return self._texts(2)

    def has_names(self):
        return self._has(2)

    @property
    def directories(self):
        at = self._d + 8
        return get_u16(self._b, at)[0] if at + 2 <= self._p else 0

    @property
    def segment(self):
        at = self._d + 12
        return get_u32(self._b, at)[0] if at + 4 <= self._p else 0

    @property
    def segment_count(self):
        at = self._d + 16
        return get_u32(self._b, at)[0] if at + 4 <= self._p else 0

    @property
    def prefix(self):
        return self._text(3)

    def has_prefix(self):
        return self._has(3)

    @property
    def count_only(self):
        return get_bool(self, 33)

    @property
    def from_(self):
        return self._text(4)

    def has_from_(self):
        return self._has(4)

    @property
    def from_exclusive(self):
        return get_bool(self, 34)

    @property
    def to(self):
        return self._text(5)

    def has_to(self):
        return self._has(5)

    @property
    def to_inclusive(self):
        return get_bool(self, 35)

    @property
    def reverse(self):
        return get_bool(self, 36)

    @property
    def byte_limit(self):
        at = self._d + 20
        return get_u32(self._b, at)[0] if at + 4 <= self._p else 0

    @property
    def key_condition(self):
        return self._text(6)

    def has_key_condition(self):
        return self._has(6)

    @property
    def key_schema(self):
        return self._struct(7, RequestScanKeySchemaReader)

    def has_key_schema(self):
        return self._has(7)

    @property
    def projection(self):
        return self._text(8)

    def has_projection(self):
        return self._has(8)


class RequestStageReader(capnp.StructReader):
    """Reader of a RequestStage."""
    __slots__ = ()

    @property
    def stage_id(self):
        at = self._d + 0
        return get_u64(self._b, at)[0] if at + 8 <= self._p else 0

    @property
    def position(self):
        at = self._d + 8
        return get_u64(self._b, at)[0] if at + 8 <= self._p else 0


class RequestReleaseReader(capnp.StructReader):
    """Reader of a RequestRelease."""
    __slots__ = ()

    @property
    def handle(self):
        at = self._d + 0
        return get_u64(self._b, at)[0] if at + 8 <= self._p else 0

    @property
    def stage_id(self):
        at = self._d + 8
        return get_u64(self._b, at)[0] if at + 8 <= self._p else 0


class RequestCreateStreamReader(capnp.StructReader):
    """Reader of a RequestCreateStream."""
    __slots__ = ()

    @property
    def shard_count(self):
        at = self._d + 0
        return get_u32(self._b, at)[0] if at + 4 <= self._p else 0

    @property
    def retention_seconds(self):
        at = self._d + 4
        return get_u32(self._b, at)[0] if at + 4 <= self._p else 0

    @property
    def update(self):
        return get_bool(self, 64)

    @property
    def retention_bytes(self):
        at = self._d + 16
        return get_u64(self._b, at)[0] if at + 8 <= self._p else 0


class RequestAppendReader(capnp.StructReader):
    """Reader of a RequestAppend."""
    __slots__ = ()

    @property
    def records(self):
        return self._structs(0, NewRecordReader)

    def has_records(self):
        return self._has(0)


class RequestSeekReader(capnp.StructReader):
    """Reader of a RequestSeek."""
    __slots__ = ()

    @property
    def kind(self):
        at = self._d + 0
        return get_u16(self._b, at)[0] if at + 2 <= self._p else 0

    @property
    def sequence(self):
        at = self._d + 8
        return get_u64(self._b, at)[0] if at + 8 <= self._p else 0

    @property
    def time_ns(self):
        at = self._d + 16
        return get_i64(self._b, at)[0] if at + 8 <= self._p else 0


class RequestReadReader(capnp.StructReader):
    """Reader of a RequestRead."""
    __slots__ = ()

    @property
    def location(self):
        at = self._d + 0
        return get_u64(self._b, at)[0] if at + 8 <= self._p else 0

    @property
    def limit(self):
        at = self._d + 8
        return get_u32(self._b, at)[0] if at + 4 <= self._p else 0


class RequestBatchReader(capnp.StructReader):
    """Reader of a RequestBatch."""
    __slots__ = ()

    @property
    def requests(self):
        return self._structs(0, RequestReader)

    def has_requests(self):
        return self._has(0)


class RequestFeedReader(capnp.StructReader):
    """Reader of a RequestFeed."""
    __slots__ = ()

    @property
    def partition(self):
        at = self._d + 0
        return get_u32(self._b, at)[0] if at + 4 <= self._p else 0

    @property
    def position(self):
        return self._data(0)

    def has_position(self):
        return self._has(0)

    @property
    def from_(self):
        at = self._d + 4
        return get_u16(self._b, at)[0] if at + 2 <= self._p else 0

    @property
    def limit(self):
        at = self._d + 8
        return get_u32(self._b, at)[0] if at + 4 <= self._p else 0

    @property
    def images(self):
        at = self._d + 6
        return get_u16(self._b, at)[0] if at + 2 <= self._p else 0

    @property
    def attributes(self):
        at = self._d + 12
        return get_u16(self._b, at)[0] if at + 2 <= self._p else 0

    @property
    def names(self):
        return self._texts(1)

    def has_names(self):
        return self._has(1)

    @property
    def wait_ms(self):
        at = self._d + 16
        return get_u32(self._b, at)[0] if at + 4 <= self._p else 0


class RequestRenameReader(capnp.StructReader):
    """Reader of a RequestRename."""
    __slots__ = ()

    @property
    def target(self):
        return self._text(0)

    def has_target(self):
        return self._has(0)

    @property
    def no_replace(self):
        return get_bool(self, 0)

    @property
    def stage_id(self):
        at = self._d + 8
        return get_u64(self._b, at)[0] if at + 8 <= self._p else 0


class RequestExpressionsReader(capnp.StructReader):
    """Reader of a RequestExpressions."""
    __slots__ = ()

    @property
    def language(self):
        at = self._d + 0
        return get_u16(self._b, at)[0] if at + 2 <= self._p else 0

    @property
    def names(self):
        return self._structs(0, RequestExpressionsNameReader)

    def has_names(self):
        return self._has(0)

    @property
    def values(self):
        return self._structs(1, AttributeReader)

    def has_values(self):
        return self._has(1)

    @property
    def conditions(self):
        return self._structs(2, RequestExpressionsLegacyConditionReader)

    def has_conditions(self):
        return self._has(2)

    @property
    def any_condition(self):
        return get_bool(self, 16)

    @property
    def filters(self):
        return self._structs(3, RequestExpressionsLegacyConditionReader)

    def has_filters(self):
        return self._has(3)

    @property
    def any_filter(self):
        return get_bool(self, 17)

    @property
    def key_conditions(self):
        return self._structs(4, RequestExpressionsLegacyConditionReader)

    def has_key_conditions(self):
        return self._has(4)

    @property
    def updates(self):
        return self._structs(5, RequestExpressionsLegacyUpdateReader)

    def has_updates(self):
        return self._has(5)


class RequestCreateIndexReader(capnp.StructReader):
    """Reader of a RequestCreateIndex."""
    __slots__ = ()

    @property
    def name(self):
        return self._text(0)

    def has_name(self):
        return self._has(0)

    @property
    def local(self):
        return get_bool(self, 0)

    @property
    def partition(self):
        return self._struct(1, RequestScanKeyAttributeReader)

    def has_partition(self):
        return self._has(1)

    @property
    def sort(self):
        return self._struct(2, RequestScanKeyAttributeReader)

    def has_sort(self):
        return self._has(2)

    @property
    def projection(self):
        at = self._d + 2
        return get_u16(self._b, at)[0] if at + 2 <= self._p else 0

    @property
    def names(self):
        return self._texts(3)

    def has_names(self):
        return self._has(3)


class RequestDropIndexReader(capnp.StructReader):
    """Reader of a RequestDropIndex."""
    __slots__ = ()

    @property
    def name(self):
        return self._text(0)

    def has_name(self):
        return self._has(0)


class RequestIndexesReader(capnp.StructReader):
    """Reader of a RequestIndexes."""
    __slots__ = ()

    @property
    def caught_up(self):
        return get_bool(self, 0)


class RequestQueryReader(capnp.StructReader):
    """Reader of a RequestQuery."""
    __slots__ = ()

    @property
    def index(self):
        return self._text(0)

    def has_index(self):
        return self._has(0)

    @property
    def range(self):
        at = self._d + 0
        return get_u16(self._b, at)[0] if at + 2 <= self._p else 0

    @property
    def partition(self):
        return self._struct(1, ValueReader)

    def has_partition(self):
        return self._has(1)

    @property
    def operands(self):
        return self._structs(2, ValueReader)

    def has_operands(self):
        return self._has(2)

    @property
    def backwards(self):
        return get_bool(self, 16)

    @property
    def limit(self):
        at = self._d + 4
        return get_u32(self._b, at)[0] if at + 4 <= self._p else 0

    @property
    def filter(self):
        return self._text(3)

    def has_filter(self):
        return self._has(3)

    @property
    def attributes(self):
        at = self._d + 8
        return get_u16(self._b, at)[0] if at + 2 <= self._p else 0

    @property
    def names(self):
        return self._texts(4)

    def has_names(self):
        return self._has(4)

    @property
    def marker(self):
        return self._data(5)

    def has_marker(self):
        return self._has(5)

    @property
    def segment(self):
        at = self._d + 12
        return get_u32(self._b, at)[0] if at + 4 <= self._p else 0

    @property
    def segment_count(self):
        at = self._d + 16
        return get_u32(self._b, at)[0] if at + 4 <= self._p else 0

    @property
    def key_condition(self):
        return self._text(6)

    def has_key_condition(self):
        return self._has(6)

    @property
    def key_schema(self):
        return self._struct(7, RequestScanKeySchemaReader)

    def has_key_schema(self):
        return self._has(7)

    @property
    def projection(self):
        return self._text(8)

    def has_projection(self):
        return self._has(8)


class RequestReader(capnp.StructReader):
    """Reader of a Request."""
    __slots__ = ()

    @property
    def which(self):
        at = self._d + 48
        return get_u16(self._b, at)[0] if at + 2 <= self._p else 0

    @property
    def correlation_id(self):
        at = self._d + 0
        return get_u64(self._b, at)[0] if at + 8 <= self._p else 0

    @property
    def container(self):
        at = self._d + 8
        return get_u64(self._b, at)[0] if at + 8 <= self._p else 0

    @property
    def path(self):
        return self._text(0)

    def has_path(self):
        return self._has(0)

    @property
    def condition(self):
        return self._text(1)

    def has_condition(self):
        return self._has(1)

    @property
    def body_offset(self):
        at = self._d + 16
        return get_u64(self._b, at)[0] if at + 8 <= self._p else 0

    @property
    def body_length(self):
        at = self._d + 24
        return get_u32(self._b, at)[0] if at + 4 <= self._p else 0

    @property
    def reply_offset(self):
        at = self._d + 32
        return get_u64(self._b, at)[0] if at + 8 <= self._p else 0

    @property
    def reply_capacity(self):
        at = self._d + 28
        return get_u32(self._b, at)[0] if at + 4 <= self._p else 0

    @property
    def expected_version(self):
        at = self._d + 40
        return get_u64(self._b, at)[0] if at + 8 <= self._p else 0

    @property
    def get(self):
        self._require(48, 1)
        return self._struct(2, RequestGetReader)

    def has_get(self):
        self._require(48, 1)
        return self._has(2)

    @property
    def put(self):
        self._require(48, 2)
        return self._struct(2, RequestPutReader)

    def has_put(self):
        self._require(48, 2)
        return self._has(2)

    @property
    def update(self):
        self._require(48, 3)
        return self._struct(2, RequestUpdateReader)

    def has_update(self):
        self._require(48, 3)
        return self._has(2)

    @property
    def delete(self):
        self._require(48, 4)
        return self._struct(2, RequestDeleteReader)

    def has_delete(self):
        self._require(48, 4)
        return self._has(2)

    @property
    def list(self):
        self._require(48, 5)
        return self._struct(2, RequestScanReader)

    def has_list(self):
        self._require(48, 5)
        return self._has(2)

    @property
    def stage(self):
        self._require(48, 6)
        return self._struct(2, RequestStageReader)

    def has_stage(self):
        self._require(48, 6)
        return self._has(2)

    @property
    def release(self):
        self._require(48, 7)
        return self._struct(2, RequestReleaseReader)

    def has_release(self):
        self._require(48, 7)
        return self._has(2)

    @property
    def create_stream(self):
        self._require(48, 8)
        return self._struct(2, RequestCreateStreamReader)

    def has_create_stream(self):
        self._require(48, 8)
        return self._has(2)

    @property
    def append(self):
        self._require(48, 9)
        return self._struct(2, RequestAppendReader)

    def has_append(self):
        self._require(48, 9)
        return self._has(2)

    @property
    def seek(self):
        self._require(48, 10)
        return self._struct(2, RequestSeekReader)

    def has_seek(self):
        self._require(48, 10)
        return self._has(2)

    @property
    def read(self):
        self._require(48, 11)
        return self._struct(2, RequestReadReader)

    def has_read(self):
        self._require(48, 11)
        return self._has(2)

    @property
    def batch(self):
        self._require(48, 12)
        return self._struct(2, RequestBatchReader)

    def has_batch(self):
        self._require(48, 12)
        return self._has(2)

    @property
    def feed(self):
        self._require(48, 13)
        return self._struct(2, RequestFeedReader)

    def has_feed(self):
        self._require(48, 13)
        return self._has(2)

    @property
    def rename(self):
        self._require(48, 14)
        return self._struct(2, RequestRenameReader)

    def has_rename(self):
        self._require(48, 14)
        return self._has(2)

    @property
    def expressions(self):
        return self._struct(3, RequestExpressionsReader)

    def has_expressions(self):
        return self._has(3)

    @property
    def create_index(self):
        self._require(48, 15)
        return self._struct(2, RequestCreateIndexReader)

    def has_create_index(self):
        self._require(48, 15)
        return self._has(2)

    @property
    def drop_index(self):
        self._require(48, 16)
        return self._struct(2, RequestDropIndexReader)

    def has_drop_index(self):
        self._require(48, 16)
        return self._has(2)

    @property
    def indexes(self):
        self._require(48, 17)
        return self._struct(2, RequestIndexesReader)

    def has_indexes(self):
        self._require(48, 17)
        return self._has(2)

    @property
    def query(self):
        self._require(48, 18)
        return self._struct(2, RequestQueryReader)

    def has_query(self):
        self._require(48, 18)
        return self._has(2)

    @property
    def token(self):
        return self._data(4)

    def has_token(self):
        return self._has(4)

    @property
    def fingerprint(self):
        return self._data(5)

    def has_fingerprint(self):
        return self._has(5)


class RequestPutPartReader(capnp.StructReader):
    """Reader of a RequestPutPart."""
    __slots__ = ()

    @property
    def stage_id(self):
        at = self._d + 0
        return get_u64(self._b, at)[0] if at + 8 <= self._p else 0

    @property
    def path(self):
        return self._text(0)

    def has_path(self):
        return self._has(0)

    @property
    def expected_version(self):
        at = self._d + 8
        return get_u64(self._b, at)[0] if at + 8 <= self._p else 0


class RequestScanKeySchemaReader(capnp.StructReader):
    """Reader of a RequestScanKeySchema."""
    __slots__ = ()

    @property
    def partition(self):
        return self._struct(0, RequestScanKeyAttributeReader)

    def has_partition(self):
        return self._has(0)

    @property
    def sort(self):
        return self._struct(1, RequestScanKeyAttributeReader)

    def has_sort(self):
        return self._has(1)


class RequestScanKeyAttributeReader(capnp.StructReader):
    """Reader of a RequestScanKeyAttribute."""
    __slots__ = ()

    @property
    def name(self):
        return self._text(0)

    def has_name(self):
        return self._has(0)

    @property
    def type(self):
        at = self._d + 0
        return get_u16(self._b, at)[0] if at + 2 <= self._p else 0


class NewRecordReader(capnp.StructReader):
    """Reader of a NewRecord."""
    __slots__ = ()

    @property
    def data(self):
        return self._data(0)

    def has_data(self):
        return self._has(0)

    @property
    def client_info(self):
        return self._data(1)

    def has_client_info(self):
        return self._has(1)

    @property
    def partition_key(self):
        return self._text(2)

    def has_partition_key(self):
        return self._has(2)


class RequestExpressionsNameReader(capnp.StructReader):
    """Reader of a RequestExpressionsName."""
    __slots__ = ()

    @property
    def placeholder(self):
        return self._text(0)

    def has_placeholder(self):
        return self._has(0)

    @property
    def name(self):
        return self._text(1)

    def has_name(self):
        return self._has(1)


class RequestExpressionsLegacyConditionReader(capnp.StructReader):
    """Reader of a RequestExpressionsLegacyCondition."""
    __slots__ = ()

    @property
    def attribute(self):
        return self._text(0)

    def has_attribute(self):
        return self._has(0)

    @property
    def operator(self):
        at = self._d + 0
        return get_u16(self._b, at)[0] if at + 2 <= self._p else 0

    @property
    def values(self):
        return self._structs(1, ValueReader)

    def has_values(self):
        return self._has(1)


class RequestExpressionsLegacyUpdateReader(capnp.StructReader):
    """Reader of a RequestExpressionsLegacyUpdate."""
    __slots__ = ()

    @property
    def attribute(self):
        return self._text(0)

    def has_attribute(self):
        return self._has(0)

    @property
    def action(self):
        at = self._d + 0
        return get_u16(self._b, at)[0] if at + 2 <= self._p else 0

    @property
    def value(self):
        return self._structs(1, ValueReader)

    def has_value(self):
        return self._has(1)


class IndexReader(capnp.StructReader):
    """Reader of a Index."""
    __slots__ = ()

    @property
    def name(self):
        return self._text(0)

    def has_name(self):
        return self._has(0)

    @property
    def local(self):
        return get_bool(self, 0)

    @property
    def partition(self):
        return self._struct(1, RequestScanKeyAttributeReader)

    def has_partition(self):
        return self._has(1)

    @property
    def sort(self):
        return self._struct(2, RequestScanKeyAttributeReader)

    def has_sort(self):
        return self._has(2)

    @property
    def projection(self):
        at = self._d + 2
        return get_u16(self._b, at)[0] if at + 2 <= self._p else 0

    @property
    def names(self):
        return self._texts(3)

    def has_names(self):
        return self._has(3)

    @property
    def state(self):
        at = self._d + 4
        return get_u16(self._b, at)[0] if at + 2 <= self._p else 0

    @property
    def unread_count(self):
        at = self._d + 8
        return get_u64(self._b, at)[0] if at + 8 <= self._p else 0


class RecordReader(capnp.StructReader):
    """Reader of a Record."""
    __slots__ = ()

    @property
    def sequence(self):
        at = self._d + 0
        return get_u64(self._b, at)[0] if at + 8 <= self._p else 0

    @property
    def arrival_ns(self):
        at = self._d + 8
        return get_i64(self._b, at)[0] if at + 8 <= self._p else 0

    @property
    def data(self):
        return self._data(0)

    def has_data(self):
        return self._has(0)

    @property
    def client_info(self):
        return self._data(1)

    def has_client_info(self):
        return self._has(1)

    @property
    def partition_key(self):
        return self._text(2)

    def has_partition_key(self):
        return self._has(2)


class EntryReader(capnp.StructReader):
    """Reader of a Entry."""
    __slots__ = ()

    @property
    def path(self):
        return self._text(0)

    def has_path(self):
        return self._has(0)

    @property
    def state(self):
        return self._struct(1, ItemStateReader)

    def has_state(self):
        return self._has(1)

    @property
    def attributes(self):
        return self._structs(2, AttributeReader)

    def has_attributes(self):
        return self._has(2)

    @property
    def prefix(self):
        return get_bool(self, 0)


class ChangeReader(capnp.StructReader):
    """Reader of a Change."""
    __slots__ = ()

    @property
    def position(self):
        return self._data(0)

    def has_position(self):
        return self._has(0)

    @property
    def sequence(self):
        at = self._d + 0
        return get_u64(self._b, at)[0] if at + 8 <= self._p else 0

    @property
    def kind(self):
        at = self._d + 8
        return get_u16(self._b, at)[0] if at + 2 <= self._p else 0

    @property
    def path(self):
        return self._text(1)

    def has_path(self):
        return self._has(1)

    @property
    def time_ns(self):
        at = self._d + 16
        return get_i64(self._b, at)[0] if at + 8 <= self._p else 0

    @property
    def version(self):
        at = self._d + 24
        return get_u64(self._b, at)[0] if at + 8 <= self._p else 0

    @property
    def first_sequence(self):
        at = self._d + 32
        return get_u64(self._b, at)[0] if at + 8 <= self._p else 0

    @property
    def record_count(self):
        at = self._d + 12
        return get_u32(self._b, at)[0] if at + 4 <= self._p else 0

    @property
    def new_item(self):
        return self._struct(2, EntryReader)

    def has_new_item(self):
        return self._has(2)

    @property
    def old_item(self):
        return self._struct(3, EntryReader)

    def has_old_item(self):
        return self._has(3)

    @property
    def old_fault(self):
        return self._text(4)

    def has_old_fault(self):
        return self._has(4)


class ReplyReader(capnp.StructReader):
    """Reader of a Reply."""
    __slots__ = ()

    @property
    def which(self):
        at = self._d + 10
        return get_u16(self._b, at)[0] if at + 2 <= self._p else 0

    @property
    def correlation_id(self):
        at = self._d + 0
        return get_u64(self._b, at)[0] if at + 8 <= self._p else 0

    @property
    def status(self):
        at = self._d + 8
        return get_u16(self._b, at)[0] if at + 2 <= self._p else 0

    @property
    def message(self):
        return self._text(0)

    def has_message(self):
        return self._has(0)

    @property
    def body_length(self):
        at = self._d + 12
        return get_u32(self._b, at)[0] if at + 4 <= self._p else 0

    @property
    def reply_length(self):
        at = self._d + 16
        return get_u32(self._b, at)[0] if at + 4 <= self._p else 0

    @property
    def item(self):
        self._require(10, 1)
        return self._struct(1, EntryReader)

    def has_item(self):
        self._require(10, 1)
        return self._has(1)

    @property
    def listing(self):
        self._require(10, 2)
        return self._group(ReplyListingReader)

    @property
    def stage(self):
        self._require(10, 3)
        return self._group(ReplyStageReader)

    @property
    def pinned(self):
        self._require(10, 4)
        return self._group(ReplyPinnedReader)

    @property
    def location(self):
        self._require(10, 5)
        at = self._d + 24
        return get_u64(self._b, at)[0] if at + 8 <= self._p else 0

    @property
    def records(self):
        self._require(10, 6)
        return self._group(ReplyRecordsReader)

    @property
    def appended(self):
        self._require(10, 7)
        return self._group(ReplyAppendedReader)

    @property
    def batch(self):
        self._require(10, 8)
        return self._group(ReplyBatchReader)

    @property
    def engine(self):
        self._require(10, 9)
        return self._group(ReplyEngineReader)

    @property
    def changes(self):
        self._require(10, 10)
        return self._group(ReplyChangesReader)

    @property
    def counted(self):
        self._require(10, 11)
        return self._group(ReplyCountedReader)

    @property
    def rows(self):
        self._require(10, 12)
        return self._group(ReplyRowsReader)

    @property
    def indexes(self):
        self._require(10, 13)
        return self._group(ReplyIndexesReader)


class ReplyListingReader(capnp.StructReader):
    """Reader of a ReplyListing."""
    __slots__ = ()

    @property
    def entries(self):
        return self._structs(1, EntryReader)

    def has_entries(self):
        return self._has(1)

    @property
    def next_marker(self):
        return self._text(2)

    def has_next_marker(self):
        return self._has(2)


class ReplyStageReader(capnp.StructReader):
    """Reader of a ReplyStage."""
    __slots__ = ()

    @property
    def stage_id(self):
        at = self._d + 24
        return get_u64(self._b, at)[0] if at + 8 <= self._p else 0

    @property
    def staged_length(self):
        at = self._d + 32
        return get_u64(self._b, at)[0] if at + 8 <= self._p else 0


class ReplyPinnedReader(capnp.StructReader):
    """Reader of a ReplyPinned."""
    __slots__ = ()

    @property
    def pinned_entry(self):
        return self._struct(1, EntryReader)

    def has_pinned_entry(self):
        return self._has(1)

    @property
    def handle(self):
        at = self._d + 24
        return get_u64(self._b, at)[0] if at + 8 <= self._p else 0


class ReplyRecordsReader(capnp.StructReader):
    """Reader of a ReplyRecords."""
    __slots__ = ()

    @property
    def page(self):
        return self._structs(1, RecordReader)

    def has_page(self):
        return self._has(1)

    @property
    def next_location(self):
        at = self._d + 24
        return get_u64(self._b, at)[0] if at + 8 <= self._p else 0

    @property
    def behind_records(self):
        at = self._d + 32
        return get_u64(self._b, at)[0] if at + 8 <= self._p else 0

    @property
    def behind_ms(self):
        at = self._d + 40
        return get_u64(self._b, at)[0] if at + 8 <= self._p else 0


class ReplyAppendedReader(capnp.StructReader):
    """Reader of a ReplyAppended."""
    __slots__ = ()

    @property
    def first_sequence(self):
        at = self._d + 24
        return get_u64(self._b, at)[0] if at + 8 <= self._p else 0

    @property
    def count(self):
        at = self._d + 32
        return get_u32(self._b, at)[0] if at + 4 <= self._p else 0


class ReplyBatchReader(capnp.StructReader):
    """Reader of a ReplyBatch."""
    __slots__ = ()

    @property
    def replies(self):
        return self._structs(1, ReplyReader)

    def has_replies(self):
        return self._has(1)

    @property
    def failed_index(self):
        at = self._d + 24
        return get_i32(self._b, at)[0] if at + 4 <= self._p else 0


class ReplyEngineReader(capnp.StructReader):
    """Reader of a ReplyEngine."""
    __slots__ = ()

    @property
    def partition_count(self):
        at = self._d + 24
        return get_u32(self._b, at)[0] if at + 4 <= self._p else 0

    @property
    def reactor_count(self):
        at = self._d + 28
        return get_u32(self._b, at)[0] if at + 4 <= self._p else 0

    @property
    def version(self):
        return self._text(1)

    def has_version(self):
        return self._has(1)

    @property
    def item_count(self):
        at = self._d + 32
        return get_u64(self._b, at)[0] if at + 8 <= self._p else 0

    @property
    def stored_bytes(self):
        at = self._d + 40
        return get_u64(self._b, at)[0] if at + 8 <= self._p else 0

    @property
    def journal_bytes(self):
        at = self._d + 48
        return get_u64(self._b, at)[0] if at + 8 <= self._p else 0

    @property
    def written_bytes(self):
        at = self._d + 56
        return get_u64(self._b, at)[0] if at + 8 <= self._p else 0

    @property
    def moved_bytes(self):
        at = self._d + 64
        return get_u64(self._b, at)[0] if at + 8 <= self._p else 0

    @property
    def checkpoint_bytes(self):
        at = self._d + 72
        return get_u64(self._b, at)[0] if at + 8 <= self._p else 0

    @property
    def checkpoint_number(self):
        at = self._d + 80
        return get_u64(self._b, at)[0] if at + 8 <= self._p else 0

    @property
    def removed_segments(self):
        at = self._d + 88
        return get_u64(self._b, at)[0] if at + 8 <= self._p else 0

    @property
    def index_bytes(self):
        at = self._d + 96
        return get_u64(self._b, at)[0] if at + 8 <= self._p else 0

    @property
    def index_budget_bytes(self):
        at = self._d + 104
        return get_u64(self._b, at)[0] if at + 8 <= self._p else 0

    @property
    def cache_hits(self):
        at = self._d + 112
        return get_u64(self._b, at)[0] if at + 8 <= self._p else 0

    @property
    def cache_misses(self):
        at = self._d + 120
        return get_u64(self._b, at)[0] if at + 8 <= self._p else 0

    @property
    def scrubbed_bytes(self):
        at = self._d + 128
        return get_u64(self._b, at)[0] if at + 8 <= self._p else 0

    @property
    def damage_count(self):
        at = self._d + 136
        return get_u64(self._b, at)[0] if at + 8 <= self._p else 0

    @property
    def damage(self):
        return self._text(2)

    def has_damage(self):
        return self._has(2)

    @property
    def disk_access(self):
        return self._text(3)

    def has_disk_access(self):
        return self._has(3)

    @property
    def feed_bytes(self):
        at = self._d + 144
        return get_u64(self._b, at)[0] if at + 8 <= self._p else 0

    @property
    def feed_shortened(self):
        at = self._d + 152
        return get_u64(self._b, at)[0] if at + 8 <= self._p else 0

    @property
    def index_lag_bytes(self):
        at = self._d + 160
        return get_u64(self._b, at)[0] if at + 8 <= self._p else 0

    @property
    def index_lag_ms(self):
        at = self._d + 168
        return get_u64(self._b, at)[0] if at + 8 <= self._p else 0


class ReplyChangesReader(capnp.StructReader):
    """Reader of a ReplyChanges."""
    __slots__ = ()

    @property
    def change_page(self):
        return self._structs(1, ChangeReader)

    def has_change_page(self):
        return self._has(1)

    @property
    def next_position(self):
        return self._data(2)

    def has_next_position(self):
        return self._has(2)

    @property
    def at_end(self):
        return get_bool(self, 192)

    @property
    def behind_bytes(self):
        at = self._d + 32
        return get_u64(self._b, at)[0] if at + 8 <= self._p else 0


class ReplyCountedReader(capnp.StructReader):
    """Reader of a ReplyCounted."""
    __slots__ = ()

    @property
    def count(self):
        at = self._d + 24
        return get_u64(self._b, at)[0] if at + 8 <= self._p else 0

    @property
    def count_marker(self):
        return self._text(1)

    def has_count_marker(self):
        return self._has(1)


class ReplyRowsReader(capnp.StructReader):
    """Reader of a ReplyRows."""
    __slots__ = ()

    @property
    def found(self):
        return self._structs(1, EntryReader)

    def has_found(self):
        return self._has(1)

    @property
    def next_key(self):
        return self._data(2)

    def has_next_key(self):
        return self._has(2)

    @property
    def owner(self):
        at = self._d + 24
        return get_u32(self._b, at)[0] if at + 4 <= self._p else 0


class ReplyIndexesReader(capnp.StructReader):
    """Reader of a ReplyIndexes."""
    __slots__ = ()

    @property
    def list(self):
        return self._structs(1, IndexReader)

    def has_list(self):
        return self._has(1)

    @property
    def indexes_behind_bytes(self):
        at = self._d + 24
        return get_u64(self._b, at)[0] if at + 8 <= self._p else 0

    @property
    def indexes_behind_ms(self):
        at = self._d + 32
        return get_u64(self._b, at)[0] if at + 8 <= self._p else 0

    @property
    def indexes_fault(self):
        return self._text(2)

    def has_indexes_fault(self):
        return self._has(2)

    @property
    def unfit_count(self):
        at = self._d + 40
        return get_u64(self._b, at)[0] if at + 8 <= self._p else 0


class ValueWriter(capnp.StructWriter):
    """Writer of a Value."""
    __slots__ = ()
    DATA_WORDS = 2
    POINTERS = 1
    TEMPLATE = capnp.template(2, 1)

    def set_null(self):
        put_u16(self._m, self._d + 0, 0)

    def set_bool(self, value):
        put_u16(self._m, self._d + 0, 1)
        put_bool(self, 16, value)

    def set_integer(self, value):
        put_u16(self._m, self._d + 0, 2)
        put_i64(self._m, self._d + 8, value)

    def set_double(self, value):
        put_u16(self._m, self._d + 0, 3)
        put_f64(self._m, self._d + 8, value)

    def set_decimal(self, value):
        put_u16(self._m, self._d + 0, 4)
        self._set_text(0, value)

    def set_text(self, value):
        put_u16(self._m, self._d + 0, 5)
        self._set_text(0, value)

    def set_bytes(self, value):
        put_u16(self._m, self._d + 0, 6)
        self._set_data(0, value)

    def init_timestamp(self):
        put_u16(self._m, self._d + 0, 7)
        return self._group(ValueTimestampWriter)

    def init_list(self, count):
        put_u16(self._m, self._d + 0, 8)
        return self._init_structs(0, count, ValueWriter)

    def init_map(self, count):
        put_u16(self._m, self._d + 0, 9)
        return self._init_structs(0, count, AttributeWriter)

    def set_text_set(self, value):
        put_u16(self._m, self._d + 0, 10)
        self._set_texts(0, value)

    def set_decimal_set(self, value):
        put_u16(self._m, self._d + 0, 11)
        self._set_texts(0, value)

    def set_bytes_set(self, value):
        put_u16(self._m, self._d + 0, 12)
        self._set_datas(0, value)

    def set_integer_array(self, value):
        put_u16(self._m, self._d + 0, 13)
        self._set_numbers(0, 'q', value)

    def set_double_array(self, value):
        put_u16(self._m, self._d + 0, 14)
        self._set_numbers(0, 'd', value)


class ValueTimestampWriter(capnp.StructWriter):
    """Writer of a ValueTimestamp."""
    __slots__ = ()
    DATA_WORDS = 2
    POINTERS = 1

    def set_seconds(self, value):
        put_i64(self._m, self._d + 8, value)

    def set_nanos(self, value):
        put_u32(self._m, self._d + 4, value)


class AttributeWriter(capnp.StructWriter):
    """Writer of a Attribute."""
    __slots__ = ()
    DATA_WORDS = 0
    POINTERS = 2
    TEMPLATE = capnp.template(0, 2)

    def set_name(self, value):
        self._set_text(0, value)

    def init_value(self):
        return self._init_struct(1, ValueWriter)


class ItemStateWriter(capnp.StructWriter):
    """Writer of a ItemState."""
    __slots__ = ()
    DATA_WORDS = 11
    POINTERS = 0
    TEMPLATE = capnp.template(11, 0)

    def set_kind(self, value):
        put_u16(self._m, self._d + 0, value)

    def set_version(self, value):
        put_u64(self._m, self._d + 8, value)

    def set_body_length(self, value):
        put_u64(self._m, self._d + 16, value)

    def set_body_crc32c(self, value):
        put_u32(self._m, self._d + 4, value)

    def set_created_ns(self, value):
        put_i64(self._m, self._d + 24, value)

    def set_modified_ns(self, value):
        put_i64(self._m, self._d + 32, value)

    def set_inode(self, value):
        put_u64(self._m, self._d + 40, value)

    def set_mode(self, value):
        put_u32(self._m, self._d + 48, value)

    def set_uid(self, value):
        put_u32(self._m, self._d + 52, value)

    def set_gid(self, value):
        put_u32(self._m, self._d + 56, value)

    def set_last_sequence(self, value):
        put_u64(self._m, self._d + 64, value)

    def set_shard_count(self, value):
        put_u32(self._m, self._d + 60, value)

    def set_retention_seconds(self, value):
        put_u32(self._m, self._d + 72, value)

    def set_attribute_count(self, value):
        put_u32(self._m, self._d + 76, value)

    def set_expires_ns(self, value):
        put_i64(self._m, self._d + 80, value)


class PairWriter(capnp.StructWriter):
    """Writer of a Pair."""
    __slots__ = ()
    DATA_WORDS = 0
    POINTERS = 2
    TEMPLATE = capnp.template(0, 2)

    def set_name(self, value):
        self._set_text(0, value)

    def set_value(self, value):
        self._set_text(1, value)


class EventWriter(capnp.StructWriter):
    """Writer of a Event."""
    __slots__ = ()
    DATA_WORDS = 6
    POINTERS = 11
    TEMPLATE = capnp.template(6, 11)

    def set_correlation_id(self, value):
        put_u64(self._m, self._d + 0, value)

    def set_id(self, value):
        self._set_text(0, value)

    def set_trigger_kind(self, value):
        self._set_text(1, value)

    def set_trigger_name(self, value):
        self._set_text(2, value)

    def set_method(self, value):
        self._set_text(3, value)

    def set_path(self, value):
        self._set_text(4, value)

    def set_content_type(self, value):
        self._set_text(5, value)

    def init_headers(self, count):
        return self._init_structs(6, count, PairWriter)

    def init_fields(self, count):
        return self._init_structs(7, count, PairWriter)

    def set_timestamp_ns(self, value):
        put_i64(self._m, self._d + 8, value)

    def set_url(self, value):
        self._set_text(8, value)

    def set_shard_id(self, value):
        put_i32(self._m, self._d + 16, value ^ -1)

    def set_shard_count(self, value):
        put_u32(self._m, self._d + 20, value)

    def set_offset(self, value):
        put_i64(self._m, self._d + 24, value)

    def set_topic(self, value):
        self._set_text(9, value)

    def set_body(self, value):
        self._set_data(10, value)

    def set_body_offset(self, value):
        put_u64(self._m, self._d + 32, value)

    def set_body_length(self, value):
        put_u32(self._m, self._d + 40, value)

    def set_last_in_batch(self, value):
        put_bool(self, 352, value)


class ToWorkerWriter(capnp.StructWriter):
    """Writer of a ToWorker."""
    __slots__ = ()
    DATA_WORDS = 1
    POINTERS = 1
    TEMPLATE = capnp.template(1, 1)

    def init_event(self):
        put_u16(self._m, self._d + 0, 0)
        return self._init_struct(0, EventWriter)

    def set_drain(self):
        put_u16(self._m, self._d + 0, 1)


class ReadyWriter(capnp.StructWriter):
    """Writer of a Ready."""
    __slots__ = ()
    DATA_WORDS = 1
    POINTERS = 1
    TEMPLATE = capnp.template(1, 1)

    def set_pid(self, value):
        put_i32(self._m, self._d + 0, value)

    def set_runtime(self, value):
        self._set_text(0, value)

    def set_concurrency(self, value):
        put_u32(self._m, self._d + 4, value ^ 1)


class ResponseWriter(capnp.StructWriter):
    """Writer of a Response."""
    __slots__ = ()
    DATA_WORDS = 3
    POINTERS = 3
    TEMPLATE = capnp.template(3, 3)

    def set_correlation_id(self, value):
        put_u64(self._m, self._d + 0, value)

    def set_status(self, value):
        put_u16(self._m, self._d + 8, value ^ 200)

    def set_content_type(self, value):
        self._set_text(0, value)

    def init_headers(self, count):
        return self._init_structs(1, count, PairWriter)

    def set_body(self, value):
        self._set_data(2, value)

    def set_more(self, value):
        put_bool(self, 80, value)

    def set_duration_ns(self, value):
        put_u64(self._m, self._d + 16, value)

    def set_failed(self, value):
        put_bool(self, 81, value)


class LogLineWriter(capnp.StructWriter):
    """Writer of a LogLine."""
    __slots__ = ()
    DATA_WORDS = 3
    POINTERS = 3
    TEMPLATE = capnp.template(3, 3)

    def set_correlation_id(self, value):
        put_u64(self._m, self._d + 0, value)

    def set_time_ns(self, value):
        put_i64(self._m, self._d + 8, value)

    def set_level(self, value):
        put_u16(self._m, self._d + 16, value)

    def set_source(self, value):
        put_u16(self._m, self._d + 18, value)

    def set_message(self, value):
        self._set_text(0, value)

    def set_fields(self, value):
        self._set_text(1, value)

    def set_event_id(self, value):
        self._set_text(2, value)


class FromWorkerWriter(capnp.StructWriter):
    """Writer of a FromWorker."""
    __slots__ = ()
    DATA_WORDS = 1
    POINTERS = 1
    TEMPLATE = capnp.template(1, 1)

    def init_ready(self):
        put_u16(self._m, self._d + 0, 0)
        return self._init_struct(0, ReadyWriter)

    def set_failed(self, value):
        put_u16(self._m, self._d + 0, 1)
        self._set_text(0, value)

    def init_response(self):
        put_u16(self._m, self._d + 0, 2)
        return self._init_struct(0, ResponseWriter)

    def init_log_line(self):
        put_u16(self._m, self._d + 0, 3)
        return self._init_struct(0, LogLineWriter)


class RequestGetWriter(capnp.StructWriter):
    """Writer of a RequestGet."""
    __slots__ = ()
    DATA_WORDS = 3
    POINTERS = 2
    TEMPLATE = capnp.template(3, 2)

    def set_attributes(self, value):
        put_u16(self._m, self._d + 0, value)

    def set_names(self, value):
        self._set_texts(0, value)

    def set_range_start(self, value):
        put_u64(self._m, self._d + 8, value)

    def set_range_length(self, value):
        put_u32(self._m, self._d + 4, value)

    def set_pin(self, value):
        put_bool(self, 16, value)

    def set_handle(self, value):
        put_u64(self._m, self._d + 16, value)

    def set_projection(self, value):
        self._set_text(1, value)


class RequestPutWriter(capnp.StructWriter):
    """Writer of a RequestPut."""
    __slots__ = ()
    DATA_WORDS = 6
    POINTERS = 2
    TEMPLATE = capnp.template(6, 2)

    def set_mode(self, value):
        put_u16(self._m, self._d + 0, value)

    def set_kind(self, value):
        put_u16(self._m, self._d + 2, value)

    def init_attributes(self, count):
        return self._init_structs(0, count, AttributeWriter)

    def set_body(self, value):
        put_u16(self._m, self._d + 4, value)

    def set_stage_id(self, value):
        put_u64(self._m, self._d + 8, value)

    def set_posix_mode(self, value):
        put_u32(self._m, self._d + 16, value)

    def set_set_owner(self, value):
        put_bool(self, 48, value)

    def set_uid(self, value):
        put_u32(self._m, self._d + 20, value)

    def set_gid(self, value):
        put_u32(self._m, self._d + 24, value)

    def set_position(self, value):
        put_u64(self._m, self._d + 32, value)

    def set_set_expiry(self, value):
        put_bool(self, 49, value)

    def set_expires_ns(self, value):
        put_i64(self._m, self._d + 40, value)

    def init_parts(self, count):
        return self._init_structs(1, count, RequestPutPartWriter)


class RequestUpdateWriter(capnp.StructWriter):
    """Writer of a RequestUpdate."""
    __slots__ = ()
    DATA_WORDS = 2
    POINTERS = 2
    TEMPLATE = capnp.template(2, 2)

    def set_expression(self, value):
        self._set_text(0, value)

    def set_alternate(self, value):
        self._set_text(1, value)

    def set_create_if_missing(self, value):
        put_bool(self, 0, value)

    def set_mode(self, value):
        put_u16(self._m, self._d + 2, value)

    def set_set_expiry(self, value):
        put_bool(self, 1, value)

    def set_expires_ns(self, value):
        put_i64(self._m, self._d + 8, value)


class RequestDeleteWriter(capnp.StructWriter):
    """Writer of a RequestDelete."""
    __slots__ = ()
    DATA_WORDS = 1
    POINTERS = 0
    TEMPLATE = capnp.template(1, 0)

    def set_recursive(self, value):
        put_bool(self, 0, value)


class RequestScanWriter(capnp.StructWriter):
    """Writer of a RequestScan."""
    __slots__ = ()
    DATA_WORDS = 3
    POINTERS = 9
    TEMPLATE = capnp.template(3, 9)

    def set_marker(self, value):
        self._set_text(0, value)

    def set_limit(self, value):
        put_u32(self._m, self._d + 0, value)

    def set_recursive(self, value):
        put_bool(self, 32, value)

    def set_filter(self, value):
        self._set_text(1, value)

    def set_attributes(self, value):
        put_u16(self._m, self._d + 6, value)

    def set_names(self, value):
        self._set_texts(2, value)

    def set_directories(self, value):
        put_u16(self._m, self._d + 8, value)

    def set_segment(self, value):
        put_u32(self._m, self._d + 12, value)

    def set_segment_count(self, value):
        put_u32(self._m, self._d + 16, value)

    def set_prefix(self, value):
        self._set_text(3, value)

    def set_count_only(self, value):
        put_bool(self, 33, value)

    def set_from_(self, value):
        self._set_text(4, value)

    def set_from_exclusive(self, value):
        put_bool(self, 34, value)

    def set_to(self, value):
        self._set_text(5, value)

    def set_to_inclusive(self, value):
        put_bool(self, 35, value)

    def set_reverse(self, value):
        put_bool(self, 36, value)

    def set_byte_limit(self, value):
        put_u32(self._m, self._d + 20, value)

    def set_key_condition(self, value):
        self._set_text(6, value)

    def init_key_schema(self):
        return self._init_struct(7, RequestScanKeySchemaWriter)

    def set_projection(self, value):
        self._set_text(8, value)


class RequestStageWriter(capnp.StructWriter):
    """Writer of a RequestStage."""
    __slots__ = ()
    DATA_WORDS = 2
    POINTERS = 0
    TEMPLATE = capnp.template(2, 0)

    def set_stage_id(self, value):
        put_u64(self._m, self._d + 0, value)

    def set_position(self, value):
        put_u64(self._m, self._d + 8, value)


class RequestReleaseWriter(capnp.StructWriter):
    """Writer of a RequestRelease."""
    __slots__ = ()
    DATA_WORDS = 2
    POINTERS = 0
    TEMPLATE = capnp.template(2, 0)

    def set_handle(self, value):
        put_u64(self._m, self._d + 0, value)

    def set_stage_id(self, value):
        put_u64(self._m, self._d + 8, value)


class RequestCreateStreamWriter(capnp.StructWriter):
    """Writer of a RequestCreateStream."""
    __slots__ = ()
    DATA_WORDS = 3
    POINTERS = 0
    TEMPLATE = capnp.template(3, 0)

    def set_shard_count(self, value):
        put_u32(self._m, self._d + 0, value)

    def set_retention_seconds(self, value):
        put_u32(self._m, self._d + 4, value)

    def set_update(self, value):
        put_bool(self, 64, value)

    def set_retention_bytes(self, value):
        put_u64(self._m, self._d + 16, value)


class RequestAppendWriter(capnp.StructWriter):
    """Writer of a RequestAppend."""
    __slots__ = ()
    DATA_WORDS = 0
    POINTERS = 1
    TEMPLATE = capnp.template(0, 1)

    def init_records(self, count):
        return self._init_structs(0, count, NewRecordWriter)


class RequestSeekWriter(capnp.StructWriter):
    """Writer of a RequestSeek."""
    __slots__ = ()
    DATA_WORDS = 3
    POINTERS = 0
    TEMPLATE = capnp.template(3, 0)

    def set_kind(self, value):
        put_u16(self._m, self._d + 0, value)

    def set_sequence(self, value):
        put_u64(self._m, self._d + 8, value)

    def set_time_ns(self, value):
        put_i64(self._m, self._d + 16, value)


class RequestReadWriter(capnp.StructWriter):
    """Writer of a RequestRead."""
    __slots__ = ()
    DATA_WORDS = 2
    POINTERS = 0
    TEMPLATE = capnp.template(2, 0)

    def set_location(self, value):
        put_u64(self._m, self._d + 0, value)

    def set_limit(self, value):
        put_u32(self._m, self._d + 8, value)


class RequestBatchWriter(capnp.StructWriter):
    """Writer of a RequestBatch."""
    __slots__ = ()
    DATA_WORDS = 0
    POINTERS = 1
    TEMPLATE = capnp.template(0, 1)

    def init_requests(self, count):
        return self._init_structs(0, count, RequestWriter)


class RequestFeedWriter(capnp.StructWriter):
    """Writer of a RequestFeed."""
    __slots__ = ()
    DATA_WORDS = 3
    POINTERS = 2
    TEMPLATE = capnp.template(3, 2)

    def set_partition(self, value):
        put_u32(self._m, self._d + 0, value)

    def set_position(self, value):
        self._set_data(0, value)

    def set_from_(self, value):
        put_u16(self._m, self._d + 4, value)

    def set_limit(self, value):
        put_u32(self._m, self._d + 8, value)

    def set_images(self, value):
        put_u16(self._m, self._d + 6, value)

    def set_attributes(self, value):
        put_u16(self._m, self._d + 12, value)

    def set_names(self, value):
        self._set_texts(1, value)

    def set_wait_ms(self, value):
        put_u32(self._m, self._d + 16, value)


class RequestRenameWriter(capnp.StructWriter):
    """Writer of a RequestRename."""
    __slots__ = ()
    DATA_WORDS = 2
    POINTERS = 1
    TEMPLATE = capnp.template(2, 1)

    def set_target(self, value):
        self._set_text(0, value)

    def set_no_replace(self, value):
        put_bool(self, 0, value)

    def set_stage_id(self, value):
        put_u64(self._m, self._d + 8, value)


class RequestExpressionsWriter(capnp.StructWriter):
    """Writer of a RequestExpressions."""
    __slots__ = ()
    DATA_WORDS = 1
    POINTERS = 6
    TEMPLATE = capnp.template(1, 6)

    def set_language(self, value):
        put_u16(self._m, self._d + 0, value)

    def init_names(self, count):
        return self._init_structs(0, count, RequestExpressionsNameWriter)

    def init_values(self, count):
        return self._init_structs(1, count, AttributeWriter)

    def init_conditions(self, count):
        return self._init_structs(2, count, RequestExpressionsLegacyConditionWriter)

    def set_any_condition(self, value):
        put_bool(self, 16, value)

    def init_filters(self, count):
        return self._init_structs(3, count, RequestExpressionsLegacyConditionWriter)

    def set_any_filter(self, value):
        put_bool(self, 17, value)

    def init_key_conditions(self, count):
        return self._init_structs(4, count, RequestExpressionsLegacyConditionWriter)

    def init_updates(self, count):
        return self._init_structs(5, count, RequestExpressionsLegacyUpdateWriter)


class RequestCreateIndexWriter(capnp.StructWriter):
    """Writer of a RequestCreateIndex."""
    __slots__ = ()
    DATA_WORDS = 1
    POINTERS = 4
    TEMPLATE = capnp.template(1, 4)

    def set_name(self, value):
        self._set_text(0, value)

    def set_local(self, value):
        put_bool(self, 0, value)

    def init_partition(self):
        return self._init_struct(1, RequestScanKeyAttributeWriter)

    def init_sort(self):
        return self._init_struct(2, RequestScanKeyAttributeWriter)

    def set_projection(self, value):
        put_u16(self._m, self._d + 2, value)

    def set_names(self, value):
        self._set_texts(3, value)


class RequestDropIndexWriter(capnp.StructWriter):
    """Writer of a RequestDropIndex."""
    __slots__ = ()
    DATA_WORDS = 0
    POINTERS = 1
    TEMPLATE = capnp.template(0, 1)

    def set_name(self, value):
        self._set_text(0, value)


class RequestIndexesWriter(capnp.StructWriter):
    """Writer of a RequestIndexes."""
    __slots__ = ()
    DATA_WORDS = 1
    POINTERS = 0
    TEMPLATE = capnp.template(1, 0)

    def set_caught_up(self, value):
        put_bool(self, 0, value)


class RequestQueryWriter(capnp.StructWriter):
    """Writer of a RequestQuery."""
    __slots__ = ()
    DATA_WORDS = 3
    POINTERS = 9
    TEMPLATE = capnp.template(3, 9)

    def set_index(self, value):
        self._set_text(0, value)

    def set_range(self, value):
        put_u16(self._m, self._d + 0, value)

    def init_partition(self):
        return self._init_struct(1, ValueWriter)

    def init_operands(self, count):
        return self._init_structs(2, count, ValueWriter)

    def set_backwards(self, value):
        put_bool(self, 16, value)

    def set_limit(self, value):
        put_u32(self._m, self._d + 4, value)

    def set_filter(self, value):
        self._set_text(3, value)

    def set_attributes(self, value):
        put_u16(self._m, self._d + 8, value)

    def set_names(self, value):
        self._set_texts(4, value)

    def set_marker(self, value):
        self._set_data(5, value)

    def set_segment(self, value):
        put_u32(self._m, self._d + 12, value)

    def set_segment_count(self, value):
        put_u32(self._m, self._d + 16, value)

    def set_key_condition(self, value):
        self._set_text(6, value)

    def init_key_schema(self):
        return self._init_struct(7, RequestScanKeySchemaWriter)

    def set_projection(self, value):
        self._set_text(8, value)


class RequestWriter(capnp.StructWriter):
    """Writer of a Request."""
    __slots__ = ()
    DATA_WORDS = 7
    POINTERS = 6
    TEMPLATE = capnp.template(7, 6)

    def set_correlation_id(self, value):
        put_u64(self._m, self._d + 0, value)

    def set_container(self, value):
        put_u64(self._m, self._d + 8, value)

    def set_path(self, value):
        self._set_text(0, value)

    def set_condition(self, value):
        self._set_text(1, value)

    def set_body_offset(self, value):
        put_u64(self._m, self._d + 16, value)

    def set_body_length(self, value):
        put_u32(self._m, self._d + 24, value)

    def set_reply_offset(self, value):
        put_u64(self._m, self._d + 32, value)

    def set_reply_capacity(self, value):
        put_u32(self._m, self._d + 28, value)

    def set_expected_version(self, value):
        put_u64(self._m, self._d + 40, value)

    def set_ping(self):
        put_u16(self._m, self._d + 48, 0)

    def init_get(self):
        put_u16(self._m, self._d + 48, 1)
        return self._init_struct(2, RequestGetWriter)

    def init_put(self):
        put_u16(self._m, self._d + 48, 2)
        return self._init_struct(2, RequestPutWriter)

    def init_update(self):
        put_u16(self._m, self._d + 48, 3)
        return self._init_struct(2, RequestUpdateWriter)

    def init_delete(self):
        put_u16(self._m, self._d + 48, 4)
        return self._init_struct(2, RequestDeleteWriter)

    def init_list(self):
        put_u16(self._m, self._d + 48, 5)
        return self._init_struct(2, RequestScanWriter)

    def init_stage(self):
        put_u16(self._m, self._d + 48, 6)
        return self._init_struct(2, RequestStageWriter)

    def init_release(self):
        put_u16(self._m, self._d + 48, 7)
        return self._init_struct(2, RequestReleaseWriter)

    def init_create_stream(self):
        put_u16(self._m, self._d + 48, 8)
        return self._init_struct(2, RequestCreateStreamWriter)

    def init_append(self):
        put_u16(self._m, self._d + 48, 9)
        return self._init_struct(2, RequestAppendWriter)

    def init_seek(self):
        put_u16(self._m, self._d + 48, 10)
        return self._init_struct(2, RequestSeekWriter)

    def init_read(self):
        put_u16(self._m, self._d + 48, 11)
        return self._init_struct(2, RequestReadWriter)

    def init_batch(self):
        put_u16(self._m, self._d + 48, 12)
        return self._init_struct(2, RequestBatchWriter)

    def init_feed(self):
        put_u16(self._m, self._d + 48, 13)
        return self._init_struct(2, RequestFeedWriter)

    def init_rename(self):
        put_u16(self._m, self._d + 48, 14)
        return self._init_struct(2, RequestRenameWriter)

    def init_expressions(self):
        return self._init_struct(3, RequestExpressionsWriter)

    def init_create_index(self):
        put_u16(self._m, self._d + 48, 15)
        return self._init_struct(2, RequestCreateIndexWriter)

    def init_drop_index(self):
        put_u16(self._m, self._d + 48, 16)
        return self._init_struct(2, RequestDropIndexWriter)

    def init_indexes(self):
        put_u16(self._m, self._d + 48, 17)
        return self._init_struct(2, RequestIndexesWriter)

    def init_query(self):
        put_u16(self._m, self._d + 48, 18)
        return self._init_struct(2, RequestQueryWriter)

    def set_token(self, value):
        self._set_data(4, value)

    def set_check(self):
        put_u16(self._m, self._d + 48, 19)

    def set_fingerprint(self, value):
        self._set_data(5, value)


class RequestPutPartWriter(capnp.StructWriter):
    """Writer of a RequestPutPart."""
    __slots__ = ()
    DATA_WORDS = 2
    POINTERS = 1
    TEMPLATE = capnp.template(2, 1)

    def set_stage_id(self, value):
        put_u64(self._m, self._d + 0, value)

    def set_path(self, value):
        self._set_text(0, value)

    def set_expected_version(self, value):
        put_u64(self._m, self._d + 8, value)


class RequestScanKeySchemaWriter(capnp.StructWriter):
    """Writer of a RequestScanKeySchema."""
    __slots__ = ()
    DATA_WORDS = 0
    POINTERS = 2
    TEMPLATE = capnp.template(0, 2)

    def init_partition(self):
        return self._init_struct(0, RequestScanKeyAttributeWriter)

    def init_sort(self):
        return self._init_struct(1, RequestScanKeyAttributeWriter)


class RequestScanKeyAttributeWriter(capnp.StructWriter):
    """Writer of a RequestScanKeyAttribute."""
    __slots__ = ()
    DATA_WORDS = 1
    POINTERS = 1
    TEMPLATE = capnp.template(1, 1)

    def set_name(self, value):
        self._set_text(0, value)

    def set_type(self, value):
        put_u16(self._m, self._d + 0, value)


class NewRecordWriter(capnp.StructWriter):
    """Writer of a NewRecord."""
    __slots__ = ()
    DATA_WORDS = 0
    POINTERS = 3
    TEMPLATE = capnp.template(0, 3)

    def set_data(self, value):
        self._set_data(0, value)

    def set_client_info(self, value):
        self._set_data(1, value)

    def set_partition_key(self, value):
        self._set_text(2, value)


class RequestExpressionsNameWriter(capnp.StructWriter):
    """Writer of a RequestExpressionsName."""
    __slots__ = ()
    DATA_WORDS = 0
    POINTERS = 2
    TEMPLATE = capnp.template(0, 2)

    def set_placeholder(self, value):
        self._set_text(0, value)

    def set_name(self, value):
        self._set_text(1, value)


class RequestExpressionsLegacyConditionWriter(capnp.StructWriter):
    """Writer of a RequestExpressionsLegacyCondition."""
    __slots__ = ()
    DATA_WORDS = 1
    POINTERS = 2
    TEMPLATE = capnp.template(1, 2)

    def set_attribute(self, value):
        self._set_text(0, value)

    def set_operator(self, value):
        put_u16(self._m, self._d + 0, value)

    def init_values(self, count):
        return self._init_structs(1, count, ValueWriter)


class RequestExpressionsLegacyUpdateWriter(capnp.StructWriter):
    """Writer of a RequestExpressionsLegacyUpdate."""
    __slots__ = ()
    DATA_WORDS = 1
    POINTERS = 2
    TEMPLATE = capnp.template(1, 2)

    def set_attribute(self, value):
        self._set_text(0, value)

    def set_action(self, value):
        put_u16(self._m, self._d + 0, value)

    def init_value(self, count):
        return self._init_structs(1, count, ValueWriter)


class IndexWriter(capnp.StructWriter):
    """Writer of a Index."""
    __slots__ = ()
    DATA_WORDS = 2
    POINTERS = 4
    TEMPLATE = capnp.template(2, 4)

    def set_name(self, value):
        self._set_text(0, value)

    def set_local(self, value):
        put_bool(self, 0, value)

    def init_partition(self):
        return self._init_struct(1, RequestScanKeyAttributeWriter)

    def init_sort(self):
        return self._init_struct(2, RequestScanKeyAttributeWriter)

    def set_projection(self, value):
        put_u16(self._m, self._d + 2, value)

    def set_names(self, value):
        self._set_texts(3, value)

    def set_state(self, value):
        put_u16(self._m, self._d + 4, value)

    def set_unread_count(self, value):
        put_u64(self._m, self._d + 8, value)


class RecordWriter(capnp.StructWriter):
    """Writer of a Record."""
    __slots__ = ()
    DATA_WORDS = 2
    POINTERS = 3
    TEMPLATE = capnp.template(2, 3)

    def set_sequence(self, value):
        put_u64(self._m, self._d + 0, value)

    def set_arrival_ns(self, value):
        put_i64(self._m, self._d + 8, value)

    def set_data(self, value):
        self._set_data(0, value)

    def set_client_info(self, value):
        self._set_data(1, value)

    def set_partition_key(self, value):
        self._set_text(2, value)


class EntryWriter(capnp.StructWriter):
    """Writer of a Entry."""
    __slots__ = ()
    DATA_WORDS = 1
    POINTERS = 3
    TEMPLATE = capnp.template(1, 3)

    def set_path(self, value):
        self._set_text(0, value)

    def init_state(self):
        return self._init_struct(1, ItemStateWriter)

    def init_attributes(self, count):
        return self._init_structs(2, count, AttributeWriter)

    def set_prefix(self, value):
        put_bool(self, 0, value)


class ChangeWriter(capnp.StructWriter):
    """Writer of a Change."""
    __slots__ = ()
    DATA_WORDS = 5
    POINTERS = 5
    TEMPLATE = capnp.template(5, 5)

    def set_position(self, value):
        self._set_data(0, value)

    def set_sequence(self, value):
        put_u64(self._m, self._d + 0, value)

    def set_kind(self, value):
        put_u16(self._m, self._d + 8, value)

    def set_path(self, value):
        self._set_text(1, value)

    def set_time_ns(self, value):
        put_i64(self._m, self._d + 16, value)

    def set_version(self, value):
        put_u64(self._m, self._d + 24, value)

    def set_first_sequence(self, value):
        put_u64(self._m, self._d + 32, value)

    def set_record_count(self, value):
        put_u32(self._m, self._d + 12, value)

    def init_new_item(self):
        return self._init_struct(2, EntryWriter)

    def init_old_item(self):
        return self._init_struct(3, EntryWriter)

    def set_old_fault(self, value):
        self._set_text(4, value)


class ReplyWriter(capnp.StructWriter):
    """Writer of a Reply."""
    __slots__ = ()
    DATA_WORDS = 22
    POINTERS = 4
    TEMPLATE = capnp.template(22, 4)

    def set_correlation_id(self, value):
        put_u64(self._m, self._d + 0, value)

    def set_status(self, value):
        put_u16(self._m, self._d + 8, value)

    def set_message(self, value):
        self._set_text(0, value)

    def set_body_length(self, value):
        put_u32(self._m, self._d + 12, value)

    def set_reply_length(self, value):
        put_u32(self._m, self._d + 16, value)

    def set_none(self):
        put_u16(self._m, self._d + 10, 0)

    def init_item(self):
        put_u16(self._m, self._d + 10, 1)
        return self._init_struct(1, EntryWriter)

    def init_listing(self):
        put_u16(self._m, self._d + 10, 2)
        return self._group(ReplyListingWriter)

    def init_stage(self):
        put_u16(self._m, self._d + 10, 3)
        return self._group(ReplyStageWriter)

    def init_pinned(self):
        put_u16(self._m, self._d + 10, 4)
        return self._group(ReplyPinnedWriter)

    def set_location(self, value):
        put_u16(self._m, self._d + 10, 5)
        put_u64(self._m, self._d + 24, value)

    def init_records(self):
        put_u16(self._m, self._d + 10, 6)
        return self._group(ReplyRecordsWriter)

    def init_appended(self):
        put_u16(self._m, self._d + 10, 7)
        return self._group(ReplyAppendedWriter)

    def init_batch(self):
        put_u16(self._m, self._d + 10, 8)
        return self._group(ReplyBatchWriter)

    def init_engine(self):
        put_u16(self._m, self._d + 10, 9)
        return self._group(ReplyEngineWriter)

    def init_changes(self):
        put_u16(self._m, self._d + 10, 10)
        return self._group(ReplyChangesWriter)

    def init_counted(self):
        put_u16(self._m, self._d + 10, 11)
        return self._group(ReplyCountedWriter)

    def init_rows(self):
        put_u16(self._m, self._d + 10, 12)
        return self._group(ReplyRowsWriter)

    def init_indexes(self):
        put_u16(self._m, self._d + 10, 13)
        return self._group(ReplyIndexesWriter)


class ReplyListingWriter(capnp.StructWriter):
    """Writer of a ReplyListing."""
    __slots__ = ()
    DATA_WORDS = 22
    POINTERS = 4

    def init_entries(self, count):
        return self._init_structs(1, count, EntryWriter)

    def set_next_marker(self, value):
        self._set_text(2, value)


class ReplyStageWriter(capnp.StructWriter):
    """Writer of a ReplyStage."""
    __slots__ = ()
    DATA_WORDS = 22
    POINTERS = 4

    def set_stage_id(self, value):
        put_u64(self._m, self._d + 24, value)

    def set_staged_length(self, value):
        put_u64(self._m, self._d + 32, value)


class ReplyPinnedWriter(capnp.StructWriter):
    """Writer of a ReplyPinned."""
    __slots__ = ()
    DATA_WORDS = 22
    POINTERS = 4

    def init_pinned_entry(self):
        return self._init_struct(1, EntryWriter)

    def set_handle(self, value):
        put_u64(self._m, self._d + 24, value)


class ReplyRecordsWriter(capnp.StructWriter):
    """Writer of a ReplyRecords."""
    __slots__ = ()
    DATA_WORDS = 22
    POINTERS = 4

    def init_page(self, count):
        return self._init_structs(1, count, RecordWriter)

    def set_next_location(self, value):
        put_u64(self._m, self._d + 24, value)

    def set_behind_records(self, value):
        put_u64(self._m, self._d + 32, value)

    def set_behind_ms(self, value):
        put_u64(self._m, self._d + 40, value)


class ReplyAppendedWriter(capnp.StructWriter):
    """Writer of a ReplyAppended."""
    __slots__ = ()
    DATA_WORDS = 22
    POINTERS = 4

    def set_first_sequence(self, value):
        put_u64(self._m, self._d + 24, value)

    def set_count(self, value):
        put_u32(self._m, self._d + 32, value)


class ReplyBatchWriter(capnp.StructWriter):
    """Writer of a ReplyBatch."""
    __slots__ = ()
    DATA_WORDS = 22
    POINTERS = 4

    def init_replies(self, count):
        return self._init_structs(1, count, ReplyWriter)

    def set_failed_index(self, value):
        put_i32(self._m, self._d + 24, value)


class ReplyEngineWriter(capnp.StructWriter):
    """Writer of a ReplyEngine."""
    __slots__ = ()
    DATA_WORDS = 22
    POINTERS = 4

    def set_partition_count(self, value):
        put_u32(self._m, self._d + 24, value)

    def set_reactor_count(self, value):
        put_u32(self._m, self._d + 28, value)

    def set_version(self, value):
        self._set_text(1, value)

    def set_item_count(self, value):
        put_u64(self._m, self._d + 32, value)

    def set_stored_bytes(self, value):
        put_u64(self._m, self._d + 40, value)

    def set_journal_bytes(self, value):
        put_u64(self._m, self._d + 48, value)

    def set_written_bytes(self, value):
        put_u64(self._m, self._d + 56, value)

    def set_moved_bytes(self, value):
        put_u64(self._m, self._d + 64, value)

    def set_checkpoint_bytes(self, value):
        put_u64(self._m, self._d + 72, value)

    def set_checkpoint_number(self, value):
        put_u64(self._m, self._d + 80, value)

    def set_removed_segments(self, value):
        put_u64(self._m, self._d + 88, value)

    def set_index_bytes(self, value):
        put_u64(self._m, self._d + 96, value)

    def set_index_budget_bytes(self, value):
        put_u64(self._m, self._d + 104, value)

    def set_cache_hits(self, value):
        put_u64(self._m, self._d + 112, value)

    def set_cache_misses(self, value):
        put_u64(self._m, self._d + 120, value)

    def set_scrubbed_bytes(self, value):
        put_u64(self._m, self._d + 128, value)

    def set_damage_count(self, value):
        put_u64(self._m, self._d + 136, value)

    def set_damage(self, value):
        self._set_text(2, value)

    def set_disk_access(self, value):
        self._set_text(3, value)

    def set_feed_bytes(self, value):
        put_u64(self._m, self._d + 144, value)

    def set_feed_shortened(self, value):
        put_u64(self._m, self._d + 152, value)

    def set_index_lag_bytes(self, value):
        put_u64(self._m, self._d + 160, value)

    def set_index_lag_ms(self, value):
        put_u64(self._m, self._d + 168, value)


class ReplyChangesWriter(capnp.StructWriter):
    """Writer of a ReplyChanges."""
    __slots__ = ()
    DATA_WORDS = 22
    POINTERS = 4

    def init_change_page(self, count):
        return self._init_structs(1, count, ChangeWriter)

    def set_next_position(self, value):
        self._set_data(2, value)

    def set_at_end(self, value):
        put_bool(self, 192, value)

    def set_behind_bytes(self, value):
        put_u64(self._m, self._d + 32, value)


class ReplyCountedWriter(capnp.StructWriter):
    """Writer of a ReplyCounted."""
    __slots__ = ()
    DATA_WORDS = 22
    POINTERS = 4

    def set_count(self, value):
        put_u64(self._m, self._d + 24, value)

    def set_count_marker(self, value):
        self._set_text(1, value)


class ReplyRowsWriter(capnp.StructWriter):
    """Writer of a ReplyRows."""
    __slots__ = ()
    DATA_WORDS = 22
    POINTERS = 4

    def init_found(self, count):
        return self._init_structs(1, count, EntryWriter)

    def set_next_key(self, value):
        self._set_data(2, value)

    def set_owner(self, value):
        put_u32(self._m, self._d + 24, value)


class ReplyIndexesWriter(capnp.StructWriter):
    """Writer of a ReplyIndexes."""
    __slots__ = ()
    DATA_WORDS = 22
    POINTERS = 4

    def init_list(self, count):
        return self._init_structs(1, count, IndexWriter)

    def set_indexes_behind_bytes(self, value):
        put_u64(self._m, self._d + 24, value)

    def set_indexes_behind_ms(self, value):
        put_u64(self._m, self._d + 32, value)

    def set_indexes_fault(self, value):
        self._set_text(2, value)

    def set_unfit_count(self, value):
        put_u64(self._m, self._d + 40, value)
