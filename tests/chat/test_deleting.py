"""Deleting hides at once, can be taken back for a while, and then really deletes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings
from redis import Redis

from accounts.models import User
from chat import answers, library, queueing, saved_prompts, services, versions
from chat.exceptions import NotFound
from chat.models import Conversation, Generation, Message, QueuedMessage, SavedPrompt, Tag
from chat.tasks import purge, sweep
from inference.contract import Text
from inference.exceptions import StoreUnavailable
from inference.store import log_key, state_key
from inference.stream import Append, StreamWriter
from tests.chat.queues import texts, waiting
from tests.chat.tab import OpenTab, database
from tests.support.at_once import all_at_once
from tests.support.cast import reply_to, say, talk
from tests.support.taking import take

pytestmark = pytest.mark.django_db


def delete(user: User, conversation_id: UUID) -> None:
    services.delete_conversation(user=user, conversation_id=conversation_id)


def undo(user: User, conversation_id: UUID) -> None:
    services.restore_conversation(user=user, conversation_id=conversation_id)


def long_ago(**seconds: float) -> None:
    moment = timezone.now() - timedelta(**seconds)
    Conversation.objects.exclude(deleted_at=None).update(deleted_at=moment)
    SavedPrompt.objects.exclude(deleted_at=None).update(deleted_at=moment)


def test_every_door_is_shut_on_what_was_deleted(client: Client, alice: User) -> None:
    last = talk(alice, "One?", "One.")
    conversation, generation = last.conversation, Generation.objects.get()
    client.force_login(alice)
    delete(alice, conversation.pk)
    missing = client.get(f"/c/{uuid4()}/")
    page = client.get(f"/c/{conversation.pk}/")
    assert (page.status_code, page.content) == (404, missing.content)
    for action in ("rename", "delete", "pin", "archive", "folder", "tags"):
        posted = client.post(
            f"/c/{conversation.pk}/{action}/", {"title": "x", "on": "1", "add": "x"}
        )
        assert posted.status_code == 404, action
    assert client.get("/").context["page"]["groups"] == []
    assert b"One?" not in client.get("/archived/").content
    doors: list[Callable[[], object]] = [
        partial(answers.snapshot, alice, conversation.pk),
        partial(answers.find_reply, alice, generation.pk),
        partial(say, alice, "Two?", last),
        partial(
            versions.retry_reply, author=alice, client_id=uuid4(), message_id=generation.message_id
        ),
        partial(services.stop_reply, user=alice, generation_id=generation.pk),
        partial(
            services.send_message,
            author=alice,
            client_id=generation.client_id,
            conversation_id=None,
            parent_id=None,
            text="One?",
        ),
    ]
    for door in doors:
        with pytest.raises(NotFound):
            door()


def test_undo_brings_it_back_whole_and_in_place(client: Client, alice: User) -> None:
    first = talk(alice, "One?", "One.", "Two?", "Two.").conversation
    talk(alice, "Newer?", "Newer.")
    library.add_tag(user=alice, conversation_id=first.pk, name="Blue")
    client.force_login(alice)
    before = client.get("/conversations/").content
    client.post(f"/c/{first.pk}/delete/")
    assert client.get("/conversations/").content != before
    for _ in range(2):  # once more is no mistake
        answer = client.post(f"/c/{first.pk}/restore/")
        assert answer.json()["conversation"]["id"] == str(first.pk)
    assert client.get("/conversations/").content == before
    assert texts(first) == ["One?", "One.", "Two?", "Two."]


def test_a_reply_being_written_is_stopped_and_kept(alice: User, writer: StreamWriter) -> None:
    generation = say(alice, "One?")
    assert take(str(generation.pk))
    delete(alice, generation.conversation_id)
    (appended,) = writer.append([Append(str(generation.pk), 1, (Text(text="On"),))])
    assert appended.stop_requested
    reply_to(generation, "e", reason="stopped")
    undo(alice, generation.conversation_id)
    assert texts(generation.conversation) == ["One?", "One"]


def test_a_reply_that_no_worker_had_taken_ends_with_the_deletion(alice: User) -> None:
    generation = say(alice, "One?")
    delete(alice, generation.conversation_id)
    generation.refresh_from_db()
    assert generation.finish_reason == "stopped"


def test_what_waits_is_held_until_it_is_taken_back(alice: User) -> None:
    first = say(alice, "One?")
    assert take(str(first.pk))
    (queued,) = waiting(alice, first, "Two?")
    delete(alice, first.conversation_id)
    reply_to(first, "One.")  # it was at its end already
    sweep()
    assert QueuedMessage.objects.get().text == "Two?"
    for change in (
        partial(services.edit_queued, user=alice, client_id=queued.client_id, text="x"),
        partial(services.cancel_queued, user=alice, client_id=queued.client_id),
        partial(services.send_queued, user=alice, client_id=queued.client_id),
    ):
        with pytest.raises(NotFound):
            change()
    with pytest.raises(NotFound):
        queueing.add(
            author=alice, client_id=uuid4(), conversation=first.conversation, text="Three?"
        )
    undo(alice, first.conversation_id)
    sweep()
    assert texts(first.conversation) == ["One?", "One.", "Two?", ""]


def test_what_was_deleted_long_enough_ago_leaves_nothing(
    alice: User,
    empty_redis: Redis,
    settings: Settings,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    settings.DELETE_UNDO_SECONDS = 100
    last = talk(alice, "One?", "One.")
    first = say(alice, "Two?", last)
    waiting(alice, first, "Three?")
    library.add_tag(user=alice, conversation_id=last.conversation_id, name="Blue")
    ids = [str(pk) for pk in Generation.objects.values_list("pk", flat=True)]
    kept = talk(alice, "Kept?", "Kept.").conversation
    delete(alice, last.conversation_id)
    long_ago(seconds=99)
    purge()
    assert Conversation.objects.count() == 2
    assert empty_redis.exists(log_key(ids[0]), state_key(ids[0])) == 2
    long_ago(seconds=101)
    with django_capture_on_commit_callbacks(execute=True):
        purge()
    assert Conversation.objects.get() == kept
    assert Message.objects.count() == 2
    assert not QueuedMessage.objects.exists()
    assert not Tag.objects.exists()
    for one in ids:
        assert not empty_redis.keys(f"*{one}*")


def test_undo_comes_too_late_after_the_purge(client: Client, alice: User) -> None:
    conversation = talk(alice, "One?", "One.").conversation
    client.force_login(alice)
    delete(alice, conversation.pk)
    long_ago(days=1)
    purge()
    answer = client.post(f"/c/{conversation.pk}/restore/")
    assert answer.status_code == 404


def test_a_reply_that_still_runs_is_stopped_before_it_is_purged(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    generation = say(alice, "One?")
    assert take(str(generation.pk))

    def be_away(_: str) -> bool:
        raise StoreUnavailable

    with monkeypatch.context() as away:
        away.setattr(services, "request_stop", be_away)
        delete(alice, generation.conversation_id)
    long_ago(days=1)
    purge()
    assert Conversation.objects.exists(), "its ending is saved first"
    reply_to(generation, "One", reason="stopped")
    purge()
    assert not Conversation.objects.exists()


def test_bob_can_neither_delete_nor_restore_what_is_alices(
    client: Client, alice: User, bob: User
) -> None:
    conversation = talk(alice, "One?", "One.").conversation
    client.force_login(bob)
    assert client.post(f"/c/{conversation.pk}/delete/").status_code == 404
    delete(alice, conversation.pk)
    assert client.post(f"/c/{conversation.pk}/restore/").status_code == 404
    assert not Conversation.objects.visible().exists()


def test_administrators_see_that_it_was_deleted_and_not_what_it_said(
    client: Client, alice: User, bob: User
) -> None:
    conversation = talk(alice, "Which number?", "One.").conversation
    delete(alice, conversation.pk)
    bob.is_staff = bob.is_superuser = True
    bob.save()
    client.force_login(bob)
    page = client.get(f"/admin/chat/conversation/{conversation.pk}/change/").content.decode()
    assert "Which number?" not in page
    assert "Deleted by its owner at" in page


def test_deleted_prompts_are_purged_too(alice: User) -> None:
    gone, kept = (saved_prompts.save_prompt(owner=alice, name=name, text="x") for name in "ab")
    saved_prompts.delete_prompt(owner=alice, prompt_id=gone.pk)
    purge()
    assert SavedPrompt.objects.count() == 2
    long_ago(days=1)
    purge()
    assert SavedPrompt.objects.get() == kept


@pytest.mark.django_db(transaction=True)
def test_a_purge_and_an_undo_at_once_leave_all_or_nothing(alice: User) -> None:
    conversation = talk(alice, "One?", "One.").conversation
    delete(alice, conversation.pk)
    long_ago(days=1)
    jobs: list[Callable[[], object]] = [purge, partial(undo, alice, conversation.pk)]

    def do_one() -> bool:
        job = jobs.pop()
        job()
        return job is purge

    told = all_at_once(2, do_one)
    was_late = any(isinstance(one, NotFound) for one in told)
    assert Conversation.objects.visible().exists() == (not was_late)
    assert Message.objects.count() == (0 if was_late else 2)


async def test_a_tab_hears_that_its_conversation_is_gone_and_back(
    alice: User, tab_of: OpenTab
) -> None:
    last = await database(talk, alice, "One?", "One.")
    tab = await tab_of(alice)
    await tab.say(type="watch", conversation=str(last.conversation_id))
    before = await tab.hear("snapshot")
    await database(delete, alice, last.conversation_id)
    error = await tab.hear("error")
    assert (error["error"]["code"], error["in_reply_to"]) == ("not_found", "watch")
    await database(undo, alice, last.conversation_id)
    assert await tab.hear("snapshot") == before
