"""The chat page, the sidebar and what is posted besides the socket."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from chat.models import Conversation
from tests.support.cast import conversations, say, talk

pytestmark = pytest.mark.django_db

PAGE_QUERIES = 13


def test_the_first_page_is_empty(signed_in: Client) -> None:
    page = signed_in.get("/")
    assert page.context["snapshot"] is None
    assert page.context["conversation"] is None
    assert page.context["page"]["groups"] == []
    assert page.headers["Cache-Control"] == "no-store"


def test_a_conversation_page_holds_its_snapshot(signed_in: Client, alice: User) -> None:
    last = talk(alice, "One?", "One.", "</script><script>alert(1)</script>", "Two.")
    page = signed_in.get(f"/c/{last.conversation_id}/")
    snapshot = page.context["snapshot"]
    assert [one["text"] for one in snapshot["messages"]][::3] == ["One?", "Two."]
    assert snapshot["conversation"]["url"] == f"/c/{last.conversation_id}/"
    assert b"<script>alert" not in page.content
    json.dumps(snapshot)


def test_a_foreign_and_a_missing_conversation_are_the_same_404(
    signed_in: Client, bob: User
) -> None:
    foreign = talk(bob, "Mine", "Yours.").conversation_id
    answers = [signed_in.get(f"/c/{one}/") for one in (foreign, uuid4())]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content
    for action in ("rename", "delete"):
        for one in (foreign, uuid4()):
            assert signed_in.post(f"/c/{one}/{action}/", {"title": "x"}).status_code == 404
    assert Conversation.objects.get().title == "Mine"


def test_strangers_see_nothing(client: Client, alice: User) -> None:
    conversation = talk(alice, "Mine", "Yours.").conversation_id
    for path in ("/", f"/c/{conversation}/", "/conversations/"):
        answer = client.get(path)
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/sign-in/")
    assert client.post(f"/c/{conversation}/delete/").status_code == 302
    assert Conversation.objects.exists()


def test_a_page_takes_few_queries_however_long_it_is(
    signed_in: Client, alice: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    conversations(alice, 60)
    last = talk(alice, *("text",) * 40)
    with django_assert_max_num_queries(PAGE_QUERIES):
        assert signed_in.get(f"/c/{last.conversation_id}/").status_code == 200


def test_renaming_by_script_answers_json_and_by_form_leads_back(
    signed_in: Client, alice: User
) -> None:
    conversation = talk(alice, "One?", "One.").conversation
    path = f"/c/{conversation.pk}/rename/"
    answer = signed_in.post(path, {"title": "Numbers"}, headers={"accept": "application/json"})
    assert answer.json()["conversation"]["title"] == "Numbers"
    assert signed_in.post(path, {"title": "More"}).headers["Location"] == f"/c/{conversation.pk}/"
    refused = signed_in.post(path, {"title": ""})
    assert refused.status_code == 400
    assert refused.json()["error"]["code"] == "text_empty"


def test_deleting_by_script_answers_json_and_by_form_leads_home(
    signed_in: Client, alice: User
) -> None:
    for headers, status in (({"accept": "application/json"}, 200), ({}, 302)):
        generation = say(alice, "Hello")
        path = f"/c/{generation.conversation_id}/delete/"
        assert signed_in.post(path, headers=headers).status_code == status
        assert not Conversation.objects.visible().exists()


def test_reading_never_writes_and_writing_needs_a_token(alice: User) -> None:
    conversation = talk(alice, "One?", "One.").conversation
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(alice)
    for action in ("rename", "delete"):
        path = f"/c/{conversation.pk}/{action}/"
        assert strict.get(path).status_code == 405
        assert strict.post(path, {"title": "x"}).status_code == 403
    conversation.refresh_from_db()
    assert conversation.title == "One?"


def test_a_form_that_was_open_for_too_long_gets_a_page_of_ours(db: None) -> None:
    answer = Client(enforce_csrf_checks=True).post("/sign-in/", {"login": "alice"})
    assert answer.status_code == 403
    assert "The page may have been open for too long" in answer.text
