"""What is written down of each reply when it ends: when its parts came, who made it, and how."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from chat import versions
from chat.models import Generation, Message, ReplyRecord
from chat.replaying.keeping import keep_record
from chat.replaying.packing import Moment
from chat.replaying.reading import Stall
from chat.tasks import save_outcome, save_reply
from inference.client import request_stop
from inference.contract import (
    Finished,
    Outcome,
    Provenance,
    Reasoning,
    Sampling,
    Started,
    Text,
    ToolCallPart,
)
from inference.store import get_redis
from inference.stream import StreamWriter
from tests.replaying.made import read, retime, save, write
from tests.support.cast import reply_to, say
from tests.support.taking import take, take_next

pytestmark = pytest.mark.django_db

STARTED = Started(model="scripted", revision="1", prompt_token_count=7)
MADE = Provenance(worker="first", sampling=Sampling(temperature=0.7, seed=42), tokens="ab" * 32)


@pytest.fixture
def generation(alice: User) -> Generation:
    """Taken by a worker called `first`."""
    waiting = say(alice, "Which number?")
    assert take(str(waiting.pk), "first")
    return waiting


def told(generation: Generation) -> None:
    write(generation, STARTED, about=json.dumps(MADE.to_json()))
    write(generation, Reasoning(text="Odd or even?"))
    write(generation, Text(text="Seven", token_count=2))
    write(generation, Text(text=" 😀.", token_count=1))
    write(generation, ToolCallPart(index=0, id="a", name="add", arguments='{"a":'))
    write(generation, ToolCallPart(index=0, arguments="1}"))
    write(generation, Finished(reason="stop"))


def test_each_part_is_kept_with_its_time_and_length(generation: Generation) -> None:
    told(generation)
    retime(generation, [0, 100, 350, 400, 2_400, 2_410, 2_500, 2_501])
    save(generation)
    reading = read(generation)
    assert reading.moments == [
        Moment(350, "reasoning", 12, 1),
        Moment(400, "text", 5, 2),
        Moment(2_400, "text", 3, 1),
        Moment(2_410, "tool_call", 5, 1),
        Moment(2_500, "tool_call", 2, 1),
    ]
    assert reading.first_ms == 350
    assert reading.stalls == [Stall(400, 2_400)]
    assert reading.record is not None
    assert (reading.record.started_ms, reading.record.ended_ms) == (100, 2_501)
    assert reading.made == reading.whole
    assert reading.begun.text == ""


def test_how_it_was_made_is_kept(generation: Generation) -> None:
    told(generation)
    save(generation)
    assert read(generation).provenance == MADE


def test_saving_again_writes_nothing_again(generation: Generation) -> None:
    told(generation)
    save(generation)
    before = ReplyRecord.objects.values().get()
    get_redis().flushall()
    late = Outcome(id=str(generation.pk), attempt=1, text="Other", finish_reason="stop")
    assert not save_outcome(late)
    assert ReplyRecord.objects.values().get() == before


def test_a_process_that_died_after_saving_is_made_up_for(generation: Generation) -> None:
    told(generation)
    save(generation)
    ReplyRecord.objects.all().delete()
    save(generation)
    assert read(generation).moments


def test_a_second_worker_is_seen_in_it(generation: Generation) -> None:
    write(generation, STARTED, about=json.dumps(MADE.to_json()))
    write(generation, Text(text="Sev"), made="0:1,2;", hands_over=True)
    taken = take_next("second")
    assert taken is not None
    assert taken.request.sampling.seed == 42
    write(generation, Text(text="en."), attempt=2)
    write(generation, Finished(reason="stop"), attempt=2)
    retime(generation, [0, 10, 20, 4_020, 4_030])
    save(generation)
    first, second = read(generation).attempts
    assert (first["number"], first["worker"], first["why"]) == (1, "first", "shutdown")
    assert (second["number"], second["worker"], second["left_ms"]) == (2, "second", None)
    assert [stall.seconds for stall in read(generation).stalls] == [4.0]


def test_a_lost_worker_is_given_as_the_reason_of_a_stall(generation: Generation) -> None:
    told(generation)
    retime(generation, [0, 100, 350, 400, 2_400, 2_410, 2_500, 2_501])
    save(generation)
    lost = {"number": 1, "worker": "first", "taken_ms": 5, "left_ms": 1_900, "why": "lost"}
    ReplyRecord.objects.update(attempts=[lost])
    assert read(generation).stalls == [Stall(400, 2_400, "lost")]


def test_when_a_stop_was_asked_for_is_kept(generation: Generation) -> None:
    write(generation, STARTED)
    assert not request_stop(str(generation.pk))
    first = get_redis().hget(f"reply:{generation.pk}", "stop")
    assert not request_stop(str(generation.pk))  # pressed again: the first time counts
    assert get_redis().hget(f"reply:{generation.pk}", "stop") == first
    write(generation, Finished(reason="stopped"))
    save(generation)
    record = read(generation).record
    assert record is not None
    assert record.stop_asked_ms is not None
    assert 0 <= record.stop_asked_ms <= (record.ended_ms or 0) + 1


def test_a_stop_before_any_worker_took_it_is_kept_too(alice: User) -> None:
    waiting = say(alice, "Which number?")
    assert request_stop(str(waiting.pk))
    save(waiting)
    record = read(waiting).record
    assert record is not None
    assert record.stop_asked_ms == record.ended_ms
    assert read(waiting).moments == []


def test_a_stop_that_an_older_version_noted_has_no_time(generation: Generation) -> None:
    told(generation)
    get_redis().hset(f"reply:{generation.pk}", "stop", 1)
    save(generation)
    record = read(generation).record
    assert record is not None
    assert record.stop_asked_ms is None


def test_an_older_workers_reply_is_saved_and_its_making_is_unknown(generation: Generation) -> None:
    write(generation, STARTED, Text(text="Seven."), Finished(reason="stop"))
    outcome = Outcome(id=str(generation.pk), attempt=1, text="Seven.", finish_reason="stop")
    assert save_outcome(Outcome.from_json(outcome.to_json()))
    assert read(generation).provenance is None


def test_a_web_worker_of_the_first_version_understands_a_newer_gpu_workers_outcome() -> None:
    """It refused every name but these."""
    known = (
        "id attempt text reasoning tool_calls finish_reason error_type error_message model revision"
        " prompt_token_count completion_token_count left_out_turn_count reasoning_token_count"
        " reasoning_seconds cached_prompt_token_count steps_after_stop tokens_after_stop"
        " freed_after_seconds started_at first_token_at finished_at"
    )
    outcome = Outcome(id="1", attempt=1, text="Seven.", finish_reason="stop", provenance=MADE)
    assert set(outcome.to_json()) == set(known.split())


def test_how_it_was_made_is_kept_though_it_is_not_in_the_outcomes_json(
    generation: Generation,
) -> None:
    told(generation)
    outcome = Outcome(id=str(generation.pk), attempt=1, text="Seven.", finish_reason="stop")
    save_reply(outcome.to_json())
    assert read(generation).provenance == MADE


def test_a_newer_workers_outcome_is_understood_as_far_as_it_is_known() -> None:
    outcome = Outcome(id="1", attempt=1, text="Seven.", finish_reason="stop")
    assert Outcome.from_json(outcome.to_json() | {"mood": "good"}) == outcome
    values = MADE.to_json() | {"weather": "fair"}
    values["sampling"] |= {"courage": 1}
    assert Provenance.from_json(values) == MADE


def test_a_redis_that_was_emptied_leaves_a_reply_without_times(generation: Generation) -> None:
    get_redis().flushall()
    outcome = Outcome(id=str(generation.pk), attempt=1, text="Seven.", finish_reason="stop")
    assert save_outcome(outcome)
    assert read(generation).moments is None
    assert read(generation).stalls == []


def test_what_came_before_redis_was_emptied_counts_as_its_beginning(
    generation: Generation, writer: StreamWriter
) -> None:
    get_redis().flushall()
    write(generation, Text(text="en."), last_seq=4)
    write(generation, Finished(reason="stop"))
    outcome = Outcome(id=str(generation.pk), attempt=1, text="Seven.", finish_reason="stop")
    assert save_outcome(outcome)
    reading = read(generation)
    assert reading.record is not None
    assert not reading.record.is_whole
    assert reading.first_ms is None
    assert (reading.begun.text, reading.made.text) == ("Sev", "en.")


def test_a_continued_reply_knows_what_it_goes_on_from(alice: User) -> None:
    begun = reply_to(say(alice, "Which number?"), "Sev")
    goes_on = versions.continue_reply(author=alice, client_id=uuid4(), message_id=begun.pk)
    reply_to(goes_on, "en.")
    reading = read(goes_on)
    assert reading.whole.text == "Seven."
    assert (reading.begun.text, reading.made.text) == ("Sev", "en.")


def test_the_system_prompt_of_then_is_kept(alice: User) -> None:
    generation = say(alice, "Which number?")
    conversation = generation.conversation
    conversation.system_prompt = "Be brief."
    conversation.save()
    reply_to(generation, "Seven.")
    conversation.system_prompt = "Be long."
    conversation.save()
    assert read(generation).system_prompt.endswith("Be brief.")


def test_a_record_goes_with_its_conversation(generation: Generation) -> None:
    told(generation)
    save(generation)
    generation.conversation.delete()
    assert not ReplyRecord.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_reply_that_is_deleted_meanwhile_gets_no_record(alice: User) -> None:
    generation = say(alice, "Which number?")
    outcome = Outcome(id=str(generation.pk), attempt=1, text="Seven.", finish_reason="stop")
    kept = Generation.objects.select_related("conversation").get(pk=generation.pk)
    Message.objects.all().delete()
    keep_record(kept, outcome)
    assert not ReplyRecord.objects.exists()


def test_replies_are_loaded_without_it(
    generation: Generation, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    told(generation)
    save(generation)
    with django_assert_num_queries(1):
        loaded = Generation.objects.get(pk=generation.pk)
        assert loaded.status == "finished"
    with django_assert_num_queries(1):
        assert loaded.record.is_whole
