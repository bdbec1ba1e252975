"""What can go wrong with a call, told in the words that each kind of client understands.

ApiError
├── InvalidCall         the request is wrong; `param` says where
├── NotAllowed          no key, a wrong one, or one without this scope
├── NoSuchThing         a model or a generation that is not there, or is somebody else's
├── NoRoom              overloaded or over quota; says when to come back
├── NotNow              Redis, the database or every worker is away
└── BadEnding           the generation ended badly after it had begun
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from inference.contract import ErrorType, Failed
from inference.exceptions import (
    AbsentModel,
    InferenceError,
    Overloaded,
    StoreUnavailable,
    UnknownModel,
    field_of,
)

NO_STORE = "The site cannot reach its store just now. Try again in a moment."

Json = dict[str, Any]
Params = Mapping[str, str]

# What /v1/chat/completions calls the fields of the engine's contract that have other names there.
PARAMS: Params = {
    "turns": "messages",
    "choices": "n",
    "grammar": "response_format",
    "logprobs": "top_logprobs",
    "thinking": "reasoning_effort",
}


class ApiError(Exception):
    """Base of all. kind: as huggingface_hub and TGI name it; openai_type and code: as OpenAI does;
    status: of HTTP, tgi_status where TGI has another."""

    status = 500
    tgi_status: int | None = None
    kind: str = "generation"
    openai_type = "server_error"
    code: str | None = None
    retry_after_seconds: int | None = None
    is_final = False
    """Asking again is not what its caller wants, though the status sounds like it."""

    def __init__(self, message: str, *, param: str | None = None, code: str | None = None) -> None:
        super().__init__(message)
        self.param = param
        if code is not None:
            self.code = code


class InvalidCall(ApiError):
    """Say what is wrong and what would be right."""

    status, tgi_status = 400, 422
    kind = "validation"
    openai_type = "invalid_request_error"


class NotAllowed(ApiError):
    """status 401: we do not know who calls. 403: we do, and the key does not cover this."""

    status = 401
    kind = "authentication"
    openai_type = "authentication_error"
    code = "invalid_api_key"

    @classmethod
    def lacks(cls, scope: str) -> NotAllowed:
        told = f"This API key does not have the scope {scope!r}."
        return cls._of_known(told, code="missing_scope")

    @classmethod
    def lacks_model(cls, model: str, team: str, allowed: Sequence[str]) -> NotAllowed:
        told = (
            f"The team {team!r}, for which this key asks, may not use {model!r}. Choose from "
            f"{', '.join(allowed)}."
        )
        return cls._of_known(told, code="model_not_found", param="model")

    @classmethod
    def _of_known(cls, told: str, *, code: str, param: str | None = None) -> NotAllowed:
        error = cls(told, code=code, param=param)
        error.status, error.kind, error.openai_type = 403, "permission", "permission_error"
        return error


class NoSuchThing(ApiError):
    status = 404
    kind = "not_found"
    openai_type = "invalid_request_error"
    code = "not_found"


class NoRoom(ApiError):
    """Told before a stream starts."""

    status = 429
    kind = "overloaded"
    openai_type = "overloaded"
    code = "overloaded"

    def __init__(self, message: str, *, retry_after_seconds: int, code: str = "overloaded") -> None:
        super().__init__(message, code=code)
        self.openai_type = code
        self.retry_after_seconds = retry_after_seconds


class NotNow(ApiError):
    status = 503
    kind = "healthcheck"
    code = "unavailable"
    retry_after_seconds = 2


class BadEnding(ApiError):
    """What was told before it stands."""

    tgi_status = 424


def from_inference(error: InferenceError) -> ApiError:
    """What a generation that did not begin is told as."""
    match error:
        case Overloaded():
            return NoRoom(str(error), retry_after_seconds=error.retry_after_seconds)
        case UnknownModel():
            return NoSuchThing(str(error), param="model", code="model_not_found")
        case AbsentModel():
            return NotNow(str(error), param="model", code="model_unavailable")
        case StoreUnavailable():
            return NotNow(NO_STORE)
    failed = Failed(error_type=error.error_type, message=str(error), field=field_of(error))
    return from_failed(failed)


def from_failed(failed: Failed, params: Params | None = None) -> ApiError:
    """params: what the caller's dialect calls the engine's fields, where it is not as PARAMS."""
    param = failed.field and {**PARAMS, **(params or {})}.get(failed.field, failed.field)
    return from_ending(failed.error_type, failed.message, param=param or None)


def from_ending(error_type: ErrorType, message: str, *, param: str | None = None) -> ApiError:
    match error_type:
        case "validation":
            return InvalidCall(message, param=param, code="invalid_value")
        case "prompt_too_long":
            # litellm and others know it by OpenAI's words, not by its code.
            told = f"This model's maximum context length is exceeded. {message}"
            return InvalidCall(told, param=param, code="context_length_exceeded")
        case "overloaded":
            return NoRoom(message, retry_after_seconds=2)
        case "model_unavailable":
            return NotNow(message, code="model_unavailable")
    ending = BadEnding(message, code=error_type)
    ending.kind = error_type
    if error_type == "timeout":
        ending.status, ending.is_final = 504, True
    if error_type == "incomplete_generation":
        ending.tgi_status = 500
    return ending


def cancelled() -> ApiError:
    """Told to who still listens when somebody cancels by id."""
    ending = BadEnding("The generation was cancelled.", code="cancelled")
    ending.status = ending.tgi_status = 409
    ending.is_final = True
    ending.kind, ending.openai_type = "cancelled", "invalid_request_error"
    return ending


# --- in whose words -------------------------------------------------------------------------------


def openai_body(error: ApiError) -> Json:
    """For OpenAI's clients and for huggingface_hub's alike."""
    told = {
        "message": str(error),
        "type": error.openai_type,
        "param": error.param,
        "code": error.code,
    }
    return {"error": told, "error_type": error.kind}


ANTHROPIC_TYPES = {
    400: "invalid_request_error",
    401: "authentication_error",
    403: "permission_error",
    404: "not_found_error",
    405: "invalid_request_error",
    409: "invalid_request_error",
    413: "request_too_large",
    429: "rate_limit_error",
    504: "timeout_error",
    529: "overloaded_error",
}


def anthropic_status(error: ApiError) -> int:
    """429 is for the quota of one caller alone."""
    return 529 if error.code == "overloaded" else error.status


def anthropic_body(error: ApiError) -> Json:
    told = {
        "type": ANTHROPIC_TYPES.get(anthropic_status(error), "api_error"),
        "message": _with_place(error),
    }
    return {"type": "error", "error": told}


def tgi_body(error: ApiError) -> Json:
    """For TGI's own client; huggingface_hub's reads it as well."""
    return {"error": _with_place(error), "error_type": error.kind}


def _with_place(error: ApiError) -> str:
    """For who has no field to be told it in."""
    is_said = not error.param or error.param in str(error)
    return str(error) if is_said else f"{error.param}: {error}"
