"""Log probabilities in the form that /v1/completions has them. Knows no events but texts."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from inference.contract import Text, TokenLogprob

Json = dict[str, Any]


class TextOffsets:
    """Where each token of one choice begins in its text, in characters; tokens that make one
    character together begin where it does."""

    def __init__(self) -> None:
        self._count = 0
        self._waiting = b""  # a character that is not whole yet
        self._has_begun = False

    def add(self, part: Text) -> list[int]:
        """Of the part's tokens. Its text may end before they do: what might be a stop string is
        held back."""
        if not self._has_begun and part.logprobs:
            self._has_begun = True
            is_left_out = _text(part.logprobs[0])[:1] == " " != part.text[:1]
            self._count = -1 if is_left_out else 0  # some tokenizers do so with the first space
        return [self._place(token) for token in part.logprobs]

    def _place(self, token: TokenLogprob) -> int:
        place = max(self._count, 0)
        self._waiting += bytes(token.bytes)
        with suppress(UnicodeDecodeError):
            self._count += len(self._waiting.decode())
            self._waiting = b""
        return place


def logprobs_json(told: Sequence[TokenLogprob], offsets: Sequence[int]) -> Json:
    return {
        "tokens": [_text(one) for one in told],
        "token_logprobs": [one.logprob for one in told],
        "top_logprobs": [_top(one) for one in told],
        "text_offset": list(offsets),
    }


def _top(told: TokenLogprob) -> dict[str, float]:
    """The token itself is always among them, as OpenAI has it."""
    return {_text(one): one.logprob for one in (*told.top, told)}


def _text(told: TokenLogprob) -> str:
    """As OpenAI spells what is only part of a character."""
    try:
        return bytes(told.bytes).decode()
    except UnicodeDecodeError:
        return "bytes:" + "".join(f"\\x{byte:02x}" for byte in told.bytes)
