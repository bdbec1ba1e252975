"""Conversations that nobody touched for RETENTION_DAYS go; a dry run says which and why."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from chat import retention
from chat.models import AuditEntry, Conversation, Hold
from chat.schedule import BEAT_SCHEDULE
from chat.tasks import retention as nightly
from tests.support.cast import conversations, say

pytestmark = pytest.mark.django_db


def told(*arguments: str) -> str:
    out = io.StringIO()
    call_command("apply_retention", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def by_age(alice: User) -> dict[int, Conversation]:
    return dict(enumerate(conversations(alice, 6)))


def test_without_a_rule_nothing_goes(by_age: dict[int, Conversation]) -> None:
    assert "every conversation is kept" in told()
    assert "Would be deleted: 0" in told("--dry-run")
    assert Conversation.objects.count() == 6


def test_a_dry_run_tells_what_would_go_and_why_and_deletes_nothing(
    settings: Settings, by_age: dict[int, Conversation]
) -> None:
    settings.RETENTION_DAYS = 3
    Hold.objects.create(conversation=by_age[4], reason="A claim")
    lines = told("--dry-run").splitlines()
    assert [line.split()[:2] for line in lines[:-1]] == [
        ["goes", str(by_age[5].pk)],
        ["stays", str(by_age[4].pk)],
        ["goes", str(by_age[3].pk)],
    ]
    assert lines[0].endswith(": not touched for 3 days")
    assert "alice" in lines[0]
    assert lines[1].endswith(": legal hold")
    assert "Number" not in "".join(lines), "a title is a text"
    assert lines[-1] == "Would be deleted: 2. Would stay: 1. Nothing was deleted."
    assert Conversation.objects.count() == 6


def test_what_a_dry_run_told_goes_and_one_entry_says_so(
    settings: Settings, by_age: dict[int, Conversation]
) -> None:
    settings.RETENTION_DAYS = 3
    Hold.objects.create(conversation=by_age[4], reason="A claim")
    assert "Deleted: 2." in told()
    left = set(Conversation.objects.values_list("pk", flat=True))
    assert left == {by_age[age].pk for age in (0, 1, 2, 4)}
    entry = AuditEntry.objects.get()
    assert (entry.actor_name, entry.detail) == ("the site", "2 not touched for 3 days")
    assert "Deleted: 0." in told()
    assert AuditEntry.objects.count() == 1


def test_a_reply_that_is_being_written_is_waited_for(settings: Settings, alice: User) -> None:
    settings.RETENTION_DAYS = 3
    running = say(alice, "Still being answered")
    Conversation.objects.update(updated_at=timezone.now() - timedelta(days=9))
    assert "a reply is being written" in told("--dry-run")
    nightly()
    assert Conversation.objects.filter(pk=running.conversation_id).exists()


def test_every_night_all_of_it_goes_some_at_a_time(settings: Settings, alice: User) -> None:
    settings.RETENTION_DAYS = 1
    conversations(alice, retention.AT_ONCE + 5)
    nightly()
    assert Conversation.objects.count() == 5
    nightly()
    assert Conversation.objects.count() == 1
    assert BEAT_SCHEDULE["retention"]["task"] == nightly.name


def test_a_rule_may_keep_one_conversation_longer(
    settings: Settings, by_age: dict[int, Conversation], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a team will."""
    settings.RETENTION_DAYS = 3
    rules = {by_age[5].pk: None, by_age[4].pk: 10}
    rule = lambda conversation, _=None: rules.get(conversation.pk, 3)  # noqa: E731
    monkeypatch.setattr(retention, "days_to_keep", rule)
    assert "Deleted: 1." in told()
    assert not Conversation.objects.filter(pk=by_age[3].pk).exists()
