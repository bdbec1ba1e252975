"""Only so many at once; places that nobody holds any more come back by themselves."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from uuid import uuid4

import pytest
import redis

from inference import admission, client
from inference.admission import admit
from inference.config import Config, get_config
from inference.contract import Finished, GenerationRequest, Queued, Turn
from inference.exceptions import Overloaded, StoreUnavailable
from inference.stream import Append, Held, StreamWriter, read_log
from tests.support.taking import take, take_next
from tests.support.waiting import wait_for

NO_OUTCOME = {"task": "chat.save_reply", "args": [], "kwargs": {}, "options": {}}


def a_request(owner: str = "alice") -> GenerationRequest:
    turns = (Turn(role="user", content="Hello"),)
    return GenerationRequest(id=uuid4().hex, owner=owner, turns=turns)


@pytest.fixture
def limits(monkeypatch: pytest.MonkeyPatch) -> Config:
    """Five replies at once, three of one owner."""
    config = replace(get_config(), max_concurrent_requests=5, max_requests_per_user=3)
    monkeypatch.setattr(admission, "get_config", lambda: config)
    return config


def test_the_limit_of_the_site_holds_even_when_all_come_at_once(limits: Config) -> None:
    def try_to_enter(number: int) -> bool:
        try:
            return admit(a_request(owner=f"owner-{number}"))
        except Overloaded:
            return False

    with ThreadPoolExecutor(16) as pool:
        admitted = sum(pool.map(try_to_enter, range(40)))

    assert admitted == limits.max_concurrent_requests


def test_one_owner_cannot_take_all_places(limits: Config) -> None:
    for _ in range(limits.max_requests_per_user):
        admit(a_request())

    with pytest.raises(Overloaded, match="The owner has 3 replies in progress"):
        admit(a_request())
    assert admit(a_request(owner="bob"))


def test_a_group_cannot_take_more_places_than_it_has(
    limits: Config, empty_redis: redis.Redis
) -> None:
    def in_group(owner: str, group: str = "lab") -> GenerationRequest:
        return replace(a_request(owner=owner), group=group, group_places=2)

    first = in_group("alice")
    assert admit(first)
    assert admit(in_group("bob"))
    with pytest.raises(Overloaded, match="The group has 2 replies in progress"):
        admit(in_group("charlie"))
    assert admit(in_group("charlie", "garden"))
    assert take(first.id)
    with pytest.raises(Overloaded):  # being written it keeps its place
        admit(in_group("charlie"))

    StreamWriter(empty_redis).append([Append(first.id, 1, (Finished(reason="stop"),))])

    assert admit(in_group("charlie"))


def test_a_redis_that_was_emptied_learns_whose_places_are_held(
    limits: Config, empty_redis: redis.Redis
) -> None:
    requests = [replace(a_request(owner=name), group="lab") for name in ("alice", "bob")]
    for request in requests:
        admit(request)
        take(request.id)
    empty_redis.flushall()
    held = [Held.of(request, model="scripted") for request in requests]

    StreamWriter(empty_redis).renew(held)

    with pytest.raises(Overloaded, match="The group has 2"):
        admit(replace(a_request(owner="charlie"), group="lab", group_places=2))
    for _ in range(limits.max_requests_per_user - 1):
        admit(a_request())
    with pytest.raises(Overloaded, match="The owner has 3"):
        admit(a_request())
    empty_redis.delete("replies:active:charlie")
    StreamWriter(empty_redis).append([Append(requests[0].id, 1, (Finished(reason="stop"),))])
    assert admit(replace(a_request(owner="charlie"), group="lab", group_places=2))


def test_who_is_in_no_group_takes_no_place_of_one(limits: Config) -> None:
    assert admit(replace(a_request(), group="lab", group_places=1))
    assert admit(a_request())
    assert admit(a_request(owner="bob"))


def test_a_group_without_a_limit_is_counted_for_when_it_gets_one(limits: Config) -> None:
    assert admit(replace(a_request(), group="lab"))
    with pytest.raises(Overloaded, match="The group has 1 replies"):
        admit(replace(a_request(owner="bob"), group="lab", group_places=1))


def test_an_overloaded_answer_says_when_to_come_back(limits: Config) -> None:
    for _ in range(limits.max_requests_per_user):
        admit(a_request())

    with pytest.raises(Overloaded) as refusal:
        admit(a_request())
    assert 1 <= refusal.value.retry_after_seconds <= 60


def test_an_ending_gives_the_place_back(limits: Config, empty_redis: redis.Redis) -> None:
    requests = [a_request() for _ in range(limits.max_requests_per_user)]
    for request in requests:
        admit(request)
    writer = StreamWriter(empty_redis)
    assert take(requests[0].id)
    writer.append([Append(requests[0].id, 1, (Finished(reason="stop"),))])

    assert admit(a_request())


def test_the_places_of_a_worker_that_died_come_back(
    limits: Config, empty_redis: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("inference.stream.writer.LEASE_SECONDS", 0.05)
    for _ in range(limits.max_requests_per_user):
        request = a_request()
        admit(request)
        take(request.id)

    def there_is_room() -> bool:
        try:
            return admit(a_request())
        except Overloaded:
            return False

    assert wait_for(there_is_room)


def test_the_same_request_is_admitted_once(limits: Config) -> None:
    request = a_request()

    admit(request)
    admit(request)

    assert take(request.id)
    assert take_next() is None


def test_waiting_requests_know_their_place(limits: Config) -> None:
    requests = [a_request(), a_request(), a_request(owner="bob")]
    for request in requests:
        admit(request)

    places = [read_log(request.id)[0][0].event for request in requests]
    assert places == [Queued(position=0), Queued(position=1), Queued(position=1)]


def test_a_request_whose_ticket_is_lost_waits_in_the_queue(empty_redis: redis.Redis) -> None:
    request = a_request()
    client.start_generation(request, on_outcome=NO_OUTCOME)
    empty_redis.delete("gpu.scripted")

    assert take(request.id)


def test_a_full_redis_is_told_as_unavailable(empty_redis: redis.Redis) -> None:
    empty_redis.config_set("maxmemory", "1")
    try:
        with pytest.raises(StoreUnavailable):
            client.start_generation(a_request(), on_outcome=NO_OUTCOME)
    finally:
        empty_redis.config_set("maxmemory", "0")


def test_a_ticket_goes_to_the_workers_of_the_model(empty_redis: redis.Redis) -> None:
    client.start_generation(a_request(), on_outcome=NO_OUTCOME)

    assert empty_redis.llen("gpu.scripted") == 1


def test_asking_again_wakes_nobody_twice(empty_redis: redis.Redis) -> None:
    request = a_request()
    client.start_generation(request, on_outcome=NO_OUTCOME)
    client.start_generation(request, on_outcome=NO_OUTCOME)
    assert empty_redis.llen("gpu.scripted") == 1
    empty_redis.delete("gpu.scripted")
    client.start_generation(request, on_outcome=NO_OUTCOME)

    assert empty_redis.llen("gpu.scripted") == 1, "the first ticket may have been lost"
    assert empty_redis.zcard("replies:active") == 1
    assert take(request.id)
    assert take_next() is None


def test_tickets_do_not_heap_up_while_workers_help_themselves(empty_redis: redis.Redis) -> None:
    for number in range(10):
        request = a_request(owner=f"owner-{number}")
        client.start_generation(request, on_outcome=NO_OUTCOME)
        assert take(request.id)

    assert empty_redis.llen("gpu.scripted") == 1
