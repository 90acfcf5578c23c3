"""Runs client-cases.json: client_cases.py CASES SOCKET GRANT_HEX CONTAINER KIND.

KIND is `blocking` or `awaited` for the Python client; `called` or `started` for the C client, with the path of its library behind it.
"""

import array
import asyncio
import base64
import datetime
import decimal
import json
import sys

from c_client import CClient
from vireo_client import listing, operation, stream
from vireo_client.data import AsyncDataClient, DataClient
from vireo_client.errors import DataError

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
READERS = {
    "null": lambda _: None,
    "bool": lambda value: value,
    "integer": int,
    "double": float,
    "decimal": decimal.Decimal,
    "text": lambda value: text(value),
    "bytes": base64.b64decode,
    "timestamp": lambda value: EPOCH + datetime.timedelta(seconds=int(value[0]), microseconds=value[1] // 1000),
    "list": lambda value: [read(item) for item in value],
    "map": lambda value: attributes(value),
    "textSet": set,
    "decimalSet": lambda value: {decimal.Decimal(item) for item in value},
    "bytesSet": lambda value: {base64.b64decode(item) for item in value},
    "integerArray": lambda value: array.array("q", map(int, value)),
    "doubleArray": lambda value: array.array("d", value),
}
MODES = {"replaceAttributes": "replace_attributes"}


def read(value):
    ((kind, content),) = value.items()
    return READERS[kind](content)


def attributes(values):
    return {name: read(value) for name, value in values.items()}


def text(value):
    return value["repeat"] * value["times"] if isinstance(value, dict) else value


def token(step):
    return text(step.get("token", ""))


def error_name(error):
    name = type(error).__name__.removesuffix("Error")
    return name[0].lower() + name[1:]


class Runner:
    def __init__(self, run, reactor_count, container):
        self.run = run
        self.reactor_count = reactor_count
        self.container = container

    async def put(self, step):
        body = step.get("body")
        return await self.run(
            operation.put(
                self.container,
                text(step["path"]),
                None if body is None else text(body),
                attributes(step.get("attributes", {})),
                MODES.get(step.get("mode"), step.get("mode", "replace")),
                step.get("condition"),
                token=token(step),
            )
        )

    async def get(self, step):
        return await self.run(operation.get(self.container, step["path"]))

    async def update(self, step):
        return await self.run(
            operation.update(
                self.container,
                step["path"],
                step["expression"],
                step.get("condition"),
                step.get("alternate"),
                step.get("create"),
                token=token(step),
            )
        )

    async def delete(self, step):
        await self.run(operation.delete(self.container, step["path"], step.get("condition"), token=token(step)))

    async def list(self, step):
        paths, marker = [], ""
        while True:
            items, marker = await self.run(
                listing.list_page(
                    self.container, step["prefix"], marker, self.reactor_count, step.get("filter"), step["recursive"], step.get("limit", 1000)
                )
            )
            paths += [item.path for item in items]
            if not marker:
                return {"paths": paths}

    async def createStream(self, step):
        return await self.run(stream.create_stream(self.container, step["path"], step["shards"]))

    async def append(self, step):
        records = [text(record) for record in step["records"]]
        return {"first": await self.run(stream.append(self.container, step["stream"], records, step["shard"], token(step)))}

    async def seek(self, step):
        return {"location": await self.run(stream.seek(self.container, step["stream"], step["place"], step["shard"]))}

    async def read(self, step):
        records, following = await self.run(
            stream.read(self.container, step["stream"], step["location"], step["shard"], step.get("limit", 1000))
        )
        return {"records": [record.data for record in records], "next": following}

    async def check(self, label, step):
        try:
            result = await getattr(self, step["do"])(step)
        except DataError as error:
            assert error_name(error) == step.get("error"), "{}: raised {!r}".format(label, error)
            return
        assert "error" not in step, "{}: was done".format(label)
        for name, wanted in step.get("expect", {}).items():
            self.compare("{}: {}".format(label, name), name, wanted, result)

    @staticmethod
    def compare(label, name, wanted, result):
        if isinstance(result, dict):
            found = result[name]
            wanted = [text(record).encode() for record in wanted] if name == "records" else wanted
        else:
            found = getattr(result, {"bodyLength": "body_length"}.get(name, name))
            wanted = attributes(wanted) if name == "attributes" else text(wanted).encode() if name == "body" else wanted
        assert found == wanted, "{}: found {!r:.200}, wanted {!r:.200}".format(label, found, wanted)


class CRunner(CClient, Runner):
    """Checks as Runner does, asks by way of the C client."""


async def check_all(path, runner):
    with open(path, encoding="utf-8") as file:
        cases = json.load(file)
    for case in cases:
        for number, step in enumerate(case["steps"]):
            await runner.check("{}, step {}, {}".format(case["name"], number, step["do"]), step)
    print("{} cases".format(len(cases)))


def main(path, socket, grant, container, kind, library=None):
    if library is not None:
        runner = CRunner(library, socket, bytes.fromhex(grant), int(container), kind == "started")
        asyncio.run(check_all(path, runner))
        runner.close()
        return
    if kind == "awaited":

        async def awaited():
            client = AsyncDataClient(socket, bytes.fromhex(grant))
            await check_all(path, Runner(client.run, await client.reactor_count(), int(container)))
            client.close()

        asyncio.run(awaited())
        return
    client = DataClient(socket, bytes.fromhex(grant))

    async def blocking(wanted):
        return client.run(wanted)

    asyncio.run(check_all(path, Runner(blocking, client.reactor_count(), int(container))))
    client.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
