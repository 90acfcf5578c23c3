"""Counts its calls and logs in every way there is."""

import sys


def init_context(context):
    # Runs once in each worker, before the first event. What is slow to make belongs here.
    context.user_data.calls = 0
    context.logger.info_with("worker ready", worker=context.worker_id)


def handler(context, event):
    context.user_data.calls += 1
    calls = context.user_data.calls

    context.logger.debug("call %d in this worker", calls)
    context.logger.info_with("counted", calls=calls, worker=context.worker_id)
    if calls % 10 == 0:
        context.logger.warn_with("ten more calls", calls=calls)
    print("print() goes to the log too: call", calls)
    print("and so does stderr", file=sys.stderr)

    # Each worker is a process of its own, so each has its own count: keep what must be shared in an item.
    return {"calls": calls, "worker": context.worker_id}
