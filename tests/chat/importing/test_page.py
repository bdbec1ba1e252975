"""The page where files are brought: in parts, one at a time, each read once."""

from __future__ import annotations

import json
import threading
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from chat import services
from chat.importing import service
from chat.models import Conversation, Import, ImportPart
from tests.chat.importing import files
from tests.chat.importing.conftest import Bring

pytestmark = pytest.mark.django_db

PAGE_QUERIES = 3  # session, account, imports
CONTENT = json.dumps([files.chatgpt()]).encode()


def begin(client: Client) -> UUID:
    answer = client.post("/settings/import/begin", {"name": "chats.json"})
    assert answer.status_code == 200, answer.text
    return UUID(answer.json()["id"])


def send(client: Client, import_id: UUID, number: int, content: bytes) -> int:
    path = f"/settings/import/{import_id}/{number}"
    answer = client.post(path, content, content_type="application/octet-stream")
    return answer.status_code


def test_a_file_comes_in_parts_and_is_reported(signed_in: Client, alice: User) -> None:
    import_id = begin(signed_in)
    half = len(CONTENT) // 2
    assert send(signed_in, import_id, 0, CONTENT[:half]) == 200
    for _ in range(2):  # the answer was lost, so it was sent again
        assert send(signed_in, import_id, 1, CONTENT[half:]) == 200
    assert signed_in.post(f"/settings/import/{import_id}/finish").status_code == 200
    assert "data-running" in signed_in.get("/settings/import/").text
    service.run(import_id)
    page = signed_in.get("/settings/import/").text
    assert "data-running" not in page
    assert "1 conversation was imported." in page
    assert alice.conversations.get().get_absolute_url() in page
    assert not ImportPart.objects.exists()


def test_the_same_file_twice_does_not_double(bring: Bring, alice: User) -> None:
    chats = [files.chatgpt(title=str(number)) for number in range(3)]
    bring(chats)
    first = set(alice.conversations.values_list("pk", flat=True))
    report = bring(chats).report
    assert (report["imported_count"], report["there_count"]) == (0, 3)
    assert set(alice.conversations.values_list("pk", flat=True)) == first


def test_what_was_deleted_or_has_grown_since_comes_in_again(bring: Bring, alice: User) -> None:
    bring([files.chatgpt(files.TALK[:2], shown=None)])
    assert bring([files.chatgpt()]).report["imported_count"] == 1
    for one in alice.conversations.all():
        services.delete_conversation(user=alice, conversation_id=one.pk)
    assert bring([files.chatgpt()]).report["imported_count"] == 1


def test_a_file_of_two_people_is_of_both(bring: Bring, alice: User, bob: User) -> None:
    for owner in (alice, bob):
        assert bring([files.chatgpt()], owner=owner).report["imported_count"] == 1
    assert Conversation.objects.count() == 2


def test_a_task_that_comes_twice_reads_it_once(bring: Bring, alice: User) -> None:
    found = service.begin(alice, "x")
    service.add_part(alice, found.pk, 0, CONTENT)
    service.finish(alice, found.pk)
    Import.objects.filter(pk=found.pk).update(status="running", touched_at=timezone.now())
    service.run(found.pk)  # somebody is at it
    assert not Conversation.objects.exists()
    gone = timezone.now() - service.GONE_AFTER - timedelta(seconds=1)
    Import.objects.filter(pk=found.pk).update(touched_at=gone)
    service.run(found.pk)  # and has died over it
    service.run(found.pk)
    assert Conversation.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_that_take_it_at_once_read_it_once(alice: User) -> None:
    found = service.begin(alice, "x")
    service.add_part(alice, found.pk, 0, CONTENT)
    service.finish(alice, found.pk)
    barrier = threading.Barrier(2)

    def work() -> None:
        try:
            barrier.wait()
            service.run(found.pk)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    found.refresh_from_db()
    assert found.report["imported_count"] == 1
    assert found.report["there_count"] == 0


def test_one_that_nobody_reads_is_asked_for_again_by_looking(
    signed_in: Client, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr("chat.importing.views.import_file.delay", asked.append)
    gone = timezone.now() - service.GONE_AFTER - timedelta(seconds=1)
    stuck = Import.objects.create(owner=alice, name="x", status="waiting", touched_at=gone)
    signed_in.get("/settings/import/")
    assert asked == [str(stuck.pk)]


def test_one_file_at_a_time(signed_in: Client, alice: User) -> None:
    first = begin(signed_in)
    second = begin(signed_in)  # the page was reloaded while the first was being sent
    assert send(signed_in, first, 0, b"x") == 404
    assert send(signed_in, second, 0, CONTENT) == 200
    signed_in.post(f"/settings/import/{second}/finish")
    answer = signed_in.post("/settings/import/begin", {"name": "third.json"})
    assert answer.status_code == 409
    assert answer.json()["error"]["message"] == "Another file is being read. Wait for its end."
    assert send(signed_in, second, 1, b"x") == 404
    service.run(second)
    begin(signed_in)


def test_old_reports_go(bring: Bring, alice: User) -> None:
    for _ in range(service.SHOWN + 2):
        bring([])
    assert alice.imports.count() == service.SHOWN


def test_a_small_file_needs_no_scripts(signed_in: Client, alice: User) -> None:
    file = SimpleUploadedFile("chats.json", CONTENT)
    signed_in.post("/settings/import/", {"file": file})
    service.run(Import.objects.get().pk)
    assert alice.conversations.count() == 1
    assert "Choose a file first." in signed_in.post("/settings/import/", follow=True).text


def test_bob_can_neither_see_nor_add_to_alices_file(signed_in: Client, bob: User) -> None:
    import_id = begin(signed_in)
    bobs = Client()
    bobs.force_login(bob)
    assert "chats.json" not in bobs.get("/settings/import/").text
    for other in (import_id, uuid4()):
        assert send(bobs, other, 0, b"x") == 404
        assert bobs.post(f"/settings/import/{other}/finish").status_code == 404
    assert send(signed_in, import_id, 0, CONTENT) == 200


def test_strangers_and_other_sites_can_bring_nothing(alice: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.get("/settings/import/").status_code == 302
    strict.force_login(alice)
    assert strict.post("/settings/import/begin", {"name": "x"}).status_code == 403
    assert not Import.objects.exists()


def test_the_page_takes_few_queries_and_shows_nothing_of_a_file_as_html(
    signed_in: Client, bring: Bring, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    evil = "<script>alert(1)</script>"
    broken: Any = files.chatgpt([("a", evil, "user", evil)], title=evil)
    for _ in range(3):
        bring([files.chatgpt(title=evil), broken])
    with django_assert_num_queries(PAGE_QUERIES):
        page = signed_in.get("/settings/import/").text
    assert evil not in page
    assert "&lt;script&gt;" in page


def test_what_was_left_out_is_said(signed_in: Client, bring: Bring) -> None:
    chat = files.openwebui()
    images = [{"type": "image"}] * 3
    chat["chat"]["history"]["messages"]["u1"]["files"] = images
    bring([chat])
    assert "Left out: 3 images." in signed_in.get("/settings/import/").text
