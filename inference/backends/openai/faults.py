"""What a server's refusals mean, in our words. Knows no HTTP client.

UpstreamFault carries the error type and a sentence for people; the key is in neither.
"""

from __future__ import annotations

import json
import re
from typing import Any

from inference.contract import ErrorType

LONGEST_SENTENCE = 400
BUSY = (429, 503)
TOO_LONG = re.compile(
    r"context.?length|context.?window|context.?size|maximum context|n_ctx"
    r"|prompt is too long|input is too long|`?inputs`? .*must (have|be)",
    re.IGNORECASE,
)


class UpstreamFault(Exception):
    """One request failed. status: of HTTP, or 0. retry_after: as a busy server said it."""

    def __init__(
        self, error_type: ErrorType, message: str, *, status: int = 0, retry_after: str = ""
    ) -> None:
        super().__init__(message)
        self.error_type, self.message = error_type, message
        self.status, self.retry_after = status, retry_after


def fault_of_status(status: int, body: str, *, model: str, retry_after: str = "") -> UpstreamFault:
    """body: what came with the status, perhaps cut short."""
    error_type, message = _explain(status, *told(body), model=model)
    return UpstreamFault(error_type, message, status=status, retry_after=retry_after)


def fault_of_no_route(what: str, status: int, body: str) -> UpstreamFault:
    """what: it does not do."""
    sentence, _ = told(body)
    message = f"The server of this model {what} ({status}). {sentence}".strip()
    return UpstreamFault("validation", message, status=status)


def _explain(status: int, sentence: str, code: str, *, model: str) -> tuple[ErrorType, str]:
    if status in (401, 403):
        # Its own sentence may quote the key.
        return "model_unavailable", (
            f"The model's server does not accept our key ({status}): check UPSTREAM_API_KEY."
        )
    if status == 404:
        return "model_unavailable", f"The model's server knows no model {model!r}. {sentence}"
    if status in BUSY:
        return "overloaded", "The model's server is busy. Try again in a moment."
    if status == 413 or (400 <= status < 500 and is_too_long(sentence, code)):
        return "prompt_too_long", f"This is too long for the model: {sentence}"
    return _explain_others(status, sentence)


def _explain_others(status: int, sentence: str) -> tuple[ErrorType, str]:
    if 400 <= status < 500:
        return "validation", f"The model's server refused this: {sentence}"
    if 300 <= status < 400:
        return "model_unavailable", (
            "The model's server sends us elsewhere, and we do not follow: correct CHAT_MODEL."
        )
    return "generation", f"The model's server failed ({status}). {sentence}"


def fault_in_stream(error: Any) -> UpstreamFault:
    """Of an error object in the middle of a stream, as vLLM, TGI and llama.cpp send them."""
    sentence, code = told(json.dumps({"error": error}))
    if is_too_long(sentence, code):
        return UpstreamFault("prompt_too_long", f"This is too long for the model: {sentence}")
    return UpstreamFault("generation", f"The model's server failed: {sentence}")


def is_too_long(sentence: str, code: str) -> bool:
    return TOO_LONG.search(f"{sentence} {code}") is not None


def told(body: str) -> tuple[str, str]:
    """The server's own sentence in an error body of any common form, and its code."""
    try:
        values = json.loads(body)
    except ValueError:
        return _sentence(body), ""
    error = values.get("error", values) if isinstance(values, dict) else values
    if not isinstance(error, dict):
        return _sentence(error), ""
    for name in ("message", "detail", "error"):
        if error.get(name):
            return _sentence(error[name]), f"{error.get('code', '')} {error.get('type', '')}"
    return _sentence(error), ""


def _sentence(value: Any) -> str:
    """One line, cut short; anything but text as JSON."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_SENTENCE else f"{text[:LONGEST_SENTENCE]}…"
