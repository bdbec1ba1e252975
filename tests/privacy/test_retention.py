"""Conversations that nobody touched for RETENTION_DAYS go; a dry run says which and why."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from pytest_django import Settings

from accounts.models import Team, User
from chat import retention
from chat.models import ApiGeneration, AuditEntry, Conversation, Hold
from chat.schedule import BEAT_SCHEDULE
from chat.tasks import retention as nightly
from operations.usage.counting import not_added_up
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


def asked_by_program(owner: User, days_ago: int, team: Team | None = None) -> ApiGeneration:
    moment = timezone.now() - timedelta(days=days_ago)
    texts = {"prompt": '"Cress?"', "text": "Cress.", "reasoning": "Cress", "tool_calls": "[]"}
    return ApiGeneration.objects.create(
        owner=owner,
        team=team,
        created_at=moment,
        finished_at=moment,
        status="finished",
        finish_reason="stop",
        completion_token_count=3,
        keeps_text=True,
        **texts,
    )


def with_words() -> set[ApiGeneration]:
    found = ApiGeneration.objects.exclude(prompt="", text="", reasoning="", tool_calls="")
    return set(found)


def test_texts_of_programs_go_by_the_rules_of_site_and_team_and_stay_counted(
    settings: Settings, alice: User, bob: User
) -> None:
    garden = Team.objects.create(name="Garden", retention_days=1)
    ages = {"old": (400, None), "new": (20, None), "of team": (20, garden), "today": (0, garden)}
    asked = {name: asked_by_program(alice, *age) for name, age in ages.items()}
    of_bob = asked_by_program(bob, 400)
    Hold.objects.create(account=bob, reason="A claim")
    begin, end = timezone.now() - timedelta(days=500), timezone.now()
    counted = {one.pk: one.completion_tokens for one in not_added_up(begin, end)}
    assert len(counted) == 5
    told("--dry-run")
    assert len(with_words()) == 5, "a dry run deletes nothing"
    nightly()
    assert with_words() == {asked["old"], asked["new"], asked["today"], of_bob}
    settings.RETENTION_DAYS = 365
    assert "goes   texts of 1 requests of programs" in told("--dry-run")
    assert "Texts of programs' requests: 1 deleted." in told()
    assert with_words() == {asked["new"], asked["today"], of_bob}
    assert {one.pk: one.completion_tokens for one in not_added_up(begin, end)} == counted
    entry = AuditEntry.objects.first()
    assert entry is not None
    assert (entry.actor_name, entry.action) == ("the site", "expired")
    assert entry.detail == "texts of 1 requests of programs"


def test_a_text_that_is_being_written_for_a_program_is_waited_for(
    settings: Settings, alice: User
) -> None:
    settings.RETENTION_DAYS = 1
    long_ago = timezone.now() - timedelta(days=9)
    active = ApiGeneration.objects.create(
        owner=alice, created_at=long_ago, keeps_text=True, prompt='"Cress?"'
    )
    nightly()
    assert with_words() == {active}
