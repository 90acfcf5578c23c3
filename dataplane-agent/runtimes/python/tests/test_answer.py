import json
import unittest

from nuclio_sdk import Response
from vireo_runtime.answer import answer_of, answer_of_exception


def parts(output):
    answer = answer_of(output)
    return answer.status, answer.content_type, answer.body


class AnswerTest(unittest.TestCase):
    def test_text_is_plain_text(self):
        self.assertEqual((200, "text/plain", "gr\u00fcn".encode()), parts("gr\u00fcn"))

    def test_bytes_are_plain_text(self):
        self.assertEqual((200, "text/plain", b"\x00\xff"), parts(b"\x00\xff"))

    def test_dict_is_json(self):
        self.assertEqual((200, "application/json", b'{"a": 1}'), parts({"a": 1}))

    def test_pair_is_status_and_text(self):
        self.assertEqual((404, "text/plain", b"gone"), parts((404, "gone")))

    def test_pair_with_anything_else_is_status_and_json(self):
        self.assertEqual((201, "application/json", b'["x", 1]'), parts((201, ["x", 1])))

    def test_response_carries_all_of_it(self):
        answer = answer_of(Response({"X-A": "1", "X-N": 2, "X-Dropped": None}, "b", "text/html", 202))

        self.assertEqual((202, "text/html", b"b"), (answer.status, answer.content_type, answer.body))
        self.assertEqual([("X-A", "1"), ("X-N", "2")], answer.headers)

    def test_response_with_a_dict_is_json(self):
        self.assertEqual((200, "application/json", b'{"a": []}'), parts(Response(body={"a": []})))

    def test_anything_else_is_its_text(self):
        self.assertEqual((200, "text/plain", b"None"), parts(None))
        self.assertEqual((200, "text/plain", b"1.5"), parts(1.5))
        self.assertEqual((200, "text/plain", b"(1, 2, 3)"), parts((1, 2, 3)))

    def test_list_answers_with_its_first_element(self):
        self.assertEqual((200, "application/json", b'{"a": 1}'), parts([{"a": 1}, {"b": 2}]))
        self.assertEqual((200, "application/json", b"[]"), parts([]))

    def test_what_json_has_no_form_for_becomes_its_text(self):
        self.assertEqual({"a": "{1}"}, json.loads(answer_of({"a": {1}}).body))

    def test_generator_is_streamed(self):
        self.assertEqual([b"a", "b"], list(answer_of(piece for piece in (b"a", "b")).body))

    def test_impossible_status_is_refused(self):
        with self.assertRaisesRegex(ValueError, "status_code=99 "):
            answer_of((99, "x"))

    def test_exception_is_a_500_with_its_traceback(self):
        try:
            raise KeyError("name")
        except KeyError as error:
            answer = answer_of_exception(error)

        self.assertEqual(500, answer.status)
        self.assertTrue(answer.failed)
        self.assertRegex(answer.body.decode(), r"(?s)^Exception caught in handler - \"'name'\": Traceback .*KeyError: 'name'\n$")
