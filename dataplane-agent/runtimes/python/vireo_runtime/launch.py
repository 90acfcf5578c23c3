"""What the agent tells a worker when it starts it."""

import base64
import json
import os
import sys


class LaunchError(ValueError):
    """The line on standard input is not what it must be."""


class Binding:
    """A container that the handler may reach: its name in ``context.bindings`` and what it covers."""

    __slots__ = ("name", "container", "prefix", "writable")

    def __init__(self, name, container, prefix, writable):
        self.name = name
        self.container = container
        self.prefix = prefix
        self.writable = writable


class Launch:
    """The one line of JSON that a worker reads. Tokens live here and nowhere else in the process."""

    def __init__(self, fields):
        self.function = _text(fields, "function")
        self.version = fields.get("version", 0)
        self.handler = _text(fields, "handler")
        self.code_directory = os.path.realpath(_text(fields, "codeDirectory"))
        self.channel_socket = _text(fields, "channelSocket")
        self.channel_token = _token(fields, "channelToken")
        self.engine_socket = _optional_text(fields, "engineSocket", "")
        self.engine_grant = _token(fields, "engineGrant") if fields.get("engineGrant") else b""
        self.worker_id = str(fields.get("workerId", "0"))
        self.trigger_kind = _optional_text(fields, "triggerKind", "http")
        self.trigger_name = _optional_text(fields, "triggerName", "http")
        self.bindings = [
            Binding(
                _text(binding, "name"),
                int(binding["container"]),
                _optional_text(binding, "prefix", ""),
                bool(binding.get("writable", False)),
            )
            for binding in fields.get("bindings", [])
        ]

    @staticmethod
    def parse(line):
        """Reads the line; LaunchError names the field that is wrong."""
        try:
            fields = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise LaunchError("standard input holds no line of JSON: {}".format(error)) from error
        if not isinstance(fields, dict):
            raise LaunchError("standard input holds no JSON object")
        try:
            return Launch(fields)
        except LaunchError:
            raise
        except (KeyError, TypeError, ValueError, OverflowError, AttributeError) as error:
            raise LaunchError("field is missing or wrong: {}".format(error)) from error


def read():
    """Takes the line from standard input, and leaves the handler an empty one."""
    line = sys.stdin.readline()
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    return Launch.parse(line)


def _text(fields, name):
    value = fields[name]
    if not isinstance(value, str) or not value:
        raise LaunchError("field is missing or wrong: {}".format(name))
    return value


def _optional_text(fields, name, default):
    value = fields.get(name, default)
    if not isinstance(value, str):
        raise LaunchError("field is wrong: {}".format(name))
    return value


def _token(fields, name):
    try:
        return base64.b64decode(_text(fields, name), validate=True)
    except ValueError as error:
        raise LaunchError("field is not Base64: {}".format(name)) from error
