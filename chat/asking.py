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
from chat.refusals import note_refusal, words_for
from chat.team_rules import places_in
from chat.usage import give_back, payer_of
from inference.client import Reason, default_model, request_stop, start_generation
from inference.contract import GenerationRequest, Sampling, Turn
from inference.exceptions import Overloaded, StoreUnavailable

Begun = tuple[str, str]
"""The text and the reasoning that a continued reply begins with."""


def ask_within_quota(generation: Generation) -> bool:
    """As ask, if the quotas of who asks, and of the team, allow one more. Raises TooMany, OverQuota
    or Unavailable; then nothing is taken of them."""
    payer_id, team = payer_of(generation), generation.conversation.team
    assert payer_id is not None  # who asks is there
    request_id = str(generation.pk)
    try:
        take_request(payer_id, request_id=request_id, team=team)
        return ask(generation)
    except QuotaExceeded as error:
        _note(generation, "over_quota")
        refusal = OverQuota if error.what == "tokens" else TooMany
        raise refusal(str(error), retry_after_seconds=error.retry_after_seconds) from error
    except QuotaUnavailable as error:
        raise Unavailable from error
    except Overloaded as error:
        give_back(payer_id, request_id, team)
        _note(generation, "overloaded")
        told = words_for(error, team)
        raise TooMany(told, retry_after_seconds=error.retry_after_seconds) from error
    except StoreUnavailable as error:
        give_back(payer_id, request_id, team)
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
        asked_by = generation.requested_by_id
        announce_activity(generation.conversation, "writing", asked_by=asked_by)
        return True
    request_stop(str(generation.pk))  # nobody waits for it; one that ended by itself stays so
    return kept.update(queued_at=generation.queued_at) > 0


def _note(generation: Generation, reason: Reason) -> None:
    conversation = generation.conversation
    user_id = generation.requested_by_id or conversation.owner_id
    model = generation.model or default_model()
    note_refusal(reason, user_id=user_id, model=model, team_id=conversation.team_id)


def save_reply_signature() -> dict[str, Any]:
    """What a GPU worker sends when a reply has ended; it needs no code of ours for it."""
    task: Signature[Any] = signature("chat.save_reply", queue="web")
    return dict(task)


def system_prompt_of(generation: Generation) -> str:
    """What it is told before everything else if it is asked for now."""
    return join_prompts(settings.SYSTEM_PROMPT, generation.effective_system_prompt)


def turns_of(generation: Generation, *, system_prompt: str, begun: Begun) -> tuple[Turn, ...]:
    """What the model is to read. begun: what it wrote of this reply before, if it is to go on."""
    answered = generation.message.parent
    if answered is not None and answered.parent_id is None:
        path = [answered]  # the first turn of a conversation needs no look at the others
    else:
        path = list_path_to(generation.message)[:-1]
    is_of_team = generation.conversation.team_id is not None
    turns = build_turns(path, system_prompt=system_prompt, is_of_team=is_of_team)
    text, reasoning = begun
    return (*turns, build_begun_turn(text, reasoning)) if text else turns


def _request(generation: Generation) -> GenerationRequest:
    conversation, message = generation.conversation, generation.message
    begun = (message.text, message.reasoning)
    system_prompt = system_prompt_of(generation)
    return GenerationRequest(
        id=str(generation.pk),
        owner=str(payer_of(generation) or conversation.owner_id),
        **places_in(conversation.team),
        turns=turns_of(generation, system_prompt=system_prompt, begun=begun),
        continue_final_message=message.text != "",
        model="" if generation.model == default_model() else generation.model,
        sampling=Sampling.from_json(generation.sampling),
        attempt=generation.attempt,
    )
