"""What ends a session that a socket was opened with."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import User
from accounts.sessions import get_signed_in_user
from tests.support.cast import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(client: Client) -> User:
    user = make_user("alice")
    client.force_login(user)
    return user


def still_signed_in(client: Client) -> User | None:
    return get_signed_in_user(client.cookies["sessionid"].value)


def test_a_good_session_has_its_user(client: Client, alice: User) -> None:
    assert still_signed_in(client) == alice


def test_signing_out_ends_it(client: Client, alice: User) -> None:
    session_key = client.cookies["sessionid"].value
    client.logout()
    assert get_signed_in_user(session_key) is None


def test_a_disabled_account_ends_it(client: Client, alice: User) -> None:
    User.objects.update(is_active=False)
    assert still_signed_in(client) is None


def test_a_deleted_account_ends_it(client: Client, alice: User) -> None:
    alice.delete()
    assert still_signed_in(client) is None


def test_a_new_password_ends_it(client: Client, alice: User) -> None:
    alice.set_password("something else")
    alice.save()
    assert still_signed_in(client) is None


@pytest.mark.parametrize("session_key", [None, "", "never-was-one-of-ours-0123456789"])
def test_no_session_has_no_user(session_key: str | None, db: None) -> None:
    assert get_signed_in_user(session_key) is None
