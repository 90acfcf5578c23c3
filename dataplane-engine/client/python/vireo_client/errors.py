"""What an engine answers when it does not do what it was asked."""

from vireo_client.message import Status


class DataError(Exception):
    """The engine refused a request, and nothing of it was done. The text says why, `status` is the engine's (`message.Status`)."""

    status = None
    failed_index = None  # of a batch: which of its operations was refused


class NotFoundError(DataError):
    """There is no item, stream or shard at the path."""


class ConditionFailedError(DataError):
    """The condition is false."""


class ExistsError(DataError):
    """There is an item already."""


class InvalidError(DataError):
    """The request is wrong; the text names the field and the limit."""


class ForbiddenError(DataError):
    """What this client was given does not cover it."""


class TooLargeError(DataError):
    """The answer, or what was sent, is longer than it may be."""


class BusyError(DataError):
    """The engine is over a budget: try again."""


class VersionChangedError(DataError):
    """The item is not the version that was expected."""


class WrongKindError(DataError):
    """A stream operation on what is not a stream, and the like."""


class NotEmptyError(DataError):
    """A directory that still holds something."""


class CorruptError(DataError):
    """Stored bytes fail their checksum. Of changes, `resume_position` says where they go on."""

    resume_position = b""


class TrimmedError(DataError):
    """Changes that are kept no more. `resume_position` says from where on they are."""

    resume_position = b""


class ReadOnlyError(DataError):
    """The engine takes no writes now."""


class SpansPartitionsError(InvalidError):
    """What cannot be done as one, because it is about more than one reactor or partition of the engine."""


class TokenReusedError(InvalidError):
    """The token was given to another request, which was done."""


class EngineError(DataError):
    """A fault of the engine."""


class UnavailableError(DataError, ConnectionError):
    """The engine could not be reached, or died before it answered. A write may have been done or not."""


_BY_STATUS = {
    Status.NOT_FOUND: NotFoundError,
    Status.CONDITION_FAILED: ConditionFailedError,
    Status.EXISTS: ExistsError,
    Status.INVALID: InvalidError,
    Status.FORBIDDEN: ForbiddenError,
    Status.TOO_LARGE: TooLargeError,
    Status.BUSY: BusyError,
    Status.VERSION_CHANGED: VersionChangedError,
    Status.WRONG_KIND: WrongKindError,
    Status.NOT_EMPTY: NotEmptyError,
    Status.CORRUPT: CorruptError,
    Status.READ_ONLY: ReadOnlyError,
    Status.SPANS_PARTITIONS: SpansPartitionsError,
    Status.INTERNAL: EngineError,
    Status.TRIMMED: TrimmedError,
    Status.TOKEN_REUSED: TokenReusedError,
}


def error_of(status, message):
    """The exception that stands for a status of the engine."""
    error = _BY_STATUS.get(status, EngineError)(message)
    error.status = status
    return error
