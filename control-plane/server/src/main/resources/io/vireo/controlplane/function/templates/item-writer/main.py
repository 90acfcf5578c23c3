"""Keeps each request as an item: the body as its content, what is known about it as its attributes."""


def handler(context, event):
    # The binding "data" is declared in function.yaml. It reaches the container directly, with a grant of its own.
    data = context.bindings["data"]

    path = "notes/" + event.id
    body = event.body if isinstance(event.body, bytes) else str(event.body).encode()

    # Body and attributes are written together, or not at all.
    data.put(path, body, {"content_type": event.content_type or "text/plain", "length": len(body)})

    stored = data.get(path)
    context.logger.info_with("stored", path=path, length=len(stored.body))
    return {"path": path, "attributes": stored.attributes}
