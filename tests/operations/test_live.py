"""What happens now, for those who may see it, and Stop for those who may."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
import redis
from django.contrib.auth.models import Permission
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.api_keys import create_api_key
from accounts.models import User
from chat.api.running import Call, begin_now
from chat.models import ApiGeneration, AuditEntry, Generation
from inference.client import default_model, look_at_store, report_process, start_generation
from inference.contract import GenerationRequest, Text, Turn, WorkerStatus
from inference.processes import ProcessReport
from inference.store import PROCESSES, get_impatient_redis, get_redis, process_key
from inference.stream import Append, StreamWriter
from inference.workers import report_worker
from operations import live, web_report
from operations.models import LiveOperation
from tests.support.cast import browser_of, make_user, say

pytestmark = pytest.mark.django_db

PAGE = "/admin/operations/liveoperation/"
PIECE = f"{PAGE}piece/"
MOST_QUERIES = 10


def stop_path(generation_id: Any) -> str:
    return f"{PAGE}stop/{generation_id}/"


@pytest.mark.parametrize("path", [PAGE, PIECE])
def test_nobody_sees_it_without_the_permission(path: str, client: Client, alice: User) -> None:
    assert client.get(path).status_code == 302
    client.force_login(alice)
    assert client.get(path).status_code == 302
    client.force_login(make_user("eve", is_staff=True))
    assert client.get(path).status_code == 403


def test_it_shows_who_waits_and_never_what_they_wrote(
    operator: Client, alice: User, empty_redis: redis.Redis
) -> None:
    generation = say(alice, "Heliotrope?")
    made = Append(str(generation.pk), 1, (Text(text="Marigold", token_count=2),), 1, made="0:5,6;")
    get_redis().hset(f"reply:{generation.pk}", "worker", "gpu-1")
    StreamWriter(empty_redis).append([made])
    status = WorkerStatus(
        worker="gpu-1", model="pocket", state="ready", running=1, capacity=8, cache_use=0.25
    )
    report_worker(empty_redis, status)
    for path in (PAGE, PIECE):
        page = operator.get(path).text
        for words in ("alice", "being written", "gpu-1", "1 of 8", "25 %"):
            assert words in page, words
        assert "Heliotrope" not in page
        assert "Marigold" not in page
    (reply,) = live.look().replies
    assert reply.running is not None
    assert (reply.running.tokens, reply.running.attempt) == (2, 1)


def test_what_had_to_be_put_right_is_counted(alice: User, empty_redis: redis.Redis) -> None:
    generation = say(alice, "Hello")
    writer = StreamWriter(empty_redis)
    first = Append(str(generation.pk), 1, (Text(text="One"),), number=1)
    writer.append([first])
    writer.append([first])
    writer.append([Append(str(generation.pk), 2, (Text(text="Two"),), number=1)])
    writer.append([Append(str(generation.pk), 1, (Text(text="Late"),), number=2)])
    store = live.look().store
    assert store is not None
    assert (store.delivery["repeated"], store.delivery["fenced"]) == (1, 1)


async def test_web_processes_say_that_they_are_there(empty_redis: redis.Redis) -> None:
    await report_process(web_report.build_report(started_at=1.0))
    (process,) = look_at_store([]).processes
    assert process.started_at == 1.0
    assert process.sockets >= 0


def test_what_nobody_waits_for_is_counted_so_that_the_queue_is_explained(
    operator: Client, alice: User, empty_redis: redis.Redis
) -> None:
    assert "Other background work" not in operator.get(PIECE).text
    turns = (Turn(role="user", content="Hello"),)
    title = GenerationRequest(id=str(uuid4()), owner=str(alice.pk), turns=turns, is_background=True)
    start_generation(title, on_outcome={})
    say(alice, "Hello")
    assert "Other background work: 1." in operator.get(PIECE).text
    store = look_at_store([])
    assert (store.waiting, store.background) == (2, 1)


async def test_names_of_web_processes_that_are_gone_are_forgotten(
    empty_redis: redis.Redis,
) -> None:
    for name in ("gone", "there"):
        await report_process(ProcessReport(process=name))
    empty_redis.delete(process_key("gone"))
    assert [one.process for one in look_at_store([]).processes] == ["there"]
    assert empty_redis.smembers(PROCESSES) == {b"there"}


def test_an_operator_stops_a_reply_and_it_is_written_down(
    operator: Client, alice: User, charlie: User
) -> None:
    generation = say(alice, "Hello")
    answer = operator.post(stop_path(generation.pk), follow=True)
    assert "is being stopped" in answer.text
    generation.refresh_from_db()
    assert (generation.status, generation.finish_reason) == ("finished", "stopped")
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor_name, entry.owner_name) == ("stopped", "charlie", "alice")
    assert entry.subject == f"conversation {generation.conversation_id}"
    again = operator.post(stop_path(generation.pk), follow=True)
    assert "has ended already" in again.text
    assert AuditEntry.objects.count() == 1


def test_a_reply_for_a_program_is_stopped_alike(operator: Client, alice: User) -> None:
    get_redis().zadd("models", {default_model(): get_redis().time()[0]})
    key, _ = create_api_key(owner=alice, name="Alice's")
    request = GenerationRequest(
        id=str(uuid4()), owner=str(alice.pk), turns=(Turn(role="user", content="Hello"),)
    )
    begin_now(key, Call(request=request, route="chat", form={}, is_streamed=False))
    operator.post(stop_path(request.id))
    assert ApiGeneration.objects.get().finish_reason == "stopped"
    assert AuditEntry.objects.get().action == "stopped"


@pytest.mark.parametrize("who", ["anonymous", "alice", "staff", "looker"])
def test_nobody_else_stops_anything(who: str, client: Client, alice: User) -> None:
    generation = say(alice, "Hello")
    if who == "alice":
        client.force_login(alice)
    elif who != "anonymous":
        staff = make_user(who, is_staff=True)
        if who == "looker":
            staff.user_permissions.set(Permission.objects.filter(codename="view_liveoperation"))
            page = browser_of(staff).get(PAGE).text
            assert "alice" in page
            assert "stop/" not in page
        client.force_login(staff)
    assert client.post(stop_path(generation.pk)).status_code in (302, 403)
    assert Generation.objects.get().is_active
    assert not AuditEntry.objects.exists()


def test_stop_is_posted(operator: Client, alice: User) -> None:
    generation = say(alice, "Hello")
    assert operator.get(stop_path(generation.pk)).headers["Location"] == PAGE
    assert operator.head(stop_path(generation.pk)).status_code == 302
    elsewhere = Client(enforce_csrf_checks=True)
    elsewhere.cookies = operator.cookies
    assert elsewhere.post(stop_path(generation.pk)).status_code == 403
    assert Generation.objects.get().is_active


def test_without_redis_it_says_so_at_once(
    operator: Client, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    generation = say(alice, "Hello")
    nowhere = redis.Redis(host="127.0.0.1", port=1)
    monkeypatch.setattr("inference.looking.get_impatient_redis", lambda: nowhere)
    page = operator.get(PIECE)
    assert page.status_code == 200
    assert "Redis does not answer" in page.text
    assert "alice" in page.text
    monkeypatch.setattr("inference.client.get_redis", lambda: nowhere)
    answer = operator.post(stop_path(generation.pk), follow=True)
    assert "could not be stopped" in answer.text


def test_a_frozen_redis_is_waited_for_a_second_and_no_longer() -> None:
    pool = get_impatient_redis().connection_pool
    assert pool.connection_kwargs["socket_timeout"] <= 1
    assert pool.connection_kwargs["socket_connect_timeout"] <= 1


def test_the_piece_takes_as_many_queries_however_much_there_is(
    operator: Client, alice: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(4):
        say(make_user(f"author{number}"), "Hello")
    ApiGeneration.objects.create(owner=alice, route="chat")
    with django_assert_max_num_queries(MOST_QUERIES):
        assert "author3" in operator.get(PIECE).text


def test_there_is_no_table_behind_the_page() -> None:
    assert not LiveOperation._meta.managed
