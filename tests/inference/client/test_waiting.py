"""The queue: each owner in turn, places that are told, deadlines, and models that are not there."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
import redis

from inference import admission, client
from inference.admission import admit
from inference.config import get_config
from inference.contract import Failed, Finished, GenerationRequest, Queued, Turn, WorkerStatus
from inference.exceptions import AbsentModel, UnknownModel
from inference.store import get_redis
from inference.stream import Append, StreamWriter, read_log
from inference.waiting import Waiting
from inference.workers import report_worker
from tests.support.taking import take, take_next

TURNS = (Turn(role="user", content="Hello"),)
NO_OUTCOME = {"task": "chat.save_reply", "args": [], "kwargs": {}, "options": {"queue": "web"}}


def a_request(owner: str = "alice", model: str = "") -> GenerationRequest:
    return GenerationRequest(id=uuid4().hex, owner=owner, turns=TURNS, model=model)


def admitted(owner: str = "alice", model: str = "") -> str:
    request = a_request(owner, model)
    admit(request)
    return request.id


def all_in_turn() -> list[str]:
    return [one.request.id for one in iter(take_next, None)]


def places(request_id: str) -> list[int]:
    events = [numbered.event for numbered, _ in read_log(request_id)]
    return [event.position for event in events if isinstance(event, Queued)]


def tend(free: int = 0) -> int:
    get_redis().delete("tending:scripted")
    return Waiting(get_redis(), model="scripted", worker="worker").tend(free)


@pytest.fixture
def no_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    config = replace(get_config(), max_concurrent_requests=1000, max_requests_per_user=1000)
    monkeypatch.setattr(admission, "get_config", lambda: config)


def models_are_live(*names: str) -> None:
    for name in names:
        report_worker(get_redis(), WorkerStatus(worker=name, model=name, state="ready"))


# --- in turn ---


def test_bob_does_not_wait_for_fifty_of_alices(no_limits: None) -> None:
    alices = [admitted("alice") for _ in range(50)]
    bobs = admitted("bob")
    assert all_in_turn() == [alices[0], bobs, *alices[1:]]


def test_bob_who_comes_while_alices_first_runs_is_before_her_third(no_limits: None) -> None:
    alices = [admitted("alice") for _ in range(50)]
    assert take(alices[0])
    bobs = admitted("bob")
    assert all_in_turn()[:3] == [alices[1], bobs, alices[2]]


def test_each_owner_has_their_turn_and_their_own_order(no_limits: None) -> None:
    a, b, c = (
        [admitted(owner) for _ in range(count)] for owner, count in (("a", 3), ("b", 1), ("c", 2))
    )
    assert all_in_turn() == [a[0], b[0], c[0], a[1], c[1], a[2]]


def test_what_is_taken_comes_whole_with_whom_to_tell(no_limits: None) -> None:
    request = a_request()
    admit(request, on_outcome=NO_OUTCOME)
    taken = take_next()
    assert taken is not None
    assert taken.request == replace(request, model="scripted")
    assert taken.on_outcome == NO_OUTCOME


def test_a_take_whose_answer_was_lost_gives_the_same_again(no_limits: None) -> None:
    first, second = admitted(), admitted()
    waiting = Waiting(get_redis(), model="scripted", worker="worker")
    given = [waiting.take(word) for word in ("one", "one", "two")]
    assert [one.request.id for one in given if one] == [first, first, second]


def test_what_was_stopped_or_expired_is_not_taken(no_limits: None) -> None:
    stopped, expired, left = admitted(), admitted(), admitted()
    client.request_stop(stopped)
    get_redis().delete(f"reply:{expired}")
    assert all_in_turn() == [left]


def test_a_queue_that_was_emptied_leaves_nothing_behind(
    no_limits: None, empty_redis: redis.Redis
) -> None:
    one, other = admitted("alice"), admitted("bob")
    client.request_stop(one)
    assert take(other)
    ending = (Finished(reason="stop"),)
    StreamWriter(empty_redis).append([Append(other, 1, ending)])
    left = set(empty_redis.keys("line:*")) | set(empty_redis.keys("turns:*"))
    assert left == set()
    assert empty_redis.zcard("replies:waiting") == empty_redis.zcard("replies:active") == 0
    assert empty_redis.hget(f"reply:{other}", "request") is None


# --- places ---


def test_the_place_is_how_many_are_taken_before(no_limits: None) -> None:
    requests = [admitted(owner) for owner in "aaabbc"]
    first_told = {one: places(one)[0] for one in requests}
    assert list(first_told.values()) == [0, 1, 2, 1, 3, 2]
    tend()
    order = all_in_turn()
    assert [order.index(one) for one in requests] == [places(one)[-1] for one in requests]


def test_a_place_is_told_again_only_when_it_changes(no_limits: None) -> None:
    first, second, third = admitted(), admitted(), admitted()
    tend()
    assert [places(one) for one in (first, second, third)] == [[0], [1], [2]]
    assert take(first)
    tend()
    assert [places(one) for one in (first, second, third)] == [[0], [1, 0], [2, 1]]
    client.request_stop(second)
    tend()
    assert places(third) == [2, 1, 0]


def test_two_workers_do_not_both_tell_the_places(no_limits: None) -> None:
    first, second = admitted(), admitted()
    tend()
    assert take(first)
    Waiting(get_redis(), model="scripted", worker="another").tend(0)
    assert places(second) == [1]


def test_tickets_that_were_lost_are_missed(no_limits: None, empty_redis: redis.Redis) -> None:
    for _ in range(3):
        admitted()
    empty_redis.delete("gpu.scripted")
    assert (tend(free=0), tend(free=2), tend(free=8)) == (0, 2, 3)
    empty_redis.lpush("gpu.scripted", "a ticket")
    assert tend(free=8) == 2


# --- deadlines ---


def test_what_waited_too_long_fails_and_its_asker_is_told(
    monkeypatch: pytest.MonkeyPatch, empty_redis: redis.Redis
) -> None:
    config = replace(get_config(), queue_timeout_seconds=0.05)
    with monkeypatch.context() as patient:
        patient.setattr(admission, "get_config", lambda: config)
        request, taken = a_request(), a_request()
        for one in (taken, request):
            admit(one, on_outcome=NO_OUTCOME)
    other = admitted()
    assert take(taken.id)
    time.sleep(0.1)

    assert client.end_overdue_generations() == [request.id]
    ending = read_log(request.id)[-1][0].event
    assert isinstance(ending, Failed)
    assert ending.error_type == "timeout"
    assert empty_redis.llen("web") == 1
    assert all_in_turn() == [other]
    assert client.end_overdue_generations() == []


# --- models ---


def test_a_model_that_never_was_is_refused_with_those_there_are() -> None:
    models_are_live("pocket", "Qwen/Qwen3-0.6B")
    with pytest.raises(UnknownModel, match=r"no model called 'gpt'.*Qwen/Qwen3-0.6B, pocket"):
        client.start_generation(a_request(model="gpt"), on_outcome=NO_OUTCOME)


def test_a_model_that_is_away_is_waited_for_or_refused(empty_redis: redis.Redis) -> None:
    models_are_live("pocket")
    empty_redis.delete("worker:pocket")
    empty_redis.zadd("models", {"pocket": time.time() - 60})
    with pytest.raises(AbsentModel, match="No worker serves the model 'pocket'"):
        client.start_generation(a_request(model="pocket"), on_outcome=NO_OUTCOME, must_be_live=True)
    client.start_generation(a_request(model="pocket"), on_outcome=NO_OUTCOME)
    assert take_next(model="pocket") is not None


def test_the_default_model_is_waited_for_though_nobody_saw_it_yet() -> None:
    client.start_generation(a_request(), on_outcome=NO_OUTCOME)
    assert client.default_model() == "scripted"
    assert take_next(model="scripted") is not None


def test_a_worker_takes_only_what_is_for_its_model(no_limits: None) -> None:
    models_are_live("a", "b")
    for_a, for_b = admitted(model="a"), admitted(model="b")
    assert places(for_b) == [0], "nobody is ahead at b"
    taken = [take_next(model=model) for model in ("b", "b", "a")]
    assert [one and one.request.id for one in taken] == [for_b, None, for_a]


def test_models_are_listed_with_what_their_workers_are_together() -> None:
    redis = get_redis()
    facts: Any = {"context_length": 512, "max_prompt_tokens": 500, "revision": "abc"}
    facts |= {"device": "cuda", "dtype": "bfloat16", "ready_at": 7.0}
    more: Any = {"capacity": 8, **facts}
    report_worker(redis, WorkerStatus(worker="1", model="a", state="loading", progress=0.5))
    report_worker(redis, WorkerStatus(worker="2", model="a", state="ready", running=2, **more))
    report_worker(redis, WorkerStatus(worker="3", model="a", state="ready", running=1, **more))
    report_worker(redis, WorkerStatus(worker="4", model="b", state="failed", message="No GPU."))
    a, b = client.list_models()
    assert (a.name, a.state, a.running, a.capacity) == ("a", "ready", 3, 16)
    assert {name: getattr(a, name) for name in facts} == facts
    assert (b.name, b.state, b.capacity, b.message) == ("b", "failed", 0, "No GPU.")


async def test_an_event_loop_lists_the_same_models() -> None:
    models_are_live("a", "b")
    assert await client.alist_models() == client.list_models() != []


def test_a_newer_worker_is_understood_as_far_as_can_be(empty_redis: redis.Redis) -> None:
    models_are_live("a")
    said = json.loads(empty_redis.get("worker:a"))  # type: ignore[arg-type]
    empty_redis.set("worker:a", json.dumps({**said, "mood": "excellent"}))
    (worker,) = client.list_workers()
    assert (worker.model, worker.state) == ("a", "ready")


def test_an_older_worker_is_understood_too(empty_redis: redis.Redis) -> None:
    models_are_live("a")
    said = json.loads(empty_redis.get("worker:a"))  # type: ignore[arg-type]
    for name in ("revision", "max_prompt_tokens", "device", "dtype", "ready_at"):
        del said[name]
    empty_redis.set("worker:a", json.dumps(said))
    assert client.list_workers()[0].revision == ""
