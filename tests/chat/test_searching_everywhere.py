"""Searching in everybody's conversations: what is in very many messages costs no more than the
rest, and what else is looked for is found to the last."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from chat import search, word_samples
from chat.models import Conversation, Message
from chat.search import search_everywhere
from tests.support.cast import conversations

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite's index has beginnings"),
]

IN_INDEX = "(chat_message.words @@"


@pytest.fixture
def many(alice: User, monkeypatch: pytest.MonkeyPatch) -> list[Conversation]:
    """Six, each with `raspberry` and another word that begins so; more than two are very many."""
    made = conversations(alice, 6)
    for number, one in enumerate(made):
        text = f"Raspberry jam, rare{number}." if number else "Raspberry heliotrope."
        Message.objects.create(conversation=one, role="user", author=alice, text=text)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE chat_message")
    monkeypatch.setattr(search, "EVERYWHERE", 2)
    monkeypatch.setattr(word_samples, "LEAST_HITS", 1)
    return made


def looked_up(text: str, *, is_all: bool = True) -> tuple[search.FoundEverywhere, list[str]]:
    """And how the index of words was asked."""
    with CaptureQueriesContext(
        connection,
    ) as captured:
        found = search_everywhere(Conversation.objects.all(), text, is_all=is_all)
    return found, [one["sql"] for one in captured if IN_INDEX in one["sql"]]


@pytest.mark.parametrize("text", ["ra", "raspberry ", "raspberry ra"])
def test_what_is_everywhere_is_looked_for_near_without_reading_the_index(
    many: list[Conversation], text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "MOST_LOOKED_THROUGH", 4)
    found, asked = looked_up(text)
    assert asked == []
    assert found.is_partial
    assert set(found.conversations) == {one.pk for one in many[:4]}


def test_a_word_beside_a_beginning_that_is_everywhere_is_found_to_the_last(
    many: list[Conversation],
) -> None:
    found, (asked,) = looked_up("rare5 ra")
    assert found == search.FoundEverywhere([many[5].pk], is_partial=False)
    assert "'rare5')" in asked
    assert "ts_query('simple', 'ra:*')" not in asked


@pytest.mark.parametrize("text", ["heliotr", "raspberry heliotrope", "nothing"])
def test_what_is_seldom_is_looked_up_as_a_whole(many: list[Conversation], text: str) -> None:
    found, asked = looked_up(text)
    assert len(asked) == 1
    assert not found.is_partial
    assert list(found.conversations) == ([] if text == "nothing" else [many[0].pk])


def test_how_often_a_word_is_in_closed_conversations_changes_nothing(
    many: list[Conversation], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "MOST_LOOKED_THROUGH", 1)
    shown = Conversation.objects.filter(pk__in=[one.pk for one in many[:2]])
    found = search_everywhere(shown, "raspberry", is_all=False)
    assert set(found.conversations) == {one.pk for one in many[:2]}
    assert not found.is_partial


@pytest.fixture
def every_tenth(alice: User) -> int:
    """How many of the messages have the word `raspberry`."""
    (one,) = conversations(alice, 1)
    Message.objects.bulk_create(
        Message(
            conversation=one, role="user", text="Raspberry jam." if number % 10 == 0 else "Honey."
        )
        for number in range(3_000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE chat_message")
    return 300


@pytest.mark.parametrize(
    ("least", "most"),
    [(150, 1_500), (150, 150), (3_000, 9_000)],
    ids=["more are sampled", "no more may be", "all are few"],
)
def test_of_many_messages_a_word_is_not_rare_because_few_are_sampled(
    every_tenth: int, monkeypatch: pytest.MonkeyPatch, least: int, most: int
) -> None:
    """Of 150 about 15 have it, which is less than what may be chance among few messages."""
    monkeypatch.setattr(word_samples, "LEAST_SAMPLED", least)
    monkeypatch.setattr(word_samples, "MOST_SAMPLED", most)
    monkeypatch.setattr(word_samples, "ONE_IN", 4)
    often, never = word_samples.estimate_hits(["raspberry", "heliotrope"])
    assert every_tenth / 2 < often < every_tenth * 2
    assert never == 0
