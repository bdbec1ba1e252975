"""What ends a session that a socket was opened with."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.sessions import Proof, SignedIn, prove, still_good
from accounts.tasks import forget_sessions
from chat.schedule import BEAT_SCHEDULE
from tests.support.cast import PASSWORD, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(client: Client) -> User:
    user = make_user("alice")
    client.force_login(user)
    return user


@pytest.fixture(params=["for the first time", "again"])
def session(request: pytest.FixtureRequest, client: Client, alice: User) -> SignedIn:
    """Alice's, about which the tests ask for the first time, or again."""
    session = SignedIn(client.cookies["sessionid"].value)
    if request.param == "again":
        assert session.get_user() == alice
    return session


def test_a_good_session_has_its_user(session: SignedIn, alice: User) -> None:
    assert session.get_user() == alice


def test_signing_out_ends_it(session: SignedIn, client: Client) -> None:
    client.logout()
    assert session.get_user() is None


def test_it_expires(session: SignedIn) -> None:
    Session.objects.update(expire_date=timezone.now())
    assert session.get_user() is None


def test_a_disabled_account_ends_it(session: SignedIn) -> None:
    User.objects.update(is_active=False)
    assert session.get_user() is None


def test_a_deleted_account_ends_it(session: SignedIn, alice: User) -> None:
    alice.delete()
    assert session.get_user() is None


def test_a_new_password_ends_it(session: SignedIn, alice: User) -> None:
    alice.set_password("something else")
    alice.save()
    assert session.get_user() is None


def test_a_session_that_has_changed_otherwise_is_good(
    session: SignedIn, client: Client, alice: User
) -> None:
    stored = client.session
    stored["seen"] = True
    stored.save()
    assert session.get_user() == alice


def test_asking_again_is_one_query(
    session: SignedIn, alice: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    session.get_user()
    with django_assert_num_queries(1):
        assert session.get_user() == alice


@pytest.mark.parametrize("way", ["/sign-in/", "/sign-up/"])
def test_a_session_that_somebody_else_knows_is_not_the_one_that_is_signed_in(
    way: str, client: Client, db: None
) -> None:
    """Whoever made Bob's browser use it would be Bob."""
    before = client.session
    before["made by"] = "somebody else"
    before.save()
    if way == "/sign-in/":
        make_user("bob", password=PASSWORD)
    names = {"username": "bob", "login": "bob", "password": PASSWORD}
    client.post(way, {**names, "password1": PASSWORD, "password2": PASSWORD})
    signed_in = SignedIn(client.cookies["sessionid"].value)
    assert signed_in.get_user() == User.objects.get(username="bob")
    assert client.cookies["sessionid"].value != before.session_key
    assert SignedIn(before.session_key).get_user() is None


@pytest.mark.parametrize("session_key", [None, "", "never-was-one-of-ours-0123456789"])
def test_no_session_has_no_user(session_key: str | None, db: None) -> None:
    assert SignedIn(session_key).get_user() is None


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


def test_what_has_expired_is_forgotten_with_its_line_in_the_list_of_devices() -> None:
    alice = make_user("alice")
    kept, over = Client(), Client()
    for client in (kept, over):
        client.force_login(alice)
        UserSession.objects.create(
            user=alice, session_key=client.session.session_key, ip="192.0.2.1", user_agent="One"
        )
    old = Session.objects.filter(session_key=over.session.session_key)
    old.update(expire_date=timezone.now() - timedelta(seconds=1))
    forget_sessions()
    assert not old.exists()
    assert [one.session_key for one in UserSession.objects.all()] == [kept.session.session_key]
    assert kept.get("/settings/devices/").status_code == 200


def test_it_is_done_every_night() -> None:
    assert BEAT_SCHEDULE["sessions"]["task"] == forget_sessions.name
