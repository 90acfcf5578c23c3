"""What a handler sees: the event, the context and the response of the Nuclio Python contract.

Handlers written for Nuclio import these names, or receive instances of them, and run unchanged.
"""

from nuclio_sdk.context import Context
from nuclio_sdk.event import Event, TriggerInfo
from nuclio_sdk.logger import Logger
from nuclio_sdk.platform import Platform, PlatformError
from nuclio_sdk.qualified_offset import QualifiedOffset
from nuclio_sdk.response import Response

__all__ = [
    "Context",
    "Event",
    "Logger",
    "Platform",
    "PlatformError",
    "QualifiedOffset",
    "Response",
    "TriggerInfo",
]
