"""What is wrong with a file is said in words, and nothing of a broken conversation stays."""

from __future__ import annotations

import copy
import json
import random
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from chat.importing import reading, service, trees
from chat.models import Conversation, Import, ImportPart, Message
from tests.chat.importing import files
from tests.chat.importing.conftest import Bring

pytestmark = pytest.mark.django_db

MAKERS: dict[str, Callable[..., Any]] = {
    "ChatGPT": files.chatgpt,
    "Open WebUI": files.openwebui,
    "LibreChat": files.librechat,
    "Chatsite": files.chatsite,
}


def problem(found: Import) -> str:
    """Why its one conversation was not taken."""
    assert found.status == Import.Status.FAILED
    assert not Conversation.objects.exists()
    assert not Message.objects.exists()
    assert not ImportPart.objects.exists()
    (broken,) = found.report["broken"]
    return str(broken["problem"])


@pytest.mark.parametrize("source", MAKERS)
def test_messages_that_answer_each_other_in_a_circle(bring: Bring, source: str) -> None:
    circle = [("a", "c", "user", "1"), ("b", "a", "assistant", "2"), ("c", "b", "user", "3")]
    told = problem(bring(MAKERS[source](circle)))
    assert told == "The message a answers itself in the end."


@pytest.mark.parametrize("source", MAKERS)
def test_a_message_that_answers_what_is_not_there(bring: Bring, source: str) -> None:
    told = problem(bring(MAKERS[source]([("a", "nobody", "user", "1")])))
    assert told == "The message a answers nobody, which is not there."


@pytest.mark.parametrize("source", ["LibreChat", "Chatsite"])
def test_two_messages_of_one_id(bring: Bring, source: str) -> None:
    twice = [("a", None, "user", "1"), ("a", None, "user", "2")]
    assert problem(bring(MAKERS[source](twice))) == "Two messages have the id a."


@pytest.mark.parametrize("source", MAKERS)
def test_a_conversation_in_which_nothing_was_said(bring: Bring, source: str) -> None:
    assert problem(bring(MAKERS[source]([]))) == "It holds no message that could be shown."


@pytest.mark.parametrize("source", MAKERS)
def test_a_message_that_is_too_long_and_too_many_messages(
    bring: Bring, source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trees, "LONGEST_TEXT", 10)
    told = problem(bring(MAKERS[source]([("a", None, "user", "x" * 11)])))
    assert told == "The message a has more than 10 characters."
    monkeypatch.setattr(trees, "MOST_TURNS", 3)
    assert problem(bring(MAKERS[source]())) == "It has more than 3 messages."


@pytest.mark.parametrize("source", MAKERS)
def test_wrong_values_in_every_place_never_break_the_import(
    bring: Bring, alice: User, source: str
) -> None:
    """Each value of a good file once replaced by each kind of wrong one."""
    good = MAKERS[source](files.TALK[:2], **({} if source == "LibreChat" else {"shown": "a1"}))
    spoiled = list(_spoiled(good))
    assert len(spoiled) > 100
    found = bring(random.Random(1).sample(spoiled, min(len(spoiled), 400)))
    assert found.status == Import.Status.DONE
    report = found.report
    assert not report["problem"]
    counts = [report[f"{name}_count"] for name in ("imported", "there", "broken")]
    assert sum(counts) == min(len(spoiled), 400)
    assert report["broken_count"] > 0
    assert all(one["problem"] for one in report["broken"])
    assert alice.conversations.count() == report["imported_count"]
    assert all(one.messages.exists() for one in alice.conversations.all())


def _spoiled(value: Any) -> Any:
    wrong: list[Any] = [None, True, -1, 10**400, 1e308, "", "\0\ud800", [], {}, [[]], {"a": None}]
    for path in _paths(value):
        for instead in wrong:
            whole = copy.deepcopy(value)
            at = whole
            for step in path[:-1]:
                at = at[step]
            at[path[-1]] = instead
            yield whole


def _paths(value: Any, before: tuple[Any, ...] = ()) -> Any:
    entries = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in entries:
        yield (*before, key)
        if isinstance(inner, dict | list):
            yield from _paths(inner, (*before, key))


def test_one_that_is_broken_keeps_none_of_the_others_out(bring: Bring, alice: User) -> None:
    broken = files.chatgpt([("a", "nobody", "user", "1")], title="Broken")
    report = bring([files.chatgpt(title="First"), broken, 5, files.chatgpt(title="Last")]).report
    assert {one.title for one in alice.conversations.all()} == {"First", "Last"}
    assert [(one["number"], one["title"]) for one in report["broken"]] == [
        ("2", "Broken"),
        ("3", ""),
    ]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "This is not JSON"),
        (b"nonsense", "This is not JSON"),
        (b'[{"title": "x"', "This is not JSON"),
        (b"[1] and more", "This is not JSON"),
        (b'"text"', "The file holds no list and no object."),
        (b"\xff\xfe[]", "This is not JSON"),
        (b"[]", "There is no conversation in it."),
        (b"PK\x03\x04 but no archive", "The archive cannot be opened"),
        (files.zipped(notes__txt=b"x"), "There is no conversations.json in the archive."),
        (files.zipped(a__json={}, b__json={}), "There is no conversations.json in the archive."),
        (files.zipped(conversations__json=b"nonsense"), "This is not JSON"),
    ],
)
def test_what_is_no_file_of_any_chat(bring: Bring, content: bytes, told: str) -> None:
    found = bring(content)
    assert found.status == Import.Status.FAILED
    assert told in found.report["problem"]
    assert not Conversation.objects.exists()


