"""Token ids for a model that has no tokenizer: the bytes of UTF-8. Knows no scripts."""

from __future__ import annotations

from collections.abc import Sequence

from inference.contract import GenerationRequest
from inference.exceptions import InvalidRequest

VOCABULARY = 256


def ids_of(text: str) -> tuple[int, ...]:
    return tuple(text.encode())


def text_of(ids: Sequence[int]) -> str:
    """Raises InvalidRequest for an id that is no byte."""
    for one in ids:
        if type(one) is not int or not 0 <= one < VOCABULARY:
            raise InvalidRequest(f"There is no token {one!r}: ids are 0 to {VOCABULARY - 1}.")
    return bytes(ids).decode(errors="replace")


def raw_text(request: GenerationRequest) -> str:
    """The prompt of a request that has one. Raises InvalidRequest."""
    return text_of(request.prompt_token_ids) if request.prompt is None else request.prompt
