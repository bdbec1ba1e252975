"""What is deleted is deleted: no table and no key of Redis holds a word of it any more."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from redis import Redis

from accounts.api_keys import create_api_key
from accounts.models import User
from chat import library, saved_prompts, services, versions
from chat.account import leaving
from chat.compacting import compact
from chat.models import (
    ApiGeneration,
    Conversation,
    Generation,
    Import,
    ImportPart,
    Rerun,
    ReviewNote,
    SavedPrompt,
)
from chat.privacy.flags import flag
from chat.replaying.again import ask_again
from chat.replaying.reading import Reading
from chat.sharing import links
from chat.tasks import forget_generations, purge, save_rerun
from inference.client import recover_outcome
from inference.config import get_config
from inference.contract import Finished, Text, WorkerStatus
from inference.store import get_redis, state_key
from inference.stream import Append, StreamWriter
from inference.workers import report_worker
from tests.chat.queues import waiting
from tests.support.cast import reply_to, say, say_why, talk
from tests.support.taking import take

CANARY = "kanarienvogel"

pytestmark = pytest.mark.django_db(transaction=True)


def in_tables() -> set[str]:
    """The tables in which a row has it, in any column: those of the index of words as well."""
    with connection.cursor() as cursor:
        found = set()
        for table in all_tables():
            cursor.execute(f'SELECT * FROM "{table}"')
            if any(has_canary(value) for row in cursor.fetchall() for value in row):
                found.add(table)
        return found


def all_tables() -> list[str]:
    if connection.vendor == "sqlite":  # Django names only those that it could have made
        names = "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'chat_words'"
    else:
        names = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    with connection.cursor() as cursor:
        cursor.execute(names)
        return [name for (name,) in cursor.fetchall()]


def has_canary(value: object) -> bool:
    if isinstance(value, memoryview):
        value = bytes(value)
    text = value.decode(errors="replace") if isinstance(value, bytes) else str(value)
    return CANARY in text.lower()


def in_redis(redis: Redis) -> set[str]:
    return {key.decode() for key in redis.scan_iter() if has_canary(_content(redis, key))}


def _content(redis: Redis, key: bytes) -> str:
    name = key.decode()
    read: dict[str, Callable[[], Any]] = {
        "string": lambda: redis.get(name),
        "hash": lambda: redis.hgetall(name),
        "list": lambda: [*_messages(redis, name)],
        "set": lambda: redis.smembers(name),
        "zset": lambda: redis.zrange(name, 0, -1),
        "stream": lambda: redis.xrange(name),
    }
    kind: Any = redis.type(name)
    return f"{name} {read[kind.decode()]()!r}"


def _messages(redis: Redis, name: str) -> Iterator[bytes]:
    """Celery's bodies are in base64."""
    messages: Any = redis.lrange(name, 0, -1)
    for message in messages:
        yield message
        if message.startswith(b"{"):
            yield base64.b64decode(json.loads(message).get("body", ""))


def forget_now(redis: Redis) -> None:
    """What the web worker does with what it was told."""
    for message in redis.lrange("web", 0, -1):
        told = json.loads(message)
        if told["headers"]["task"] == forget_generations.name:
            (ids, *_), _, _ = json.loads(base64.b64decode(told["body"]))
            forget_generations(ids, 0)


def talk_of_it(alice: User, administrator: Client) -> Conversation:
    """In every place of a conversation, and in what others have beside it."""
    last = talk(alice, f"{CANARY}?", f"{CANARY}!")
    conversation = last.conversation
    reply_to(versions.retry_reply(author=alice, client_id=uuid4(), message_id=last.pk), CANARY)
    versions.edit_reply(author=alice, client_id=uuid4(), message_id=last.pk, text=f"{CANARY}.")
    Conversation.objects.update(system_prompt=CANARY)
    links.share(alice, conversation.pk)
    library.add_tag(user=alice, conversation_id=conversation.pk, name=CANARY)
    flag(conversation, by=alice, note=CANARY)
    ReviewNote.objects.create(item=conversation.review, text=CANARY)
    running = say(alice, f"{CANARY} again")
    waiting(alice, running, f"{CANARY} queued")
    services.stop_reply(user=alice, generation_id=running.pk)
    say_why(administrator, conversation)
    administrator.get(f"/admin/chat/conversation/{conversation.pk}/change/")
    assert {"chat_conversation", "chat_message", "chat_tag", "chat_sharedmessage"} <= in_tables()
    make_again(last.generation, by=alice)
    return conversation


def make_again(generation: Generation, *, by: User) -> Rerun:
    """It waits for a worker, with all that was said before it."""
    status = WorkerStatus(worker="1", model=get_config().default_model, state="ready")
    report_worker(get_redis(), status)
    return ask_again(Reading(generation), by=by)


def test_a_conversation_that_was_purged_left_nothing(
    real_commits: None, alice: User, administrator: Client, empty_redis: Redis
) -> None:
    talk_of_it(alice, administrator)
    assert in_redis(empty_redis)
    for conversation in list(alice.conversations.all()):
        services.delete_conversation(user=alice, conversation_id=conversation.pk)
    Conversation.objects.update(deleted_at=timezone.now() - timedelta(days=1))
    purge()
    compact()
    assert in_tables() == set()
    assert in_redis(empty_redis) == set()


def test_a_reply_that_a_worker_makes_again_is_stopped_with_its_conversation(
    real_commits: None, alice: User, empty_redis: Redis
) -> None:
    last = talk(alice, f"{CANARY}?", f"{CANARY}!")
    rerun = make_again(last.generation, by=alice)
    assert take(str(rerun.pk))
    services.delete(last.conversation)
    assert empty_redis.hexists(state_key(str(rerun.pk)), "stop")
    append = Append(str(rerun.pk), 1, (Text(text=CANARY), Finished(reason="stopped")))
    StreamWriter(empty_redis).append([append])
    outcome = recover_outcome(str(rerun.pk))
    assert outcome is not None
    save_rerun(outcome.to_json())
    assert in_redis(empty_redis) == set()


def test_one_that_an_administrator_deleted_left_nothing(
    real_commits: None, alice: User, administrator: Client, empty_redis: Redis
) -> None:
    talk_of_it(alice, administrator)
    for conversation in list(alice.conversations.all()):
        path = f"/admin/chat/conversation/{conversation.pk}/delete/"
        assert administrator.post(path, {"post": "yes"}).status_code == 302
    compact()
    assert in_tables() == set()
    assert in_redis(empty_redis) == set()


def test_an_account_that_was_deleted_left_nothing(
    real_commits: None, alice: User, administrator: Client, empty_redis: Redis
) -> None:
    talk_of_it(alice, administrator)
    library.create_folder(user=alice, name=CANARY)
    saved_prompts.save_prompt(owner=alice, name=CANARY, text=CANARY)
    key, _ = create_api_key(owner=alice, name=CANARY, keeps_text=True)
    ApiGeneration.objects.create(owner=alice, key=key, keeps_text=True, prompt=CANARY, text=CANARY)
    brought = Import.objects.create(owner=alice, name=CANARY)
    ImportPart.objects.create(of=brought, number=1, content=CANARY.encode())
    User.objects.filter(pk=alice.pk).update(first_name=CANARY)
    alice.refresh_from_db()
    assert SavedPrompt.objects.exists()
    leaving.delete_account(alice, successor=None)
    forget_now(empty_redis)
    compact()
    assert in_tables() == set()
    assert in_redis(empty_redis) == set()
