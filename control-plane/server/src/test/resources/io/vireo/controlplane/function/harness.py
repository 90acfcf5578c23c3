"""Calls the handler of the folder it is started in with one event, as a worker would, and prints the answer as JSON."""

import asyncio
import importlib
import inspect
import json
import sys
from types import SimpleNamespace

sys.path.insert(0, ".")


class Logger:
    def __getattr__(self, name):
        return lambda *arguments, **fields: None


class Response:
    def __init__(self, headers=None, body=None, content_type="text/plain", status_code=200):
        self.answer = {"status": status_code, "body": body, "content_type": content_type}


class Data:
    def __init__(self):
        self.items = {}

    def put(self, path, body=None, attributes=None):
        self.items[path] = SimpleNamespace(body=body, attributes=attributes)

    def get(self, path):
        return self.items[path]


specification, raw = sys.argv[1], sys.argv[2].encode()
try:
    body = json.loads(raw)
except ValueError:
    body = raw
context = SimpleNamespace(
    logger=Logger(), user_data=SimpleNamespace(), worker_id="0", Response=Response, bindings={"data": Data()}
)
event = SimpleNamespace(
    id="event-1", body=body, method="POST", path="/", headers={}, content_type="application/json", fields={}
)
module, entry = specification.split(":")
loaded = importlib.import_module(module)
if hasattr(loaded, "init_context"):
    loaded.init_context(context)
answer = getattr(loaded, entry)(context, event)
if inspect.iscoroutine(answer):
    answer = asyncio.run(answer)
sys.__stdout__.write("ANSWER " + json.dumps(answer.answer if isinstance(answer, Response) else answer) + "\n")
