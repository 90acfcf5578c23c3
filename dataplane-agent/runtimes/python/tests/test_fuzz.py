"""Whatever a worker is started with, or sent: it is understood, or refused with one error."""

import importlib.util
import json
import pathlib
import unittest

import vireo_client
from vireo_client.capnp import MalformedMessageError
from vireo_client.message import ToWorkerReader, ToWorkerWhich, ToWorkerWriter
from vireo_runtime.arrival import Arrival, BytesArrival
from vireo_runtime.launch import Launch, LaunchError

_SHARED = pathlib.Path(vireo_client.__file__).parents[1] / "tests" / "fuzz.py"
_SPEC = importlib.util.spec_from_file_location("fuzz", _SHARED)
fuzz = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(fuzz)

_CORPUS = pathlib.Path(__file__).parent / "corpus"
_FIELDS = ("body", "content_type", "fields", "headers", "id", "path", "size", "timestamp", "trigger", "url", "shard_id")


def launch_line(**changes):
    fields = {
        "function": "f",
        "version": 3,
        "handler": "main:handler",
        "codeDirectory": "/code",
        "channelSocket": "/s",
        "channelToken": "AQID",
        "engineSocket": "/e",
        "engineGrant": "BAUG",
        "workerId": "w-1",
        "triggerKind": "http",
        "triggerName": "http",
        "bindings": [{"name": "data", "container": 7, "prefix": "", "writable": True}],
    }
    return json.dumps({**fields, **changes}).encode()


class LaunchLines(unittest.TestCase):
    def test_are_understood_or_refused(self):
        words = (b"null", b"[]", b"{}", b"-1", b"1e999", b'"\\u0000"', b'"\\ud800"', b"true", b"[[", b'"x"', b"[null]")
        understood = 0
        for data in fuzz.inputs([launch_line()], _CORPUS / "launch", words):
            try:
                launch = Launch.parse(data.decode("utf-8", "replace"))
            except LaunchError as refusal:
                self.assertTrue(str(refusal))
                continue
            except BaseException as e:
                raise AssertionError(f"{type(e).__name__} for {data.hex()}") from e
            understood += 1
            self.assertIsInstance(launch.channel_token, bytes)
            for text in (launch.function, launch.handler, launch.channel_socket, launch.engine_socket):
                self.assertIsInstance(text, str)
            for binding in launch.bindings:
                self.assertIsInstance(binding.container, int)
                self.assertIsInstance(binding.prefix, str)
        self.assertGreater(understood, 1)

    def test_that_are_wrong_name_the_field(self):
        for changes, words in (
            ({"handler": 7}, "handler"),
            ({"engineSocket": 7}, "engineSocket"),
            ({"bindings": [{"name": "d", "container": "x"}]}, "invalid literal"),
            ({"bindings": [{"name": "d", "container": 7, "prefix": 1}]}, "prefix"),
            ({"channelToken": "?"}, "channelToken"),
            ({"codeDirectory": "a\0b"}, "null"),
        ):
            with self.assertRaisesRegex(LaunchError, words):
                Launch.parse(launch_line(**changes).decode())


class Events(unittest.TestCase):
    def test_are_read_or_refused(self):
        arena = memoryview(bytes(64))
        read = 0
        for data in fuzz.inputs([_event(0), _event(16)], _CORPUS / "event"):
            try:
                message = ToWorkerReader.parse(data)
                if message.which != ToWorkerWhich.EVENT:
                    continue
                wire = message.event
                for kind in (Arrival, BytesArrival):
                    event = kind(wire, arena)
                    for name in _FIELDS:
                        getattr(event, name)
                read += 1
            except MalformedMessageError:
                pass
            except BaseException as e:
                raise AssertionError(f"{type(e).__name__} for {data.hex()}") from e
        self.assertGreater(read, 2)


def _event(body_length):
    writer = ToWorkerWriter.new()
    wire = writer.init_event()
    wire.set_id("1")
    wire.set_trigger_kind("http")
    wire.set_content_type("application/json")
    wire.set_path("/x")
    wire.set_timestamp_ns(1_800_000_000_000_000_000)
    headers = wire.init_headers(1)
    headers[0].set_name("a")
    headers[0].set_value("b")
    if body_length:
        wire.set_body_offset(8)
        wire.set_body_length(body_length)
    else:
        wire.set_body(b'{"a": 1}')
    return bytes(writer.finish())
