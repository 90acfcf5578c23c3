"""The structured logger of the context."""

import sys


def _print(level, message, fields):
    print("{:5} {}{}".format(level, message, " {}".format(fields) if fields else ""), file=sys.stderr)


class Logger:
    """Writes log lines with a level, a message and fields.

    ``sink`` takes (level, message, fields), with level one of debug, info, warn and error. Without one
    the lines go to standard error, which is what a handler's own unit tests want.
    """

    def __init__(self, level="debug", name="nuclio_sdk", sink=None):
        self.name = name
        self._write = sink or _print
        self._bound = {}

    def debug(self, message, *args):
        self._log("debug", message, args, {})

    def info(self, message, *args):
        self._log("info", message, args, {})

    def warn(self, message, *args):
        self._log("warn", message, args, {})

    warning = warn

    def error(self, message, *args):
        self._log("error", message, args, {})

    def debug_with(self, message, *args, **fields):
        self._log("debug", message, args, fields)

    def info_with(self, message, *args, **fields):
        self._log("info", message, args, fields)

    def warn_with(self, message, *args, **fields):
        self._log("warn", message, args, fields)

    def error_with(self, message, *args, **fields):
        self._log("error", message, args, fields)

    def bind(self, **fields):
        """Adds fields to every later line of this logger."""
        self._bound.update(fields)

    def _log(self, level, message, args, fields):
        if args:
            try:
                message = message % args
            except (TypeError, ValueError):
                # A wrong format must not cost the line, let alone the event.
                message = "{} {!r}".format(message, args)
        elif not isinstance(message, str):
            message = str(message)
        if self._bound:
            fields = {**fields, **self._bound}
        self._write(level, message, fields)
