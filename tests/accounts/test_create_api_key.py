"""`manage.py create_api_key`: for whoever has a shell at the site."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.api_keys import find_api_key
from accounts.models import ApiKey, User

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


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
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
