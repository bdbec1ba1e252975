"""Taking conversations, and all one's data, away as files."""

from __future__ import annotations

import json
import re
import tracemalloc
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any, cast
from urllib.parse import unquote
from uuid import uuid4

import jsonschema
import pytest
from asgiref.sync import async_to_sync
from django.http import StreamingHttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.api_keys import create_api_key
from accounts.models import User
from chat import library, saved_prompts, services, versions
from chat.conversation_settings import ConversationSettings
from chat.exporting.files import account_json, conversation_json, conversation_markdown
from chat.exporting.names import LONGEST_NAME_BYTES, file_name
from chat.models import ApiGeneration, Conversation, Message
from chat.sharing import links
from tests.support.cast import browser_of, make_user, reply_to, say, talk

DOCS = Path(__file__).resolve().parents[2] / "docs"
SCHEMA = json.loads((DOCS / "exports.schema.json").read_text())


def validate(value: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator(SCHEMA).validate(value)


def exported(conversation: Conversation) -> dict[str, Any]:
    value: dict[str, Any] = json.loads("".join(conversation_json(conversation)))
    return value


def download(client: Client, path: str) -> tuple[StreamingHttpResponse, str]:
    response = cast("StreamingHttpResponse", client.get(path))
    assert response.status_code == 200

    async def read() -> bytes:
        return b"".join([piece async for piece in cast("AsyncIterator[bytes]", response)])

    return response, async_to_sync(read)().decode()


@pytest.mark.django_db
def test_json_has_all_versions_and_how_they_were_made(alice: User) -> None:
    last = talk(alice, "One?", "First.")
    again = versions.retry_reply(author=alice, client_id=uuid4(), message_id=last.pk)
    reply_to(again, "Second \N{GRINNING FACE}.", reason="length")
    conversation = last.conversation
    told = exported(conversation)
    validate(told)
    assert [one["text"] for one in told["messages"]] == ["One?", "First.", "Second 😀."]
    question, first, second = told["messages"]
    assert first["parent"] == second["parent"] == question["id"]
    assert question["is_own"]
    assert question["generation"] is None
    assert second["generation"]["finish_reason"] == "length"
    assert told["shown"] == second["id"]
    conversation.head = last
    conversation.save()
    assert exported(conversation)["shown"] == first["id"]


@pytest.mark.django_db
def test_what_waits_in_the_queue_is_in_the_json(alice: User) -> None:
    generation = say(alice, "One?")
    services.send_or_queue(
        author=alice,
        client_id=uuid4(),
        conversation_id=generation.conversation_id,
        parent_id=generation.message_id,
        text="Two?",
    )
    told = exported(generation.conversation)
    validate(told)
    assert [one["text"] for one in told["queued"]] == ["Two?"]


@pytest.mark.django_db
def test_markdown_is_the_branch_that_is_shown_with_dates_and_model(alice: User) -> None:
    last = talk(alice, "One?", "**One.**", "Two?", "Two.")
    generation = last.generation
    generation.model = "pocket"
    generation.save()
    conversation = last.conversation
    conversation.title = "Line\nbreak # here"
    conversation.save()
    text = "".join(conversation_markdown(conversation))
    day = r"\d{4}-\d\d-\d\d \d\d:\d\d"
    assert re.fullmatch(
        rf"# Line break # here\n\n{day} UTC\n\n## You, {day}\n\nOne\?\n\n"
        rf"## Assistant, {day}\n\n\*\*One\.\*\*\n\n## You, {day}\n\nTwo\?\n\n"
        rf"## pocket, {day}\n\nTwo\.\n",
        text,
    )


@pytest.mark.django_db
def test_the_documented_shape_is_the_schema(alice: User) -> None:
    """docs/exports.md names every field of the schema, and nothing else."""
    named = set(re.findall(r"^\| `(\w+)` \|", (DOCS / "exports.md").read_text(), re.MULTILINE))
    fields = {name for one in SCHEMA["$defs"].values() for name in one.get("properties", ())}
    assert named == fields
    for one in SCHEMA["$defs"].values():
        if "properties" in one:
            assert one["additionalProperties"] is False
            assert set(one["required"]) == set(one["properties"])


@pytest.mark.django_db(transaction=True)
def test_a_conversation_is_downloaded_under_its_own_title(alice: User) -> None:
    conversation = talk(alice, "Hello", "Hello.").conversation
    Conversation.objects.update(title='日本語/\r\n"x"; é.md')
    client = browser_of(alice)
    for form, content_type in (("md", "text/markdown"), ("json", "application/json")):
        response, text = download(client, f"/c/{conversation.pk}/export.{form}")
        assert "Hello" in text
        assert response.headers["Content-Type"].startswith(content_type)
        disposition = response.headers["Content-Disposition"]
        assert disposition.startswith("attachment; filename*=utf-8''")
        assert unquote(disposition.partition("''")[2]) == f"日本語 x ; é.md.{form}"
        assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.django_db(transaction=True)
def test_bob_can_download_nothing_of_alices(alice: User, bob: User) -> None:
    secret = talk(alice, "Secret", "Secret.").conversation
    bobs = browser_of(bob)
    for form in ("md", "json"):
        answers = [bobs.get(f"/c/{one}/export.{form}") for one in (secret.pk, uuid4())]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert answers[0].content == answers[1].content
    _, text = download(bobs, "/settings/export.json")
    assert "Secret" not in text
    for path in (f"/c/{secret.pk}/export.md", "/settings/export.json"):
        assert Client().get(path).headers["Location"] == f"/sign-in/?next={path}"


@pytest.mark.django_db
def test_all_my_data_is_all_of_it_and_no_secret(alice: User, bob: User) -> None:
    last = talk(alice, "One?", "One.")
    Conversation.objects.create(owner=alice, title="Empty")
    talk(bob, "Foreign", "Foreign")
    key, secret = create_api_key(owner=alice, name="Notebook", keeps_text=True)
    ApiGeneration.objects.create(
        owner=alice, key=key, route="chat.completions", keeps_text=True, prompt="[]", text="Kept."
    )
    link = links.share(alice, last.conversation_id)
    told = "".join(account_json(alice))
    value = json.loads(told)
    validate(value)
    assert sorted(one["title"] for one in value["conversations"]) == ["Empty", "One?"]
    assert [key["name"] for key in value["keys"]] == ["Notebook"]
    assert value["api_generations"][0]["text"] == "Kept."
    assert value["account"]["username"] == "alice"
    assert value["links"][0]["conversation"] == str(last.conversation_id)
    for one in (secret, key.digest, alice.password, links.path_of(link), "Foreign"):
        assert one not in told


def many(owner: User, count: int) -> None:
    now = timezone.now()
    conversations = Conversation.objects.bulk_create(
        Conversation(owner=owner, title=f"Number {number}") for number in range(count)
    )
    Message.objects.bulk_create(
        Message(
            conversation=one,
            role="user",
            text=f"{one.title} " + "word " * 400,
            created_at=now + timedelta(seconds=turn),
        )
        for one in conversations
        for turn in range(2)
    )


@pytest.mark.django_db
def test_however_much_there_is_little_is_in_memory(alice: User) -> None:
    many(alice, 400)
    tracemalloc.start()
    length = sum(len(piece) for piece in account_json(alice))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert length > 1_600_000
    assert peak < 1_000_000


@pytest.mark.django_db
def test_the_queries_grow_with_the_conversations_alone(
    alice: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    talk(alice, *("text",) * 60)
    with django_assert_max_num_queries(13):  # two of them for what was said in teams
        list(account_json(alice))


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Plain", "Plain.md"),
        ("../../etc/passwd", "etc passwd.md"),
        ("a\u202egnp.exe", "a gnp.exe.md"),
        ("CON", "chat CON.md"),
        ("lpt1.txt", "chat lpt1.txt.md"),
        ("...", "chat.md"),
        ("", "chat.md"),
        ("\0\n\t", "chat.md"),
        ("日本語", "日本語.md"),
        ('a<b>:"c"|?*', "a b c.md"),
    ],
)
def test_a_name_is_safe_on_any_system(title: str, name: str) -> None:
    assert file_name(title, "md") == name


