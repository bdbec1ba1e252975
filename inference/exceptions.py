"""What can go wrong on the way to a reply.

InferenceError
├── InvalidRequest       the request itself is wrong; trying again will not help
│   └── PromptTooLong    the system prompt and the last message alone exceed the context
├── Overloaded           no room now; `retry_after_seconds` says when to come back
├── ModelUnavailable     this worker has no usable model
│   ├── UnknownModel     no worker with a model of this name was ever seen, or not for days
│   └── AbsentModel      there was one, and none serves it now
├── CannotGoOn           another worker began this reply, and this one cannot go on with it
├── StoreUnavailable     Redis cannot be reached, or is full
└── StreamGone           the stream's log has expired, or never was
"""

from __future__ import annotations

from typing import Literal

from inference.contract import ErrorType


class InferenceError(Exception):
    """Base of all. `error_type` is the code that programs see, the text is for people."""

    error_type: ErrorType = "generation"


class InvalidRequest(InferenceError):
    """Say what is wrong and what would be right. field: of GenerationRequest, of its Sampling or of
    a question; empty where it is none alone."""

    error_type: ErrorType = "validation"

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class PromptTooLong(InvalidRequest):
    """Raised after everything that may be left out was left out."""

    error_type = "prompt_too_long"


Full = Literal["site", "owner", "group"]


class Overloaded(InferenceError):
    """Raised by admission before anything is queued. whose: of whom all `count` places are taken;
    empty: another kind of room."""

    error_type = "overloaded"

    def __init__(
        self,
        message: str,
        *,
        retry_after_seconds: int,
        whose: Full | Literal[""] = "",
        count: int = 0,
    ) -> None:
        super().__init__(message)
        self.retry_after_seconds = retry_after_seconds
        self.whose, self.count = whose, count


class ModelUnavailable(InferenceError):
    """The model is missing, broken or refused; the message says which and what to do."""

    error_type = "model_unavailable"


class UnknownModel(ModelUnavailable):
    """Raised before anything is queued; the message lists the models that are live."""


class AbsentModel(ModelUnavailable):
    """Raised only for those who would rather not wait; trying again later may help."""


class CannotGoOn(InferenceError):
    """What was told stands; only a new reply can be made."""

    error_type = "incomplete_generation"


class StoreUnavailable(InferenceError):
    """Raised instead of redis-py's own errors, so that callers need not know Redis."""

    error_type = "overloaded"


class StreamGone(InferenceError):
    """The reader must turn to the database instead."""


def error_of(
    error_type: str, message: str, *, field: str = "", retry_after_seconds: int = 1
) -> InferenceError:
    """What another process met with."""
    match error_type:
        case Overloaded.error_type:
            return Overloaded(message, retry_after_seconds=retry_after_seconds)
        case InvalidRequest.error_type:
            return InvalidRequest(message, field=field)
        case PromptTooLong.error_type:
            return PromptTooLong(message, field=field)
        case ModelUnavailable.error_type:
            return ModelUnavailable(message)
    return InferenceError(message)


def field_of(error: InferenceError) -> str:
    """Which field of the request is at fault; empty: none, or not one alone."""
    return error.field if isinstance(error, InvalidRequest) else ""
