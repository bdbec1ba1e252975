"""The tools that a reply calls: kept, told, reviewed and taken away."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import User
from chat import versions
from chat.exporting.files import conversation_json, conversation_markdown
from chat.importing.chatsite import read
from chat.importing.trees import to_plan
from chat.models import Message
from chat.sharing.duplicates import duplicate
from chat.wire.outbound import message_json
from inference.contract import Finished, Started, Text, ToolCallPart
from tests.chat.turns import end
from tests.support.cast import say, say_why

pytestmark = pytest.mark.django_db

CLOCK = {"id": "call_0", "name": "clock", "arguments": '{"zone": "Asia/Tokyo"}'}
DICE = {"id": "call_1", "name": "dice", "arguments": "{}"}


def part(call: dict[str, str], index: int = 0) -> ToolCallPart:
    return ToolCallPart(index=index, id=call["id"], name=call["name"], arguments=call["arguments"])


def called(user: User, *parts: ToolCallPart, text: str = "") -> Message:
    said = (Text(text=text),) if text else ()
    return end(say(user, "What time is it?"), *said, *parts, Finished(reason="tool_calls"))


def test_they_are_kept_whole_and_told_with_the_message(alice: User) -> None:
    more = ToolCallPart(index=1, arguments="}")
    reply = called(
        alice, part(CLOCK), part({**DICE, "arguments": "{"}, 1), more, text="Let me see."
    )
    told = message_json(reply, [reply.pk])
    assert (told["text"], told["tool_calls"]) == ("Let me see.", [CLOCK, DICE])
    assert reply.parent is not None
    assert message_json(reply.parent, [])["tool_calls"] == []


def test_what_no_database_keeps_does_not_stop_it(alice: User) -> None:
    strange = {**CLOCK, "arguments": '{"zone": "\0 \ud800 日本"}'}
    (call,) = message_json(called(alice, part(strange)), [])["tool_calls"]
    assert call["arguments"].endswith('日本"}')
    json.dumps(call, ensure_ascii=False).encode()


def test_a_continued_reply_has_those_of_both(alice: User) -> None:
    stopped = (part(CLOCK), Finished(reason="stopped"))
    first = end(say(alice, "What time is it?"), Text(text="One"), *stopped)
    generation = versions.continue_reply(author=alice, client_id=uuid4(), message_id=first.pk)
    assert generation.message.calls == [CLOCK]
    begun = Started(model="", revision="1", prompt_token_count=5)
    last = end(generation, begun, part(DICE), Finished(reason="tool_calls"))
    assert last.calls == [CLOCK, DICE]
    assert Message.objects.get(pk=first.pk).calls == [CLOCK]


def test_a_copy_has_them(alice: User) -> None:
    reply = called(alice, part(CLOCK))
    copy = duplicate(alice, reply.conversation_id, uuid4())
    assert [one.calls for one in copy.messages.all()] == [[], [CLOCK]]


def test_a_file_has_them_and_brings_them_back(alice: User) -> None:
    reply = called(alice, part(CLOCK))
    went = json.loads("".join(conversation_json(reply.conversation)))
    assert went["messages"][1]["tool_calls"] == [CLOCK]
    assert [json.loads(one.tool_calls or "[]") for one in to_plan(read(went)).nodes] == [
        [],
        [CLOCK],
    ]


def test_markdown_shows_them_in_fences_that_hold(alice: User) -> None:
    fenced = {**DICE, "arguments": '{"said": "```"}'}
    reply = called(alice, part(CLOCK), part(fenced, 1), text="Let me see.")
    text = "".join(conversation_markdown(reply.conversation))
    first = f"Calls the tool `clock`:\n\n```json\n{CLOCK['arguments']}\n```"
    second = f"Calls the tool `dice`:\n\n````json\n{fenced['arguments']}\n````"
    assert text.endswith(f"\n\nLet me see.\n\n{first}\n\n{second}\n")


def test_a_reviewer_sees_them_as_text(client: Client, alice: User) -> None:
    reply = called(alice, part({**CLOCK, "arguments": '{"a": "<script>"}'}))
    client.force_login(User.objects.create_superuser("root"))
    say_why(client, reply.conversation)
    page = client.get(f"/admin/chat/conversation/{reply.conversation_id}/change/").text
    assert "<code>clock</code>" in page
    assert "&lt;script&gt;" in page
    assert "Nothing was written" not in page
