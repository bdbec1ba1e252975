"""The dashboard: who may see it, what it tells, and what can be taken away of it."""

from __future__ import annotations

import csv
import json
import re
from datetime import date, datetime, timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import Team, User
from chat.feedback import give
from inference.client import count_refusal
from operations.models import Refusal, Usage
from operations.usage.rolling import keep_up, rebuild
from tests.operations.replies import ended, ended_for_program
from tests.support.cast import browser_of, make_user, talk

pytestmark = pytest.mark.django_db

PAGE = "/admin/operations/usage/"
MOST_QUERIES = 16
HOSTILE = '=HYPERLINK("http://evil.example")<script>'


def rows_of(client: Client, kind: str, query: str = "days=7") -> list[list[str]]:
    answer = client.get(f"{PAGE}{kind}.csv?{query}")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}days.csv", f"{PAGE}users.csv"])
def test_nobody_sees_it_without_the_permission(path: str, client: Client, alice: User) -> None:
    assert client.get(path).status_code == 302  # to the sign-in page
    client.force_login(alice)
    assert client.get(path).status_code == 302
    client.force_login(make_user("eve", is_staff=True))
    assert client.get(path).status_code == 403
    client.force_login(make_user("dora", is_staff=True, is_superuser=True))
    assert client.get(path).status_code == 200


def test_it_is_listed_in_the_administration_for_those_who_may(operator: Client) -> None:
    assert PAGE in operator.get("/admin/").text
    assert PAGE not in browser_of(make_user("eve", is_staff=True)).get("/admin/").text


def test_it_tells_of_everything_and_of_no_text(operator: Client, alice: User) -> None:
    ended(alice, ttft=0.5, seconds=0.4)
    ended(alice, ttft=0.5, seconds=0.4, finish_reason="stopped")
    ended_for_program(alice, status="failed", error_type="timeout")
    count_refusal("overloaded", user=str(alice.pk), model="pocket")
    keep_up()
    page = operator.get(PAGE).text
    assert "Heliotrope" not in page
    assert "timeout" in page
    head, row = rows_of(operator, "users")
    told = dict(zip(head, row, strict=True))
    assert told["user"] == "alice"
    assert (told["replies"], told["api_replies"], told["stopped"], told["failed"]) == tuple("3111")
    assert (told["prompt_tokens"], told["completion_tokens"]) == ("300", "33")
    assert (told["overloaded"], told["over_quota"]) == ("1", "0")
    assert float(told["ttft_p95_seconds"]) == pytest.approx(0.5, rel=0.05)
    assert float(told["inter_token_p50_ms"]) == pytest.approx(40, rel=0.05)
    assert rows_of(operator, "errors") == [["error_type", "replies"], ["timeout", "1"]]


def test_thumbs_count_for_whoever_gave_them_while_they_stand(operator: Client, alice: User) -> None:
    reply = talk(alice, "Heliotrope?", "Indeed.")
    given = give(giver=alice, message_id=reply.pk, rating="bad")
    head, row = rows_of(operator, "users")
    assert dict(zip(head, row, strict=True))["bad"] == "1"
    given.delete()
    head, row = rows_of(operator, "users")
    assert dict(zip(head, row, strict=True))["bad"] == "0"


def test_the_charts_have_the_numbers_of_the_table_by_day(operator: Client, alice: User) -> None:
    ended(alice)
    ended(alice, timezone.now() - timedelta(days=1))
    page = operator.get(f"{PAGE}?days=7").text
    data = re.search(r'<script id="usage-by-day" type="application/json">(.*?)</script>', page)
    assert data is not None
    chart = json.loads(data[1])
    head, *rows = rows_of(operator, "days")
    by_day = {row[0]: row for row in rows}
    assert sorted(by_day) == chart["days"]
    for name, values in chart["series"].items():
        at = head.index(name)
        assert [by_day[day][at] for day in chart["days"]] == [
            "" if value is None else str(value) for value in values
        ]


def test_a_hostile_name_is_neither_markup_nor_a_formula(operator: Client, alice: User) -> None:
    ended(alice, model=HOSTILE, team=Team.objects.create(name=HOSTILE[:40]))
    page = operator.get(PAGE).text
    assert '<script>"' not in page
    assert HOSTILE not in page
    assert rows_of(operator, "models")[1][0] == f"'{HOSTILE}"
    assert rows_of(operator, "teams")[1][0] == f"'{HOSTILE[:40]}"


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("first=2026-05-02&last=2026-05-01", "comes after the last"),
        ("first=2020-01-01&last=2026-01-01", "At most 366 days"),
        ("first=yesterday", "Enter a valid date"),
        ("days=1000000", "Select a valid choice"),
    ],
)
def test_a_period_that_makes_no_sense_is_told_and_not_shown(
    query: str, problem: str, operator: Client
) -> None:
    page = operator.get(f"{PAGE}?{query}")
    assert page.status_code == 200
    assert problem in page.text
    assert len(rows_of(operator, "days", query)) == 31


def test_a_period_holds_both_of_its_days(operator: Client, alice: User) -> None:
    for day in (1, 2, 3, 4):
        ended(alice, datetime(2026, 5, day, 12, tzinfo=timezone.get_default_timezone()))
    list(rebuild(date(2026, 5, 1)))
    rows = rows_of(operator, "days", "first=2026-05-02&last=2026-05-03")
    assert [(row[0], row[1]) for row in rows[1:]] == [("2026-05-03", "1"), ("2026-05-02", "1")]


@pytest.mark.parametrize(
    "query", ["last=9999-12-31", "last=0001-01-05", "first=0001-01-01&last=0001-01-05"]
)
def test_days_beyond_all_reckoning_are_told_of_and_the_usual_ones_shown(
    operator: Client, query: str
) -> None:
    page = operator.get(f"{PAGE}?{query}")
    assert page.status_code == 200
    assert "Days from 2000-01-01 to 2100-12-31 can be chosen." in page.text
    assert len(rows_of(operator, "days", query)) == 1 + 30


def test_the_page_takes_as_many_queries_however_much_there_is(
    operator: Client, alice: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(3):
        author = make_user(f"author{number}")
        ended(author, team=Team.objects.create(name=f"Team {number}"), model=f"model-{number}")
        ended_for_program(author)
        keep_up()
        ended(author)
    count_refusal("overloaded", user=str(alice.pk), model="pocket")
    with django_assert_max_num_queries(MOST_QUERIES):
        assert operator.get(PAGE).status_code == 200


def test_only_those_with_the_most_tokens_are_on_the_page_and_all_in_the_file(
    operator: Client,
) -> None:
    day = timezone.localdate()
    Usage.objects.bulk_create(
        Usage(day=day, by="user", key=str(10_000 + number), replies=1, prompt_tokens=number)
        for number in range(60)
    )
    for number in range(60):
        User.objects.create(pk=10_000 + number, username=f"user{number}")
    page = operator.get(PAGE).text
    assert "user59" in page
    assert "user9<" not in page
    assert "10 more" in page
    assert len(rows_of(operator, "users")) == 61


def test_a_refusal_without_a_row_of_its_user_is_shown(operator: Client) -> None:
    Refusal.objects.create(
        window=timezone.now(), reason="over_quota", user=str(uuid4().int)[:6], model="", count=4
    )
    assert rows_of(operator, "users")[1][0] == "Deleted account"
    assert rows_of(operator, "models")[1][0] == "(not named)"
