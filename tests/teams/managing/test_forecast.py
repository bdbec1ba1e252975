"""Whoever shortens a retention is told first what it would delete, and confirms."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from accounts.models import Team, User
from chat.models import AuditEntry, Conversation, Hold
from tests.support.cast import browser_of, conversations, say
from tests.teams.managing.test_admin import form_of
from tests.teams.managing.test_settings import NOTHING

pytestmark = pytest.mark.django_db

RETENTION = "/admin/chat/hold/retention/"


@pytest.fixture
def of_team(team: Team, alice: User) -> list[Conversation]:
    """By age in days; beside them Alice has as many of her own."""
    conversations(alice, 6)
    return conversations(alice, 6, team=team)


def post(team: Team, alice: User, days: str, **more: str) -> str:
    form = {"name": "Garden", **NOTHING, "retention_days": days, **more}
    page = browser_of(alice).post(f"/teams/{team.pk}/settings/", form, follow=True).text
    team.refresh_from_db()
    return " ".join(page.split())


def test_an_owner_is_told_what_goes_and_what_a_hold_keeps_before_it_is_saved(
    team: Team, alice: User, of_team: list[Conversation]
) -> None:
    Hold.objects.create(conversation=of_team[4], reason="A claim")
    Conversation.objects.filter(pk=of_team[5].pk).update(deleted_at=timezone.now())
    page = post(team, alice, "2", system_prompt="Be brief.")
    assert "Keep conversations for 2 days only?" in page
    assert "<dt>Conversations</dt><dd>2</dd>" in page, "Number 2 and Number 3"
    for age, called in ((3, "Oldest"), (2, "Newest")):
        when = of_team[age].updated_at.strftime("%Y-%m-%d")
        assert f'<dt>{called}, last message</dt><dd><time datetime="{when}' in page
    assert "1 older conversation stays: a legal hold keeps it." in page
    assert (team.retention_days, team.system_prompt) == (None, "")
    assert "Be brief." in page, "what was typed is still there"
    page = post(team, alice, "2", system_prompt="Be brief.", confirmed_days="2")
    assert "Saved." in page
    assert (team.retention_days, team.system_prompt) == (2, "Be brief.")
    assert Conversation.objects.count() == 12, "the night deletes, and not the page"


def test_who_confirmed_other_days_is_asked_again(
    team: Team, alice: User, of_team: list[Conversation]
) -> None:
    page = post(team, alice, "1", confirmed_days="4")
    assert "<dt>Conversations</dt><dd>5</dd>" in page
    assert team.retention_days is None


def test_only_a_shorter_retention_asks(
    settings: Settings, team: Team, alice: User, of_team: list[Conversation]
) -> None:
    post(team, alice, "3", confirmed_days="3")
    for days in ("3", "4", ""):
        assert "Saved." in post(team, alice, days)
    settings.RETENTION_DAYS = 5
    assert "Saved." in post(team, alice, "5"), "as the site has it"
    assert "Saved." in post(team, alice, "")
    assert "Keep conversations for 4 days only?" in post(team, alice, "4")


def test_it_is_told_that_nothing_is_so_old_and_that_replies_are_waited_for(
    team: Team, alice: User, empty_redis: object
) -> None:
    assert "No conversation is so old now" in post(team, alice, "30")
    running = say(alice, "Still being answered").conversation
    long_ago = timezone.now() - timedelta(days=40)
    Conversation.objects.filter(pk=running.pk).update(team=team, updated_at=long_ago)
    assert "1 older conversation stays until its reply is written." in post(team, alice, "30")


def test_members_are_told_nothing(team: Team, bob: User, of_team: list[Conversation]) -> None:
    form = {"name": "Garden", **NOTHING, "retention_days": "2"}
    answer = browser_of(bob).post(f"/teams/{team.pk}/settings/", form)
    assert answer.status_code == 403
    assert "would be deleted" not in answer.text


# --- in the administration ------------------------------------------------------------------------


def test_staff_are_asked_too_before_they_shorten_a_retention(
    administrator: Client, team: Team, of_team: list[Conversation]
) -> None:
    path = f"/admin/accounts/team/{team.pk}/change/"
    page = administrator.post(path, form_of(team, retention_days="2")).text
    oldest, newest = (of_team[age].updated_at.strftime("%Y-%m-%d") for age in (5, 2))
    assert f"would delete 4 conversations, last touched from {oldest} to {newest}" in page
    team.refresh_from_db()
    assert team.retention_days is None
    assert 'name="confirmed_days" value="2"' in page
    told = {"confirmed": "on", "confirmed_days": "2"}
    administrator.post(path, form_of(team, retention_days="2", **told))
    assert AuditEntry.objects.get().detail == "retention_days"
    team.refresh_from_db()
    assert team.retention_days == 2


@pytest.mark.parametrize(
    "told",
    [{"confirmed": "on"}, {"confirmed": "on", "confirmed_days": "4"}, {"confirmed_days": "1"}],
    ids=["nothing was told", "other days were told", "not confirmed"],
)
def test_staff_confirm_only_the_days_that_they_were_told_about(
    administrator: Client, team: Team, of_team: list[Conversation], told: dict[str, str]
) -> None:
    path = f"/admin/accounts/team/{team.pk}/change/"
    page = administrator.post(path, form_of(team, retention_days="1", **told)).text
    assert "would delete 5 conversations" in page
    assert 'name="confirmed_days" value="1"' in page
    assert "checked" not in page.partition('name="confirmed"')[2].partition(">")[0]
    team.refresh_from_db()
    assert team.retention_days is None


def test_administrators_see_what_a_rule_of_the_site_would_delete(
    administrator: Client, settings: Settings, team: Team, of_team: list[Conversation]
) -> None:
    settings.RETENTION_DAYS = 4
    Hold.objects.create(conversation=of_team[5], reason="A claim")
    assert "/retention/" in administrator.get("/admin/chat/hold/").text
    page = administrator.get(RETENTION)
    assert "keeps conversations for 4 days" in page.text
    told = page.context["forecast"]
    assert (told.going, told.held) == (3, 1)
    assert "Number" not in page.text, "a title is a text"
    told = administrator.get(RETENTION, {"days": 1}).context["forecast"]
    assert (told.going, told.held, told.days) == (9, 1, 1)
    assert administrator.get(RETENTION, {"days": 0}).context["forecast"].going == 0
    wrong = administrator.get(RETENTION, {"days": -1})
    assert "Shown is what the site's rule would do" in wrong.text.replace("&#x27;", "'")
    assert Conversation.objects.count() == 12


def test_the_dry_run_of_many_asks_no_more_than_that_of_few(
    administrator: Client, team: Team, alice: User
) -> None:
    def queries_for(count: int) -> int:
        conversations(alice, count, team=team)
        with CaptureQueriesContext(connection) as queries:
            administrator.get(RETENTION, {"days": 1})
        return len(queries)

    administrator.get(RETENTION)
    assert queries_for(2) == queries_for(40) <= 10


def test_staff_without_the_right_see_no_dry_run(client: Client, charlie: User) -> None:
    charlie.is_staff = True
    charlie.save()
    assert browser_of(charlie).get(RETENTION).status_code == 403
