"""Readers and writers of `vireo_client.message`: what is written is read, and bad bytes raise one error."""

import random
import struct
import unittest

from vireo_client import message
from vireo_client.capnp import MalformedMessageError


def put_request():
    request = message.RequestWriter.new()
    request.set_correlation_id(2**64 - 1)
    request.set_container(7)
    request.set_path("photos/été/🐦.jpg")
    request.set_body_length(2**32 - 1)
    put = request.init_put()
    put.set_mode(message.RequestPutMode.CREATE_ONLY)
    attributes = put.init_attributes(3)
    attributes[0].set_name("width")
    attributes[0].init_value().set_integer(-(2**63))
    attributes[1].set_name("ratios")
    attributes[1].init_value().set_double_array([1.5, -2.0])
    attributes[2].set_name("tags")
    attributes[2].init_value().set_text_set(["a", "", "ü"])
    return request


class Fields(unittest.TestCase):
    def test_come_back_as_they_were_set(self):
        read = message.RequestReader.parse(bytes(put_request().finish()))

        self.assertEqual(read.correlation_id, 2**64 - 1)
        self.assertEqual(read.container, 7)
        self.assertEqual(read.path, "photos/été/🐦.jpg")
        self.assertEqual(read.body_length, 2**32 - 1)
        self.assertEqual(read.which, message.RequestWhich.PUT)
        put = read.put
        self.assertEqual(put.mode, message.RequestPutMode.CREATE_ONLY)
        width, ratios, tags = put.attributes
        self.assertEqual((width.name, width.value.integer), ("width", -(2**63)))
        self.assertEqual(ratios.value.double_array, [1.5, -2.0])
        self.assertEqual(tags.value.text_set, ["a", "", "ü"])

    def test_that_were_not_set_have_their_defaults(self):
        event = message.EventReader.parse(bytes(message.EventWriter.new().finish()))

        self.assertEqual(event.shard_id, -1)
        self.assertEqual(event.path, "")
        self.assertFalse(event.has_path())
        self.assertEqual(event.body, b"")
        self.assertEqual(event.headers, [])
        self.assertFalse(event.last_in_batch)

    def test_with_a_default_can_be_set_to_zero(self):
        event = message.EventWriter.new()
        event.set_shard_id(0)
        event.set_last_in_batch(True)

        read = message.EventReader.parse(bytes(event.finish()))

        self.assertEqual(read.shard_id, 0)
        self.assertTrue(read.last_in_batch)

    def test_of_a_group_live_in_the_struct_around_it(self):
        reply = message.ReplyWriter.new()
        records = reply.init_records()
        records.set_next_location(9)
        records.init_page(1)[0].set_data(b"\1\2")

        read = message.ReplyReader.parse(bytes(reply.finish()))

        self.assertEqual(read.which, message.ReplyWhich.RECORDS)
        self.assertEqual(read.records.next_location, 9)
        self.assertEqual(read.records.page[0].data, b"\1\2")

    def test_of_another_member_of_the_union_are_refused(self):
        read = message.RequestReader.parse(bytes(put_request().finish()))

        with self.assertRaises(ValueError):
            read.get


class BadBytes(unittest.TestCase):
    def test_raise_one_error_only(self):
        seed = 20261123
        chance = random.Random(seed)
        good = bytes(put_request().finish())
        for turn in range(20_000):
            bad = bytearray(good)
            for _ in range(chance.randint(1, 8)):
                bad[chance.randrange(len(bad))] = chance.choice((0, 1, 0xFF, chance.randrange(256)))
            bad = bytes(bad[: chance.choice((len(bad), chance.randrange(len(bad) + 1)))])
            with self.subTest(seed=seed, turn=turn):
                try:
                    read_everything(message.RequestReader.parse(bad))
                except MalformedMessageError:
                    pass

    def test_that_point_at_themselves_end_at_the_depth_limit(self):
        value = message.ValueWriter.new()
        value.init_list(1)
        looping = value.finish()
        tag, element, element_pointer = 40, 48, 64
        struct.pack_into("<H", looping, element, message.ValueWhich.LIST)
        back_in_words = (tag - element_pointer - 8) // 8
        struct.pack_into("<Q", looping, element_pointer, (back_in_words << 2 & 0xFFFFFFFF) | 1 | 7 << 32 | 3 << 35)

        with self.assertRaisesRegex(MalformedMessageError, "nests too deeply"):
            read_everything(message.ValueReader.parse(bytes(looping)))


def read_everything(reader):
    """Reads every field of a struct, and of those below it."""
    for name in dir(type(reader)):
        if name.startswith(("_", "parse", "has_")):
            continue
        try:
            value = getattr(reader, name)
        except MalformedMessageError:
            raise
        except ValueError:
            continue  # another member of the union is set
        for child in value if isinstance(value, list) else [value]:
            if hasattr(child, "_require"):
                read_everything(child)


if __name__ == "__main__":
    unittest.main()
