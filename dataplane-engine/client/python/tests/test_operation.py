"""Operations against an engine that the test plays: what is asked, and what is made of the answers."""

import unittest

from vireo_client import listing as listings, message, operation, stream
from vireo_client.errors import ConditionFailedError, EngineError, NotFoundError, VersionChangedError
from vireo_client.exchange import Answer


def reply(fill=lambda writer: None, status=message.Status.OK, text="", data=b""):
    writer = message.ReplyWriter.new()
    writer.set_status(status)
    writer.set_message(text)
    fill(writer)
    return Answer(message.ReplyReader.parse(bytes(writer.finish())), data)


def item(version=1, body_length=0, path="a"):
    def fill(writer):
        entry = writer.init_item()
        entry.set_path(path)
        state = entry.init_state()
        state.set_version(version)
        state.set_body_length(body_length)

    return fill


def listing(paths, marker="", directories=()):
    def fill(writer):
        page = writer.init_listing()
        for wire, path in zip(page.init_entries(len(paths)), paths):
            wire.set_path(path)
            if path in directories:
                wire.init_state().set_kind(message.ItemKind.DIRECTORY)
        page.set_next_marker(marker)

    return fill


def asked(request):
    writer = message.RequestWriter.new()
    request.fill(writer)
    return message.RequestReader.parse(bytes(writer.finish()))


def play(wanted, *answers):
    """Runs an operation against these answers; returns its result and its requests."""
    requests, answer = [], None
    answers = iter(answers)
    try:
        while True:
            requests.append(wanted.send(answer))
            answer = next(answers)
    except StopIteration as end:
        return end.value, requests


class Get(unittest.TestCase):
    def test_joins_the_pieces_of_a_long_body(self):
        length = 300 * 1024
        found, requests = play(
            operation.get(7, "a"),
            reply(item(3, length), data=b"x" * 262144),
            reply(item(3, length), data=b"y" * (length - 262144)),
        )

        self.assertEqual(length, len(found.body))
        self.assertEqual(3, found.version)
        second = asked(requests[1])
        self.assertEqual((262144, length - 262144), (second.get.range_start, second.get.range_length))
        self.assertEqual(3, second.expected_version)

    def test_begins_again_when_the_item_changes_while_it_is_read(self):
        found, requests = play(
            operation.get(7, "a"),
            reply(item(3, 262145), data=b"x" * 262144),
            reply(status=message.Status.VERSION_CHANGED),
            reply(item(4, 1), data=b"z"),
        )

        self.assertEqual((b"z", 4), (found.body, found.version))
        self.assertEqual(3, len(requests))

    def test_gives_up_on_an_item_that_never_rests(self):
        with self.assertRaises(VersionChangedError):
            play(operation.get(7, "a"), *[reply(status=message.Status.VERSION_CHANGED)] * 8)

    def test_raises_what_the_engine_says(self):
        with self.assertRaisesRegex(NotFoundError, "no item: path=a"):
            play(operation.get(7, "a"), reply(status=message.Status.NOT_FOUND, text="no item: path=a"))

    def test_takes_a_status_of_a_later_engine_for_a_fault(self):
        with self.assertRaises(EngineError):
            play(operation.get(7, "a"), reply(status=999))


