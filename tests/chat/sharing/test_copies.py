"""Making a conversation of one's own from a shared one, or from another of one's own."""

from __future__ import annotations

import threading
from uuid import uuid4

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client

from accounts.models import User
from chat import services, versions
from chat.conversation_settings import ConversationSettings
from chat.models import Conversation, Message, SharedLink
from chat.paths import list_path
from chat.sharing import links
from chat.sharing.duplicates import duplicate
from chat.sharing.tokens import make_token
from chat.wire.outbound import settings_json
from inference.contract import WorkerStatus
from inference.store import get_redis
from inference.workers import report_worker
from tests.support.cast import reply_to, say, talk

pytestmark = pytest.mark.django_db


def shared(alice: User, *turns: str) -> str:
    return make_token(links.share(alice, talk(alice, *turns).conversation_id).pk)


def texts(conversation: Conversation) -> list[tuple[str, str]]:
    return [(one.role, one.text) for one in list_path(conversation)]


def test_bob_goes_on_with_what_alice_shared(client: Client, alice: User, bob: User) -> None:
    token = shared(alice, "One?", "One.", "Two?", "Two.")
    client.force_login(bob)
    form = client.get(f"/s/{token}").context["form_id"]
    answer = client.post(f"/s/{token}/fork", {"form": str(form)})
    copy = bob.conversations.get()
    assert answer.headers["Location"] == copy.get_absolute_url()
    assert copy.title == SharedLink.objects.get().title
    assert texts(copy) == [
        ("user", "One?"),
        ("assistant", "One."),
        ("user", "Two?"),
        ("assistant", "Two."),
    ]
    assert not copy.generations.exists()
    assert not copy.messages.exclude(author=None).exists()

    asked = say(bob, "Three?", copy.messages.last())
    reply_to(asked, "Three.")
    assert len(list_path(copy)) == 6
    assert alice.conversations.get().messages.count() == 4


def test_a_double_click_makes_one_copy_and_two_forms_make_two(
    client: Client, alice: User, bob: User
) -> None:
    token = shared(alice, "One?", "One.")
    client.force_login(bob)
    form = str(uuid4())
    first, second = (client.post(f"/s/{token}/fork", {"form": form}) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert bob.conversations.count() == 1
    client.post(f"/s/{token}/fork", {"form": str(uuid4())})
    assert bob.conversations.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_make_one_copy(alice: User, bob: User) -> None:
    token = shared(alice, "One?", "One.")
    form = uuid4()
    barrier = threading.Barrier(2)
    made: list[Conversation] = []

    def click() -> None:
        try:
            barrier.wait()
            made.append(links.fork(bob, token, form))
        finally:
            connection.close()

    clicks = [threading.Thread(target=click) for _ in range(2)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()
    assert len(made) == 2
    assert bob.conversations.get() == made[0] == made[1]
    assert bob.conversations.get().messages.count() == 2


@pytest.mark.parametrize("form", ["", "x", "1" * 300])
def test_a_form_that_is_not_ours_makes_nothing(
    client: Client, alice: User, bob: User, form: str
) -> None:
    token = shared(alice, "One?", "One.")
    client.force_login(bob)
    assert client.post(f"/s/{token}/fork", {"form": form}).status_code == 404
    assert not bob.conversations.exists()


def test_copying_needs_a_token_and_never_happens_by_looking(alice: User, bob: User) -> None:
    token = shared(alice, "One?", "One.")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(bob)
    assert strict.get(f"/s/{token}/fork").status_code == 405
    assert strict.post(f"/s/{token}/fork", {"form": str(uuid4())}).status_code == 403
    assert not bob.conversations.exists()


def test_a_duplicate_has_all_versions_and_shows_the_same_one(client: Client, alice: User) -> None:
    last = talk(alice, "One?", "First.")
    again = versions.retry_reply(author=alice, client_id=uuid4(), message_id=last.pk)
    reply_to(again, "Second.")
    original = Conversation.objects.get()
    original.head = last
    original.save()
    client.force_login(alice)
    form = {"form": str(uuid4())}
    for _ in range(2):
        answer = client.post(f"/c/{original.pk}/duplicate/", form)
    copy = Conversation.objects.exclude(pk=original.pk).get()
    assert answer.headers["Location"] == copy.get_absolute_url()
    assert copy.title == f"{original.title} (copy)"
    assert texts(copy) == texts(original) == [("user", "One?"), ("assistant", "First.")]
    assert copy.messages.count() == 3
    assert copy.messages.get(role="user").author == alice
    assert not Message.objects.filter(conversation=copy, generation__isnull=False).exists()


def test_a_duplicate_is_answered_as_its_original_and_says_what_was_edited(alice: User) -> None:
    last = talk(alice, "One?", "First.")
    settings = ConversationSettings(system_prompt="Be brief.", sampling={"temperature": 0.1})
    services.configure_conversation(
        user=alice, conversation_id=last.conversation_id, settings=settings
    )
    versions.edit_reply(author=alice, client_id=uuid4(), message_id=last.pk, text="My words.")
    copy = duplicate(alice, last.conversation_id, uuid4())
    assert settings_json(copy) == settings.to_json()
    assert [(one.text, one.is_edited) for one in copy.messages.all()] == [
        ("One?", False),
        ("First.", False),
        ("My words.", True),
    ]


def test_what_is_being_written_is_not_copied_half(alice: User) -> None:
    last = talk(alice, "One?", "First.")
    asked = say(alice, "Two?", last)
    copy = duplicate(alice, asked.conversation_id, uuid4())
    assert [one.text for one in copy.messages.all()] == ["One?", "First.", "Two?"]


def test_no_model_gives_a_copy_another_title(
    alice: User, monkeypatch: pytest.MonkeyPatch, empty_redis: object
) -> None:
    monkeypatch.setattr(django_settings, "TITLES", "model")
    report_worker(get_redis(), WorkerStatus(worker="one", model="scripted", state="ready"))
    copy = duplicate(alice, talk(alice, "One?", "First.").conversation_id, uuid4())
    reply = copy.messages.get(role="assistant")
    again = versions.retry_reply(author=alice, client_id=uuid4(), message_id=reply.pk)
    reply_to(again)
    copy.refresh_from_db()
    assert copy.title_by == Conversation.TitleBy.PERSON
