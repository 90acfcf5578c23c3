"""A worker without a handler: answers every event with what it read in it. Started by PythonChannelIT."""

import asyncio
import json
import os
import sys

from vireo_client import message
from vireo_client.channel import Channel, ClosedError


def answer(event):
    response_message = message.FromWorkerWriter.new()
    response = response_message.init_response()
    response.set_correlation_id(event.correlation_id)
    response.set_status(201)
    response.set_content_type("application/json")
    headers = response.init_headers(1)
    headers[0].set_name("x-pid")
    headers[0].set_value(str(os.getpid()))
    response.set_body(
        json.dumps(
            {
                "id": event.id,
                "path": event.path,
                "method": event.method,
                "headers": {pair.name: pair.value for pair in event.headers},
                "shardId": event.shard_id,
                "timestampNs": event.timestamp_ns,
                "body": event.body.decode(),
            }
        ).encode()
    )
    return response_message.finish()


def serve(channel):
    """Answers what is there. False: told to stop."""
    while received := channel.receive():
        to_worker = message.ToWorkerReader.parse(received[0])
        if to_worker.which == message.ToWorkerWhich.DRAIN:
            return False
        reply = answer(to_worker.event)
        while not channel.send(reply, 7):
            pass
    return True


def block(channel):
    while serve(channel):
        channel.wait()


async def loop(channel):
    stopped = asyncio.Event()

    def on_readable():
        try:
            if not serve(channel):
                stopped.set()
        except ClosedError:
            stopped.set()

    channel.attach(asyncio.get_running_loop(), on_readable)
    await stopped.wait()


def main(path, token, mode):
    with Channel.connect(path, token.encode()) as channel:
        try:
            asyncio.run(loop(channel)) if mode == "asyncio" else block(channel)
        except ClosedError:
            sys.exit(3)


if __name__ == "__main__":
    main(*sys.argv[1:])