class Put(unittest.TestCase):
    def test_sends_body_and_attributes_in_one_step(self):
        _, requests = play(operation.put(7, "a", "text", {"n": 1}, "create", "n > 0"), reply(item()))

        wanted = asked(requests[0])
        self.assertEqual(b"text", requests[0].body)
        self.assertEqual("n > 0", wanted.condition)
        self.assertEqual(message.RequestPutMode.CREATE_ONLY, wanted.put.mode)
        self.assertEqual(message.RequestPutBodySource.ARENA, wanted.put.body)
        self.assertEqual(1, wanted.put.attributes[0].value.integer)

    def test_leaves_the_body_alone_when_none_is_given(self):
        _, requests = play(operation.put(7, "a", attributes={"n": 1}, mode="merge"), reply(item()))

        self.assertEqual(message.RequestPutBodySource.NONE, asked(requests[0]).put.body)

    def test_stages_a_body_that_is_longer_than_a_piece(self):
        def staged(writer):
            writer.init_stage().set_stage_id(5)

        body = bytes(5 * 1024 * 1024)
        _, requests = play(operation.put(7, "a", body), reply(staged), reply(staged), reply(item()))

        self.assertEqual([4 * 1024 * 1024, 1024 * 1024, 0], [len(request.body) for request in requests])
        self.assertEqual((5, 4 * 1024 * 1024), (asked(requests[1]).stage.stage_id, asked(requests[1]).stage.position))
        self.assertEqual(5, asked(requests[2]).put.stage_id)

    def test_gives_up_what_it_staged_when_it_is_refused(self):
        def staged(writer):
            writer.init_stage().set_stage_id(5)

        refusal = reply(status=message.Status.CONDITION_FAILED)
        requests = []
        running = operation.put(7, "a", bytes(5 * 1024 * 1024), condition="n == 1")
        request = next(running)
        with self.assertRaises(ConditionFailedError):
            for answer in (reply(staged), reply(staged), refusal, reply(lambda _: None)):
                requests.append(request)
                request = running.send(answer)

        self.assertEqual(5, asked(requests[3]).release.stage_id)

    def test_names_the_modes_that_there_are(self):
        with self.assertRaisesRegex(ValueError, "mode='overwrite' is not one of replace, merge"):
            play(operation.put(7, "a", mode="overwrite"))


class Update(unittest.TestCase):
    def test_is_refused_when_the_condition_is_false(self):
        with self.assertRaises(ConditionFailedError):
            play(operation.update(7, "a", "n = 1", "n == 0"), reply(status=message.Status.CONDITION_FAILED))


class ListPage(unittest.TestCase):
    def test_merges_reactors_up_to_the_first_end(self):
        (items, marker), requests = play(
            listings.list_page(7, "in/20", "", 2),
            reply(listing(["in/20a", "in/20d", "in/20e"], "in/20e")),
            reply(listing(["in/20b", "in/20f"])),
        )

        self.assertEqual(["in/20a", "in/20b", "in/20d", "in/20e"], [found.path for found in items])
        self.assertEqual("in/20e", marker)
        self.assertEqual(["in", "in"], [request.path for request in requests])
        self.assertEqual([0, 1], [request.reactor for request in requests])
        self.assertEqual("20", asked(requests[0]).list.prefix)

    def test_takes_from_the_others_what_one_reactor_does_not_know(self):
        nothing = reply(status=message.Status.NOT_FOUND, text="there is no directory")

        (items, _), _ = play(listings.list_page(7, "in/", "", 2), nothing, reply(listing(["in/a"])))

        self.assertEqual(["in/a"], [found.path for found in items])
        with self.assertRaisesRegex(NotFoundError, "no directory"):
            play(listings.list_page(7, "in/", "", 2), nothing, nothing)

    def test_asks_again_in_more_room_and_then_for_fewer(self):
        def needing(length):
            return reply(lambda writer: writer.set_reply_length(length), message.Status.TOO_LARGE)

        _, requests = play(
            listings.list_page(7, "", "", 1), needing(1 << 20), needing(1 << 30), needing(1 << 30), reply(listing(["a"]))
        )

        self.assertEqual([1 << 18, (1 << 20) + 4096, (1 << 20) + 4096, (1 << 20) + 4096], [r.room for r in requests])
        self.assertEqual([1000, 1000, 500, 250], [asked(request).list.limit for request in requests])

    def test_shows_a_directory_once(self):
        (items, marker), _ = play(
            listings.list_page(7, "", "", 2, recursive=False),
            reply(listing(["d"], directories=["d"])),
            reply(listing(["d"], directories=["d"])),
        )

        self.assertEqual((["d"], ""), ([found.path for found in items], marker))


class Append(unittest.TestCase):
    def test_takes_bytes_texts_and_dicts(self):
        def appended(writer):
            writer.init_appended().set_first_sequence(9)

        first, requests = play(
            stream.append(7, "s", [b"one", "two", {"data": b"three", "partition_key": "k"}], 2), reply(appended)
        )

        self.assertEqual(9, first)
        self.assertEqual("s/2", requests[0].path)
        records = asked(requests[0]).append.records
        self.assertEqual([b"one", b"two", b"three"], [record.data for record in records])
        self.assertEqual("k", records[2].partition_key)


if __name__ == "__main__":
    unittest.main()
