"""Attribute values: between Python's types and the engine's.

======================  =====================================
engine                  Python
======================  =====================================
null, bool, text        None, bool, str
integer, double         int (64 bits), float
decimal                 decimal.Decimal (1 to 38 digits); also an int that needs more than 64 bits
bytes                   bytes (bytearray and memoryview are taken)
timestamp               datetime.datetime, aware, UTC, microseconds (a naive one is taken as UTC)
list, map               list (tuple is taken), dict with str keys
text, decimal, bytes sets  set of str, of Decimal, of bytes (frozenset is taken)
integer, double arrays  array.array of type 'q', of type 'd'
======================  =====================================
"""

import array
import datetime
import decimal

from vireo_client.capnp import MalformedMessageError
from vireo_client.message import ValueWhich

_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
_MAX_DEPTH = 32


def read_attributes(attributes):
    """A dict of the attributes in a message."""
    return {attribute.name: read_value(attribute.value) for attribute in attributes}


def read_value(value):
    """The Python value of one in a message. MalformedMessageError: it is of a kind that this client does not know, or Python has nothing that holds it."""
    reader = _READERS.get(value.which)
    if reader is None:
        raise MalformedMessageError("value is of a kind that this client does not know: kind={}".format(value.which))
    return reader(value)


def _timestamp(value):
    at = value.timestamp
    try:
        return _EPOCH + datetime.timedelta(seconds=at.seconds, microseconds=at.nanos // 1000)
    except OverflowError as e:
        raise MalformedMessageError("time is outside of the years 1 to 9999: seconds={}".format(at.seconds)) from e


def _decimal(text):
    try:
        number = decimal.Decimal(text)
    except decimal.InvalidOperation as e:
        raise MalformedMessageError("number is none: {!r}".format(text[:40])) from e
    if not number.is_finite():
        raise MalformedMessageError("number is not finite: {!r}".format(text))
    return number


_READERS = {
    ValueWhich.NULL: lambda value: None,
    ValueWhich.BOOL: lambda value: value.bool,
    ValueWhich.INTEGER: lambda value: value.integer,
    ValueWhich.DOUBLE: lambda value: value.double,
    ValueWhich.DECIMAL: lambda value: _decimal(value.decimal),
    ValueWhich.TEXT: lambda value: value.text,
    ValueWhich.BYTES: lambda value: value.bytes,
    ValueWhich.TIMESTAMP: _timestamp,
    ValueWhich.LIST: lambda value: [read_value(item) for item in value.list],
    ValueWhich.MAP: lambda value: read_attributes(value.map),
    ValueWhich.TEXT_SET: lambda value: set(value.text_set),
    ValueWhich.DECIMAL_SET: lambda value: {_decimal(item) for item in value.decimal_set},
    ValueWhich.BYTES_SET: lambda value: set(value.bytes_set),
    ValueWhich.INTEGER_ARRAY: lambda value: array.array("q", value.integer_array),
    ValueWhich.DOUBLE_ARRAY: lambda value: array.array("d", value.double_array),
}


def write_attributes(wires, attributes, depth=0):
    """Fills as many attribute writers as ``attributes`` has items."""
    for wire, (name, value) in zip(wires, attributes.items()):
        if not isinstance(name, str):
            raise TypeError("attribute name is no text: {!r}".format(name))
        wire.set_name(name)
        write_value(wire.init_value(), value, depth)


def write_value(wire, value, depth=0):
    """Fills a value writer; TypeError names what no attribute can hold."""
    if depth > _MAX_DEPTH:
        raise ValueError("attribute is nested deeper than {}".format(_MAX_DEPTH))
    if value is None:
        wire.set_null()
    elif isinstance(value, bool):
        wire.set_bool(value)
    elif isinstance(value, int):
        _write_integer(wire, value)
    elif isinstance(value, float):
        wire.set_double(value)
    elif isinstance(value, str):
        wire.set_text(value)
    elif isinstance(value, (bytes, bytearray, memoryview)):
        wire.set_bytes(bytes(value))
    elif isinstance(value, decimal.Decimal):
        wire.set_decimal(str(value))
    elif isinstance(value, datetime.datetime):
        _write_timestamp(wire, value)
    elif isinstance(value, dict):
        write_attributes(wire.init_map(len(value)), value, depth + 1)
    elif isinstance(value, (list, tuple)):
        for item_wire, item in zip(wire.init_list(len(value)), value):
            write_value(item_wire, item, depth + 1)
    elif isinstance(value, (set, frozenset)):
        _write_set(wire, value)
    elif isinstance(value, array.array) and value.typecode in "qd":
        (wire.set_integer_array if value.typecode == "q" else wire.set_double_array)(value)
    else:
        raise TypeError("an attribute cannot hold a {}".format(type(value).__name__))


def _write_integer(wire, value):
    if -(1 << 63) <= value < 1 << 63:
        wire.set_integer(value)
    else:
        wire.set_decimal(str(value))


def _write_timestamp(wire, value):
    aware = value if value.tzinfo else value.replace(tzinfo=datetime.timezone.utc)
    elapsed = aware - _EPOCH
    at = wire.init_timestamp()
    at.set_seconds(elapsed.days * 86_400 + elapsed.seconds)
    at.set_nanos(elapsed.microseconds * 1000)


def _write_set(wire, value):
    if all(isinstance(item, str) for item in value):
        wire.set_text_set(sorted(value))
    elif all(isinstance(item, bytes) for item in value):
        wire.set_bytes_set(sorted(value))
    elif all(isinstance(item, (int, decimal.Decimal)) and not isinstance(item, bool) for item in value):
        wire.set_decimal_set([str(item) for item in value])
    else:
        raise TypeError("a set attribute holds only str, only bytes or only numbers")
