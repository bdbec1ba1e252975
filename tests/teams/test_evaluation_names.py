"""Sets for evaluation name nobody who speaks in a team, unless somebody asks for it."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command

from accounts.models import Team, User
from chat.feedback import give
from chat.models import AuditEntry
from chat.reviewers import REVIEWERS
from tests.support.cast import make_user
from tests.support.team import talk_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def rated(team: Team, alice: User, bob: User, empty_redis: object) -> None:
    reviewer = make_user("grace", is_staff=True)
    reviewer.groups.add(Group.objects.get(name=REVIEWERS))
    said = ((alice, "Soup?", "Yes."), (bob, "Which?", "Rye."), (alice, "Why?", "It is good."))
    give(giver=bob, message_id=talk_in(team, *said).pk, rating="bad")
    give(giver=bob, message_id=talk_in(team, (alice, "Stew?", "No.")).pk, rating="bad")


def asked(*arguments: str) -> list[list[str]]:
    """By case, what people said in it."""
    out = StringIO()
    why = ("--reader", "grace", "--reason", "To judge models by them.")
    call_command("export_evaluation_set", *why, *arguments, stdout=out)
    cases = [json.loads(line)["messages"] for line in out.getvalue().splitlines()]
    return [[one["content"] for one in case if one["role"] == "user"] for case in cases]


def test_those_who_speak_have_numbers_in_place_of_names() -> None:
    alone, together = asked()
    assert together == ["Person 1: Soup?", "Person 2: Which?", "Person 1: Why?"]
    assert alone == ["Stew?"], "as its model read it: only one person speaks"


def test_who_asks_for_names_gets_them_and_the_log_says_so() -> None:
    assert asked("--names")[1] == ["Alice: Soup?", "Bob: Which?", "Alice: Why?"]
    details = set(AuditEntry.objects.filter(action="exported").values_list("detail", flat=True))
    assert details == {"with names"}