def test_a_long_name_is_cut_between_characters() -> None:
    name = file_name("語" * 200, "json")
    assert len(name.encode()) <= LONGEST_NAME_BYTES + len(".json")
    assert set(name.removesuffix(".json")) == {"語"}


@pytest.mark.django_db
def test_charlies_data_has_no_conversation_of_others() -> None:
    charlie = make_user("charlie", is_staff=True)
    talk(make_user("alice"), "Hers", "Hers.")
    assert "Hers" not in "".join(account_json(charlie))


@pytest.mark.django_db
def test_an_account_is_taken_away_with_prompts_order_and_settings(alice: User) -> None:
    last = talk(alice, "One?", "One.")
    wanted = last.conversation_id
    asked = ConversationSettings(system_prompt="Be brief.", sampling={"temperature": 0.1})
    services.configure_conversation(user=alice, conversation_id=wanted, settings=asked)
    library.set_pinned(user=alice, conversation_id=wanted, is_pinned=True)
    library.move_to_new_folder(user=alice, conversation_id=wanted, name="Garden")
    library.add_tag(user=alice, conversation_id=wanted, name="Blue")
    versions.edit_reply(author=alice, client_id=uuid4(), message_id=last.pk, text="Mine.")
    saved_prompts.save_prompt(owner=alice, name="Short", text="Say it shortly.")
    alice.language = "de"
    told = json.loads("".join(account_json(alice)))
    validate(told)
    (one,) = told["conversations"]
    assert (one["is_pinned"], one["is_archived"]) == (True, False)
    assert (one["folder"], one["tags"]) == ("Garden", ["Blue"])
    assert one["settings"] == asked.to_json()
    assert [message["is_edited"] for message in one["messages"]] == [False, False, True]
    assert [(one["name"], one["text"]) for one in told["prompts"]] == [("Short", "Say it shortly.")]
    assert told["account"]["settings"]["language"] == "de"
