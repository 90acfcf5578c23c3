"""The public Python client of the native API (`pip install v3io`), unchanged, against a gateway.

The endpoint and the key are in V3IO_API and V3IO_ACCESS_KEY, where that client looks for them; the container is `data`.
"""

import array
import asyncio
import datetime
import unittest

import v3io.aio.dataplane
import v3io.dataplane
from v3io.dataplane import RaiseForStatus

CONTAINER = "data"
ARRAYS = {
    "ints": [1, -2, 3],
    "floats": [1.5, 2.5],
    "int_array": array.array("l", range(10)),
    "float_array": array.array("d", range(10)),
}
VALUES = {
    "int": -42,
    "big": 2**53 + 1,
    "float": 3.25,
    "whole_float": 1e16,
    "text": "ש é 日 '\"",
    "numeric_text": "1",
    "true": True,
    "false": False,
    "bytes": bytes(range(256)),
    "empty": b"",
    "time": datetime.datetime(2026, 1, 31, 12, 30, 15, tzinfo=datetime.timezone.utc),
}


class ClientTest(unittest.TestCase):
    transport = "httpclient"

    def setUp(self):
        self.client = v3io.dataplane.Client(transport_kind=self.transport)
        self.path = "python/{}/{}".format(type(self).__name__, self._testMethodName)
        self.addCleanup(self.client.close)

    def put(self, key, attributes, **more):
        return self.client.kv.put(CONTAINER, self.path, key, attributes, **more)

    def get(self, key, names=("*",)):
        return self.client.kv.get(CONTAINER, self.path, key, attribute_names=list(names)).output.item


class Objects(ClientTest):
    def test_come_back_whole_and_in_parts(self):
        name = self.path + "/ob ject ü.txt"
        missing = self.client.object.get(CONTAINER, name, raise_for_status=RaiseForStatus.never)
        self.assertEqual(missing.status_code, 404)

        self.assertEqual(self.client.object.put(CONTAINER, name, body="1234567890").status_code, 200)

        self.assertEqual(self.client.object.get(CONTAINER, name).body, b"1234567890")
        self.assertEqual(self.client.object.get(CONTAINER, name, offset=4).body, b"567890")
        self.assertEqual(self.client.object.get(CONTAINER, name, offset=4, num_bytes=3).body, b"567")
        self.assertEqual(self.client.object.get(CONTAINER, name, num_bytes=3).body, b"123")

    def test_tell_their_length_by_a_header_of_exactly_this_name(self):
        self.client.object.put(CONTAINER, self.path + "/a", body="12345")

        of_object = self.client.object.head(CONTAINER, self.path + "/a")
        of_directory = self.client.object.head(CONTAINER, self.path)

        self.assertIn(("Content-Length", "5"), of_object.headers.items())
        self.assertIn(("Content-Length", "0"), of_directory.headers.items())

    def test_grow_by_appending(self):
        for part in ["first ", "second ", "third"]:
            self.client.object.put(CONTAINER, self.path, body=part, append=True)

        self.assertEqual(self.client.object.get(CONTAINER, self.path).body, b"first second third")

    def test_are_gone_when_deleted(self):
        self.client.object.put(CONTAINER, self.path, body="x")

        self.client.object.delete(CONTAINER, self.path)

        gone = self.client.object.get(CONTAINER, self.path, raise_for_status=RaiseForStatus.never)
        self.assertEqual(gone.status_code, 404)

    def test_hold_megabytes(self):
        body = bytes(range(256)) * 4096 * 9

        self.client.object.put(CONTAINER, self.path, body=body)

        self.assertEqual(self.client.object.get(CONTAINER, self.path).body, body)

    def test_go_in_batches(self):
        for index in range(16):
            self.client.batch.object.put(CONTAINER, "{}/{}".format(self.path, index), body=str(index))
        self.assertEqual({response.status_code for response in self.client.batch.wait()}, {200})
        for index in range(17):
            self.client.batch.object.get(CONTAINER, "{}/{}".format(self.path, index))

        responses = self.client.batch.wait(raise_for_status=RaiseForStatus.never)

        self.assertEqual([response.body for response in responses[:16]], [str(i).encode() for i in range(16)])
        self.assertEqual(responses[16].status_code, 404)


