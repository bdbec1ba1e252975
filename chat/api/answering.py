"""Begun generations to HTTP responses: whole, or told as they come. Knows no dialect."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterable, Sequence
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from functools import partial
from typing import Any, Protocol
from uuid import UUID

from django.http import StreamingHttpResponse
from django.utils import timezone

from accounts.models import ApiKey
from chat.api.gathering import Gathered
from chat.api.problems import ApiError, NotAllowed, cancelled, from_failed
from chat.api.running import (
    Told,
    read_beginning,
    read_told,
    stop,
    stop_soon,
    stopped_when_left,
)
from chat.metrics import API_TTFT
from chat.models import ApiGeneration
from chat.rights_watch import Right, wait_for_end_of
from inference.contract import Event, Failed, Finished, Part

UNREAD_SECONDS = 5.0  # a response that nobody began to read by then will not be read at all
# A comment, as some clients take any other event for a part; and no empty line, for after an `id`
# openai's take the nothing before it for an event.
KEEP_ALIVE = ": keep-alive\n"
BROKEN = "This site failed in the middle of the answer. Its log tells more."

logger = logging.getLogger(__name__)

Json = dict[str, Any]


class Form(Protocol):
    """How one kind of client is told a generation.

    It hears every event from the first on, also where a stream is gone on with: what it tells
    depends on nothing else. gathered: has each event already when it is told.
    """

    gathered: Gathered

    def tell(self, event: Event) -> Iterable[str]:
        """Blocks of an SSE stream, each with its empty line."""
        ...

    def tell_problem(self, error: ApiError) -> Iterable[str]:
        """The last blocks of a stream that ends badly."""
        ...


def block(data: Json, *, event: str = "") -> str:
    """ASCII only: huggingface_hub takes some characters beyond it for ends of lines."""
    name = f"event: {event}\n" if event else ""
    return f"{name}data: {json.dumps(data, separators=(',', ':'))}\n\n"


async def answer(
    generation: ApiGeneration,
    *,
    key: Right,
    form: Callable[[ApiGeneration], Form],
    whole: Callable[[ApiGeneration, Gathered], Json],
) -> StreamingHttpResponse | Json:
    """As a stream or whole, as its caller asked. Raises ApiError."""
    if generation.is_streamed:
        return await stream(generation, form(generation), key=key)
    gathered = await gather(generation, Gathered.of(generation.form), key=key)
    return whole(generation, gathered)


async def gather(generation: ApiGeneration, gathered: Gathered, *, key: Right) -> Gathered:
    """The whole of it, when it has ended; who goes away meanwhile cancels it. Raises ApiError for a
    bad ending."""
    async with _read(generation, key) as batches:
        async for batch in batches:
            for _, event in batch:
                gathered.add(event)
            await _stop_if_enough(generation, gathered)
    _raise_for(gathered.ending, generation)
    return gathered


async def stream(
    generation: ApiGeneration, form: Form, *, key: Right, after: int = 0
) -> StreamingHttpResponse:
    """What is told after event number `after`, as it comes, while the key or session is good; who
    goes away cancels it. Raises ApiError where it ends badly before the model said anything."""
    stack = AsyncExitStack()
    async with stack:
        batches = await stack.enter_async_context(_read(generation, key))
        beginning = await read_beginning(batches)
        if not any(isinstance(event, Part) for _, event in beginning):
            _raise_for(beginning[-1][1] if beginning else None, generation)
        body = _body(stack.pop_all(), generation, form, beginning, batches, after=after)
    return StreamingHttpResponse(
        body if generation.is_background else _guarded(body, generation),
        content_type="text/event-stream",
        headers={"Cache-Control": "no-cache", "X-Accel-Buffering": "no"},
    )


async def _body(
    stack: AsyncExitStack,
    generation: ApiGeneration,
    form: Form,
    beginning: list[Told],
    batches: AsyncIterator[Sequence[Told]],
    *,
    after: int,
) -> AsyncGenerator[str]:
    async with stack:
        try:
            # Something, whatever it is: with it go the headers.
            yield _blocks(generation, form, beginning, after) or KEEP_ALIVE
            async for batch in batches:
                blocks = _blocks(generation, form, batch, after) if batch else KEEP_ALIVE
                if blocks:
                    yield blocks
                await _stop_if_enough(generation, form.gathered)
        except ApiError as error:
            yield "".join(form.tell_problem(error))
        except Exception:
            logger.exception("Generation %s cannot be told", generation.pk)
            stop_soon(generation.pk)
            yield "".join(form.tell_problem(ApiError(BROKEN)))


def _guarded(body: AsyncGenerator[str], generation: ApiGeneration) -> AsyncGenerator[str]:
    """A caller who goes away just before the body begins cancels nothing in it."""
    guard = asyncio.get_running_loop().call_later(UNREAD_SECONDS, stop_soon, generation.pk)

    async def guarded() -> AsyncGenerator[str]:
        guard.cancel()
        async with aclosing(body):
            async for blocks in body:
                yield blocks

    return guarded()


def _blocks(generation: ApiGeneration, form: Form, batch: Sequence[Told], after: int) -> str:
    had_begun, blocks = form.gathered.has_begun, list[str]()
    for seq, event in batch:
        counted = form.gathered.add(event)
        told = [] if counted is None else _told(generation, form, counted)
        if told and seq > after:
            blocks += [*told[:-1], f"id: {seq}\n{told[-1]}"]  # what a client is to go on after
    if not after and not had_begun and form.gathered.has_begun:
        API_TTFT.observe((timezone.now() - generation.created_at).total_seconds())
    return "".join(blocks)


def _told(generation: ApiGeneration, form: Form, event: Event) -> list[str]:
    error = _problem(event, generation)
    return list(form.tell(event) if error is None else form.tell_problem(error))


def _raise_for(event: Event | None, generation: ApiGeneration) -> None:
    error = _problem(event, generation)
    if error is not None:
        raise error


def _problem(event: Event | None, generation: ApiGeneration) -> ApiError | None:
    match event:
        case Failed():
            return from_failed(event, generation.form.get("params", {}))
        case Finished(reason="stopped"):
            return cancelled()
    return None


async def _stop_if_enough(generation: ApiGeneration, gathered: Gathered) -> None:
    if gathered.has_enough and gathered.ending is None:
        await stop(generation.pk)


@asynccontextmanager
async def _read(
    generation: ApiGeneration, key: Right
) -> AsyncIterator[AsyncIterator[Sequence[Told]]]:
    """All that is told of it. Who leaves in the middle gets nothing more made for them, and neither
    does who loses the right."""
    async with AsyncExitStack() as stack:
        batches = await stack.enter_async_context(aclosing(read_told(generation.pk)))
        ended = asyncio.create_task(wait_for_end_of(key), name="right-watch")
        stack.callback(ended.cancel)
        if not generation.is_background:
            await stack.enter_async_context(stopped_when_left(generation.pk))
            ended.add_done_callback(partial(_stop_when_done, generation.pk))
        yield await stack.enter_async_context(aclosing(_while_good(key, ended, batches)))


async def _while_good(
    key: Right, ended: asyncio.Task[None], batches: AsyncIterator[Sequence[Told]]
) -> AsyncGenerator[Sequence[Told]]:
    async for batch in batches:
        if ended.done():
            raise _lost(key)
        yield batch


def _lost(key: Right) -> NotAllowed:
    if isinstance(key, ApiKey):
        return NotAllowed("This API key is no longer valid.")
    return NotAllowed("Your session has ended.", code="signed_out")


def _stop_when_done(generation_id: UUID, ended: asyncio.Task[None]) -> None:
    if not ended.cancelled():
        stop_soon(generation_id)
