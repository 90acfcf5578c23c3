"""What a handler may ask of the platform that runs it."""


class PlatformError(RuntimeError):
    """The platform does not offer what the handler asked for."""


class Platform:
    """The platform as a handler sees it."""

    def __init__(self, kind, namespace="default"):
        self.kind = kind
        self.namespace = namespace
        self._drain_callback = None
        self._termination_callback = None

    def set_drain_callback(self, callback):
        """Has ``callback()`` called when this worker gets no more events but may finish what it has."""
        self._drain_callback = callback

    def set_termination_callback(self, callback):
        """Has ``callback()`` called just before this worker exits."""
        self._termination_callback = callback

    def call_function(self, function_name, event, node=None, timeout=None, service_name_override=None):
        """Refused: a function has no credential to call another one with."""
        raise PlatformError(
            "call_function({!r}): functions of this platform hold no credential to call each other; "
            "call the function's HTTP address with a key of the tenant".format(function_name)
        )

    async def explicit_ack(self, qualified_offset):
        """Refused: only an event of a stream trigger can be acknowledged."""
        raise PlatformError("explicit_ack: the trigger of this worker is not a stream")
