"""Each reply is counted once, on its day, and stays counted."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import Settings

from accounts.models import Team, User
from chat import services
from chat.account.leaving import delete_account
from operations.models import CountedReply, Usage
from operations.usage.days import beginning_of, today
from operations.usage.reading import Period, Report, read_usage
from operations.usage.rolling import keep_up, rebuild, roll_up
from tests.operations.replies import ended, ended_for_program

pytestmark = pytest.mark.django_db


def read(days: int = 7) -> Report:
    return read_usage(Period(today() - timedelta(days=days - 1), today()))


def counts(report: Report) -> tuple[int, int, int]:
    total = report.total
    return total.replies, total.prompt_tokens, total.completion_tokens


def test_what_has_just_ended_is_there_before_and_after_it_is_added_up(alice: User) -> None:
    ended(alice)
    ended_for_program(alice)
    for _ in range(3):
        report = read()
        assert counts(report) == (2, 200, 22)
        assert report.total.api_replies == 1
        assert report.users["alice"].replies == report.models["pocket"].replies == 2
        keep_up()
    assert CountedReply.objects.count() == 2


def test_a_day_that_is_added_up_again_is_the_same(alice: User, bob: User) -> None:
    ended(alice, error_type="timeout", status="failed")
    ended(bob, finish_reason="stopped")
    keep_up()
    columns = ("by", "key", "replies", "failed", "stopped", "errors", "ttft", "gap")
    before = list(Usage.objects.order_by("by", "key").values(*columns))
    roll_up(today())
    assert list(Usage.objects.order_by("by", "key").values(*columns)) == before
    report = read()
    assert (report.total.stopped, report.total.failed) == (1, 1)
    assert report.total.errors == {"timeout": 1}


def test_a_reply_that_is_being_written_does_not_count(alice: User) -> None:
    ended(alice, status="active", finish_reason="", finished_at=None)
    keep_up()
    assert counts(read()) == (0, 0, 0)


def test_what_is_deleted_stays_counted_whether_or_not_it_was_added_up(alice: User) -> None:
    kept = ended(alice)
    keep_up()
    just_now = ended(alice)
    for generation in (kept, just_now):
        services.delete(generation.conversation)
    assert counts(read()) == (2, 200, 22)
    list(rebuild(today()))
    assert counts(read()) == (2, 200, 22)


def test_an_account_that_is_gone_has_no_name_and_all_its_counts(alice: User, bob: User) -> None:
    for somebody in (alice, bob):
        ended(somebody)
        ended_for_program(somebody)
        somebody.delete()
    report = read()
    assert counts(report) == (4, 400, 44)
    assert list(report.users) == ["Deleted account"]
    assert report.users["Deleted account"].replies == 4


def test_what_a_program_asked_for_just_before_its_owner_left_stays_counted(alice: User) -> None:
    ended(alice)
    ended_for_program(alice)
    delete_account(alice, successor=None)
    assert counts(read()) == (2, 200, 22)


def test_replies_are_told_by_team(alice: User) -> None:
    ended(alice, team=Team.objects.create(name="Garden"))
    ended(alice)
    ended_for_program(alice)
    for _ in range(2):
        assert {name: one.replies for name, one in read().teams.items()} == {
            "Garden": 1,
            "No team": 2,
        }
        keep_up()


def test_what_ended_while_nobody_counted_for_days_is_there_and_counted_later(alice: User) -> None:
    now = timezone.now()
    ended(alice, now - timedelta(days=9))
    list(rebuild(today() - timedelta(days=9)))
    Usage.objects.update(counted_at=now - timedelta(days=8))
    ended(alice, now - timedelta(days=7))
    ended_for_program(alice, now - timedelta(days=4))
    for _ in range(2):
        assert counts(read(30)) == (3, 300, 33)
        keep_up()
    assert CountedReply.objects.filter(is_added_up=True).count() == 3


def test_teams_of_one_name_are_told_apart_and_those_that_are_gone_are_not(alice: User) -> None:
    teams = [Team.objects.create(name=name) for name in ("Garden", "Garden", "No team")]
    ids = [str(team.pk)[:8] for team in teams]
    for team in (*teams, None):
        ended(alice, team=team)
    for name in ("Soup", "Bread"):
        gone = Team.objects.create(name=name)
        ended(alice, team=gone).conversation.delete()
        gone.delete()
    assert {name: one.replies for name, one in read().teams.items()} == {
        f"Garden ({ids[0]})": 1,
        f"Garden ({ids[1]})": 1,
        f"No team ({ids[2]})": 1,
        "No team": 1,
        "Deleted team": 2,
    }


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-03-28T22:59", "2026-03-28"),  # 23:59 in winter
        ("2026-03-28T23:00", "2026-03-29"),  # midnight in winter
        ("2026-03-29T21:59", "2026-03-29"),  # 23:59 in summer, of a day of 23 hours
        ("2026-03-29T22:00", "2026-03-30"),
        ("2026-10-25T22:59", "2026-10-25"),  # 23:59 in winter again, of a day of 25 hours
    ],
)
def test_days_are_those_of_the_site_also_when_the_clocks_are_changed(
    settings: Settings, alice: User, moment: str, day: str
) -> None:
    settings.TIME_ZONE = "Europe/Berlin"
    asked_at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    ended(alice, asked_at)
    list(rebuild(asked_at.date() - timedelta(days=1)))
    (kept,) = Usage.objects.filter(by="user")
    assert kept.day.isoformat() == day


def test_a_day_in_spring_has_23_hours(settings: Settings) -> None:
    settings.TIME_ZONE = "Europe/Berlin"
    begin, end = beginning_of(date(2026, 3, 29)), beginning_of(date(2026, 3, 30))
    assert end.astimezone(UTC) - begin.astimezone(UTC) == timedelta(hours=23)


def test_a_command_counts_the_days_before_the_update(alice: User) -> None:
    ended(alice, timezone.now() - timedelta(days=40))
    keep_up()
    assert counts(read(90)) == (0, 0, 0)
    told = StringIO()
    since = today() - timedelta(days=41)
    call_command("rebuild_usage", since=since, stdout=told)
    assert counts(read(90)) == (1, 100, 11)
    assert told.getvalue() == "Days added up: 42.\n"
    with pytest.raises(CommandError, match="yet to come"):
        call_command("rebuild_usage", since=today() + timedelta(days=1))
