"""Deleting all conversations, or the account: what is gone is gone everywhere."""

from __future__ import annotations

import base64
import json
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from redis import Redis

from accounts.api_keys import create_api_key
from accounts.models import ApiKey, User
from accounts.quota import charge_tokens, take_request
from chat import library
from chat.account import leaving
from chat.exceptions import NeedsSuccessor
from chat.forgetting import AT_ONCE
from chat.models import ApiGeneration, Conversation, Generation, Message, SharedLink
from chat.sharing import links
from chat.sharing.tokens import make_token
from chat.tasks import forget_generations
from inference.contract import Finished, Text
from inference.stream import Append, StreamWriter
from tests.support.cast import PASSWORD, make_user, say, talk

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client: Client, alice: User) -> Client:
    alice.set_password(PASSWORD)
    alice.save()
    client.force_login(alice)
    return client


def forget_now(redis: Redis) -> None:
    """What the web worker does with what it was told, as it stands in its queue."""
    waiting = [json.loads(message) for message in redis.lrange("web", 0, -1)]
    for message in waiting:
        if message["headers"]["task"] == forget_generations.name:
            (ids, *_), _, _ = json.loads(base64.b64decode(message["body"]))
            forget_generations(ids, 0)


def _known(redis: Redis) -> set[str]:
    keys = [key.decode() for key in redis.scan_iter("reply:*")]
    return {key.split(":")[1] for key in keys}


def test_all_conversations_go_and_those_of_others_stay(
    signed_in: Client, alice: User, bob: User
) -> None:
    for number in range(3):
        talk(alice, f"Number {number}", "Yes.")
    mine = talk(bob, "Bob's", "His.")
    links.share(alice, alice.conversations.all()[0].pk)
    assert "3 conversations" in signed_in.get("/settings/delete-conversations/").text
    assert alice.conversations.count() == 3
    answer = signed_in.post("/settings/delete-conversations/", follow=True)
    assert "3 conversations are deleted." in answer.text
    assert list(Conversation.objects.all()) == [mine.conversation]
    assert not SharedLink.objects.exists()
    assert Message.objects.count() == 2


def test_more_than_one_batch_goes(alice: User) -> None:
    Conversation.objects.bulk_create(
        Conversation(owner=alice, title="Many") for _ in range(AT_ONCE + 1)
    )
    assert leaving.delete_conversations(alice) == AT_ONCE + 1


def test_what_redis_remembers_of_them_goes_as_well(
    alice: User, bob: User, empty_redis: Redis, writer: StreamWriter
) -> None:
    talk(alice, "My secret question", "My secret reply.")
    running = say(alice, "Still being answered")
    foreign = talk(bob, "Bob's", "His.")
    writer.append([Append(str(running.pk), 1, (Text(text="Half", token_count=1),))])
    leaving.delete_conversations(alice)
    forget_now(empty_redis)
    left = _known(empty_redis)
    kept = Generation.objects.get(message=foreign)
    assert left <= {str(kept.pk), str(running.pk)}
    writer.append([Append(str(running.pk), 1, (Finished(reason="stopped"),))])
    forget_now(empty_redis)
    assert str(running.pk) not in _known(empty_redis)
    for key in empty_redis.scan_iter("reply:*:log"):
        assert "secret" not in str(empty_redis.xrange(key))


def test_an_account_needs_its_password_to_go(signed_in: Client, alice: User) -> None:
    page = signed_in.get("/settings/delete-account/")
    assert "signed out on all devices" in page.text
    for password in ("", "wrong"):
        answer = signed_in.post("/settings/delete-account/", {"password": password})
        assert answer.status_code == 200
    assert User.objects.filter(pk=alice.pk).exists()


def test_the_password_cannot_be_guessed_there_for_long(signed_in: Client, alice: User) -> None:
    for _ in range(10):
        signed_in.post("/settings/delete-account/", {"password": "wrong"})
    answer = signed_in.post("/settings/delete-account/", {"password": PASSWORD})
    assert "wrong too often" in answer.text
    assert User.objects.filter(pk=alice.pk).exists()


