"""Finding the user's handler in the code directory."""

import functools
import importlib
import os
import re
import sys

_CO_COROUTINE = 0x80  # inspect.CO_COROUTINE; inspect itself is slow to import
_SPEC = re.compile(r"^([\w|-]+(\.[\w|-]+)*):(\w+)$")


class HandlerError(Exception):
    """The code directory does not hold what the handler specification names."""


class Handler:
    """The loaded handler: the function, whether it is asynchronous, and ``init_context`` when there is one."""

    def __init__(self, function, init_context):
        self.function = function
        self.init_context = init_context
        self.asynchronous = _is_asynchronous(function)


def load(specification, code_directory):
    """Imports the module of a specification ``module:function`` from the code directory.

    Raises HandlerError when it is malformed or names what is not there, and whatever the module itself
    raises while it is imported.
    """
    match = _SPEC.match(specification)
    if not match:
        raise HandlerError(
            "handler {!r}: expected module:function, like main:handler for def handler in main.py".format(specification)
        )
    module_name, function_name = match.group(1), match.group(3)
    path = os.path.join(code_directory, *module_name.split("."))
    if not (os.path.isfile(path + ".py") or os.path.isdir(path)):
        raise HandlerError(
            "handler {!r}: the code has no file {}.py; it has: {}".format(
                specification, module_name.replace(".", "/"), ", ".join(sorted(os.listdir(code_directory))[:20]) or "nothing"
            )
        )
    if sys.path[:1] != [code_directory]:
        sys.path.insert(0, code_directory)

    module = importlib.import_module(module_name)

    origin = getattr(module, "__file__", None) or ""
    if origin and not os.path.realpath(origin).startswith(os.path.realpath(code_directory) + os.sep):
        raise HandlerError(
            "handler {!r}: {!r} is also the name of a Python library; give the file another name".format(
                specification, module_name
            )
        )
    function = getattr(module, function_name, None)
    if not callable(function):
        raise HandlerError(
            "handler {!r}: {} has no function {!r}".format(specification, module_name.replace(".", "/") + ".py", function_name)
        )
    return Handler(function, getattr(module, "init_context", None))


def _is_asynchronous(function):
    while isinstance(function, functools.partial):
        function = function.func
    code = getattr(function, "__code__", None) or getattr(type(function).__call__, "__code__", None)
    return code is not None and bool(code.co_flags & _CO_COROUTINE)
