"""A C client whose engine dies: c_client_outlives_engine.py LIBRARY SOCKET GRANT_HEX CONTAINER. Says what it saw, and waits for a line in between."""

import asyncio
import sys

from c_client import CClient
from vireo_client.errors import NotFoundError, UnavailableError


async def seen(client, path):
    try:
        return (await client.get({"path": path})).body.decode()
    except UnavailableError as error:
        return "unavailable: {}".format(error)
    except NotFoundError:
        return "nothing"


async def main(library, socket, grant, container):
    client = CClient(library, socket, bytes.fromhex(grant), int(container), False)
    await client.put({"path": "kept", "body": "still there"})
    for path in ("kept", "kept", "nowhere", "kept"):
        print(await seen(client, path), flush=True)
        sys.stdin.readline()
    client.close()


asyncio.run(main(*sys.argv[1:]))
