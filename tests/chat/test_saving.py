"""save_reply: every reply gets exactly one ending, and its whole text."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest

from accounts.models import User
from chat import services
from chat.models import Generation, Message
from chat.tasks import save_reply
from inference.contract import Outcome, Started
from tests.support.cast import say

pytestmark = pytest.mark.django_db

STARTED = Started(model="pocket", revision="1", prompt_token_count=7)
WHOLE = Outcome(
    id="",
    attempt=1,
    text="Hello Alice.",
    reasoning="A greeting wants a greeting.",
    finish_reason="stop",
    model="pocket",
    revision="1",
    prompt_token_count=7,
    completion_token_count=5,
    left_out_turn_count=2,
    started_at=1_800_000_001.0,
    first_token_at=1_800_000_002.0,
    finished_at=1_800_000_004.0,
)


def saved(generation: Generation, outcome: Outcome = WHOLE) -> Generation:
    save_reply(replace(outcome, id=str(generation.pk)).to_json())
    return again(generation)


def again(generation: Generation) -> Generation:
    return Generation.objects.select_related("message", "conversation").get(pk=generation.pk)


def test_the_outcome_is_kept_with_its_text_and_figures(alice: User) -> None:
    generation = saved(say(alice, "Hello"))
    assert generation.message.text == "Hello Alice."
    assert generation.message.reasoning == "A greeting wants a greeting."
    assert generation.status == "finished"
    assert generation.finish_reason == "stop"
    assert (generation.model, generation.revision) == ("pocket", "1")
    assert generation.prompt_token_count == 7
    assert generation.completion_token_count == 5
    assert generation.left_out_turn_count == 2
    assert generation.tokens_per_second == 2.0
    assert generation.ttft_seconds is not None


def test_saving_moves_the_conversation_to_the_top(alice: User) -> None:
    generation = say(alice, "Hello")
    before = again(generation).conversation.updated_at
    assert saved(generation).conversation.updated_at > before


def test_the_first_ending_counts(alice: User) -> None:
    generation = saved(say(alice, "Hello"))
    late = replace(WHOLE, text="Something else", finish_reason="length", attempt=2)
    assert saved(generation, late).message.text == "Hello Alice."
    assert saved(generation, late).finish_reason == "stop"


def test_an_older_attempt_comes_too_late(alice: User) -> None:
    generation = say(alice, "Hello")
    Generation.objects.update(attempt=2)
    assert saved(generation).is_active
    assert saved(generation, replace(WHOLE, attempt=2)).status == "finished"


def test_a_failure_keeps_what_was_written(alice: User) -> None:
    failed = replace(
        WHOLE, text="Half a", finish_reason=None, error_type="generation", error_message="Broken."
    )
    generation = saved(say(alice, "Hello"), failed)
    assert generation.status == "failed"
    assert generation.error_type == "generation"
    assert generation.error_message == "Broken."
    assert generation.message.text == "Half a"


def test_nul_in_a_reply_can_be_kept(alice: User) -> None:
    generation = saved(say(alice, "Hello"), replace(WHOLE, text="a\0b"))
    assert generation.message.text == "a\N{REPLACEMENT CHARACTER}b"


def test_an_outcome_of_a_deleted_reply_is_no_mistake(alice: User) -> None:
    generation = say(alice, "Hello")
    services.delete(generation.conversation)
    save_reply(replace(WHOLE, id=str(generation.pk)).to_json())
    save_reply(replace(WHOLE, id=str(uuid4())).to_json())
    assert not Message.objects.exists()
