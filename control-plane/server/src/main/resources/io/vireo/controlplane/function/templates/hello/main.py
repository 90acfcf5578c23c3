"""Answers with a greeting and echoes the request."""


def handler(context, event):
    # event.body is parsed when the request says "Content-Type: application/json", bytes otherwise.
    name = event.body.get("name", "world") if isinstance(event.body, dict) else "world"

    # Structured: the fields can be filtered in the log.
    context.logger.info_with("greeting", name=name, method=event.method, path=event.path)

    # A dict becomes a JSON answer; text, bytes and context.Response(...) work too.
    return {"greeting": "Hello, " + name + "!", "method": event.method, "path": event.path}
