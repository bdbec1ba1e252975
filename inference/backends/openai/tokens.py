"""Tokens as vLLM tells them. Other servers have no such thing, or one of another shape, and then
nobody here knows which tokens a text is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from inference.backends.openai.faults import UpstreamFault
from inference.backends.openai.wire import DETOKENIZE, TOKENIZE, Wire
from inference.exceptions import InvalidRequest, error_of

NOT_TOLD = "The server of this model does not tell its tokens: only vLLM does."


async def tokens_of(wire: Wire, body: Mapping[str, Any]) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Ids, and strings where they were asked for. Raises InferenceError."""
    told = await _asked(wire, TOKENIZE, body)
    ids, strings = told.get("tokens"), told.get("token_strs") or []
    if not isinstance(ids, list) or told.get("count") != len(ids):
        raise InvalidRequest(NOT_TOLD)
    return tuple(map(int, ids)), tuple(map(str, strings))


async def text_of(wire: Wire, body: Mapping[str, Any]) -> str:
    """Raises InferenceError."""
    text = (await _asked(wire, DETOKENIZE, body)).get("prompt")
    if not isinstance(text, str):
        raise InvalidRequest(NOT_TOLD)
    return text


async def _asked(wire: Wire, route: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
    try:
        return await wire.ask(route, body)
    except UpstreamFault as fault:
        raise error_of(fault.error_type, fault.message) from fault
