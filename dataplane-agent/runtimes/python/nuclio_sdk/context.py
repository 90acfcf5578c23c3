"""The context: what a worker keeps between events and offers to the handler."""

from nuclio_sdk.event import TriggerInfo
from nuclio_sdk.logger import Logger
from nuclio_sdk.platform import Platform
from nuclio_sdk.response import Response


class UserData:
    """Takes whatever attributes ``init_context`` and the handler set."""


class Context:
    """One per worker, handed to ``init_context`` and to every call of the handler.

    ``bindings`` maps the names of the function's data bindings to handles on the data; it is empty
    when the function has none.
    """

    def __init__(self, logger=None, platform=None, worker_id=None, trigger=None, bindings=None):
        self.logger = logger or Logger()
        self.platform = platform or Platform("test")
        self.worker_id = worker_id
        self.trigger = trigger or TriggerInfo()
        self.trigger_name = self.trigger.name
        self.user_data = UserData()
        self.bindings = bindings if bindings is not None else {}
        self.Response = Response
