"""Titles that a model writes."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from accounts.models import User
from chat import services
from chat.models import Conversation
from chat.tasks import save_title
from chat.titles import clean
from inference.client import recover_outcome
from inference.contract import Finished, FinishReason, Started, Text, WorkerStatus
from inference.store import get_redis
from inference.stream import Append, StreamWriter
from inference.waiting import Taken
from inference.workers import report_worker
from tests.chat.tab import OpenTab, database
from tests.support.cast import reply_to, say
from tests.support.taking import take, take_next


@pytest.fixture(autouse=True)
def titles_by_the_model(monkeypatch: pytest.MonkeyPatch, empty_redis: object) -> None:
    monkeypatch.setattr(settings, "TITLES", "model")
    report_worker(get_redis(), WorkerStatus(worker="one", model="scripted", state="ready"))


def asked_for_title() -> Taken | None:
    """The next request of a worker that has nothing else to do."""
    taken = take_next()
    assert taken is None or taken.request.is_background
    return taken


def write(taken: Taken, text: str, reason: FinishReason = "stop") -> dict[str, Any]:
    """As a worker does; gives what it sends then."""
    events = (Text(text=text), Finished(reason=reason))
    StreamWriter(get_redis()).append([Append(taken.request.id, 1, events)])
    outcome = recover_outcome(taken.request.id)
    assert outcome is not None
    return outcome.to_json()


def first_turn(author: User, text: str = "How do I grow tomatoes?") -> Conversation:
    generation = say(author, text)
    assert take(str(generation.pk))
    return reply_to(generation).conversation


def titled(conversation: Conversation) -> tuple[str, str]:
    conversation.refresh_from_db()
    return conversation.title, conversation.title_by


def test_after_the_first_reply_the_model_is_asked_once(alice: User) -> None:
    conversation = first_turn(alice)
    taken = asked_for_title()
    assert taken is not None
    assert taken.request.turns[-1].content == "How do I grow tomatoes?"
    outcome = write(taken, ' "**Growing tomatoes**."\n')
    assert taken.on_outcome["task"] == "chat.save_title"
    for _ in range(2):
        save_title(outcome, **taken.on_outcome["kwargs"])
    assert titled(conversation) == ("Growing tomatoes", "model")
    second = say(alice, "And peppers?", after=conversation.messages.latest("created_at"))
    assert take(str(second.pk))
    reply_to(second)
    assert asked_for_title() is None


def test_a_title_that_a_person_gave_stays(alice: User) -> None:
    conversation = first_turn(alice)
    taken = asked_for_title()
    assert taken is not None
    services.rename_conversation(user=alice, conversation_id=conversation.pk, title="My garden")
    save_title(write(taken, "Growing tomatoes"), **taken.on_outcome["kwargs"])
    assert titled(conversation) == ("My garden", "person")


def test_nothing_is_asked_for_a_conversation_that_was_renamed_before(alice: User) -> None:
    generation = say(alice, "Hello")
    assert take(str(generation.pk))
    services.rename_conversation(
        user=alice, conversation_id=generation.conversation_id, title="Mine"
    )
    generation.refresh_from_db()
    reply_to(generation)
    assert asked_for_title() is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "stop"),
        ("One line\nand another", "stop"),
        ("a " * 40, "stop"),
        ("A sentence that is far too long to be the title of anything in here", "stop"),
        ("Growing tomatoes", "length"),
        ("Growing tomatoes", "stopped"),
    ],
)
def test_what_is_no_title_leaves_the_first_words(
    alice: User, text: str, reason: FinishReason
) -> None:
    conversation = first_turn(alice)
    taken = asked_for_title()
    assert taken is not None
    save_title(write(taken, text, reason), **taken.on_outcome["kwargs"])
    assert titled(conversation) == ("How do I grow tomatoes?", "asked")


def test_a_conversation_that_is_gone_gets_no_title(alice: User) -> None:
    conversation = first_turn(alice)
    taken = asked_for_title()
    assert taken is not None
    services.delete_conversation(user=alice, conversation_id=conversation.pk)
    save_title(write(taken, "Growing tomatoes"), **taken.on_outcome["kwargs"])
    assert titled(conversation) == ("How do I grow tomatoes?", "asked")


@pytest.mark.parametrize("setting", ["auto", "first_words"])
def test_small_models_are_asked_for_none(
    alice: User, monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    monkeypatch.setattr(settings, "TITLES", setting)
    generation = say(alice, "Hello")
    assert take(str(generation.pk))
    started = Started(model="scripted", revision="1", prompt_token_count=1)
    StreamWriter(get_redis()).append([Append(str(generation.pk), 1, (started,))])
    reply_to(generation)
    assert asked_for_title() is None


def test_a_site_without_a_worker_keeps_the_first_words(alice: User) -> None:
    generation = say(alice, "Hello")
    assert take(str(generation.pk))
    get_redis().delete("workers", "worker:one", "models")
    conversation = reply_to(generation).conversation
    assert asked_for_title() is None
    assert titled(conversation)[0] == "Hello"


async def test_all_tabs_hear_of_the_title(alice: User, bob: User, tab_of: OpenTab) -> None:
    tab, bobs = await tab_of(alice), await tab_of(bob)
    for one in (tab, bobs):
        await one.say(type="hello", protocol=1)
        await one.hear("activities")
    conversation = await database(first_turn, alice)
    await tab.say(type="watch", conversation=str(conversation.pk))
    assert (await tab.hear("snapshot"))["conversation"]["title"] == "How do I grow tomatoes?"
    taken = asked_for_title()
    assert taken is not None
    outcome = write(taken, "Growing tomatoes")
    await database(save_title, outcome, **taken.on_outcome["kwargs"])
    told = [await tab.hear_when(is_titled) for _ in range(2)]
    assert {frame["type"] for frame in told} == {"snapshot", "activity"}
    assert await bobs.hears_nothing()


def is_titled(frame: dict[str, Any]) -> bool:
    return bool(frame.get("conversation", {}).get("title") == "Growing tomatoes")


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Growing tomatoes", "Growing tomatoes"),
        ("**Growing** `tomatoes`", "Growing tomatoes"),
        ("# Growing tomatoes", "Growing tomatoes"),
        ("Title: “Growing tomatoes.”", "Growing tomatoes"),
        ("«Des tomates au jardin»", "Des tomates au jardin"),
        ("トマトの育て方", "トマトの育て方"),
        ("```python\nprint()\n```", ""),
        ("x" * 61, ""),
        ("  \n ", ""),
        ('""', ""),
    ],
)
def test_a_title_is_one_line_of_plain_words(written: str, title: str) -> None:
    assert clean(written) == title


def test_nothing_is_asked_for_what_was_deleted_meanwhile(alice: User) -> None:
    generation = say(alice, "Hello")
    assert take(str(generation.pk))
    Conversation.objects.update(deleted_at=timezone.now())
    reply_to(generation)
    assert asked_for_title() is None
