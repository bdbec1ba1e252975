"""Searching what was said: whose, which words, in which order."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from accounts.models import User
from chat import services
from chat.exceptions import Malformed
from chat.models import Conversation, Message
from chat.search import PAGE_HITS, search_messages
from tests.support.cast import reply_to, say, talk

pytestmark = pytest.mark.django_db


def found(user: User, query: str) -> list[str]:
    return [hit.message.text for hit in search_messages(user, query).hits]


def titles(user: User, query: str) -> list[str]:
    return [hit.conversation.title for hit in search_messages(user, query).titles]


def test_questions_and_replies_are_found_newest_first(alice: User) -> None:
    talk(alice, "Where do penguins live?", "Penguins live in the south.")
    assert found(alice, "penguins") == ["Penguins live in the south.", "Where do penguins live?"]
    assert found(alice, "penguins south") == ["Penguins live in the south."]
    assert found(alice, "whales") == []


def test_bob_never_finds_alices_words(alice: User, bob: User) -> None:
    talk(alice, "Penguins?", "Penguins.")
    own = talk(bob, "Mine: penguins", "Yours.")
    assert found(bob, "penguins") == ["Mine: penguins"]
    assert titles(bob, "penguins") == [own.conversation.title]
    assert found(bob, f"u{alice.pk}") == found(bob, "owner u") == []


def test_the_last_word_may_be_a_beginning_and_the_others_are_whole(alice: User) -> None:
    talk(alice, "Penguins swim", "They do.")
    assert found(alice, "peng") == ["Penguins swim"]
    assert found(alice, "penguins sw") == ["Penguins swim"]
    assert found(alice, "peng swim") == []
    assert found(alice, "peng ") == []


@pytest.mark.parametrize(
    ("said", "looked_for"),
    [
        ("Un café crème", "CAFE creme"),
        ("Un cafe creme", "café CRÈME"),
        ("Über die Brücke", "uber brucke"),
        ("Привет, мир", "привет МИР"),
        ("call snake_case_name(x)", "case name"),
        ("see https://example.org/a/b.txt", "example txt"),
        ("today it is 21.5 degrees, not -7", "21 5 7"),
        ("今日は天気がいいですね", "天気"),
        ("今日は天気がいいですね", "日"),
        ("データベースを検索する", "ベース 検索"),
        ("我们明天去北京看朋友", "北京"),
        ("สวัสดีครับ ยินดีต้อนรับ", "ยินดี"),
        ("हिन्दी में लिखो", "हिन्दी"),
        ("Docker で動かす", "docker 動かす"),
        ("“Quoted”—like this", "quoted like"),
    ],
)
def test_words_of_many_languages_are_found(alice: User, said: str, looked_for: str) -> None:
    say(alice, said)
    assert found(alice, looked_for) == [said]
    assert any(part.hit for part in search_messages(alice, looked_for).hits[0].snippet)


@pytest.mark.parametrize(
    "query",
    [
        '"',
        "'",
        'penguins"* OR text:*',
        "owner:u1 OR penguins NEAR(",
        "a & | ! <-> ( :* penguins",
        "penguins AND NOT",
        "%_\\",
        "\0",
        "penguins\0",
        "*",
        "()",
        "-",
        "🙂",
        "\ud800",
        "½ ﬁ ² ǅ İ ß",
        "x " * 5_000,
        "y" * 10_000,
        "検" * 10_000,
        "'; DROP TABLE chat_message; --",
    ],
)
def test_whatever_is_typed_is_no_syntax(alice: User, bob: User, query: str) -> None:
    talk(bob, "Penguins or text", "Penguins and not.")
    assert found(alice, query) == []


def test_words_that_are_operators_are_words(alice: User) -> None:
    say(alice, "this OR that AND NOT near")
    assert found(alice, "or and not near") == ["this OR that AND NOT near"]


def test_titles_are_found_too(alice: User) -> None:
    conversation = talk(alice, "One?", "One.").conversation
    services.rename_conversation(user=alice, conversation_id=conversation.pk, title="Été à Rome")
    assert titles(alice, "rome ete") == ["Été à Rome"]
    hit = search_messages(alice, "rom").titles[0]
    assert [part.text for part in hit.title if part.hit] == ["Rom"]


def test_a_reply_is_found_once_it_is_saved_and_never_again_when_it_is_gone(alice: User) -> None:
    generation = say(alice, "Question")
    assert found(alice, "penguins") == []
    reply = reply_to(generation, "Penguins.")
    assert found(alice, "penguins") == ["Penguins."]
    reply.text = "Whales."
    reply.save()
    assert (found(alice, "penguins"), found(alice, "whales")) == ([], ["Whales."])
    services.delete(reply.conversation)
    assert found(alice, "whales") == found(alice, "question") == []
    if connection.vendor == "sqlite":
        assert count("SELECT count(*) FROM chat_word_rows") == 0
        assert count("SELECT count(*) FROM chat_words WHERE chat_words MATCH 'whales'") == 0


def test_pages_go_on_where_the_last_one_ended(alice: User) -> None:
    conversation = talk(alice, "Begin", "Begun.").conversation
    begun = conversation.created_at
    Message.objects.bulk_create(
        Message(
            conversation=conversation,
            role="user",
            text=f"Penguin {number}",
            created_at=begun + timedelta(seconds=number // 3),  # some in the same moment
        )
        for number in range(2 * PAGE_HITS + 5)
    )
    texts, before = [], None
    for _ in range(3):
        page = search_messages(alice, "penguin", before=before)
        texts += [hit.message.text for hit in page.hits]
        before = page.next_cursor
    assert before is None
    assert len(texts) == len(set(texts)) == 2 * PAGE_HITS + 5
    assert not search_messages(alice, "begin", before=str_cursor(alice)).titles
    with pytest.raises(Malformed):
        search_messages(alice, "penguin", before="nonsense")


def str_cursor(user: User) -> str:
    cursor = search_messages(user, "penguin").next_cursor
    assert cursor is not None
    return cursor


def test_a_snippet_shows_the_hit_and_marks_it(alice: User) -> None:
    say(alice, "word " * 300 + "the Pénguin<b>\nswims " + "more " * 300)
    parts = search_messages(alice, "penguin sw").hits[0].snippet
    assert [part.text for part in parts if part.hit] == ["Pénguin", "sw"]
    whole = "".join(part.text for part in parts)
    assert whole.startswith("…word")
    assert whole.endswith("…")
    assert "Pénguin<b> swims more" in whole
    assert len(whole) < 200


def test_the_page_asks_over_http(alice: User, bob: User, client: Client) -> None:
    reply = talk(alice, "Penguins?", "Penguins swim.")
    client.force_login(alice)
    answer: dict[str, Any] = client.get("/search/", {"q": "swim"}).json()
    (hit,) = answer["hits"]
    assert hit["url"] == f"{reply.conversation.get_absolute_url()}?message={reply.pk}"
    assert hit["snippet"] == [
        {"text": "Penguins ", "hit": False},
        {"text": "swim", "hit": True},
        {"text": ".", "hit": False},
    ]
    assert client.get("/search/", {"q": "swim", "before": "x"}).status_code == 400
    client.force_login(bob)
    assert client.get("/search/", {"q": "swim"}).json()["hits"] == []
    client.logout()
    assert client.get("/search/", {"q": "swim"}).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_the_index_comes_and_goes_with_its_migration_and_knows_what_was_said_before(
    alice: User,
) -> None:
    talk(alice, "Penguins?", "Penguins swim.")
    Conversation.objects.update(head=None)
    call_command("migrate", "chat", "0004", verbosity=0)
    assert "chat_words" not in connection.introspection.table_names()
    call_command("migrate", "chat", verbosity=0)
    assert found(alice, "swim") == ["Penguins swim."]
    talk(alice, "More penguins", "More.")
    assert found(alice, "penguins")[0] == "More penguins"


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite makes tables anew")
@pytest.mark.django_db(transaction=True)
def test_a_table_that_a_migration_makes_anew_is_indexed_on(alice: User) -> None:
    talk(alice, "Penguins?", "Penguins swim.")
    with connection.schema_editor() as editor:
        for model in (Message, Conversation):
            editor._remake_table(model)  # type: ignore[attr-defined]
    call_command("migrate", verbosity=0)
    say(alice, "Whales")
    Message.objects.get(text="Penguins swim.").delete()
    assert found(alice, "whales") == ["Whales"]
    assert found(alice, "penguins") == ["Penguins?"]


def count(query: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return int(cursor.fetchone()[0])
