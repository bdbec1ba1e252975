"""A team may keep its conversations for less than the site keeps the others, never for more."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command
from pytest_django import Settings

from accounts.models import Team, User
from chat import retention
from chat.models import AuditEntry, Conversation, Hold
from tests.support.cast import conversations

pytestmark = pytest.mark.django_db


def told(*arguments: str) -> str:
    out = io.StringIO()
    call_command("apply_retention", *arguments, stdout=out)
    return out.getvalue()


def keep(team: Team, days: int | None) -> None:
    team.retention_days = days
    team.save()


@pytest.fixture
def of_team(team: Team, alice: User) -> list[Conversation]:
    """By age in days; beside them Alice has as many of her own."""
    conversations(alice, 6)
    return conversations(alice, 6, team=team)


def ages(team: Team | None) -> list[int]:
    left = Conversation.objects.filter(team=team).order_by("-updated_at")
    return [int(one.title.removeprefix("Number ")) for one in left]


def test_a_team_without_a_rule_is_kept_as_the_site_has_it(
    settings: Settings, team: Team, of_team: list[Conversation]
) -> None:
    assert "every conversation is kept" in told()
    settings.RETENTION_DAYS = 4
    told()
    assert ages(team) == ages(None) == [0, 1, 2, 3]


def test_a_team_has_a_rule_of_its_own_where_the_site_has_none(
    team: Team, of_team: list[Conversation]
) -> None:
    keep(team, 3)
    out = told()
    assert "every conversation is kept" not in out
    assert "Deleted: 3." in out
    assert ages(team) == [0, 1, 2]
    assert ages(None) == [0, 1, 2, 3, 4, 5]


@pytest.mark.parametrize(("site", "of_it"), [(5, 2), (2, 5)])
def test_the_shorter_of_both_rules_holds_for_a_team(
    settings: Settings, team: Team, of_team: list[Conversation], site: int, of_it: int
) -> None:
    settings.RETENTION_DAYS = site
    keep(team, of_it)
    told()
    assert ages(team) == [0, 1]
    assert ages(None) == list(range(site))


def test_the_dry_run_tells_it_and_deletes_nothing(
    settings: Settings, team: Team, of_team: list[Conversation]
) -> None:
    settings.RETENTION_DAYS = 5
    keep(team, 4)
    Hold.objects.create(conversation=of_team[4], reason="A claim")
    lines = told("--dry-run").splitlines()
    assert [line.split("  last")[0].split("  ")[-1] for line in lines[:-1]].count(
        "alice in Garden"
    ) == 2
    (stays,) = [line for line in lines if line.startswith("stays")]
    assert str(of_team[4].pk) in stays
    assert sum("not touched for 4 days" in line for line in lines) == 1
    assert sum("not touched for 5 days" in line for line in lines) == 1
    assert lines[-1] == "Would be deleted: 2. Would stay: 1. Nothing was deleted."
    assert Conversation.objects.count() == 12


def test_one_entry_in_the_log_tells_of_all_rules(
    settings: Settings, team: Team, of_team: list[Conversation]
) -> None:
    settings.RETENTION_DAYS = 5
    keep(team, 4)
    told()
    entry = AuditEntry.objects.get()
    assert entry.detail == "2 not touched for 4 days, 1 not touched for 5 days"


def test_a_rule_of_a_team_is_applied_some_at_a_time(
    team: Team, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "AT_ONCE", 2)
    conversations(alice, 6, team=team)
    keep(team, 1)
    assert [retention.apply_retention() for _ in range(4)] == [2, 2, 1, 0]
