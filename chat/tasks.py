"""What the web worker does: save replies when they end, and repair what was lost on the way."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any
from uuid import UUID

from celery import shared_task
from django.db import DatabaseError, OperationalError, transaction

from chat import queueing
from chat.activity import announce_end
from chat.api_endings import (
    repair_api_generations,
    save_api_outcome,
    stop_unheard_generations,
)
from chat.asking import ask
from chat.compacting import compact
from chat.models import Generation
from chat.notices import announce_change
from chat.purging import forget_old_news, purge_due
from chat.replaying.again import take_rerun
from chat.replaying.keeping import keep_record
from chat.retention import apply_retention, forget_old_texts
from chat.titles import ask_for_title, take_title
from chat.usage import charge
from chat.wire.outbound import saved_json
from inference.client import (
    attempt_after_forgetting,
    end_overdue_generations,
    fail_generation,
    find_left_over,
    forget,
    hand_on_lost_generations,
    recover_outcome,
)
from inference.contract import LeftOver, Outcome
from inference.exceptions import Overloaded, StoreUnavailable

logger = logging.getLogger(__name__)

SWEEP_AFTER = timedelta(seconds=10)  # a send that takes longer than this has died on its way
FORGET_AGAIN_SECONDS = 2
FORGET_TRIES = 300  # ten minutes: then what is left goes by itself
FORGOTTEN = "The reply was lost in mid-sentence. Choose Retry for a new reply."


UNTIL_SAVED: dict[str, Any] = {
    "autoretry_for": (DatabaseError,),
    "max_retries": 10,
    "retry_backoff": True,
    "retry_backoff_max": 30,
}


@shared_task(name="chat.save_reply", **UNTIL_SAVED)
def save_reply(outcome: dict[str, Any]) -> None:
    """Safe to run twice, late, or for a reply that is no more."""
    save_outcome(Outcome.from_json(outcome))


@shared_task(name="chat.save_api_generation", **UNTIL_SAVED)
def save_api_generation(outcome: dict[str, Any]) -> None:
    """As save_reply, for what a program asked for."""
    save_api_outcome(Outcome.from_json(outcome))


@shared_task(name="chat.save_title", **UNTIL_SAVED)
def save_title(outcome: dict[str, Any], *, conversation_id: str) -> None:
    take_title(conversation_id, Outcome.from_json(outcome))


@shared_task(name="chat.save_rerun", **UNTIL_SAVED)
def save_rerun(outcome: dict[str, Any]) -> None:
    """As save_reply, for one that was made again."""
    take_rerun(Outcome.from_json(outcome))


def save_outcome(outcome: Outcome) -> bool:
    """False: it was saved before, a newer attempt is at work, or the reply was deleted."""
    with transaction.atomic():
        generation = (
            Generation.objects.select_for_update(of=("self",))
            .select_related("message", "conversation")
            .filter(pk=outcome.id)
            .first()
        )
        saved = generation is not None and generation.take(outcome)
    if generation is not None and not generation.is_active:
        # Also what was saved before: perhaps by a process that died before it came so far.
        charge(generation)
    if generation is not None and saved:
        announce_change(generation.conversation_id, saved=saved_json(generation))
        if not Generation.objects.active().compared_with(generation).exists():
            announce_end(generation)
        _go_on(generation.conversation_id)
        ask_for_title(generation)  # late: what people wait for goes before it
    if generation is not None and not generation.is_active:
        keep_record(generation, outcome)
    return saved


def _go_on(conversation_id: UUID) -> None:
    try:
        queueing.go_on(conversation_id)
    except DatabaseError as error:  # the reply is saved; what waits is for the next sweep
        logger.warning("What waits in a conversation was not sent: %s", error)


@shared_task(name="chat.forget_generations")
def forget_generations(ids: list[str], tries_left: int = FORGET_TRIES) -> None:
    """Delete what Redis knows of replies that were deleted here. Those that are still being written
    were told to stop, and go when they have."""
    try:
        left = forget(ids)
    except StoreUnavailable:
        left = ids
    if left and tries_left:
        again = (left, tries_left - 1)
        forget_generations.apply_async(again, countdown=FORGET_AGAIN_SECONDS)


@shared_task(name="chat.sweep", ignore_result=True)
def sweep() -> None:
    """Give every reply that has lost its worker to another, and an ending to those that would never
    get one; ask for those that a process died over before they were queued, or that Redis forgot.
    What waits in the queue for a worker is left alone until its deadline: it is answered when one
    comes up. Stop what is written for callers that were cut off. Then send the messages that wait
    for a reply that has ended."""
    try:
        end_overdue_generations()
        hand_on_lost_generations()
        stop_unheard_generations()
        repair_api_generations()
        suspects = list(Generation.objects.suspect(SWEEP_AFTER).only("attempt", "queued_at"))
        left_over = find_left_over([str(one.pk) for one in suspects])
        for suspect in suspects:
            why = left_over.get(str(suspect.pk))
            if why is not None or suspect.queued_at is None:
                _repair_alone(suspect, why)
        for conversation_id in list(queueing.list_due()):
            _go_on(conversation_id)
    except StoreUnavailable as error:
        logger.warning("The sweep waits for Redis: %s", error)
    except DatabaseError as error:
        logger.warning("The sweep waits for the database: %s", error)


@shared_task(name="chat.purge", ignore_result=True)
def purge() -> None:
    """What was deleted long enough ago goes for good."""
    try:
        purge_due()
        forget_old_news()
    except (StoreUnavailable, OperationalError) as error:
        logger.warning("What was deleted is purged later: %s", error)


@shared_task(name="chat.retention", ignore_result=True)
def retention() -> None:
    """What nobody has touched for too long goes for good, some at a time; at last what was deleted
    leaves the files too."""
    try:
        if apply_retention() or forget_old_texts():
            retention.delay()
        else:
            compact()
    except OperationalError as error:
        logger.warning("What is too old is deleted later: %s", error)


def _repair_alone(suspect: Generation, why: LeftOver | None) -> None:
    """One reply that cannot be repaired must not keep the others from it."""
    # If another sweep has asked for it again meanwhile, its attempt is another.
    unchanged = Generation.objects.active().filter(pk=suspect.pk, attempt=suspect.attempt)
    try:
        generation = unchanged.select_related("conversation", "message").first()
        if generation is not None:
            _repair(generation, why)
    except (StoreUnavailable, OperationalError):
        raise
    except Exception:
        logger.exception("Reply %s could not be repaired", suspect.pk)


def _repair(generation: Generation, why: LeftOver | None) -> None:
    outcome = recover_outcome(str(generation.pk)) if why == "ended" else None
    if outcome is not None:
        save_outcome(outcome)
    elif generation.queued_at is None:
        _ask_again(generation)
    elif why == "forgotten":
        # Not saved before it is queued: whoever looks at the same time asks with the same number.
        generation.attempt = attempt_after_forgetting(generation.attempt)
        _ask_again(generation)
    elif why == "cut":
        logger.warning("Reply %s was lost; it ends here", generation.pk)
        outcome = fail_generation(
            str(generation.pk),
            error_type="incomplete_generation",
            message=FORGOTTEN,
            attempt=generation.attempt + 1,
        )
        if outcome is not None:
            save_outcome(outcome)


def _ask_again(generation: Generation) -> None:
    try:
        ask(generation)
    except Overloaded:
        return  # there will be room in one of the next sweeps
    generation.conversation.touch()  # its process may have died before its turn was shown
    logger.warning("Reply %s was not in the queue; it is now", generation.pk)