class Containers(ClientTest):
    def test_list_files_and_directories(self):
        for index in range(5):
            self.client.object.put(CONTAINER, "{}/file-{}.txt".format(self.path, index), body="12345")
            self.client.object.put(CONTAINER, "{}/dir-{}/".format(self.path, index))

        everything = self.client.container.list(CONTAINER, self.path, get_all_attributes=True).output
        directories = self.client.container.list(
            CONTAINER, self.path, get_all_attributes=True, directories_only=True
        ).output
        first = self.client.container.list(CONTAINER, self.path, limit=3).output
        rest = self.client.container.list(CONTAINER, self.path, marker=first.next_marker).output

        self.assertEqual([content.size for content in everything.contents], [5] * 5)
        self.assertEqual({content.mode for content in everything.contents}, {"0100664"})
        self.assertEqual(len(everything.common_prefixes), 5)
        self.assertEqual(len(directories.contents), 0)
        self.assertEqual(len(directories.common_prefixes), 5)
        self.assertEqual(len(first.contents) + len(first.common_prefixes), 3)
        self.assertEqual(first.is_truncated, "true")
        self.assertEqual(len(rest.contents) + len(rest.common_prefixes), 7)

    def test_say_what_is_not_there(self):
        response = self.client.container.list(
            CONTAINER, "/no-such-path", raise_for_status=RaiseForStatus.never
        )
        self.assertEqual(response.status_code, 404)
        self.assertIn("No such file", str(response.body))

        response = self.client.object.get("no-such-container", "a", raise_for_status=RaiseForStatus.never)
        self.assertEqual(response.status_code, 404)
        self.assertIn("Container not found", str(response.body))

    def test_raise_by_status(self):
        self.client.container.list(CONTAINER, "/", raise_for_status=RaiseForStatus.always)
        self.client.container.list(CONTAINER, "/", raise_for_status=[200])
        with self.assertRaises(Exception):
            self.client.container.list(CONTAINER, "/", raise_for_status=[500])
        with self.assertRaises(Exception):
            self.client.object.get(CONTAINER, "/non-existing")


