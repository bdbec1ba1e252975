"""Have a reply made again: the same turns, sampling and seed, on the model of its name. Nobody is
charged, people go first, and the conversation does not change.

What comes of it is kept, so that whoever asked may look later. Knows no page and no permission.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any

from celery import signature
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from chat.asking import turns_of
from chat.exceptions import CannotRerun
from chat.models import Generation, Rerun
from chat.replaying.keeping import with_provenance
from chat.replaying.reading import Reading
from inference.client import (
    default_model,
    find_left_over,
    forget,
    recover_outcome,
    start_generation,
)
from inference.contract import GenerationRequest, Outcome, Sampling, Text
from inference.exceptions import InferenceError, StoreUnavailable
from inference.stream import read_log

LOST = "It was lost: no worker has it any more. Run it again."


def ask_again(reading: Reading, *, by: User) -> Rerun:
    """One at a time of each reply: while it is being made, that one. Raises CannotRerun."""
    generation = reading.generation
    if generation.is_active:
        raise CannotRerun("The reply is still being written.")
    with transaction.atomic():
        list(Generation.objects.select_for_update().filter(pk=generation.pk).values("pk"))
        before = Rerun.objects.filter(generation=generation).first()
        if before is not None and before.is_active:
            return before
        Rerun.objects.filter(generation=generation).delete()
        rerun = Rerun.objects.create(
            generation=generation, asked_by=by, model=generation.model, queued_at=timezone.now()
        )
    try:
        start_generation(_request(rerun, reading), on_outcome=_signature(), must_be_live=True)
    except InferenceError as error:
        rerun.delete()
        raise CannotRerun(str(error)) from error
    return rerun


def take_rerun(outcome: Outcome) -> bool:
    """False: it was saved before, or its reply was deleted. Redis forgets it either way."""
    outcome = with_provenance(outcome)
    with transaction.atomic():
        rerun = Rerun.objects.select_for_update().filter(pk=outcome.id).first()
        taken = rerun is not None and rerun.take(outcome)
    with suppress(StoreUnavailable):  # then it goes by itself, in minutes
        forget([outcome.id])
    return taken


def look_after(rerun: Rerun) -> Rerun:
    """As it is now; the broker may have lost its outcome, or Redis all of it."""
    if not rerun.is_active:
        return rerun
    try:
        why = find_left_over([str(rerun.pk)]).get(str(rerun.pk))
        outcome = recover_outcome(str(rerun.pk)) if why == "ended" else None
    except StoreUnavailable:
        return rerun
    if why in ("forgotten", "cut"):
        outcome = Outcome(
            id=str(rerun.pk),
            attempt=rerun.attempt + 1,
            text="",
            error_type="incomplete_generation",
            error_message=LOST,
        )
    if outcome is not None:
        take_rerun(outcome)
    return Rerun.objects.filter(pk=rerun.pk).first() or rerun


def text_so_far(rerun: Rerun) -> str:
    """Of one that is being made. Raises StoreUnavailable."""
    told = (numbered.event for numbered, _ in read_log(str(rerun.pk)))
    return "".join(event.text for event in told if isinstance(event, Text))


def _request(rerun: Rerun, reading: Reading) -> GenerationRequest:
    generation, begun = reading.generation, (reading.begun.text, reading.begun.reasoning)
    return GenerationRequest(
        id=str(rerun.pk),
        owner="",
        turns=turns_of(generation, system_prompt=reading.system_prompt, begun=begun),
        continue_final_message=begun[0] != "",
        model="" if generation.model == default_model() else generation.model,
        sampling=_sampling(reading),
        is_background=True,
    )


def _sampling(reading: Reading) -> Sampling:
    """As it was used. One that was cut off is made as far as it came: the rest were no comparison;
    unless turns were left out, for a shorter reply would leave room for more of them."""
    generation, asked = reading.generation, Sampling.from_json(reading.generation.sampling)
    used = reading.provenance.sampling if reading.provenance else asked
    most = asked.max_tokens
    if reading.is_cut and generation.completion_token_count and not generation.left_out_turn_count:
        most = generation.completion_token_count
    return replace(used, max_tokens=most)


def _signature() -> dict[str, Any]:
    return dict(signature("chat.save_rerun", queue="web"))
