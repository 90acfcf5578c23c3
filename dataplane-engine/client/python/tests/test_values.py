"""Attribute values go through a message and come back as they were."""

import array
import datetime
import decimal
import unittest

from vireo_client import message
from vireo_client.values import read_attributes, write_attributes

UTC = datetime.timezone.utc


def through_a_message(attributes):
    entry = message.EntryWriter.new()
    write_attributes(entry.init_attributes(len(attributes)), attributes)
    return read_attributes(message.EntryReader.parse(bytes(entry.finish())).attributes)


class Values(unittest.TestCase):
    def test_come_back_as_they_were(self):
        attributes = {
            "null": None,
            "true": True,
            "zero": 0,
            "least": -(2**63),
            "float": -0.5,
            "text": "gr\u00fcn \U0001f426",
            "bytes": b"\x00\xff",
            "decimal": decimal.Decimal("12345678901234567890.123456789012345678"),
            "at": datetime.datetime(2026, 11, 23, 17, 0, 0, 123456, tzinfo=UTC),
            "before": datetime.datetime(1969, 12, 31, 23, 59, 59, 500000, tzinfo=UTC),
            "list": [1, "two", [3.0, None], {"k": b"v"}],
            "map": {"a": {"b": []}},
            "texts": {"a", "b"},
            "numbers": {decimal.Decimal(1), decimal.Decimal("2.5")},
            "blobs": {b"x"},
            "integers": array.array("q", [-1, 2**62]),
            "doubles": array.array("d", [0.5]),
        }

        self.assertEqual(attributes, through_a_message(attributes))

    def test_of_other_types_become_the_nearest_kind(self):
        read = through_a_message(
            {"tuple": (1, 2), "view": memoryview(b"m"), "big": 2**70, "naive": datetime.datetime(2026, 1, 1)}
        )

        self.assertEqual([1, 2], read["tuple"])
        self.assertEqual(b"m", read["view"])
        self.assertEqual(decimal.Decimal(2**70), read["big"])
        self.assertEqual(datetime.datetime(2026, 1, 1, tzinfo=UTC), read["naive"])

    def test_that_nothing_can_hold_are_named(self):
        for value, words in ((object(), "a object"), ({1, "a"}, "only str, only bytes or only numbers"), ({1: 2}, "no text")):
            with self.assertRaisesRegex(TypeError, words):
                through_a_message({"x": value})

    def test_that_never_end_are_refused(self):
        loop = []
        loop.append(loop)

        with self.assertRaisesRegex(ValueError, "nested deeper"):
            through_a_message({"loop": loop})


if __name__ == "__main__":
    unittest.main()
