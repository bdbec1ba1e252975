"""Rated replies as sets to judge models by."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from accounts.models import User
from chat import services, versions
from chat.feedback import give, put_before_reviewers
from chat.models import AuditEntry, Conversation, Feedback, Generation, Message
from chat.reviewers import REVIEWERS
from tests.support.cast import reply_to, say, talk

pytestmark = pytest.mark.django_db

Case = dict[str, Any]


@pytest.fixture(autouse=True)
def reviewer(charlie: User) -> User:
    charlie.groups.add(Group.objects.get(name=REVIEWERS))
    return charlie


WHY = "To judge models by them."


def exported(*arguments: str, reader: str = "charlie", reason: str = WHY) -> list[Case]:
    out = StringIO()
    for_a_reason = ("--reason", reason) if reason else ()
    given = ("--reader", reader, *for_a_reason, *arguments)
    call_command("export_evaluation_set", *given, stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def told(cases: list[Case]) -> list[str]:
    return [one["messages"][-1]["content"] for one in cases]


def rate(message: Message, rating: str, comment: str = "") -> Feedback:
    owner = message.conversation.owner
    return give(giver=owner, message_id=message.pk, rating=rating, comment=comment)


def again(reply: Message, text: str) -> Message:
    """Another version of it."""
    owner = reply.conversation.owner
    waiting = versions.retry_reply(author=owner, client_id=uuid4(), message_id=reply.pk)
    return reply_to(waiting, text)


def test_a_case_is_a_conversation_up_to_the_reply(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "SYSTEM_PROMPT", "Be brief.")
    first = talk(alice, "One?", "One.")
    Conversation.objects.update(system_prompt="In English.")
    second = reply_to(say(alice, "Two?", first), "Zwei.")
    reply_to(say(alice, "Three?", second), "Three.")
    made = {"model": "pocket", "revision": "7", "sampling": {"seed": 1}}
    Generation.objects.filter(message=second).update(**made)
    given = give(
        giver=alice, message_id=second.pk, rating="bad", comment="In German!", reasons=["not_asked"]
    )
    (case,) = exported()
    assert case["messages"] == [
        {"role": "system", "content": "Be brief.\n\nIn English."},
        {"role": "user", "content": "One?"},
        {"role": "assistant", "content": "One."},
        {"role": "user", "content": "Two?"},
        {"role": "assistant", "content": "Zwei."},
    ]
    assert case["metadata"] == {
        "id": str(given.pk),
        "reply": str(second.pk),
        "rating": "bad",
        "comment": "In German!",
        "reasons": ["not_asked"],
        "rated_at": given.changed_at.isoformat(),
        "finish_reason": "stop",
        **made,
    }
    assert "alice" not in json.dumps(case)


def test_a_set_is_what_was_asked_for(alice: User) -> None:
    replies = [talk(alice, "?", text) for text in ("Good.", "Bad.", "Words.")]
    for reply, rating, comment in zip(
        replies, ("good", "bad", "bad"), ("", "", "Why?"), strict=True
    ):
        rate(reply, rating, comment)
    Generation.objects.filter(message=replies[0]).update(model="other")
    yesterday = timezone.now() - timedelta(days=1)
    Feedback.objects.filter(message=replies[0]).update(changed_at=yesterday)
    today, before = (f"{timezone.localtime(one):%Y-%m-%d}" for one in (timezone.now(), yesterday))
    for arguments, found in (
        ([], ["Words.", "Bad.", "Good."]),
        (["--rating", "good"], ["Good."]),
        (["--model", "other"], ["Good."]),
        (["--commented"], ["Words."]),
        (["--limit", "2"], ["Words.", "Bad."]),
        (["--since", today], ["Words.", "Bad."]),
        (["--until", before], ["Good."]),
        (["--since", before, "--until", today, "--limit", "1"], ["Words."]),
    ):
        assert told(exported(*arguments)) == found, arguments


def test_what_was_deleted_and_what_has_no_words_is_no_case(alice: User) -> None:
    rate(reply_to(say(alice, "One?"), "", reason="stopped"), "bad")
    deleted = talk(alice, "Two?", "Two.")
    rate(deleted, "good")
    services.delete_conversation(user=alice, conversation_id=deleted.conversation_id)
    assert exported() == []


def test_only_a_reviewer_gets_a_set(alice: User, charlie: User) -> None:
    rate(talk(alice, "One?", "One."), "good")
    assert len(exported()) == 1
    for reader in ("alice", "nobody"):
        with pytest.raises(CommandError):
            exported(reader=reader)
    charlie.groups.clear()
    with pytest.raises(CommandError, match="may not read"):
        exported()


def test_without_a_reason_only_what_was_put_before_reviewers_is_written(alice: User) -> None:
    rate(talk(alice, "One?", "One."), "good")
    put_before_reviewers(rate(talk(alice, "Two?", "Two."), "good"))
    assert told(exported(reason="")) == ["Two."]
    with pytest.raises(CommandError, match="a reason has"):
        exported(reason="no")
    assert len(exported()) == 2
    entries = AuditEntry.objects.filter(action="exported").order_by("number")
    assert [(one.owner_name, one.reason) for one in entries] == [
        ("alice", ""),
        ("alice", WHY),
        ("alice", WHY),
    ]


def test_two_versions_are_a_preference(alice: User) -> None:
    bad = talk(alice, "One?", "Zwei.")
    good, disputed, unrated = (again(bad, text) for text in ("One.", "Eins.", "Uno."))
    rate(bad, "bad", "Wrong.")
    rate(good, "good")
    rate(disputed, "good")
    other = rate(disputed, "good")
    Feedback.objects.create(
        message=disputed,
        conversation=other.conversation,
        giver=User.objects.get(username="charlie"),
        rating="bad",
    )
    rate(talk(alice, "Alone?", "Alone."), "good")
    (pair,) = exported("--format", "preferences")
    assert pair["prompt"][-1] == {"role": "user", "content": "One?"}
    assert pair["chosen"] == [{"role": "assistant", "content": "One."}]
    assert pair["rejected"] == [{"role": "assistant", "content": "Zwei."}]
    assert pair["metadata"]["rejected"]["comment"] == "Wrong."
    assert str(unrated.pk) not in json.dumps(pair)
    with pytest.raises(CommandError, match="leave --rating out"):
        exported("--format", "preferences", "--rating", "good")


def test_a_set_can_be_written_to_a_file(alice: User, tmp_path: Path) -> None:
    rate(talk(alice, "One?", "Ein\u2028s."), "good")
    out = tmp_path / "set.jsonl"
    given = ("--reader", "charlie", "--reason", WHY, "--out", str(out))
    call_command("export_evaluation_set", *given)
    (line,) = out.read_text().split("\n")[:-1]
    assert json.loads(line)["messages"][-1]["content"] == "Ein\u2028s."


def test_the_admin_gives_what_was_chosen(client: Client, charlie: User, alice: User) -> None:
    bad = talk(alice, "One?", "Zwei.")
    chosen = [rate(bad, "bad"), rate(again(bad, "One."), "good")]
    put_before_reviewers(chosen[0])
    rate(talk(alice, "Two?", "Two."), "good")
    client.force_login(charlie)
    for action, count in (("take_cases", 2), ("take_preferences", 1)):
        form = {"action": action, "_selected_action": [str(one.pk) for one in chosen]}
        answer = client.post("/admin/chat/feedback/", form)
        lines = answer.content.decode().splitlines()
        assert [json.loads(line)["metadata"]["id"] != "" for line in lines] == [True] * count
