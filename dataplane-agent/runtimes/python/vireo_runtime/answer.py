"""From what a handler returned to what travels back."""

import json
import traceback
from collections.abc import AsyncIterator, Iterator

from nuclio_sdk import Response

TEXT = "text/plain"
JSON = "application/json"


class Answer:
    """One answer: status, content type, headers as (name, text) pairs, and the body.

    ``body`` is bytes, or an iterator (plain or asynchronous) of pieces that are streamed.
    """

    __slots__ = ("status", "content_type", "headers", "body", "failed")

    def __init__(self, status, content_type, headers, body, failed=False):
        self.status = status
        self.content_type = content_type
        self.headers = headers
        self.body = body
        self.failed = failed


def answer_of(output):
    """The answer that a handler's return value stands for.

    Raises ValueError or TypeError for a value that no answer can be made of, such as an impossible status.
    """
    kind = type(output)
    if kind is str:
        return Answer(200, TEXT, (), output.encode("utf-8", "surrogateescape"))
    if kind is bytes:
        return Answer(200, TEXT, (), output)
    if kind is dict:
        return Answer(200, JSON, (), json_of(output))
    return _rare_answer_of(output)


def _rare_answer_of(output):
    if isinstance(output, Response):
        return _answer_of_response(output)
    if isinstance(output, tuple) and len(output) == 2:
        status, body = output
        if isinstance(body, (str, bytes)):
            return Answer(_status(status), TEXT, (), _bytes(body))
        return Answer(_status(status), JSON, (), json_of(body))
    if isinstance(output, list):
        # A list answers a batch, an answer per event; a single event gets the first of them.
        return answer_of(output[0]) if output else Answer(200, JSON, (), b"[]")
    if isinstance(output, dict):
        return Answer(200, JSON, (), json_of(output))
    if isinstance(output, (Iterator, AsyncIterator)):
        return Answer(200, TEXT, (), output)
    return Answer(200, TEXT, (), _bytes(output))


def _answer_of_response(response):
    headers = [
        (str(name), str(value))
        for name, value in response.headers.items()
        if isinstance(value, (str, int)) and not isinstance(value, bool)
    ]
    status = _status(response.status_code)
    body = response.body
    if isinstance(body, dict):
        return Answer(status, JSON, headers, json_of(body))
    content_type = str(response.content_type)
    if isinstance(body, list) and content_type.partition(";")[0].strip() == JSON:
        return Answer(status, content_type, headers, json_of(body))
    if isinstance(body, (Iterator, AsyncIterator)):
        return Answer(status, content_type, headers, body)
    return Answer(status, content_type, headers, b"" if body is None else _bytes(body))


def answer_of_exception(error):
    """The 500 that a raising handler answers with: the exception and its traceback."""
    text = 'Exception caught in handler - "{}": {}'.format(error, traceback_of(error))
    return Answer(500, TEXT, (), text.encode("utf-8", "replace"), failed=True)


def traceback_of(error, code_directory=None):
    """The traceback from the user's own first frame on: the runtime's frames say nothing to its reader."""
    trace = error.__traceback__
    while trace is not None and _is_ours(trace.tb_frame.f_code.co_filename):
        trace = trace.tb_next
    text = "".join(traceback.format_exception(type(error), error, trace))
    return text.replace(code_directory.rstrip("/") + "/", "") if code_directory else text


def _is_ours(filename):
    return filename.startswith(_OUR_DIRECTORY) or filename.startswith("<frozen importlib") or "/importlib/" in filename


_OUR_DIRECTORY = __file__.rpartition("/")[0] + "/"


def piece_of(value):
    """One piece of a streamed body."""
    return _bytes(value)


def json_of(value):
    """JSON of a handler's value; what JSON has no form for becomes its text."""
    return json.dumps(value, default=text_of).encode("utf-8")


def text_of(value):
    """The text that stands for a value in JSON: its ``__log__()``, or its repr."""
    log = getattr(value, "__log__", None)
    return log() if callable(log) else repr(value)


def _bytes(value):
    if isinstance(value, str):
        return value.encode("utf-8", "surrogateescape")
    if isinstance(value, (bytes, bytearray, memoryview)):
        return bytes(value)
    return str(value).encode("utf-8", "surrogateescape")


def _status(value):
    status = 200 if value is None or value == 0 else int(value)
    if not 100 <= status <= 999:
        raise ValueError("status_code={!r} is outside 100 to 999".format(value))
    return status
