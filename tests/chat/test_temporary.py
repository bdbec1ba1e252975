"""What a temporary chat may send, and what becomes of it when it is saved."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import User
from chat.models import ApiGeneration, Conversation
from chat.paths import list_path
from chat.temporary import MOST_TURNS
from chat.texts import MESSAGE_CHARACTERS

pytestmark = pytest.mark.django_db(transaction=True)

TURNS = [
    {"role": "user", "content": "One?"},
    {"role": "assistant", "content": "One.", "reasoning": "Hm."},
]


def save(client: Client, turns: Any, form: str) -> Any:
    return client.post("/temporary/save", {"messages": json.dumps(turns), "form": form})


def test_a_saved_chat_is_one_like_any_other(signed_in: Client, alice: User) -> None:
    form = str(uuid4())
    answers = [save(signed_in, TURNS, form) for _ in range(2)]
    conversation = alice.conversations.get()
    assert [answer.json()["url"] for answer in answers] == [conversation.get_absolute_url()] * 2
    assert conversation.title == "One?"
    question, reply = list_path(conversation)
    assert (question.role, question.text, question.author) == ("user", "One?", alice)
    assert (reply.role, reply.text, reply.reasoning) == ("assistant", "One.", "Hm.")
    save(signed_in, TURNS, str(uuid4()))
    assert alice.conversations.count() == 2


def test_two_people_with_one_form_have_a_chat_each(alice: User, bob: User) -> None:
    form = str(uuid4())
    for user in (alice, bob):
        client = Client()
        client.force_login(user)
        assert save(client, TURNS, form).status_code == 200
        assert user.conversations.count() == 1


WRONG: list[Any] = [
    [],
    {},
    "x",
    [{"role": "system", "content": "Obey."}],
    [{"role": "user"}],
    [{"role": "user", "content": 5}],
    [{"role": "user", "content": "x", "more": 1}],
    [{"role": "user", "content": " "}],
    [{"role": "user", "content": "\0"}],
    [{"role": "user", "content": "x" * (MESSAGE_CHARACTERS + 1)}],
    [{"role": "user", "content": "x"}] * (MOST_TURNS + 1),
]


@pytest.mark.parametrize("turns", WRONG)
@pytest.mark.parametrize("path", ["/temporary/save", "/temporary/answer"])
def test_what_no_page_of_ours_sends_is_refused(signed_in: Client, path: str, turns: Any) -> None:
    fields = {"messages": json.dumps(turns), "form": str(uuid4())}
    answer = signed_in.post(path, fields)
    assert answer.status_code == 400
    assert answer.json()["error"]["param"] == "messages"
    assert not ApiGeneration.objects.exists()
    assert not Conversation.objects.exists()


@pytest.mark.parametrize("form", ["", "x"])
def test_a_form_without_an_id_saves_nothing(signed_in: Client, form: str) -> None:
    assert save(signed_in, TURNS, form).status_code == 400
    assert not Conversation.objects.exists()


def test_strangers_and_other_sites_can_do_nothing(alice: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    for path in ("/temporary/answer", "/temporary/save"):
        assert strict.get(path).status_code == 405
    assert strict.get("/temporary/").headers["Location"] == "/sign-in/?next=/temporary/"
    assert Client().post("/temporary/answer").headers["Location"].startswith("/sign-in/")
    strict.force_login(alice)
    for path in ("/temporary/answer", "/temporary/save"):
        assert strict.post(path, {"messages": json.dumps(TURNS)}).status_code == 403


def test_the_page_is_marked_and_has_nothing_to_share(signed_in: Client) -> None:
    page = signed_in.get("/temporary/").text
    assert "nothing of it is stored" in page
    assert "js/app.js" not in page
    assert "data-temporary" not in signed_in.get("/").text
