"""Write down how a reply was made, when it has ended: from its outcome, and from what Redis still
knows of it. Nobody waits for this: the reply is saved and told by then."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any

from django.db import DatabaseError, transaction

from chat.asking import system_prompt_of
from chat.models import Generation, ReplyRecord
from chat.models.tries import storable
from chat.replaying.packing import Moment, pack
from inference.client import read_provenance, read_trace
from inference.contract import Outcome, Trace
from inference.exceptions import StoreUnavailable

logger = logging.getLogger(__name__)


def keep_record(generation: Generation, outcome: Outcome) -> None:
    """Once, whoever saves the reply again. Never raises: a reply that is saved is not to be saved
    again for it."""
    try:
        if ReplyRecord.objects.filter(pk=generation.pk).exists():
            return
        record = _record(generation, with_provenance(outcome), _read(str(generation.pk)))
        # It may be deleted meanwhile, or kept by somebody who saved it at the same moment.
        with transaction.atomic():
            ReplyRecord.objects.bulk_create([record], ignore_conflicts=True)
    except DatabaseError as error:
        logger.warning("How reply %s was made is not kept: %s", generation.pk, error)


def with_provenance(outcome: Outcome) -> Outcome:
    """As its worker told it to Redis: what was sent as JSON does not have it."""
    if outcome.provenance is not None:
        return outcome
    try:
        return replace(outcome, provenance=read_provenance(outcome.id))
    except StoreUnavailable as error:
        logger.warning("How reply %s was made is lost: %s", outcome.id, error)
        return outcome


def _read(request_id: str) -> Trace | None:
    try:
        return read_trace(request_id)
    except StoreUnavailable as error:
        logger.warning("The times of reply %s are lost: %s", request_id, error)
        return None


def _record(generation: Generation, outcome: Outcome, trace: Trace | None) -> ReplyRecord:
    return ReplyRecord(
        generation=generation,
        provenance=outcome.provenance.to_json() if outcome.provenance else {},
        system_prompt=storable(system_prompt_of(generation)),
        **({} if trace is None else _times(trace)),
    )


def _times(trace: Trace) -> dict[str, Any]:
    """In milliseconds since it was queued."""

    def ms(at: float | None) -> int | None:
        return None if at is None else max(_whole_ms(at) - _whole_ms(trace.queued_at), 0)

    moments = [
        Moment(ms(one.at) or 0, one.kind, one.characters, one.token_count) for one in trace.arrivals
    ]
    attempts = [
        {
            "number": one.number,
            "worker": storable(one.worker),
            "taken_ms": ms(one.taken_at),
            "left_ms": ms(one.left_at),
            "why": one.why,
        }
        for one in trace.attempts
    ]
    return {
        "arrivals": pack(moments),
        "attempts": attempts,
        "is_whole": trace.is_whole,
        "started_ms": ms(trace.started_at),
        "stop_asked_ms": ms(trace.stop_asked_at),
        "ended_ms": ms(trace.ended_at),
    }


def _whole_ms(at: float) -> int:
    """As the log has them: the rest of the millisecond left out. They came through a float."""
    return int(at * 1000 + 0.01)
