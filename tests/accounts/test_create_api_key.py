"""`manage.py create_api_key`: for whoever has a shell at the site."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.api_keys import find_api_key
from accounts.models import ApiKey, Membership, Team, User

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> tuple[str, str]:
    """→ what it wrote to standard output, and to standard error"""
    out, err = StringIO(), StringIO()
    call_command("create_api_key", *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_it_prints_the_secret_and_nothing_else(alice: User) -> None:
    out, err = run("alice")
    key = find_api_key(out.removesuffix("\n"))
    assert key is not None
    assert (key.owner, key.scopes, key.expires_at) == (alice, ["models", "read", "generate"], None)
    assert "alice" in err
    assert "not shown again" in err
    assert out.strip() not in err


def test_what_is_asked_for_is_what_the_key_may(alice: User) -> None:
    given = ["--name", "Nightly", "--scopes", "models, generate", "--expires-in-days", "30"]
    _, err = run("Alice", *given, "--keeps-text")
    key = ApiKey.objects.get()
    assert (key.owner, key.name, key.scopes) == (alice, "Nightly", ["models", "generate"])
    assert key.keeps_text
    assert key.expires_at is not None
    assert abs(key.expires_at - timezone.now() - timedelta(days=30)) < timedelta(minutes=5)
    assert "texts of its prompts and replies are kept" in err


def test_a_key_for_a_team_is_made_by_its_name_or_its_id(alice: User) -> None:
    lab, _ = (Team.objects.create(name="Lab"), Team.objects.create(name="Lab"))
    Membership.objects.create(team=lab, user=alice)
    for named in ("Lab", str(lab.pk)):
        _, err = run("alice", "--team", named)
        assert "alice in the team “Lab”" in err
    assert [key.team for key in ApiKey.objects.all()] == [lab, lab]


def test_which_of_two_teams_must_be_said(alice: User) -> None:
    teams = [Team.objects.create(name="Lab") for _ in range(2)]
    for team in teams:
        Membership.objects.create(team=team, user=alice)
    with pytest.raises(CommandError, match="several teams called 'Lab'") as refusal:
        run("alice", "--team", "Lab")
    assert all(str(team.pk) in str(refusal.value) for team in teams)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["alice", "--team", "Lab"], "alice writes in no team 'Lab'"),
        (["nobody"], "no account called 'nobody'"),
        (["alice", "--scopes", "models,everything"], "no scope 'everything'"),
        (["alice", "--scopes", ""], "models, read, generate"),
        (["alice", "--expires-in-days", "0"], "1 to 3650 days"),
        (["alice", "--expires-in-days", "99999999999"], "1 to 3650 days"),
        (["alice", "--expires-in-days", "soon"], "--expires-in-days"),
        (["alice", "--name", "  "], "1 to 100 characters"),
        (["alice", "--name", "x" * 101], "1 to 100 characters"),
    ],
)
def test_a_wrong_argument_is_explained_and_makes_no_key(
    alice: User, arguments: list[str], told: str
) -> None:
    with pytest.raises(CommandError) as refusal:
        run(*arguments)
    assert told in str(refusal.value)
    assert refusal.value.returncode != 0
    assert not ApiKey.objects.exists()


def test_a_disabled_account_gets_no_key(alice: User) -> None:
    User.objects.update(is_active=False)
    with pytest.raises(CommandError, match="disabled"):
        run("alice")
    assert not ApiKey.objects.exists()