def test_an_account_goes_with_all_that_is_its_own(
    signed_in: Client, alice: User, bob: User, empty_redis: Redis, settings: object
) -> None:
    settings.REQUESTS_PER_MINUTE, settings.TOKENS_PER_DAY = 10, 1000  # type: ignore[attr-defined]
    last = talk(alice, "One?", "One.")
    token = make_token(links.share(alice, last.conversation_id).pk)
    links.fork(bob, token, uuid4())
    key, _ = create_api_key(owner=alice, name="Notebook")
    ApiGeneration.objects.create(owner=alice, key=key, route="chat.completions")
    other_device = Client()
    other_device.force_login(alice)
    bobs = Client()
    bobs.force_login(bob)
    take_request(alice.pk)
    charge_tokens(alice.pk, "one", 5)
    assert empty_redis.keys(f"quota:{alice.pk}:*")

    answer = signed_in.post("/settings/delete-account/", {"password": PASSWORD})
    assert "Your account is deleted" in answer.text
    forget_now(empty_redis)
    assert list(User.objects.all()) == [bob]
    assert not ApiKey.objects.exists()
    assert not ApiGeneration.objects.exists()
    assert not SharedLink.objects.exists()
    assert Session.objects.count() == 1
    assert Conversation.objects.get().owner == bob
    assert not empty_redis.keys(f"quota:{alice.pk}:*")
    assert not empty_redis.keys("reply:*:log")
    for client, status in ((signed_in, 302), (other_device, 302), (bobs, 200)):
        assert client.get("/").status_code == status


def test_the_last_administrator_names_another(signed_in: Client, alice: User, bob: User) -> None:
    User.objects.filter(pk=alice.pk).update(is_superuser=True, is_staff=True)
    make_user("charlie", is_active=False)
    for successor in ("", "nobody", "alice", "charlie"):
        form = {"password": PASSWORD, "successor": successor}
        assert (
            "Your account is deleted" not in signed_in.post("/settings/delete-account/", form).text
        )
    assert User.objects.filter(pk=alice.pk).exists()
    form = {"password": PASSWORD, "successor": "BOB"}
    assert "is deleted" in signed_in.post("/settings/delete-account/", form).text
    bob.refresh_from_db()
    assert bob.is_superuser
    assert bob.is_staff


def test_without_a_form_the_last_administrator_names_another_too(alice: User, bob: User) -> None:
    User.objects.filter(pk=alice.pk).update(is_superuser=True)
    alice.refresh_from_db()
    for successor in (None, alice, make_user("charlie", is_active=False)):
        with pytest.raises(NeedsSuccessor):
            leaving.delete_account(alice, successor=successor)
    assert User.objects.filter(pk=alice.pk).exists()


def test_of_two_administrators_one_may_just_leave(signed_in: Client, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(is_superuser=True)
    make_user("bob", is_staff=True, is_superuser=True)
    assert "successor" not in signed_in.get("/settings/delete-account/").text
    answer = signed_in.post("/settings/delete-account/", {"password": PASSWORD})
    assert "is deleted" in answer.text


def test_nobody_becomes_administrator_by_being_named(
    signed_in: Client, alice: User, bob: User
) -> None:
    form = {"password": PASSWORD, "successor": "bob"}
    signed_in.post("/settings/delete-account/", form)
    bob.refresh_from_db()
    assert not bob.is_superuser


def test_who_is_alone_on_the_site_may_leave_it_empty(signed_in: Client, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(is_superuser=True)
    answer = signed_in.post("/settings/delete-account/", {"password": PASSWORD})
    assert "is deleted" in answer.text
    assert not User.objects.exists()


def test_reading_never_deletes_and_deleting_needs_a_token(alice: User) -> None:
    talk(alice, "One?", "One.")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(alice)
    for path in ("/settings/delete-conversations/", "/settings/delete-account/"):
        strict.get(path)
        assert strict.post(path, {"password": PASSWORD}).status_code == 403
    assert Conversation.objects.exists()


def test_no_tag_stays_without_a_conversation(alice: User) -> None:
    last = talk(alice, "One?", "One.")
    library.add_tag(user=alice, conversation_id=last.conversation_id, name="Secret")
    leaving.delete_conversations(alice)
    assert not alice.tags.exists()
