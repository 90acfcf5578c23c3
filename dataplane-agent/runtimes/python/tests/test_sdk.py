import datetime
import json
import unittest

import nuclio_sdk
from nuclio_sdk.event import parsed_body, timestamp_of


class EventTest(unittest.TestCase):
    def test_names_the_header_whatever_its_case(self):
        event = nuclio_sdk.Event(headers={"Content-Type": "text/plain"})

        self.assertEqual("text/plain", event.get_header("content-TYPE"))
        self.assertIsNone(event.get_header("X-Missing"))

    def test_json_holds_every_field_and_bytes_as_base64(self):
        event = nuclio_sdk.Event(
            body=b"\x00\x01", _id="e1", trigger=nuclio_sdk.TriggerInfo("http", "h"), timestamp=timestamp_of(0)
        )

        fields = json.loads(event.to_json())

        self.assertEqual("AAE=", fields["body"])
        self.assertEqual({"kind": "http", "name": "h"}, fields["trigger"])
        self.assertEqual("1970-01-01 00:00:00", fields["timestamp"])
        self.assertEqual("e1", fields["id"])

    def test_timestamp_is_naive_utc_with_microseconds(self):
        self.assertEqual(datetime.datetime(1970, 1, 1, 0, 0, 1, 500_000), timestamp_of(1_500_000_999))

    def test_body_is_parsed_for_exactly_application_json(self):
        self.assertEqual({"a": 1}, parsed_body(b'{"a": 1}', "application/json"))
        self.assertEqual(b'{"a": 1}', parsed_body(b'{"a": 1}', "application/json; charset=utf-8"))
        self.assertEqual(b"{", parsed_body(b"{", "application/json"))
        self.assertEqual(b"\xff", parsed_body(b"\xff", "application/json"))

    def test_acknowledgement_names_topic_shard_and_offset(self):
        event = nuclio_sdk.Event(shard_id=3, offset=7, topic="t")

        self.assertEqual(
            {"kind": "streamMessageAck", "attributes": {"topic": "t", "partition": 3, "offset": 7}},
            event.compile_explicit_ack_message(),
        )


class LoggerTest(unittest.TestCase):
    def setUp(self):
        self.lines = []
        self.logger = nuclio_sdk.Logger(sink=lambda *line: self.lines.append(line))

    def test_formats_arguments(self):
        self.logger.info("%s is %d", "x", 3)

        self.assertEqual([("info", "x is 3", {})], self.lines)

    def test_keeps_the_line_when_the_format_is_wrong(self):
        self.logger.warn("%d", "x")

        self.assertEqual([("warn", "%d ('x',)", {})], self.lines)

    def test_carries_fields_and_bound_fields(self):
        self.logger.bind(request="r1")
        self.logger.error_with("broken", count=2)

        self.assertEqual([("error", "broken", {"count": 2, "request": "r1"})], self.lines)

    def test_leaves_percent_signs_alone_without_arguments(self):
        self.logger.debug("100 %")

        self.assertEqual([("debug", "100 %", {})], self.lines)


class ContextTest(unittest.TestCase):
    def test_user_data_takes_attributes(self):
        context = nuclio_sdk.Context(worker_id="0")

        context.user_data.model = 7

        self.assertEqual(7, context.user_data.model)
        self.assertIs(nuclio_sdk.Response, context.Response)

    def test_calling_another_function_is_refused_in_words(self):
        with self.assertRaisesRegex(nuclio_sdk.PlatformError, "call_function"):
            nuclio_sdk.Platform("local").call_function("other", nuclio_sdk.Event())
