"""Ask inference for the reply that a generation stands for. Asking twice is safe.

What is to become of the turn when nobody takes it is its caller's business.
"""

from __future__ import annotations

from typing import Any

from celery import Signature, signature
from django.conf import settings
from django.utils import timezone

from accounts.exceptions import QuotaExceeded, QuotaUnavailable
from accounts.quota import take_request
from chat.activity import announce_activity
from chat.exceptions import OverQuota, TooMany, Unavailable
from chat.models import Generation
from chat.paths import list_path_to
from chat.prompts import build_begun_turn, build_turns, join_prompts
from chat.usage import give_back
from inference.client import default_model, request_stop, start_generation
from inference.contract import GenerationRequest, Sampling
from inference.exceptions import Overloaded, StoreUnavailable


def ask_within_quota(generation: Generation) -> bool:
    """As ask, if its owner's quotas allow one more. Raises TooMany, OverQuota or Unavailable; then
    nothing is taken of them."""
    owner_id, request_id = generation.conversation.owner_id, str(generation.pk)
    try:
        take_request(owner_id, request_id=request_id)
        return ask(generation)
    except QuotaExceeded as error:
        refusal = OverQuota if error.what == "tokens" else TooMany
        raise refusal(str(error), retry_after_seconds=error.retry_after_seconds) from error
    except QuotaUnavailable as error:
        raise Unavailable from error
    except Overloaded as error:
        give_back(owner_id, request_id)
        raise TooMany(str(error), retry_after_seconds=error.retry_after_seconds) from error
    except StoreUnavailable as error:
        give_back(owner_id, request_id)
        raise Unavailable from error


def ask(generation: Generation) -> bool:
    """Call after the commit: what waits in the queue must be in the database.

    False: the turn was taken back meanwhile. Raises Overloaded, which only those get whom
    inference does not know yet, or StoreUnavailable.
    """
    generation.queued_at = timezone.now()
    start_generation(
        _request(generation),
        on_outcome=save_reply_signature(),
        must_be_known=False,  # a person sees what the reply waits for, and may choose another
    )
    kept = Generation.objects.filter(pk=generation.pk)
    if kept.active().update(queued_at=generation.queued_at, attempt=generation.attempt):
        announce_activity(generation.conversation, "writing")
        return True
    request_stop(str(generation.pk))  # nobody waits for it; one that ended by itself stays so
    return kept.update(queued_at=generation.queued_at) > 0


def save_reply_signature() -> dict[str, Any]:
    """What a GPU worker sends when a reply has ended; it needs no code of ours for it."""
    task: Signature[Any] = signature("chat.save_reply", queue="web")
    return dict(task)


def _request(generation: Generation) -> GenerationRequest:
    conversation, answered = generation.conversation, generation.message.parent
    if answered is not None and answered.parent_id is None:
        path = [answered]  # the first turn of a conversation needs no look at the others
    else:
        path = list_path_to(generation.message)[:-1]
    system_prompt = join_prompts(settings.SYSTEM_PROMPT, conversation.system_prompt)
    turns = build_turns(path, system_prompt=system_prompt)
    is_begun = generation.message.text != ""
    if is_begun:
        turns += (build_begun_turn(generation.message),)
    return GenerationRequest(
        id=str(generation.pk),
        owner=str(conversation.owner_id),
        turns=turns,
        continue_final_message=is_begun,
        model="" if generation.model == default_model() else generation.model,
        sampling=Sampling.from_json(generation.sampling),
        attempt=generation.attempt,
    )
