"""Waits without blocking: one worker handles many of these at once."""

import asyncio
import time

LONGEST_WAIT_SECONDS = 10.0


async def handler(context, event):
    wanted = event.body.get("seconds", 0.1) if isinstance(event.body, dict) else 0.1
    seconds = min(max(float(wanted), 0.0), LONGEST_WAIT_SECONDS)

    started = time.monotonic()
    # Stands for a call to another service: use an asyncio client there, so that the worker stays free.
    await asyncio.gather(asyncio.sleep(seconds), asyncio.sleep(seconds))
    waited = time.monotonic() - started

    context.logger.info_with("waited", seconds=round(waited, 3))
    return {"waited_seconds": round(waited, 3)}
