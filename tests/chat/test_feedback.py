"""Thumbs and comments at replies: who may give them, what is kept, and where it goes."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from chat import services, versions
from chat.account.leaving import delete_account
from chat.exceptions import FeedbackRefused, NotFound, TextInvalid, TextTooLong
from chat.exporting.files import account_json
from chat.feedback import give, ratings_in, take_back
from chat.models import COMMENT_CHARACTERS, Conversation, Feedback, Reason
from tests.support.cast import reply_to, say, talk

pytestmark = pytest.mark.django_db


@pytest.fixture
def alices(client: Client, alice: User) -> Client:
    client.force_login(alice)
    return client


def path(message_id: UUID) -> str:
    return f"/feedback/{message_id}/"


def test_a_thumb_is_kept_and_can_be_turned_and_taken_back(alice: User) -> None:
    reply = talk(alice, "One?", "One.")
    given = give(giver=alice, message_id=reply.pk, rating="good")
    assert (given.rating, given.comment, given.changed_at) == ("good", "", given.created_at)
    turned = give(giver=alice, message_id=reply.pk, rating="bad")
    assert (turned.pk, turned.created_at) == (given.pk, given.created_at)
    assert turned.changed_at > given.changed_at
    assert ratings_in(reply.conversation, alice) == {str(reply.pk): "bad"}
    for _ in range(2):
        take_back(giver=alice, message_id=reply.pk)
        assert not Feedback.objects.exists()


def test_a_turned_thumb_keeps_the_words_and_loses_the_reasons_of_the_other(alice: User) -> None:
    reply = talk(alice, "One?", "One.")
    words: Any = {"comment": " Too long.\r\nReally. ", "reasons": ["incorrect"]}
    give(giver=alice, message_id=reply.pk, rating="bad", **words)
    again = give(giver=alice, message_id=reply.pk, rating="bad")
    assert (again.comment, again.reasons) == ("Too long.\nReally.", ["incorrect"])
    turned = give(giver=alice, message_id=reply.pk, rating="good")
    assert (turned.comment, turned.reasons) == ("Too long.\nReally.", [])
    emptied = give(giver=alice, message_id=reply.pk, rating="good", comment="")
    assert emptied.comment == ""


@pytest.mark.parametrize("reason", ["stop", "stopped", "length"])
def test_every_ended_reply_can_be_rated(alice: User, reason: str) -> None:
    reply = reply_to(say(alice, "One?"), "", reason=reason)
    assert give(giver=alice, message_id=reply.pk, rating="bad").message == reply


def test_nothing_but_an_ended_reply_of_a_model_can_be_rated(alice: User) -> None:
    reply = talk(alice, "One?", "One.")
    edited = versions.edit_reply(author=alice, client_id=uuid4(), message_id=reply.pk, text="2")
    assert reply.parent is not None
    for message_id in (reply.parent.pk, edited.pk, say(alice, "Two?").message_id):
        with pytest.raises(FeedbackRefused):
            give(giver=alice, message_id=message_id, rating="good")
    assert not Feedback.objects.exists()


def test_what_is_no_feedback_is_refused(alice: User) -> None:
    reply = talk(alice, "One?", "One.").pk
    give(giver=alice, message_id=reply, rating="good", comment="x" * COMMENT_CHARACTERS)
    for wrong, error in (
        ({"rating": "great"}, FeedbackRefused),
        ({"rating": "good", "comment": "", "reasons": ["incorrect"]}, FeedbackRefused),
        ({"rating": "good", "comment": "y" * (COMMENT_CHARACTERS + 1)}, TextTooLong),
        ({"rating": "good", "comment": "\0"}, TextInvalid),
    ):
        with pytest.raises(error):
            give(giver=alice, message_id=reply, **wrong)
    assert Feedback.objects.get().comment == "x" * COMMENT_CHARACTERS


def test_every_reason_goes_with_one_rating() -> None:
    assert sorted(sum(Feedback.REASONS.values(), ())) == sorted(Reason)


def test_bob_cannot_rate_what_he_cannot_read(client: Client, alice: User, bob: User) -> None:
    reply = talk(alice, "One?", "One.").pk
    give(giver=alice, message_id=reply, rating="good", comment="Mine.")
    client.force_login(bob)
    for message_id in (reply, uuid4()):
        with pytest.raises(NotFound):
            give(giver=bob, message_id=message_id, rating="bad")
        answers = (
            client.get(path(message_id)),
            client.post(path(message_id), {"rating": "bad"}),
            client.delete(path(message_id)),
        )
        assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert Feedback.objects.get().giver == alice


def test_strangers_are_led_to_the_sign_in_page(client: Client, alice: User) -> None:
    reply = talk(alice, "One?", "One.").pk
    for answer in (client.get(path(reply)), client.post(path(reply)), client.delete(path(reply))):
        assert answer.status_code == 302


def test_the_address_takes_a_thumb_then_words_and_gives_them_back(alices: Client) -> None:
    reply = talk(User.objects.get(), "One?", "One.").pk
    assert alices.get(path(reply)).status_code == 404
    assert alices.post(path(reply), {"rating": "bad"}).json() == {"rating": "bad"}
    words = {"rating": "bad", "comment": "It <b>is</b> two.", "reasons": ["incorrect", "harmful"]}
    assert alices.post(path(reply), words).status_code == 200
    form = alices.get(path(reply)).content.decode()
    assert "It &lt;b&gt;is&lt;/b&gt; two." in form
    assert form.count("checked") == 2
    assert "Let reviewers read this conversation" in form
    refused = alices.post(path(reply), words | {"rating": "great"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (400, "feedback_refused")
    assert alices.delete(path(reply)).json() == {"rating": None}
    assert not Feedback.objects.exists()


def test_a_page_knows_the_thumbs_of_its_reader(alices: Client) -> None:
    alice = User.objects.get()
    reply = talk(alice, "One?", "One.")
    address = f"/c/{reply.conversation_id}/"
    assert alices.get(address).context["snapshot"]["ratings"] == {}
    give(giver=alice, message_id=reply.pk, rating="bad")
    assert alices.get(address).context["snapshot"]["ratings"] == {str(reply.pk): "bad"}


def test_a_thumb_alone_opens_nothing_and_its_owner_may_open_it_with_the_form(
    alices: Client, settings: Settings
) -> None:
    reply = talk(User.objects.get(), "One?", "One.")
    words = {"rating": "bad", "comment": "No."}
    alices.post(path(reply.pk), words)
    assert not Conversation.objects.get().flagged_at
    settings.REVIEW_POLICY = "nobody"
    assert "Let reviewers read" not in alices.get(path(reply.pk)).content.decode()
    assert alices.post(path(reply.pk), words | {"opens": "on"}).status_code == 404
    settings.REVIEW_POLICY = "flagged"
    assert alices.post(path(reply.pk), words | {"opens": "on"}).status_code == 200
    assert Conversation.objects.get().flagged_at
    assert Conversation.objects.get().flag_note == "No."
    assert "Let reviewers read" not in alices.get(path(reply.pk)).content.decode()


def test_feedback_is_among_all_my_data(alice: User) -> None:
    reply = talk(alice, "One?", "One.")
    give(giver=alice, message_id=reply.pk, rating="bad", comment="No.", reasons=["incorrect"])
    told = json.loads("".join(account_json(alice)))["conversations"][0]["messages"]
    assert [one["feedback"] and one["feedback"]["comment"] for one in told] == [None, "No."]
    assert told[1]["feedback"]["reasons"] == ["incorrect"]


def test_feedback_goes_with_its_conversation_and_with_its_giver(alice: User, bob: User) -> None:
    first, second = talk(alice, "One?", "One."), talk(bob, "Two?", "Two.")
    give(giver=alice, message_id=first.pk, rating="good")
    give(giver=bob, message_id=second.pk, rating="good")
    services.delete(first.conversation)
    assert [one.giver for one in Feedback.objects.all()] == [bob]
    delete_account(bob, successor=None)
    assert not Feedback.objects.exists()
