"""Replies as a worker makes them, at times that a test chooses, and as the real one does."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from chat.models import Generation
from chat.replaying.reading import Reading
from chat.tasks import save_outcome
from inference.client import recover_outcome
from inference.contract import Event, GenerationRequest, Outcome, Turn
from inference.store import get_redis, log_key
from inference.stream import Append, StreamWriter
from tests.inference.support.office import Office

QUEUED_AT = 1_800_000_000_000  # ms: when the first event of every such log came


def read(generation: Generation) -> Reading:
    known = Generation.objects.select_related("message__parent", "conversation__owner", "record")
    return Reading(known.get(pk=generation.pk))


def write(
    generation: Generation, *events: Event, attempt: int = 1, about: str = "", **more: Any
) -> None:
    """As one append."""
    append = Append(str(generation.pk), attempt, tuple(events), about=about, **more)
    (appended,) = StreamWriter(get_redis()).append([append])
    assert not appended.refused


def retime(generation: Generation, times: Iterable[int]) -> None:
    """The log as if its events had come then, in milliseconds since the first one."""
    redis, key = get_redis(), log_key(str(generation.pk))
    entries: Any = redis.xrange(key)
    redis.delete(key)
    for (entry_id, fields), ms in zip(entries, times, strict=True):
        redis.xadd(key, fields, id=f"{entry_id.split(b'-')[0].decode()}-{QUEUED_AT + ms}")


def save(generation: Generation) -> None:
    outcome = recover_outcome(str(generation.pk))
    assert outcome is not None
    save_outcome(outcome)


def await_made(office: Office, request_id: str) -> Outcome:
    """What the worker makes of what waits."""
    request = GenerationRequest(id=request_id, owner="", turns=(Turn(role="user", content="?"),))
    future = office.expect(request)
    office.wake(1)
    outcome = future.result(timeout=60)
    assert outcome is not None
    return outcome


def make(office: Office, generation: Generation) -> Reading:
    """By the model itself."""
    save_outcome(await_made(office, str(generation.pk)))
    return read(generation)
