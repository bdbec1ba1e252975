"""/v1/generations: what was asked for, by id; to look at, to go on with, to cancel.

An id is that of the answer, with or without the prefix of its route (`chatcmpl-`).
"""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from ninja import Query, Router

from chat.api.answering import stream
from chat.api.auth import Caller, KeyAuth
from chat.api.forms import make_form
from chat.api.problems import InvalidCall
from chat.api.running import cancel, find, reopen
from chat.models import ApiGeneration

router = Router(tags=["Generations"])


@router.get("/generations/{generation_id}", auth=KeyAuth("read"), summary="How it stands")
async def get_generation(request: Caller, generation_id: str) -> dict[str, Any]:
    """Counts and times; the text is told by its stream, and kept only where the key says so."""
    return _json(await find(request.auth, generation_id))


@router.get(
    "/generations/{generation_id}/stream", auth=KeyAuth("read"), summary="Go on with a stream"
)
async def resume_stream(
    request: Caller, generation_id: str, after: Query[int | None] = None
) -> HttpResponseBase:
    """The events after the one whose `id` is `after` (or the header `Last-Event-ID`); from the
    first on without either. As long as it runs and ten minutes more."""
    generation = await reopen(await find(request.auth, generation_id))
    number = _number(request.headers.get("Last-Event-ID")) if after is None else after
    if number < 0:
        raise InvalidCall("after is the id of an event: 0, 1, 2 …", param="after")
    return await stream(generation, make_form(generation), key=request.auth, after=number)


@router.delete("/generations/{generation_id}", auth=KeyAuth("generate"), summary="Cancel")
async def cancel_generation(request: Caller, generation_id: str) -> dict[str, Any]:
    """It ends within two steps of the engine. One that has ended stays as it is."""
    await cancel(await find(request.auth, generation_id))
    return _json(await find(request.auth, generation_id))


def _number(text: str | None) -> int:
    if text is None:
        return 0
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else -1


def _json(generation: ApiGeneration) -> dict[str, Any]:
    error = {"type": generation.error_type, "message": generation.error_message}
    return {
        "id": str(generation.pk),
        "object": "generation",
        "route": generation.route,
        "model": generation.model,
        "status": generation.status,
        "finish_reason": generation.finish_reason or None,
        "error": error if generation.error_type else None,
        "created": int(generation.created_at.timestamp()),
        "prompt_tokens": generation.prompt_token_count,
        "completion_tokens": generation.completion_token_count,
        "queue_seconds": generation.queue_seconds,
        "ttft_seconds": generation.ttft_seconds,
        "tokens_per_second": generation.tokens_per_second,
    }
