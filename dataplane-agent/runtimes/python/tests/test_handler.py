import os
import sys
import tempfile
import unittest

from vireo_runtime.answer import traceback_of
from vireo_runtime.handler import HandlerError, load


class HandlerTest(unittest.TestCase):
    def setUp(self):
        self.code = tempfile.TemporaryDirectory()
        self.addCleanup(self.code.cleanup)
        path, modules = list(sys.path), set(sys.modules)
        self.addCleanup(sys.path.__setitem__, slice(None), path)
        self.addCleanup(lambda: [sys.modules.pop(name) for name in set(sys.modules) - modules])

    def write(self, name, text):
        path = os.path.join(self.code.name, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)

    def test_finds_function_and_init_context(self):
        self.write("first.py", "def init_context(context): pass\ndef handler(context, event): return 'x'\n")

        handler = load("first:handler", self.code.name)

        self.assertEqual("x", handler.function(None, None))
        self.assertIsNotNone(handler.init_context)
        self.assertFalse(handler.asynchronous)

    def test_finds_modules_in_packages_and_with_hyphens(self):
        self.write("deep/my-mod.py", "import neighbour\nasync def h(context, event): return neighbour.X\n")
        self.write("neighbour.py", "X = 1\n")

        self.assertTrue(load("deep.my-mod:h", self.code.name).asynchronous)

    def test_refuses_a_malformed_specification(self):
        for specification in ("", "main", "main.py:handler:x", "../main:handler", "main:han-dler"):
            with self.assertRaisesRegex(HandlerError, "expected module:function"):
                load(specification, self.code.name)

    def test_names_the_files_when_the_module_is_missing(self):
        self.write("other.py", "")

        with self.assertRaisesRegex(HandlerError, "no file main.py; it has: other.py"):
            load("main:handler", self.code.name)

    def test_names_the_function_that_is_missing(self):
        self.write("second.py", "handler = 3\n")

        with self.assertRaisesRegex(HandlerError, "second.py has no function 'handler'"):
            load("second:handler", self.code.name)

    def test_refuses_a_name_that_a_library_has(self):
        self.write("json.py", "def handler(context, event): pass\n")

        with self.assertRaisesRegex(HandlerError, "also the name of a Python library"):
            load("json:handler", self.code.name)

    def test_traceback_of_a_syntax_error_starts_in_the_users_file(self):
        self.write("third.py", "def handler(context, event)\n    pass\n")

        with self.assertRaises(SyntaxError) as raised:
            load("third:handler", self.code.name)

        text = traceback_of(raised.exception, self.code.name)
        self.assertIn('File "third.py", line 1', text)
        self.assertNotIn("vireo_runtime", text)
        self.assertNotIn("importlib", text)
