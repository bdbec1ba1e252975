"""What Redis still knows of a reply that has ended: who worked on it, and when what was told.

Nothing is written for it but a word for each attempt: the log has the times of all events. Knows no
model and no database.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, cast

from inference.contract import Arrival, Attempt, PartKind, Provenance, Trace
from inference.store import get_redis, log_key, state_key, store_errors

PAGE_EVENTS = 500  # as for readers: nobody's token waits behind a long log
TAKEN, LEFT = "taken:", "left:"


def read_trace(request_id: str) -> Trace | None:
    """`None`: it has not ended, or Redis has forgotten it. Raises StoreUnavailable."""
    with store_errors():
        state = _decoded(get_redis().hgetall(state_key(request_id)))
        return _trace(_log(request_id), state) if "ended" in state else None


def read_provenance(request_id: str) -> Provenance | None:
    """As its last worker told it when it began. Raises StoreUnavailable."""
    with store_errors():
        about: Any = get_redis().hget(state_key(request_id), "about")
    return None if about is None else Provenance.from_json(json.loads(about))


def _log(request_id: str) -> Iterator[tuple[dict[str, Any], float]]:
    """Events as JSON, with the epoch seconds of each."""
    first = "-"
    while True:
        page: Any = get_redis().xrange(log_key(request_id), min=first, count=PAGE_EVENTS)
        lines = b",".join(fields[b"e"] for _, fields in page)
        for (entry_id, _), event in zip(page, json.loads(b"[" + lines + b"]"), strict=True):
            yield event, int(entry_id.split(b"-")[1]) / 1000
        if len(page) < PAGE_EVENTS:
            return
        first = "(" + page[-1][0].decode()


def _trace(log: Iterator[tuple[dict[str, Any], float]], state: Mapping[str, str]) -> Trace | None:
    queued_at = started_at = ended_at = None
    is_whole = True
    arrivals: list[Arrival] = []
    for event, at in log:
        if queued_at is None:
            queued_at, is_whole = at, event["type"] == "queued"
        match event["type"]:
            case "queued":
                arrivals.clear()  # it begins anew
            case "started":
                started_at = started_at or at
            case "text" | "reasoning" | "tool_call" if not event.get("choice"):
                arrivals.append(_arrival(event, at))
        ended_at = at
    if queued_at is None or ended_at is None:
        return None
    return Trace(
        queued_at=queued_at,
        ended_at=ended_at,
        started_at=started_at,
        stop_asked_at=_moment(state.get("stop")),
        arrivals=tuple(arrivals),
        attempts=tuple(_attempts(state)),
        is_whole=is_whole,
    )


def _arrival(event: Mapping[str, Any], at: float) -> Arrival:
    written = event["arguments"] if event["type"] == "tool_call" else event["text"]
    return Arrival(
        at=at,
        kind=cast("PartKind", event["type"]),
        characters=len(written),
        token_count=event["token_count"],
    )


def _attempts(state: Mapping[str, str]) -> Iterator[Attempt]:
    numbers = (int(name.removeprefix(TAKEN)) for name in state if name.startswith(TAKEN))
    for number in sorted(numbers):
        taken_at, _, worker = state[f"{TAKEN}{number}"].partition(" ")
        left_at, _, why = state.get(f"{LEFT}{number}", "").partition(" ")
        yield Attempt(
            number=number,
            worker=worker,
            taken_at=float(taken_at),
            left_at=float(left_at) if left_at else None,
            why=why,
        )


def _moment(kept: str | None) -> float | None:
    """A worker of an older version left a mark where there is a time now."""
    seconds = float(kept or 0)
    return seconds if seconds > 1 else None


def _decoded(state: Any) -> dict[str, str]:
    return {name.decode(): value.decode() for name, value in state.items()}