class Items(ClientTest):
    def test_keep_every_type(self):
        self.put("a", {**VALUES, **ARRAYS})

        found = self.get("a")

        self.assertEqual(found, {**VALUES, **{name: list(value) for name, value in ARRAYS.items()}})
        for name, value in VALUES.items():
            self.assertIs(type(found[name]), type(value), name)

    def test_have_arrays_that_expressions_reach_into(self):
        self.put("a", ARRAYS)

        for name in ("ints", "floats"):
            self.client.kv.update(CONTAINER, self.path, "a", expression="{0}[1]={0}[1]*2".format(name))

        self.assertEqual(self.get("a", ["ints", "floats"]), {"ints": [1, -4, 3], "floats": [1.5, 5.0]})

    def test_change_by_attributes_and_by_expressions(self):
        self.put("a", {"age": 9})

        self.client.kv.update(CONTAINER, self.path, "a", attributes={"height": 130})
        self.client.kv.update(CONTAINER, self.path, "a", expression="age = age + 1")
        self.client.kv.update(
            CONTAINER, self.path, "a", expression="age = 0", alternate_expression="age = age + 1", condition="age > 50"
        )

        self.assertEqual(self.get("a", ["__size", "age", "height"]), {"__size": 0, "age": 11, "height": 130})

    def test_change_as_the_update_mode_says(self):
        def update(mode, **change):
            return self.client.kv.update(
                CONTAINER, self.path, "a", update_mode=mode, raise_for_status=RaiseForStatus.never, **change
            )

        self.assertEqual(update("CreateNewItemOnly", expression="x=1;y=2").status_code, 200)
        self.assertEqual(update("CreateNewItemOnly", expression="x=3").status_code, 400)
        self.assertEqual(update("CreateNewItemOnly", attributes={"x": 3}).status_code, 400)
        self.assertEqual(self.get("a"), {"x": 1, "y": 2})
        self.assertEqual(update("OverWriteAttributes", expression="z=x+y").status_code, 200)
        self.assertEqual(self.get("a"), {"z": 3})
        self.assertEqual(update("OverWriteAttributes", attributes={"w": 4}).status_code, 200)
        self.assertEqual(self.get("a"), {"w": 4})

    def test_hold_to_conditions(self):
        self.put("a", {"n": 1}, condition="not(exists(n))")
        refused = self.put("a", {"n": 2}, condition="not(exists(n))", raise_for_status=RaiseForStatus.never)

        self.assertEqual(refused.status_code, 400)
        self.assertIn("16777244", str(refused.body))
        self.assertEqual(self.get("a"), {"n": 1})

    def test_are_scanned_filtered_and_paged(self):
        for index in range(100):
            self.put("key-{:02}".format(index), {"n": index})

        def cursor(**more):
            return self.client.kv.new_cursor(CONTAINER, self.path + "/", **more)

        self.assertEqual(len(cursor(limit=30).all()), 30)
        self.assertEqual([item["n"] for item in cursor(attribute_names=["n"], filter_expression="n > 95").all()],
                         [96, 97, 98, 99])
        segments = [cursor(segment=i, total_segments=4, attribute_names=["n"]).all() for i in range(4)]
        self.assertEqual(sorted(item["n"] for segment in segments for item in segment), list(range(100)))
        first = self.client.kv.scan(CONTAINER, self.path + "/", limit=7, attribute_names=["*"]).output
        self.assertEqual((len(first.items), first.last), (7, False))
        second = self.client.kv.scan(CONTAINER, self.path + "/", limit=7, marker=first.next_marker).output
        self.assertEqual([item["n"] for item in second.items], list(range(7, 14)))

    def test_are_read_by_ranges_of_the_sorting_key(self):
        for driver in "ab":
            for day in range(1, 10):
                self.put("{}.2026-01-{:02}".format(driver, day), {"day": day})

        found = self.client.kv.new_cursor(
            CONTAINER, self.path + "/", sharding_key="a", sort_key_range_start="2026-01-03", sort_key_range_end="2026-01-06",
            attribute_names=["__name", "day"],
        ).all()

        self.assertEqual([item["day"] for item in found], [3, 4, 5])
        self.assertEqual(found[0]["__name"], "a.2026-01-03")

    def test_have_a_schema_beside_them(self):
        fields = [
            {"name": "key", "type": "string", "nullable": False},
            {"name": "value", "type": "long", "nullable": True},
        ]

        self.client.kv.create_schema(CONTAINER, self.path, key="key", fields=fields)

        schema = self.client.object.get(CONTAINER, self.path + "/.#schema").body
        self.assertIn(b"hashingBucketNum", schema)
        self.assertIn(b'"key"', schema)

    def test_are_deleted_and_then_not_there(self):
        self.put("a", {"x": 1})

        self.client.kv.delete(CONTAINER, self.path, "a")

        with self.assertRaises(v3io.dataplane.response.HttpResponseError):
            self.get("a")