@pytest.mark.parametrize("content", [{"a": 1}, [{"a": 1}], [[]], ["x"]])
def test_what_is_json_but_of_no_chat_that_is_known(bring: Bring, content: Any) -> None:
    assert "It is of no format that is known here: Chatsite, ChatGPT" in problem(bring(content))


def test_a_file_that_ends_early_keeps_what_came_before(bring: Bring, alice: User) -> None:
    whole = json.dumps([files.chatgpt(title="First"), files.chatgpt(title="Second")])
    found = bring(whole[:-200].encode())
    assert "This is not JSON" in found.report["problem"]
    assert alice.conversations.get().title == "First"
    assert alice.conversations.get().messages.count() == 5


@pytest.mark.parametrize("piece", ["[", '{"a":'])
def test_a_file_that_is_nested_without_end(bring: Bring, piece: str) -> None:
    found = bring((piece * 300_000).encode())
    assert "nested more than 20,000 levels" in found.report["problem"]


def test_a_conversation_as_deep_as_it_is_long(bring: Bring, alice: User) -> None:
    said = [
        (
            str(turn),
            str(turn - 1) if turn else None,
            ("user", "assistant")[turn % 2],
            f"Turn {turn}",
        )
        for turn in range(4000)
    ]
    whole: Any = None
    for key, parent, role, text in reversed(said):
        whole = (
            f'{{"messageId":"{key}","parentMessageId":"{parent}","text":"{text}",'
            f'"isCreatedByUser":{"true" if role == "user" else "false"},'
            f'"children":[{whole or ""}]}}'
        )
    content = f'{{"conversationId":"x","title":"Deep","recursive":true,"messages":[{whole}]}}'
    bring(content.replace('"parentMessageId":"None",', "").encode())
    assert alice.conversations.get().messages.count() == 4000


def test_one_conversation_of_too_many_values(bring: Bring, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_VALUES", 100)
    for content in ([[1] * 200], {"mapping": [1] * 60, "more": [1] * 60}):
        assert "holds more than 100 values" in bring(content).report["problem"]


def test_too_many_conversations(bring: Bring, alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_CONVERSATIONS", 2)
    found = bring([files.chatgpt(title=str(number)) for number in range(3)])
    assert "more than" in found.report["problem"]
    assert alice.conversations.count() == 2


def test_an_archive_that_holds_more_than_it_says(
    bring: Bring, monkeypatch: pytest.MonkeyPatch
) -> None:
    bomb = files.zipped(conversations__json=b"[" + b" " * 20_000_000)
    assert len(bomb) < 100_000
    monkeypatch.setattr(reading, "MOST_BYTES", 1_000_000)
    found = bring(bomb)
    assert "What is in the archive is larger than" in found.report["problem"]


def test_a_file_that_is_too_large_is_dropped_while_it_comes(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MOST_BYTES", 10)
    found = service.begin(alice, "large.json")
    service.add_part(alice, found.pk, 0, b"12345")
    with pytest.raises(service.TooLarge):
        service.add_part(alice, found.pk, 1, b"678901")
    assert not Import.objects.exists()
    assert not ImportPart.objects.exists()


@pytest.mark.parametrize("source", MAKERS)
def test_values_nested_deeper_than_python_can_say_them(
    bring: Bring, alice: User, source: str
) -> None:
    deep = "[" * 15_000 + "]" * 15_000
    whole = json.dumps(MAKERS[source](title="TITLE")).replace('"TITLE"', deep)
    assert bring(f"[{whole}]".encode()).status == Import.Status.DONE
    nameless = MAKERS[source]()
    for name in ("id", "conversation_id", "conversationId", "type"):
        if name in nameless:
            nameless[name] = "DEEP"
    found = bring(json.dumps([nameless]).replace('"DEEP"', deep).encode())
    assert found.is_over
    assert not found.report["problem"]


@pytest.mark.parametrize(
    "piece", ['<details type="x">', '<details type="x" ', '<details type="reasoning"><summary>']
)
def test_half_written_markup_costs_no_more_than_its_length(
    bring: Bring, alice: User, piece: str
) -> None:
    text = piece * (900_000 // len(piece)) + "</details"
    said = [("a", None, "user", "Hello"), ("b", "a", "assistant", text)]
    begun = time.process_time()
    bring(files.openwebui(said))
    assert time.process_time() - begun < 20  # it was hours
    assert alice.conversations.get().messages.get(role="assistant").text == text


def test_an_archive_whose_content_is_damaged(bring: Bring) -> None:
    whole = bytearray(files.zipped(conversations__json=[files.chatgpt()] * 20))
    middle = len(whole) // 2
    whole[middle - 40 : middle + 40] = b"\xff" * 80
    found = bring(bytes(whole))
    assert found.is_over
    assert "The archive cannot be opened" in found.report["problem"]


def test_many_files_in_one_archive_are_not_larger_together_than_one_may_be(
    bring: Bring, monkeypatch: pytest.MonkeyPatch
) -> None:
    each = b"[" + b" " * 400_000 + b"]"
    many = files.zipped(**{f"conversations-{n}__json": each for n in range(5)})
    monkeypatch.setattr(reading, "MOST_BYTES", 1_000_000)
    assert "What is in the archive is larger than" in bring(many).report["problem"]


def test_a_part_of_a_number_that_no_page_sends(client: Client, alice: User) -> None:
    found = service.begin(alice, "file.json")
    client.force_login(alice)
    for number in (service.MOST_PARTS + 1, 10**30):
        answer = client.post(f"/settings/import/{found.pk}/{number}", b"[]", "application/json")
        assert answer.status_code == 404
