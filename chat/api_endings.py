"""What becomes of the generations that programs asked for. Knows no HTTP."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from chat.models import ApiGeneration
from chat.usage import charge_api, give_back
from inference.client import (
    fail_generation,
    find_left_over,
    find_unheard,
    forget_listeners,
    recover_outcome,
    request_stop,
)
from inference.contract import LeftOver, Outcome

logger = logging.getLogger(__name__)

REPAIR_AFTER = timedelta(seconds=10)  # until then it may just be on its way into the queue
REFUSALS = ("validation", "prompt_too_long")  # what only a worker can say is wrong with a request
FORGOTTEN = "The generation was lost when the site's store was emptied."


def save_api_outcome(outcome: Outcome) -> bool:
    """Safe to run twice, late, or for what was deleted. False: nothing was to be saved."""
    with transaction.atomic():
        rows = ApiGeneration.objects.select_for_update()
        generation = rows.filter(pk=outcome.id).first()
        saved = generation is not None and generation.take(outcome)
    if generation is not None and not generation.is_active:
        charge_api(generation)
        if generation.error_type in REFUSALS and not generation.completion_token_count:
            give_back(generation.owner_id, str(generation.pk), generation.team)
    return saved


def stop_api_generation(generation_id: str) -> None:
    """Raises StoreUnavailable. One that has ended keeps its ending."""
    if not request_stop(generation_id):
        return
    outcome = recover_outcome(generation_id)  # no worker had it, so none will tell how it ended
    if outcome is not None:
        save_api_outcome(outcome)


def stop_unheard_generations() -> None:
    """Those whose callers were cut off with the web process that was killed. Raises
    StoreUnavailable."""
    for generation_id in find_unheard():
        logger.warning("Generation %s is heard by nobody; it is stopped", generation_id)
        stop_api_generation(generation_id)
        forget_listeners(generation_id)


def repair_api_generations() -> None:
    """End those in the database that have ended for inference, or that it does not know. Raises
    StoreUnavailable."""
    active = ApiGeneration.objects.active().filter(created_at__lt=timezone.now() - REPAIR_AFTER)
    suspects = {str(one.pk): one.attempt for one in active.only("attempt")}
    for generation_id, why in find_left_over(list(suspects)).items():
        outcome = _ending(generation_id, why, attempt=suspects[generation_id] + 1)
        if outcome is not None:
            save_api_outcome(outcome)


def _ending(generation_id: str, why: LeftOver, *, attempt: int) -> Outcome | None:
    if why == "ended":
        return recover_outcome(generation_id)
    # Nobody asks again as for a reply of the page: its caller is gone, or was told that it is lost.
    logger.warning("Generation %s of a program was lost; it ends here", generation_id)
    return fail_generation(
        generation_id, error_type="incomplete_generation", message=FORGOTTEN, attempt=attempt
    )
