"""Each generation of a program gets its ending, once, whatever is lost on the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from redis import Redis

from accounts.api_keys import create_api_key
from accounts.models import ApiKey, User
from chat.api.openai.response_call import to_call
from chat.api.openai.response_request import NamedFunction, ResponseFunctionTool, ResponseRequest
from chat.api.problems import NoSuchThing
from chat.api.running import Call, begin_now
from chat.api_endings import FORGOTTEN, save_api_outcome, stop_api_generation
from chat.models import ApiGeneration
from chat.tasks import save_api_generation, sweep
from inference.client import default_model, recover_outcome
from inference.contract import (
    Finished,
    GenerationRequest,
    Outcome,
    Started,
    Text,
    Turn,
    Usage,
    WorkerStatus,
)
from inference.store import LISTENED, UNHEARD
from inference.stream import Append, StreamWriter, read_log
from inference.workers import report_worker
from tests.support.taking import take, take_next

pytestmark = pytest.mark.django_db

LONG_AGO = 1.0  # epoch seconds
STARTED = Started(model="pocket", revision="1", prompt_token_count=7)
USAGE = Usage(
    prompt_token_count=7,
    completion_token_count=3,
    queue_seconds=0.1,
    ttft_seconds=0.2,
    decode_seconds=1.0,
)


@pytest.fixture
def key(alice: User, empty_redis: Redis) -> ApiKey:
    report_worker(empty_redis, WorkerStatus(worker="a", model=default_model(), state="ready"))
    return create_api_key(owner=alice, name="notebook")[0]


def begun(key: ApiKey, *, model: str = "", is_background: bool = False) -> ApiGeneration:
    request = GenerationRequest(
        id=str(uuid4()),
        owner=str(key.owner_id),
        turns=(Turn(role="user", content="Hello"),),
        model=model,
    )
    call = Call(
        request=request,
        route="chat.completions",
        form={},
        is_streamed=False,
        is_background=is_background,
    )
    return begin_now(key, call)


def again(generation: ApiGeneration) -> ApiGeneration:
    return ApiGeneration.objects.get(pk=generation.pk)


def long_ago(generation: ApiGeneration) -> None:
    then = timezone.now() - timedelta(minutes=1)
    ApiGeneration.objects.filter(pk=generation.pk).update(created_at=then)


def written(writer: StreamWriter, generation: ApiGeneration) -> Outcome:
    name = str(generation.pk)
    assert take(name)
    events = (STARTED, Text(text="A reply.", token_count=3), USAGE, Finished(reason="stop"))
    writer.append([Append(name, 1, events)])
    outcome = recover_outcome(name)
    assert outcome is not None
    return outcome


def test_an_outcome_is_kept_once(key: ApiKey, writer: StreamWriter) -> None:
    generation = begun(key)
    outcome = written(writer, generation)
    save_api_generation(outcome.to_json())
    assert not save_api_outcome(replace(outcome, finish_reason="length"))
    ended = again(generation)
    assert (ended.status, ended.finish_reason, ended.model) == ("finished", "stop", "pocket")
    assert (ended.prompt_token_count, ended.completion_token_count) == (7, 3)
    assert ended.text == ""


def test_an_outcome_that_was_lost_on_its_way_is_read_from_the_log(
    key: ApiKey, writer: StreamWriter
) -> None:
    generation = begun(key)
    written(writer, generation)
    sweep()
    assert again(generation).is_active  # it may just be on its way
    long_ago(generation)
    sweep()
    assert again(generation).finish_reason == "stop"


@pytest.mark.parametrize("model", ["m" * 5000, "a\0b"], ids=["too long", "with a NUL"])
def test_a_name_that_no_database_could_keep_is_of_no_model(key: ApiKey, model: str) -> None:
    with pytest.raises(NoSuchThing):
        begun(key, model=model)


def test_a_form_may_hold_what_postgresql_could_not(key: ApiKey) -> None:
    body = ResponseRequest(
        model="",
        input="Hello",
        tools=[ResponseFunctionTool(type="function", name="\0")],
        tool_choice=NamedFunction(type="function", name="\0"),
    )
    generation = begin_now(key, to_call(body, owner_id=key.owner_id))
    assert again(generation).form["repeated"]["tool_choice"] == "auto"


def test_one_that_waits_is_left_alone(key: ApiKey) -> None:
    generation = begun(key)
    long_ago(generation)
    sweep()
    sweep()
    assert again(generation).is_active


def test_one_that_redis_forgot_fails_and_whoever_listens_is_told(
    key: ApiKey, empty_redis: Redis
) -> None:
    generation = begun(key)
    long_ago(generation)
    empty_redis.flushall()
    sweep()
    assert again(generation).is_active  # its worker may yet say that it has it
    empty_redis.set(f"missed:{generation.pk}", 1)
    sweep()
    ended = again(generation)
    assert (ended.status, ended.error_type) == ("failed", "incomplete_generation")
    assert ended.error_message == FORGOTTEN
    assert [numbered.is_ending for numbered, _ in read_log(str(generation.pk))] == [True]


def test_one_that_is_stopped_while_it_waits_has_ended_at_once(key: ApiKey) -> None:
    generation = begun(key)
    stop_api_generation(str(generation.pk))
    assert again(generation).finish_reason == "stopped"


def test_what_inference_refuses_leaves_nothing(key: ApiKey) -> None:
    with pytest.raises(NoSuchThing):
        begun(key, model="nothing-of-the-kind")
    assert not ApiGeneration.objects.exists()


def test_counts_outlive_the_key_but_not_the_person(key: ApiKey, alice: User) -> None:
    generation = begun(key)
    key.delete()
    assert again(generation).key is None
    alice.delete()
    assert not ApiGeneration.objects.exists()


def nobody_listens(empty_redis: Redis, generation: ApiGeneration) -> None:
    """And for long enough to be believed."""
    for name in (LISTENED, UNHEARD):
        empty_redis.zadd(name, {str(generation.pk): LONG_AGO}, xx=name == LISTENED)


def test_one_whose_web_process_was_killed_before_it_listened_is_stopped(
    key: ApiKey, empty_redis: Redis
) -> None:
    generation = begun(key)
    nobody_listens(empty_redis, generation)
    sweep()
    assert again(generation).finish_reason == "stopped"
    assert take_next() is None


def test_one_that_redis_took_without_being_able_to_say_so_runs_for_nobody_no_longer(
    key: ApiKey, empty_redis: Redis
) -> None:
    generation = begun(key)
    taken = take_next()
    again(generation).delete()  # as where Redis' answer is lost
    nobody_listens(empty_redis, generation)
    sweep()
    assert taken is not None
    append = Append(str(generation.pk), taken.request.attempt, (STARTED,), 1)
    (appended,) = StreamWriter(empty_redis).append([append])
    assert appended.stop_requested


def test_one_in_the_background_needs_nobody_to_listen(key: ApiKey, empty_redis: Redis) -> None:
    generation = begun(key, is_background=True)
    nobody_listens(empty_redis, generation)
    sweep()
    assert again(generation).is_active
