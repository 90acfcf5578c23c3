"""The response that a handler may return when it wants more than a body."""


class Response:
    """Status, headers, content type and body of an answer.

    ``body`` may be str, bytes, a dict (sent as JSON) or an iterator of str or bytes, which is streamed.
    """

    def __init__(self, headers=None, body=None, content_type="text/plain", status_code=200, event_id=None):
        self.headers = headers or {}
        self.body = body
        self.content_type = content_type or "text/plain"
        self.status_code = status_code
        self.event_id = event_id

    def ensure_no_ack(self):
        """Asks the stream trigger not to count this event as done."""
        self.headers["x-nuclio-stream-no-ack"] = True

    def __repr__(self):
        return "Response({})".format(", ".join("{}={!r}".format(*item) for item in vars(self).items()))
