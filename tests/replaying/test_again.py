"""A reply is made again by the bundled model, and is the same; or the page says what is other."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import User
from chat import services, versions
from chat.conversation_settings import ConversationSettings
from chat.models import AuditEntry, Generation, Message, ReplyRecord, Rerun
from chat.replaying.again import LOST, ask_again, look_after, take_rerun
from chat.replaying.comparing import compare, list_changes
from chat.replaying.reading import Reading
from chat.tasks import save_outcome
from inference import handover
from inference.client import request_stop
from inference.contract import Outcome, Provenance
from inference.store import get_redis, log_key
from inference.workers import report_worker
from tests.inference.support.office import Office
from tests.replaying.made import await_made, make, read
from tests.replaying.test_pages import opened, path
from tests.support.cast import reply_to, say, say_why
from tests.support.waiting import wait_for

pytestmark = pytest.mark.django_db

WARM = {"temperature": 1.0, "top_p": 0.95, "max_tokens": 60}


def asked(alice: User, text: str, **sampling: Any) -> Generation:
    return services.send_message(
        author=alice,
        client_id=uuid4(),
        conversation_id=None,
        parent_id=None,
        text=text,
        settings=ConversationSettings(sampling=sampling),
    )


def made_again(office: Office, reading: Reading, by: User) -> Rerun:
    rerun = ask_again(reading, by=by)
    assert take_rerun(await_made(office, str(rerun.pk)))
    rerun.refresh_from_db()
    return rerun


@pytest.mark.parametrize(
    "sampling",
    [{"temperature": 0.0}, WARM, {**WARM, "seed": -5, "repetition_penalty": 1.2}, {}],
    ids=["greedy", "a seed nobody named", "a named seed", "the model's own"],
)
def test_it_comes_out_token_for_token(
    pocket: Office, alice: User, sampling: dict[str, Any]
) -> None:
    reading = make(pocket, asked(alice, "Tell me a story about a cat.", **sampling))
    assert reading.made.text
    rerun = made_again(pocket, reading, alice)
    assert rerun.text == reading.made.text
    assert compare(reading, rerun).is_exact
    assert list_changes(reading, rerun) == []


def test_two_replies_with_drawn_seeds_are_others(pocket: Office, alice: User) -> None:
    one = make(pocket, asked(alice, "Tell me a story about a cat.", **WARM))
    two = make(pocket, asked(alice, "Tell me a story about a cat.", **WARM))
    assert one.provenance is not None
    assert two.provenance is not None
    assert one.provenance.sampling.seed != two.provenance.sampling.seed
    assert one.provenance.prompt == two.provenance.prompt
    assert one.made != two.made


def test_one_that_was_stopped_is_made_as_far_as_it_came(pocket: Office, alice: User) -> None:
    generation = asked(alice, "Tell me a long story", temperature=1.0)
    pocket.wake(1)
    log = log_key(str(generation.pk))
    wait_for(lambda: get_redis().xlen(log) > 8, what="some text")
    request_stop(str(generation.pk))
    assert save_outcome(await_made(pocket, str(generation.pk)))
    reading = read(generation)
    assert reading.generation.finish_reason == "stopped"
    rerun = made_again(pocket, reading, alice)
    assert compare(reading, rerun).is_exact
    assert rerun.completion_token_count == reading.generation.completion_token_count


def test_a_continued_reply_goes_on_from_the_same_place(pocket: Office, alice: User) -> None:
    begun = reply_to(say(alice, "Tell me a story about a cat."), "Once upon a time")
    goes_on = versions.continue_reply(author=alice, client_id=uuid4(), message_id=begun.pk)
    reading = make(pocket, goes_on)
    assert reading.begun.text == "Once upon a time"
    assert compare(reading, made_again(pocket, reading, alice)).is_exact


def test_what_is_not_as_it_was_is_said(pocket: Office, alice: User) -> None:
    reading = make(pocket, asked(alice, "What is 3 + 4?", **WARM))
    rerun = made_again(pocket, reading, alice)
    told = Provenance.from_json(rerun.provenance)
    other = replace(told, template="other", prompt="other", tokens="other", device="cuda")
    rerun.provenance = replace(other, libraries={**told.libraries, "torch": "9"}).to_json()
    rerun.revision, rerun.text = "r2", f"{rerun.text[:2]}…"
    changes = " ".join(list_changes(reading, rerun))
    for word in ("revision", "template", "prompt", "cuda", "torch"):
        assert word in changes
    verdict = compare(reading, rerun)
    assert verdict.sentence == "Different after 2 equal characters of the text."


def test_a_reply_whose_making_is_unknown_is_made_again_all_the_same(
    pocket: Office, alice: User
) -> None:
    reading = make(pocket, asked(alice, "What is 3 + 4?", temperature=0.0))
    ReplyRecord.objects.all().delete()
    reading = read(reading.generation)
    rerun = made_again(pocket, reading, alice)
    assert compare(reading, rerun).sentence.startswith("The same text.")
    assert "not known" in " ".join(list_changes(reading, rerun))


def test_a_reviewer_sees_it_beside_the_reply_and_it_is_written_down(
    pocket: Office, reviewer: Client, alice: User
) -> None:
    reading = make(pocket, asked(alice, "What is 3 + 4?", **WARM))
    generation = reading.generation
    say_why(reviewer, generation.conversation)
    before = Message.objects.count()
    sent = reviewer.post(f"{path(generation)}again/")
    assert sent.headers["Location"] == f"{path(generation)}#again"
    entry = AuditEntry.objects.first()
    assert entry is not None
    assert (entry.action, entry.detail) == ("reran", f"reply {generation.message_id}")
    assert entry.reason
    state = reviewer.get(f"{path(generation)}again/").content.decode()
    assert f'data-running="{path(generation)}again/"' in state
    rerun = Rerun.objects.get()
    take_rerun(await_made(pocket, str(rerun.pk)))
    entries = AuditEntry.objects.count()
    state = reviewer.get(f"{path(generation)}again/").content.decode()
    assert "Equal token for token." in state
    assert "data-running" not in state
    assert AuditEntry.objects.count() == entries + 1  # waiting was none, and its end is read
    assert Message.objects.count() == before
    assert "Equal token for token." in opened(reviewer, generation)


def test_without_a_worker_it_says_so(reviewer: Client, alice: User) -> None:
    generation = reply_to(say(alice, "Which number?"), "Seven.").generation
    say_why(reviewer, generation.conversation)
    answer = reviewer.post(f"{path(generation)}again/")
    assert answer.status_code == 409
    assert 'role="alert"' in answer.content.decode()
    assert not Rerun.objects.exists()


@pytest.fixture
def served(pocket: Office) -> Office:
    """Its model is there, and takes nothing."""
    pocket.engine.intake.refuse()
    report_worker(pocket.redis, pocket.engine.status)
    return pocket


def test_asking_twice_makes_one(served: Office, alice: User) -> None:
    reading = read(reply_to(say(alice, "Which number?"), "Seven.").generation)
    first = ask_again(reading, by=alice)
    assert ask_again(reading, by=alice) == first
    assert Rerun.objects.count() == 1


def test_one_that_redis_forgot_has_failed(
    served: Office, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handover, "GRACE_SECONDS", 0.0)
    monkeypatch.setattr(handover, "LEASE_SECONDS", 0.0)
    reading = read(reply_to(say(alice, "Which number?"), "Seven.").generation)
    rerun = ask_again(reading, by=alice)
    assert look_after(rerun).is_active
    get_redis().delete(f"reply:{rerun.pk}")
    assert look_after(rerun).is_active  # it may be missed for a moment
    failed = look_after(rerun)
    assert (failed.status, failed.error_message) == ("failed", LOST)


def test_one_whose_reply_was_deleted_is_forgotten(served: Office, alice: User) -> None:
    reading = read(reply_to(say(alice, "Which number?"), "Seven.").generation)
    rerun = ask_again(reading, by=alice)
    assert request_stop(str(rerun.pk))
    reading.generation.conversation.delete()
    outcome = Outcome(id=str(rerun.pk), attempt=1, text="Seven.", finish_reason="stop")
    assert not take_rerun(outcome)
    assert not get_redis().exists(log_key(str(rerun.pk)))
    assert not Rerun.objects.exists()
