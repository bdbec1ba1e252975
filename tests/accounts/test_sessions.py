"""What ends a session that a socket was opened with."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.sessions import Proof, get_signed_in_user, prove, still_good
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


def test_what_proved_a_session_holds_until_anything_of_it_changes(
    client: Client, alice: User
) -> None:
    session_key = client.cookies["sessionid"].value

    def proves() -> dict[str, Proof]:
        return prove([session_key])

    assert still_good(proves()) == {session_key}
    before = proves()
    session = client.session
    session["seen"] = True
    session.save()
    assert (still_good(before), still_good(proves())) == (set(), {session_key})
    for change in ({"is_active": False}, {"password": "another"}):
        before = proves()
        User.objects.update(**change)
        assert still_good(before) == set()
        User.objects.update(is_active=True, password=alice.password)
    before = proves()
    client.logout()
    assert still_good(before) == set()


def test_an_ended_session_proves_nothing_any_more(client: Client, alice: User) -> None:
    session_key = client.cookies["sessionid"].value
    before = prove([session_key])
    Session.objects.update(expire_date=timezone.now())
    assert (still_good(before), prove([session_key])) == (set(), {})
