"""What the Python client does with a real engine of two reactors: data_operations.py SOCKET GRANT_HEX CONTAINER."""

import datetime
import sys
import time
import unittest

from vireo_client import feed, listing, operation, placement, stream
from vireo_client.data import DataClient
from vireo_client.errors import (
    ConditionFailedError,
    ExistsError,
    InvalidError,
    NotFoundError,
    TokenReusedError,
    TooLargeError,
    VersionChangedError,
)
from vireo_client.exchange import Dynamo
from vireo_client.message import Status

SOCKET, GRANT, CONTAINER = sys.argv[1], bytes.fromhex(sys.argv[2]), int(sys.argv[3])


class Operations(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.client = DataClient(SOCKET, GRANT)
        cls.reactors = cls.client.reactor_count()

    @classmethod
    def tearDownClass(cls):
        cls.client.close()

    def run_(self, wanted):
        return self.client.run(wanted)

    def body(self, path):
        return self.run_(operation.get(CONTAINER, path)).body

    def test_writes_cuts_and_grows_a_body(self):
        self.run_(operation.put(CONTAINER, "bodies/a", b"0123456789"))
        self.run_(operation.write(CONTAINER, "bodies/a", 3, b"xyz"))
        self.assertEqual(b"012xyz6789", self.body("bodies/a"))
        self.run_(operation.write(CONTAINER, "bodies/a", 12, b"end"))
        self.assertEqual(b"012xyz6789\0\0end", self.body("bodies/a"))
        self.run_(operation.truncate(CONTAINER, "bodies/a", 4))
        self.assertEqual(6, self.run_(operation.truncate(CONTAINER, "bodies/a", 6)).body_length)
        self.assertEqual(b"012x\0\0", self.body("bodies/a"))
        long = bytes(range(256)) * 20_000
        self.run_(operation.write(CONTAINER, "bodies/long", 1, long))
        self.assertEqual(b"\0" + long, self.body("bodies/long"))
        with self.assertRaises(NotFoundError):
            self.run_(operation.truncate(CONTAINER, "bodies/nothing", 1))

    def test_assembles_a_body_of_parts(self):
        for number in range(3):
            self.run_(operation.put(CONTAINER, "parts/film.{}".format(number), bytes([number]) * 70_000))
        self.run_(operation.assemble(CONTAINER, "parts/film.mp4", ["parts/film.0", ("parts/film.1", 1), "parts/film.2"]))
        self.assertEqual(b"\0" * 70_000 + b"\1" * 70_000 + b"\2" * 70_000, self.body("parts/film.mp4"))
        self.assertEqual(1, self.run_(listing.count(CONTAINER, "parts", self.reactors)))

    def test_renames_an_item_and_a_directory(self):
        self.run_(operation.put(CONTAINER, "names/x.1", b"one"))
        self.run_(operation.put(CONTAINER, "names/x.2", b"two"))
        with self.assertRaises(ExistsError):
            self.run_(operation.rename(CONTAINER, "names/x.1", "names/x.2", replace=False))
        self.assertEqual("names/x.2", self.run_(operation.rename(CONTAINER, "names/x.1", "names/x.2")).path)
        self.assertEqual(b"one", self.body("names/x.2"))
        with self.assertRaises(InvalidError):
            self.run_(listing.rename_directory(CONTAINER, "names", "names/below", self.reactors))

    def of_reactor(self, reactor, start):
        """A path that a reactor has."""
        for number in range(1_000):
            path = "{}~{}".format(start, number)
            partition = placement.partition(CONTAINER, path.encode(), self.client.partition_count())
            if placement.reactor(partition, self.reactors) == reactor:
                return path
        raise AssertionError("no path")

    def test_renames_to_another_reactor(self):
        for length in (0, 1, 300_000, 9_000_000):
            source, target = self.of_reactor(0, "moved/from{}".format(length)), self.of_reactor(1, "moved/to{}".format(length))
            body = bytes(range(250)) * (length // 250) + b"x" * (length % 250)
            before = self.run_(operation.put(CONTAINER, source, body, {"n": 1}))
            after = self.run_(operation.rename(CONTAINER, source, target, condition="n == 1"))
            self.assertEqual((target, 2, before.created_ns), (after.path, after.version, after.created_ns))
            self.assertEqual(body, self.body(target))
            with self.assertRaises(NotFoundError):
                self.run_(operation.rename(CONTAINER, source, target))
        with self.assertRaises(ConditionFailedError):
            self.run_(operation.rename(CONTAINER, target, source, condition="n == 2"))
        self.run_(operation.put(CONTAINER, source))
        with self.assertRaises(ExistsError):
            self.run_(operation.rename(CONTAINER, target, source, replace=False))
        with self.assertRaises(VersionChangedError):
            self.run_(operation.rename(CONTAINER, target, source, expected_version=9))
        self.assertEqual(source, self.run_(operation.rename(CONTAINER, target, source)).path)

    def test_renames_a_directory_over_reactors(self):
        for number in range(30):
            self.run_(operation.put(CONTAINER, "tree/{}/{}".format(number % 3, number), b"body"))
        self.assertEqual(30, self.run_(listing.rename_directory(CONTAINER, "tree", "planted", self.reactors)))
        self.assertEqual(30, self.run_(listing.count(CONTAINER, "planted", self.reactors)))
        with self.assertRaises(NotFoundError):
            self.run_(listing.count(CONTAINER, "tree", self.reactors))

    def test_does_once_what_has_a_token(self):
        source, target = self.of_reactor(0, "once/from"), self.of_reactor(1, "once/to")
        self.run_(operation.put(CONTAINER, source, b"body" * 100_000))
        self.run_(operation.update(CONTAINER, source, "n = 0"))
        move = lambda: operation.rename(CONTAINER, source, target, condition="n == 0", expected_version=2, token="move")  # noqa: E731
        first = self.run_(move())
        self.run_(operation.put(CONTAINER, target + ".other", b"x"))
        again = self.run_(move())
        self.assertEqual((first.version, first.modified_ns), (again.version, again.modified_ns))
        with self.assertRaises(TokenReusedError):
            self.run_(operation.rename(CONTAINER, source, target, replace=False, token="move"))
        writes = lambda: [  # noqa: E731
            operation.update(CONTAINER, source, "n = if_not_exists(n, 0) + 1", create=True),
            operation.update(CONTAINER, target, "n = if_not_exists(n, 0) + 1"),
        ]
        for _ in range(3):
            versions = [each.version for each in self.run_(operation.batch(writes(), token=b"both"))]
            self.assertEqual([1, 4], versions)
        with self.assertRaises(TokenReusedError):
            self.run_(operation.batch(writes()[:1], token=b"both"))
        with self.assertRaises(ValueError):
            self.run_(operation.batch([operation.delete(CONTAINER, source, token="x")]))

    def test_verifies_in_a_batch_what_it_does_not_write(self):
        here, there = self.of_reactor(0, "verify/here"), self.of_reactor(1, "verify/there")
        self.run_(operation.put(CONTAINER, there, attributes={"n": 1}))
        for path in (here, there + ".beside"):
            changed = operation.update(CONTAINER, path, "m = 1", create=True)
            verified, state = self.run_(operation.batch([operation.verify(CONTAINER, there, "n == 1"), changed]))
            self.assertEqual((None, 1), (verified, state.version))
            with self.assertRaises(ConditionFailedError) as raised:
                self.run_(operation.batch([operation.delete(CONTAINER, path), operation.verify(CONTAINER, there, "n == 2")]))
            self.assertEqual(1, raised.exception.failed_index)
        self.assertEqual(1, self.run_(operation.get(CONTAINER, there)).version)
        with self.assertRaises(InvalidError):
            self.run_(operation.verify(CONTAINER, there))

    def test_lets_items_expire(self):
        self.run_(operation.put(CONTAINER, "expiry/past", b"x", expires=time.time_ns() - 1))
        later = datetime.datetime(2100, 1, 1, tzinfo=datetime.timezone.utc)
        self.assertEqual(
            4_102_444_800_000_000_000, self.run_(operation.put(CONTAINER, "expiry/later", b"x", expires=later)).expires_ns)
        self.assertEqual(0, self.run_(operation.update(CONTAINER, "expiry/later", "n = 1", expires=0)).expires_ns)
        with self.assertRaises(NotFoundError):
            self.run_(operation.get(CONTAINER, "expiry/past"))

    def test_counts_with_and_without_a_filter(self):
        for number in range(25):
            self.run_(operation.put(CONTAINER, "count/{}/{}".format(number % 2, number), attributes={"n": number}))
        self.assertEqual(25, self.run_(listing.count(CONTAINER, "count", self.reactors)))
        self.assertEqual(5, self.run_(listing.count(CONTAINER, "count", self.reactors, "n >= 20")))
        self.assertEqual(13, self.run_(listing.count(CONTAINER, "count/0", self.reactors, recursive=False)))
        with self.assertRaises(NotFoundError):
            self.run_(listing.count(CONTAINER, "count/none", self.reactors))

    def test_does_a_batch_as_one_or_not_at_all(self):
        results = self.run_(
            operation.batch([
                operation.put(CONTAINER, "batch/k.a", b"body of a", {"n": 1}),
                operation.update(CONTAINER, "batch/k.b", "n = 2", create=True),
                operation.put(CONTAINER, "batch/k.c", b"body of c"),
            ])
        )
        self.assertEqual([1, 1, 1], [each.version for each in results])
        self.assertEqual((b"body of a", b"body of c"), (self.body("batch/k.a"), self.body("batch/k.c")))
        with self.assertRaises(ConditionFailedError) as refused:
            self.run_(
                operation.batch([
                    operation.delete(CONTAINER, "batch/k.a"),
                    operation.update(CONTAINER, "batch/k.b", "n = 3", "n == 99"),
                ])
            )
        self.assertEqual((1, Status.CONDITION_FAILED), (refused.exception.failed_index, refused.exception.status))
        self.assertEqual(b"body of a", self.body("batch/k.a"))
        many = ["batch/of-both/{}".format(number) for number in range(20)]
        self.assertEqual([1] * 20, [each.version for each in self.run_(operation.batch(
            [operation.put(CONTAINER, path, path.encode()) for path in many]))])
        self.assertEqual([path.encode() for path in many], [self.body(path) for path in many])
        with self.assertRaises(ConditionFailedError):
            self.run_(operation.batch(
                [operation.delete(CONTAINER, path, "__size == 0" if path == many[7] else None) for path in many]))
        self.assertEqual(20, self.run_(listing.count(CONTAINER, "batch/of-both", self.reactors)))
        with self.assertRaisesRegex(ValueError, "index=1"):
            self.run_(operation.batch([operation.put(CONTAINER, "batch/k.e"), operation.get(CONTAINER, "batch/k.a")]))

    def test_does_a_batch_with_long_bodies(self):
        here, there = self.of_reactor(0, "long/here"), self.of_reactor(1, "long/there")
        first, second = b"a" * (5 << 20), b"b" * (9 << 20)
        both = lambda: [operation.put(CONTAINER, there, second), operation.put(CONTAINER, here, first)]  # noqa: E731
        self.assertEqual([9 << 20, 5 << 20], [each.body_length for each in self.run_(operation.batch(both()))])
        self.assertEqual((first, second), (self.body(here), self.body(there)))
        with self.assertRaises(NotFoundError) as raised:
            self.run_(operation.batch([*both(), operation.delete(CONTAINER, here + ".nothing")]))
        self.assertEqual(2, raised.exception.failed_index)
        with self.assertRaises(ConditionFailedError):
            self.run_(operation.put(CONTAINER, here, second, condition="__size == 1"))
        self.assertEqual(first, self.body(here))

    def test_tells_changes_and_goes_on_behind_them(self):
        partitions = self.client.partition_count()
        self.run_(operation.put(CONTAINER, "feed/a", attributes={"n": 1}))
        self.run_(operation.put(CONTAINER, "feed/a", attributes={"n": 2}))
        self.run_(operation.delete(CONTAINER, "feed/a"))
        told = []
        for partition in range(partitions):
            position, at_end = b"", False
            while not at_end:
                page = self.run_(
                    feed.changes(CONTAINER, "feed", partition, self.reactors, position, limit=1, images="both"))
                told += page.changes
                position, at_end = page.next_position, page.at_end
            empty = self.run_(feed.changes(CONTAINER, "feed", partition, self.reactors, position, wait_ms=1))
            self.assertEqual(([], True), (empty.changes, empty.at_end))
        self.assertEqual(["created", "changed", "deleted"], [change.kind for change in told])
        self.assertEqual([{"n": 1}, {"n": 2}, None], [change.new and change.new.attributes for change in told])
        self.assertEqual([None, {"n": 1}, {"n": 2}], [change.old and change.old.attributes for change in told])
        with self.assertRaises(InvalidError):
            self.run_(feed.changes(CONTAINER, "feed", 0, self.reactors, b"no position"))

    def test_appends_to_streams_that_grow(self):
        self.run_(stream.create_stream(CONTAINER, "stream", 1))
        self.run_(stream.append(CONTAINER, "stream", [b"a", b"b", b"c"]))
        self.assertEqual(2, self.run_(stream.seek(CONTAINER, "stream", ("sequence", 2))))
        self.assertEqual(3, self.run_(stream.grow_stream(CONTAINER, "stream", 3)).shard_count)
        self.assertEqual(1, self.run_(stream.append(CONTAINER, "stream", [b"x"], 2)))
        self.run_(operation.batch([stream.append(CONTAINER, "stream", [b"d"], 0)]))
        records, _ = self.run_(stream.read(CONTAINER, "stream", 2))
        self.assertEqual([b"b", b"c", b"d"], [record.data for record in records])

    def test_takes_expressions_of_dynamodb(self):
        self.run_(operation.put(CONTAINER, "dynamo/a", attributes={"status": "open", "n": 5}))
        language = Dynamo({"#s": "status"}, {":s": "open", ":one": 1})
        self.run_(operation.update(CONTAINER, "dynamo/a", "SET n = n + :one", "#s = :s", dynamo=language))
        self.assertEqual(6, self.run_(operation.get(CONTAINER, "dynamo/a")).attributes["n"])
        with self.assertRaisesRegex(InvalidError, "Invalid ConditionExpression: Syntax error"):
            self.run_(operation.delete(CONTAINER, "dynamo/a", "n = =", dynamo=Dynamo()))
        items, _ = self.run_(
            listing.list_page(CONTAINER, "dynamo/", "", self.reactors, "n > :one", dynamo=Dynamo(values={":one": 1})))
        self.assertEqual(["dynamo/a"], [item.path for item in items])

    def test_lists_ranges_and_in_reverse(self):
        for name in "abcdefgh":
            self.run_(operation.put(CONTAINER, "order/" + name))
        found, marker = [], ""
        while True:
            items, marker = self.run_(
                listing.list_page(
                    CONTAINER, "order/", marker, self.reactors, recursive=False, limit=2, reverse=True, bounds=("b", "g")))
            found += [item.path[-1] for item in items]
            if not marker:
                break
        self.assertEqual(list("fedcb"), found)

    def test_expects_versions(self):
        self.run_(operation.put(CONTAINER, "version", b"1"))
        with self.assertRaises(VersionChangedError):
            self.run_(operation.delete(CONTAINER, "version", expected_version=2))
        self.run_(operation.delete(CONTAINER, "version", expected_version=1))

    def test_refuses_by_name_what_is_longer_than_a_message_may_be(self):
        text = "x" * (1 << 19)
        self.run_(operation.put(CONTAINER, "long/fits", attributes={"a": text, "b": text}))  # by way of the arena
        with self.assertRaisesRegex(InvalidError, "limit=1572864"):
            self.run_(operation.put(CONTAINER, "long/item", attributes={name: text for name in "abcd"}))
        with self.assertRaisesRegex(TooLargeError, "request is too long: length=[0-9]+ limit=5242880"):
            self.run_(operation.put(CONTAINER, "long/request", attributes={name: text for name in "abcdefghijkl"}))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