class Streams(ClientTest):
    def exists(self):
        return self.client.stream.describe(CONTAINER, self.path, raise_for_status=RaiseForStatus.never).status_code == 200

    def records(self, shard, place="EARLIEST", **more):
        location = self.client.stream.seek(CONTAINER, self.path, shard, place, **more).output.location
        return self.client.stream.get_records(CONTAINER, self.path, shard, location).output

    def test_take_records_and_give_them_back(self):
        self.client.stream.create(CONTAINER, self.path, shard_count=8)
        records = [
            {"shard_id": 1, "data": "first"},
            {"shard_id": 1, "data": "second", "client_info": bytearray(b"info"), "partition_key": "k"},
            {"shard_id": 10, "data": "nowhere"},
            {"shard_id": 2, "data": b"\x00\xff"},
            {"data": "anywhere"},
        ]

        written = self.client.stream.put_records(CONTAINER, self.path, records).output

        self.assertEqual(written.failed_record_count, 1)
        self.assertEqual([record.error_code is None for record in written.records], [True, True, False, True, True])
        found = self.records(1).records
        self.assertEqual([record.data for record in found[:2]], [b"first", b"second"])
        self.assertEqual(found[1].client_info, b"info")
        self.assertEqual(found[1].partition_key, "k")
        self.assertEqual([record.sequence_number for record in found[:2]], [1, 2])
        after = self.records(1, "SEQUENCE", starting_sequence_number=found[-1].sequence_number + 1)
        self.assertEqual(after.records, [])
        self.assertEqual(self.records(1, "TIME", timestamp_sec=0, timestamp_nsec=0).records[0].data, b"first")
        self.assertEqual(self.records(1, "LATEST").records, [])

    def test_grow(self):
        self.client.stream.create(CONTAINER, self.path, shard_count=1, retention_period_hours=2)

        self.client.stream.update(CONTAINER, self.path, shard_count=3)

        described = self.client.stream.describe(CONTAINER, self.path).output
        self.assertEqual((described.shard_count, described.retention_period_hours), (3, 2))
        record = {"shard_id": 2, "data": "new"}
        self.assertEqual(self.client.stream.put_records(CONTAINER, self.path, [record]).output.failed_record_count, 0)

    def test_are_deleted_with_their_shards_and_the_state_of_groups(self):
        self.client.stream.delete(CONTAINER, self.path, raise_for_status=[200, 204, 404])
        self.assertFalse(self.exists())
        self.client.stream.create(CONTAINER, self.path, shard_count=4)
        self.client.stream.put_records(CONTAINER, self.path, [{"shard_id": i, "data": "x"} for i in range(4)])
        self.client.object.put(CONTAINER, self.path + "/cg0-state.json")
        self.assertTrue(self.exists())

        self.client.stream.delete(CONTAINER, self.path)

        self.assertFalse(self.exists())


class ItemsOverRequests(Items):
    """The same over the client's other transport."""

    transport = "requests"


class Asynchronous(unittest.TestCase):
    def test_client_does_the_same(self):
        asyncio.run(self.everything())

    async def everything(self):
        client = v3io.aio.dataplane.Client()
        path = "python/aio"
        try:
            await client.object.put(CONTAINER, path + "/object", body="12345")
            self.assertEqual((await client.object.get(CONTAINER, path + "/object", offset=2, num_bytes=2)).body, b"34")
            await client.kv.put(CONTAINER, path + "/table", "a", {"n": 1})
            await client.kv.update(CONTAINER, path + "/table", "a", expression="n = n + 1")
            cursor = client.kv.new_cursor(CONTAINER, path + "/table/")
            self.assertEqual([item["n"] for item in await cursor.all()], [2])
            await client.stream.create(CONTAINER, path + "/stream", shard_count=1)
            written = await client.stream.put_records(CONTAINER, path + "/stream", [{"data": "x", "shard_id": 0}])
            self.assertEqual(written.output.failed_record_count, 0)
            place = await client.stream.seek(CONTAINER, path + "/stream", 0, "EARLIEST")
            page = await client.stream.get_records(CONTAINER, path + "/stream", 0, place.output.location)
            self.assertEqual([record.data for record in page.output.records], [b"x"])
            await client.stream.delete(CONTAINER, path + "/stream")
        finally:
            await client.close()


if __name__ == "__main__":
    unittest.main()
