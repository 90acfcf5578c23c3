"""Whatever bytes come: a message is read, or refused with one error."""

import datetime
import decimal
import pathlib
import unittest

from tests import fuzz
from tests.test_message import put_request
from tests.test_values import through_a_message
from vireo_client import message
from vireo_client.capnp import MalformedMessageError, StructReader
from vireo_client.values import read_attributes, write_attributes

_CORPUS = pathlib.Path(__file__).parent / "corpus"
_MOST_FIELDS = 2_000


def read_all(reader, left):
    """Reads each field of a struct and of what it refers to, as far as a bound goes."""
    for name in _fields(type(reader)):
        left[0] -= 1
        if left[0] < 0:
            return
        try:
            value = getattr(reader, name)
        except MalformedMessageError:
            raise
        except ValueError as e:
            if not str(e).startswith("union holds another member"):
                raise
            continue
        if isinstance(value, StructReader):
            read_all(value, left)
        elif isinstance(value, list):
            for item in value:
                if not isinstance(item, StructReader) or left[0] < 0:
                    break
                read_all(item, left)


def _fields(kind):
    return [name for name, member in vars(kind).items() if isinstance(member, property)]


def reply():
    writer = message.ReplyWriter.new()
    writer.set_correlation_id(7)
    writer.set_status(message.Status.OK)
    item = writer.init_item()
    item.set_path("photos/one.jpg")
    write_attributes(item.init_attributes(4), {"n": 1, "t": "text", "l": [1, {"a": b"b"}], "s": {"x", "y"}})
    return bytes(writer.finish())


def entry():
    writer = message.EntryWriter.new()
    values = {
        "i": 1,
        "d": 0.5,
        "n": decimal.Decimal("1.5"),
        "t": datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc),
        "l": [None, True, ["x"], {"k": b"v"}],
        "s": {decimal.Decimal(1), decimal.Decimal(2)},
        "b": {b"x"},
    }
    write_attributes(writer.init_attributes(len(values)), values)
    return bytes(writer.finish())


def event():
    writer = message.ToWorkerWriter.new()
    wire = writer.init_event()
    wire.set_id("1")
    wire.set_path("/x")
    wire.set_body(b"body")
    headers = wire.init_headers(1)
    headers[0].set_name("a")
    headers[0].set_value("b")
    return bytes(writer.finish())


class Messages(unittest.TestCase):
    def check(self, reader, seed, name):
        read = 0
        for data in fuzz.inputs([seed], _CORPUS / name):
            try:
                read_all(reader.parse(data), [_MOST_FIELDS])
                read += 1
            except MalformedMessageError:
                pass
            except BaseException as e:
                raise AssertionError(f"{type(e).__name__} for {data.hex()}") from e
        self.assertGreater(read, 1)

    def test_replies_are_read_or_refused(self):
        self.check(message.ReplyReader, reply(), "reply")

    def test_requests_are_read_or_refused(self):
        self.check(message.RequestReader, bytes(put_request().finish()), "request")

    def test_what_a_worker_is_sent_is_read_or_refused(self):
        self.check(message.ToWorkerReader, event(), "to_worker")


class Values(unittest.TestCase):
    def test_are_read_or_refused_and_those_that_were_read_can_be_written(self):
        read = 0
        for data in fuzz.inputs([entry()], _CORPUS / "values"):
            try:
                attributes = read_attributes(message.EntryReader.parse(data).attributes)
            except MalformedMessageError:
                continue
            except BaseException as e:
                raise AssertionError(f"{type(e).__name__} for {data.hex()}") from e
            again = through_a_message(attributes)
            self.assertEqual(attributes.keys(), again.keys(), data.hex())
            read += 1
        self.assertGreater(read, 1)
