"""What other chats export comes in with its branches, dates, titles and roles."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from accounts.models import User
from chat import versions
from chat.exporting.files import account_json, conversation_json
from chat.models import Conversation, Message
from chat.paths import list_path
from tests.chat.importing import files
from tests.chat.importing.conftest import Bring
from tests.support.cast import reply_to, say, talk

pytestmark = pytest.mark.django_db

BEGUN = datetime.fromtimestamp(files.BEGUN, UTC)
FORMATS = {
    "Chatsite": files.chatsite(),
    "ChatGPT": [files.chatgpt()],
    "Open WebUI": [files.openwebui()],
    "LibreChat": files.librechat(),
}


def texts(conversation: Conversation) -> list[str]:
    return [one.text for one in list_path(conversation)]


@pytest.mark.parametrize("source", FORMATS)
def test_a_conversation_comes_in_as_it_was(bring: Bring, alice: User, source: str) -> None:
    report = bring(FORMATS[source]).report
    assert (report["source"], report["imported_count"]) == (source, 1)
    assert not report["problem"]
    conversation = alice.conversations.get()
    assert report["imported"] == [{"title": "Numbers", "id": str(conversation.pk)}]
    assert conversation.title == "Numbers"
    assert texts(conversation) == ["One?", "The **first** version.", "Two?", "Two."]
    said = {one.text: one for one in conversation.messages.all()}
    assert len(said) == 5
    for place, (_, _, role, text) in enumerate(files.TALK):
        assert said[text].role == role
        assert said[text].created_at == BEGUN + timedelta(seconds=place)
        assert said[text].author == (alice if role == "user" else None)
    second, first = said["The second version."], said["The **first** version."]
    assert second.parent == first.parent == said["One?"]
    assert abs(conversation.created_at - BEGUN) < timedelta(seconds=1)
    assert conversation.updated_at - BEGUN <= timedelta(seconds=61)
    assert not conversation.generations.exists()


@pytest.mark.parametrize("source", ["ChatGPT", "Open WebUI", "Chatsite"])
def test_the_branch_that_was_shown_is_shown(bring: Bring, alice: User, source: str) -> None:
    make: Any = {"ChatGPT": files.chatgpt, "Open WebUI": files.openwebui}.get(source)
    bring((make or files.chatsite)(shown="a2"))
    assert texts(alice.conversations.get()) == ["One?", "The second version."]


def test_it_can_be_gone_on_with(bring: Bring, alice: User) -> None:
    bring([files.chatgpt()])
    conversation = alice.conversations.get()
    last = list_path(conversation)[-1]
    reply_to(say(alice, "Three?", last), "Three.")
    conversation.refresh_from_db()
    assert texts(conversation)[-2:] == ["Three?", "Three."]


def test_a_librechat_file_of_messages_in_messages(bring: Bring, alice: User) -> None:
    bring(files.librechat(recursive=True))
    conversation = alice.conversations.get()
    assert conversation.messages.count() == 5
    assert texts(conversation) == ["One?", "The **first** version.", "Two?", "Two."]


def test_what_chatgpt_did_between_is_told_and_left_out(bring: Bring, alice: User) -> None:
    chat = files.chatgpt([("u1", None, "user", "What is in it?")], shown="end")
    node = files.chatgpt_node
    image = {"content_type": "image_asset_pointer", "asset_pointer": "file-service://x"}
    picture = {"content_type": "multimodal_text", "parts": [image, "What is in it?"]}
    thoughts = {"content_type": "thoughts", "thoughts": [{"summary": "s", "content": "Hm."}]}
    call = {"content_type": "code", "language": "python", "text": "1 + 1"}
    more = {
        "think": node("think", "u1", "assistant", content=thoughts),
        "say": node("say", "think", "assistant", "Let me see."),
        "call": node("call", "say", "assistant", content=call, recipient="python"),
        "tool": node("tool", "call", "tool", "2"),
        "end": node("end", "tool", "assistant", "A cat."),
    }
    chat["mapping"]["u1"]["message"]["content"] = picture
    chat["mapping"] |= more
    report = bring([chat]).report
    assert report["left_out"] == {"images": 1, "tools": 2}
    question, reply = list_path(alice.conversations.get())
    assert question.text == "What is in it?"
    assert reply.text == "Let me see.\n\nA cat."
    assert reply.reasoning == "Hm."


def test_hidden_messages_of_chatgpt_are_no_messages(bring: Bring, alice: User) -> None:
    chat = files.chatgpt()
    hidden = files.chatgpt_node("hidden", "root", "user", "A secret profile.", hidden=True)
    chat["mapping"]["hidden"] |= {"message": hidden["message"]}
    bring([chat])
    assert not Message.objects.filter(text__contains="secret").exists()
    assert alice.conversations.get().messages.count() == 5


def test_thoughts_and_tools_in_the_text_of_open_webui(bring: Bring, alice: User) -> None:
    said = (
        '<details type="reasoning" done="true" duration="3">\n<summary>Thought for 3 seconds'
        "</summary>\n&gt; 15 &lt; 17\n&gt; so\n</details>\n"
        '<details type="tool_calls" done="true"><summary>x</summary>y</details>\nThe answer.'
    )
    chat = files.openwebui([("u", None, "user", "Which?"), ("a", "u", "assistant", said)])
    chat["chat"]["history"]["messages"]["u"]["files"] = [{"type": "image"}, {"type": "doc"}]
    report = bring([chat]).report
    assert report["left_out"] == {"images": 1, "files": 1, "tools": 1}
    _, reply = list_path(alice.conversations.get())
    assert (reply.text, reply.reasoning) == ("The answer.", "15 < 17\nso")


def test_an_old_open_webui_chat_without_history(bring: Bring, alice: User) -> None:
    chat = {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Ho"}]}
    bring([{"id": "x", "title": "Old", "chat": chat}])
    assert texts(alice.conversations.get()) == ["Hi", "Ho"]


def test_parts_of_librechat(bring: Bring, alice: User) -> None:
    chat = files.librechat([("u", None, "user", "Which?"), ("a", "u", "assistant", "")])
    chat["messages"][1]["content"] = [
        {"type": "think", "think": "Hm."},
        {"type": "tool_call", "tool_call": {}},
        {"type": "text", "text": {"value": "This"}},
        {"type": "image_file", "image_file": {}},
        {"type": "text", "text": "one."},
    ]
    report = bring(chat).report
    assert report["left_out"] == {"tools": 1, "images": 1}
    _, reply = list_path(alice.conversations.get())
    assert (reply.text, reply.reasoning) == ("This\n\none.", "Hm.")


def test_our_own_file_comes_back_as_it_went(bring: Bring, alice: User, bob: User) -> None:
    last = talk(alice, "One?", "First.", "Two?", "Two.")
    again = versions.retry_reply(author=alice, client_id=uuid4(), message_id=last.pk)
    reply_to(again, "Other.")
    original = Conversation.objects.get()
    original.head = last
    original.save()
    went = json.loads("".join(conversation_json(original)))
    bring(went, owner=bob)
    copy = bob.conversations.get()
    assert texts(copy) == texts(original) == ["One?", "First.", "Two?", "Two."]
    came = json.loads("".join(conversation_json(copy)))
    kept = ("role", "text", "reasoning", "created_at", "is_own")
    for one, other in zip(went["messages"], came["messages"], strict=True):
        assert [one[name] for name in kept] == [other[name] for name in kept]


def test_all_of_an_account_comes_back(bring: Bring, alice: User, bob: User) -> None:
    for number in range(3):
        talk(alice, f"Number {number}?", "Yes.")
    went = "".join(account_json(alice)).encode()
    report = bring(went, owner=bob).report
    assert report["imported_count"] == 3
    assert {one.title for one in bob.conversations.all()} == {f"Number {n}?" for n in range(3)}
    assert bring(went).report["there_count"] == 3
    assert alice.conversations.count() == 3


def test_the_zip_of_chatgpt(bring: Bring, alice: User) -> None:
    first, second = [files.chatgpt(title="First")], [files.chatgpt(title="Second")]
    bring(files.zipped(user__json={}, conversations__json=first, chat__html=b"<html>"))
    parts = {"conversations-000__json": first, "conversations-001__json": second}
    report = bring(files.zipped(**parts)).report
    assert (report["imported_count"], report["there_count"]) == (1, 1)
    assert {one.title for one in alice.conversations.all()} == {"First", "Second"}


def test_a_conversation_without_a_title_is_called_after_its_first_words(
    bring: Bring, alice: User
) -> None:
    bring([files.chatgpt(title="")])
    bring([files.openwebui([("u", None, "user", "x" * 5000)], title="y" * 5000)])
    titles = sorted(one.title for one in alice.conversations.all())
    assert titles == ["One?", "y" * 200]


def test_milliseconds_and_impossible_dates(bring: Bring, alice: User) -> None:
    chat = files.openwebui(files.TALK[:2], shown=None)
    messages = chat["chat"]["history"]["messages"]
    messages["u1"]["timestamp"] = files.BEGUN * 1000
    messages["a1"]["timestamp"] = 10**30
    chat["created_at"], chat["updated_at"] = "yesterday", -5
    bring([chat])
    conversation = alice.conversations.get()
    question, reply = list_path(conversation)
    assert question.created_at == conversation.created_at == BEGUN
    assert reply.created_at == BEGUN + timedelta(microseconds=1)
