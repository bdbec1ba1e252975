"""A generation of a program, from its beginning to its end. Knows no dialect and no HTTP."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Coroutine, Mapping, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import Any
from uuid import UUID

from celery import signature
from django.db import DatabaseError
from django.utils import timezone

from accounts.exceptions import QuotaExceeded, QuotaUnavailable
from accounts.models import ApiKey, Team
from accounts.quota import Left, take_request
from chat.api.gathering import Gathered
from chat.api.headers import tell_generation, tell_left
from chat.api.problems import NO_STORE, NoRoom, NoSuchThing, NotNow, from_inference
from chat.api.teams import as_of_team, team_of
from chat.api_endings import stop_api_generation
from chat.database import in_database
from chat.models import ApiGeneration
from chat.models.tries import NAME_CHARACTERS, storable
from chat.refusals import note_refusal, words_for
from chat.rights_watch import Right
from chat.usage import give_back
from inference.client import Reason, default_model, listening, start_generation
from inference.contract import Event, Failed, GenerationRequest, Queued
from inference.exceptions import InferenceError, Overloaded, StoreUnavailable, StreamGone
from inference.stream import events_of, read_lines, read_log

logger = logging.getLogger(__name__)

GONE = "What was told of this generation is no longer here: ten minutes after its end it goes."
LOST = "The generation was lost in its middle: the site's store was emptied. Ask again."

Told = tuple[int, Event]  # an event with its number in the stream


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What a program asked for, and how it is to be answered. form: see ApiGeneration."""

    request: GenerationRequest
    route: str
    form: Mapping[str, Any]
    is_streamed: bool
    is_background: bool = False


async def begin(key: Right, call: Call) -> ApiGeneration:
    """Raises ApiError; then nothing has begun. Who goes away meanwhile gets nothing made, as later:
    the thread that begins it cannot be called back."""
    beginning = asyncio.ensure_future(in_database(partial(begin_now, key, call)))
    try:
        return await asyncio.shield(beginning)
    except asyncio.CancelledError:
        if not call.is_background:
            _in_passing(_stop_when_begun(beginning), name="stop-beginning")
        raise


def begin_now(key: Right, call: Call) -> ApiGeneration:
    team = team_of(key)
    request = as_of_team(call.request, team)
    left = _take_of_quotas(request, team)
    try:
        return _keep_and_ask(key, replace(call, request=request))
    except (InferenceError, DatabaseError) as error:
        give_back(int(request.owner), request.id, team)
        tell_left(left.with_one_more())
        if isinstance(error, Overloaded):
            _note(request, team, "overloaded")
            raise NoRoom(
                words_for(error, team), retry_after_seconds=error.retry_after_seconds
            ) from error
        if isinstance(error, InferenceError):
            raise from_inference(error) from error
        raise


def _keep_and_ask(key: Right, call: Call) -> ApiGeneration:
    request = call.request
    keeps_text = isinstance(key, ApiKey) and key.keeps_text
    # Kept before it is asked for: what comes of it must find it.
    generation = ApiGeneration.objects.create(
        id=UUID(request.id),
        owner_id=int(request.owner),
        key=key if isinstance(key, ApiKey) else None,
        team=team_of(key),
        route=call.route,
        form=dict(call.form),
        is_streamed=call.is_streamed,
        is_background=call.is_background,
        model=storable(request.model or default_model())[:NAME_CHARACTERS],
        keeps_text=keeps_text,
        prompt=_prompt(request) if keeps_text else "",
        queued_at=timezone.now(),
    )
    try:
        start_generation(
            request,
            on_outcome=_save_signature(),
            must_be_live=True,
            is_for_listener=not call.is_background,
        )
    except InferenceError:
        generation.delete()
        raise
    tell_generation(request.id)
    return generation


def _take_of_quotas(request: GenerationRequest, team: Team | None) -> Left:
    try:
        left = take_request(int(request.owner), request_id=request.id, team=team)
    except QuotaExceeded as error:
        tell_left(error.left)
        _note(request, team, "over_quota")
        raise NoRoom(
            str(error),
            retry_after_seconds=error.retry_after_seconds,
            code="insufficient_quota",
        ) from error
    except QuotaUnavailable as error:
        raise NotNow(NO_STORE) from error
    tell_left(left)
    return left


def _note(request: GenerationRequest, team: Team | None, reason: Reason) -> None:
    model = storable(request.model or default_model())[:NAME_CHARACTERS]
    team_id = None if team is None else team.pk
    note_refusal(reason, user_id=int(request.owner), model=model, team_id=team_id)


def _prompt(request: GenerationRequest) -> str:
    turns = [asdict(turn) for turn in request.turns]
    return json.dumps(turns or request.prompt or request.prompt_token_ids)


