"""The pages of /compare/: the form, and the two replies."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from chat import starting
from chat.comparing import pairs
from chat.conversation_settings import ConversationSettings
from chat.models import Conversation, Generation, Message
from inference.config import get_config
from inference.contract import WorkerStatus
from inference.exceptions import StoreUnavailable
from inference.store import get_redis
from inference.workers import report_worker
from tests.support.cast import reply_to, say, talk
from tests.support.taking import take_next

pytestmark = pytest.mark.django_db

PAGE_QUERIES = 5
FORM = {"text": "Hello", "first_model": "", "second_model": "big", "second_temperature": "0,2"}


@pytest.fixture(autouse=True)
def big_model(empty_redis: object) -> None:
    report_worker(get_redis(), WorkerStatus(worker="one", model="big", state="ready"))


def hand_in(client: Client, path: str = "/compare/", **fields: str) -> Any:
    return client.post(path, {**FORM, "form": str(uuid4()), **fields})


def second() -> Generation:
    return Generation.objects.select_related("conversation", "message", "beside").get(
        beside__isnull=False
    )


def first() -> Generation:
    return Generation.objects.select_related("message").get(second__isnull=False)


def values(page: Any) -> dict[str, Any]:
    """What the form proposes for each side."""
    return {
        f"{side['name']}_{name}": side[name]
        for side in page.context["sides"]
        for name in ("model", "temperature")
    }


def test_the_form_proposes_the_conversations_model_and_another(
    signed_in: Client, alice: User
) -> None:
    proposed = values(signed_in.get("/compare/"))
    assert (proposed["first_model"], proposed["second_model"]) == ("", "big")
    conversation = talk(alice, "One?", "One.").conversation
    Conversation.objects.update(model="big", sampling={"temperature": 0.5})
    proposed = values(signed_in.get(f"/c/{conversation.pk}/compare/"))
    assert proposed["first_model"] == "big"
    assert proposed["first_temperature"] == 0.5


def test_a_new_conversation_begins_with_both_replies(signed_in: Client) -> None:
    answer = hand_in(signed_in, text="  Two\r\nlines  ")
    assert answer.headers["Location"] == f"/compare/{second().pk}/"
    assert second().model == "big"
    assert second().sampling == {"temperature": 0.2}
    assert (first().model, first().sampling) == ("", {})
    assert Message.objects.get(role="user").text == "Two\nlines"


def test_in_a_conversation_both_answer_below_what_is_shown_with_its_other_settings(
    signed_in: Client, alice: User
) -> None:
    last = talk(alice, "One?", "One.")
    Conversation.objects.update(sampling={"temperature": 0.5, "max_tokens": 7})
    hand_in(signed_in, f"/c/{last.conversation_id}/compare/")
    asked = second().message.parent
    assert asked is not None
    assert asked.parent_id == last.pk
    assert second().sampling == {"temperature": 0.2, "max_tokens": 7}
    assert first().sampling == {"max_tokens": 7}


def test_each_side_can_be_told_something_else_first(signed_in: Client, alice: User) -> None:
    last = talk(alice, "One?", "One.")
    Conversation.objects.update(system_prompt="Be brief.")
    path = f"/c/{last.conversation_id}/compare/"
    proposed = signed_in.get(path).context["sides"]
    assert [side["system_prompt"] for side in proposed] == ["Be brief."] * 2
    page = hand_in(signed_in, path, second_system_prompt="Be long.\r\nVery.")
    assert (first().system_prompt, second().system_prompt) == ("Be brief.", "Be long.\nVery.")
    for model, told in (("", "Be brief."), ("big", "Be long.\nVery.")):
        taken = take_next(model=model)
        assert taken is not None
        assert taken.request.turns[0].content == told
    assert "Be long.\nVery." in signed_in.get(page.headers["Location"]).text
    for one, text in ((first(), "Short."), (second(), "Long.")):
        reply_to(one, text)
    signed_in.post(f"/compare/{second().pk}/again/", {"form": str(uuid4())})
    assert second().system_prompt == "Be long.\nVery."
    reply_to(second(), "Longer.")
    signed_in.post(f"/compare/{second().pk}/keep/")
    assert Conversation.objects.get().system_prompt == "Be long.\nVery."


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"text": " "}, "Write something first."),
        ({"second_temperature": "hot"}, "temperature"),
        ({"second_temperature": "-1"}, "temperature"),
        ({"first_model": "nobody"}, "There is no model called “nobody”."),
    ],
)
def test_what_cannot_be_asked_is_said_where_it_is_wrong_and_nothing_is_lost(
    signed_in: Client, wrong: dict[str, str], words: str
) -> None:
    page = hand_in(signed_in, **{"text": "My long question", **wrong})
    assert page.status_code == 400
    assert words in page.text
    if "text" not in wrong:
        assert ">My long question</textarea>" in page.text
        named = next(iter(wrong)).split("_")[0]
        assert f'id="{named}-error"' in page.text
    assert not Conversation.objects.exists()


def test_a_conversation_in_which_a_reply_is_written_says_so(signed_in: Client, alice: User) -> None:
    writing = say(alice, "One?")
    page = hand_in(signed_in, f"/c/{writing.conversation_id}/compare/")
    assert page.status_code == 400
    assert "A reply is being written in this conversation." in page.text
    assert ">Hello</textarea>" in page.text


def test_without_room_for_either_the_form_says_so(signed_in: Client, alice: User) -> None:
    for _ in range(get_config().max_requests_per_user):
        say(alice, "Question")
    page = hand_in(signed_in)
    assert page.status_code == 400
    assert "composer-problem" in page.text
    assert not Generation.objects.filter(beside__isnull=False).exists()


def test_the_page_holds_both_replies_whether_they_are_written_or_over(
    signed_in: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    path = hand_in(signed_in).headers["Location"]
    page = signed_in.get(path)
    assert [side["message"]["generation"]["status"] for side in page.context["sides"]] == [
        "active",
        "active",
    ]
    reply_to(second(), "</script><script>alert(1)</script>")
    with django_assert_max_num_queries(PAGE_QUERIES):
        page = signed_in.get(path)
    assert page.context["sides"][1]["message"]["text"] == "</script><script>alert(1)</script>"
    assert b"<script>alert" not in page.content
    assert page.headers["Cache-Control"] == "no-store"


def test_the_first_leads_to_the_pair_and_one_that_was_asked_again_to_the_conversation(
    signed_in: Client, alice: User
) -> None:
    hand_in(signed_in)
    before = second()
    answer = signed_in.get(f"/compare/{first().pk}/")
    assert answer.headers["Location"] == f"/compare/{before.pk}/"
    reply_to(before)
    answer = signed_in.post(f"/compare/{before.pk}/again/", {"form": str(uuid4())})
    assert answer.headers["Location"] == f"/compare/{second().pk}/"
    assert second() != before
    answer = signed_in.get(f"/compare/{before.pk}/")
    assert answer.headers["Location"] == f"/c/{before.conversation_id}/"


def test_going_on_with_one_leads_to_the_conversation_once_both_have_ended(
    signed_in: Client,
) -> None:
    path = hand_in(signed_in).headers["Location"]
    kept = first()
    reply_to(kept, "Small.")
    answer = signed_in.post(f"/compare/{kept.pk}/keep/", follow=True)
    assert answer.request["PATH_INFO"] == path
    assert "A reply is being written in this conversation." in answer.text
    reply_to(second(), "Big.")
    answer = signed_in.post(f"/compare/{kept.pk}/keep/", follow=True)
    assert answer.request["PATH_INFO"] == f"/c/{kept.conversation_id}/"
    assert answer.context["snapshot"]["messages"][-1]["text"] == "Small."


def test_the_conversation_leads_to_the_pair_while_it_ends_with_it(
    signed_in: Client, alice: User
) -> None:
    path = hand_in(signed_in).headers["Location"]
    conversation = f"/c/{second().conversation_id}/"
    assert path in signed_in.get(conversation).text
    reply_to(first())
    say(alice, "And then?", reply_to(second()))
    assert path not in signed_in.get(conversation).text


def test_bob_and_strangers_find_nothing(client: Client, alice: User, bob: User) -> None:
    pair = pairs.compare(
        author=alice,
        client_id=uuid4(),
        conversation_id=None,
        text="Hello",
        sides=(ConversationSettings(), ConversationSettings(model="big")),
    )
    for one in (pair.second.pk, uuid4()):
        paths = [f"/compare/{one}/keep/", f"/compare/{one}/again/"]
        client.logout()
        assert client.get(f"/compare/{one}/").status_code == 302
        assert [client.post(path).status_code for path in paths] == [302, 302]
        client.force_login(bob)
        assert client.get(f"/compare/{one}/").status_code == 404
        form = {"form": str(uuid4())}
        assert [client.post(path, form).status_code for path in paths] == [404, 404]
    path = f"/c/{pair.conversation.pk}/compare/"
    assert client.get(path).status_code == 404
    assert hand_in(client, path).status_code == 404
    assert Generation.objects.count() == 2


def test_looking_never_writes_and_choosing_needs_a_token(alice: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(alice)
    for path in ("keep", "again"):
        assert strict.get(f"/compare/{uuid4()}/{path}/").status_code == 405
        assert strict.post(f"/compare/{uuid4()}/{path}/").status_code == 403
    assert strict.post("/compare/", FORM).status_code == 403


def test_the_conversation_leads_back_to_both_whichever_was_asked_again(
    signed_in: Client,
) -> None:
    hand_in(signed_in)
    for one in (first(), second()):
        reply_to(one, "One.")
    before = first()
    signed_in.post(f"/compare/{before.pk}/again/", {"form": str(uuid4())})
    page = signed_in.get(f"/c/{before.conversation_id}/")
    assert page.context["compared"] == first().pk != before.pk


@pytest.mark.parametrize("wish", ["keep", "again"])
def test_while_redis_is_away_it_is_said(
    signed_in: Client, monkeypatch: pytest.MonkeyPatch, wish: str
) -> None:
    hand_in(signed_in)
    reply_to(second(), "One.")

    def away(_: str) -> None:
        raise StoreUnavailable

    monkeypatch.setattr(starting, "recover_outcome", away)
    which = second() if wish == "keep" else first()
    page = signed_in.post(f"/compare/{which.pk}/{wish}/", {"form": str(uuid4())}, follow=True)
    assert page.status_code == 200
    assert list(page.context["messages"])