def _save_signature() -> dict[str, Any]:
    return dict(signature("chat.save_api_generation", queue="web"))


async def read_told(generation_id: UUID, *, after: int = 0) -> AsyncGenerator[Sequence[Told]]:
    """Batches of events after number `after`; an empty one whenever nothing was told for some
    seconds. The last event is an ending, always."""
    last = after
    try:
        lines = read_lines(str(generation_id), after=after, tells_silence=True)
        async with aclosing(lines) as batches:
            async for batch in batches:
                last = batch[-1].seq if batch else last
                yield [
                    (line.seq, event) for line, event in zip(batch, events_of(batch), strict=True)
                ]
    except (StreamGone, StoreUnavailable) as error:
        logger.warning("Generation %s ends early for its caller: %s", generation_id, error)
        yield [(last + 1, Failed(error_type="incomplete_generation", message=LOST))]


async def read_beginning(batches: AsyncIterator[Sequence[Told]]) -> list[Told]:
    """What is told until it is clear whether the generation starts well; or, if it waits, until
    its caller should hear something."""
    told: list[Told] = []
    async for batch in batches:
        told += batch
        if not batch or not isinstance(batch[-1][1], Queued):
            break
    return told


# --- by its id ------------------------------------------------------------------------------------


async def find(key: ApiKey, generation_id: str, *, route: str = "") -> ApiGeneration:
    """Of the key's owner; a foreign one is as one that never was. generation_id: with or without
    the prefix of its route. route: only of this one."""
    of_route = {"route": route} if route else {}
    try:
        wanted = UUID(generation_id[-36:])
        return await in_database(
            partial(ApiGeneration.objects.get, pk=wanted, owner_id=key.owner_id, **of_route)
        )
    except (ValueError, ApiGeneration.DoesNotExist):
        raise NoSuchThing(f"There is no generation {generation_id[:80]!r}.") from None


async def cancel(generation: ApiGeneration) -> None:
    """It ends within two steps of the engine; one that has ended stays as it is. Raises
    ApiError."""
    if generation.is_active:
        try:
            await in_database(partial(stop_api_generation, str(generation.pk)))
        except StoreUnavailable as error:
            raise from_inference(error) from error


async def reopen(generation: ApiGeneration) -> ApiGeneration:
    """For who comes back or looks on: by leaving they cancel nothing. Raises ApiError when what was
    told is no longer there."""
    if not generation.is_active:
        await read_so_far(generation)
    generation.is_background = True
    return generation


async def read_so_far(generation: ApiGeneration) -> Gathered:
    """What was told until now. Raises ApiError when it is no longer there."""
    try:
        log = await in_database(partial(read_log, str(generation.pk)))
    except StoreUnavailable as error:
        raise from_inference(error) from error
    if not log:
        raise NoSuchThing(GONE)
    gathered = Gathered.of(generation.form)
    for numbered, _ in log:
        gathered.add(numbered.event)
    return gathered


async def read_to_end(generation: ApiGeneration) -> Gathered:
    gathered = Gathered.of(generation.form)
    async with aclosing(read_told(generation.pk)) as batches:
        async for batch in batches:
            for _, event in batch:
                gathered.add(event)
    return gathered


# --- when its caller goes away --------------------------------------------------------------------

_stopping: set[asyncio.Task[None]] = set()  # the event loop itself keeps no task alive


@asynccontextmanager
async def stopped_when_left(generation_id: UUID) -> AsyncIterator[None]:
    """Who goes away in the middle gets nothing more made for them, also where this process does."""
    try:
        with listening(str(generation_id)):
            yield
    except (asyncio.CancelledError, GeneratorExit):
        # Waited for, as a web process that ends waits for its calls.
        await asyncio.shield(stop_soon(generation_id))
        raise


async def _stop_when_begun(beginning: asyncio.Future[ApiGeneration]) -> None:
    await asyncio.wait([beginning])
    if beginning.exception() is None:
        await stop(beginning.result().pk)


def stop_soon(generation_id: UUID) -> asyncio.Task[None]:
    return _in_passing(stop(generation_id), name="stop-generation")


def _in_passing(stopping: Coroutine[None, None, None], *, name: str) -> asyncio.Task[None]:
    task = asyncio.create_task(stopping, name=name)
    _stopping.add(task)
    task.add_done_callback(_stopping.discard)
    return task


async def stop(generation_id: UUID) -> None:
    """A generation that cannot be stopped just now runs to its end unheard."""
    try:
        await in_database(partial(stop_api_generation, str(generation_id)))
    except (StoreUnavailable, DatabaseError) as error:
        logger.warning("Generation %s runs on unheard: %s", generation_id, error)
