"""Sign-up with approval: the account is there, and waits for an administrator."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.models import User
from tests.support.cast import PASSWORD, make_user
from tests.support.mailbox import letters

pytestmark = pytest.mark.django_db
USERS = "/admin/accounts/user/"


@pytest.fixture
def administrator(client: Client, settings: Settings) -> Client:
    settings.SIGN_UP = "approval"
    client.force_login(make_user("charlie", is_staff=True, is_superuser=True))
    return client


@pytest.fixture
def bob(administrator: Client) -> Client:
    """He has just signed up."""
    client = Client()
    fields = {"username": "bob", "password1": PASSWORD, "password2": PASSWORD}
    page = client.post("/sign-up/", {**fields, "email": "bob@example.org"}, follow=True)
    assert "Almost there" in page.text
    return client


def sign_in(client: Client) -> str:
    return client.post("/sign-in/", {"login": "bob", "password": PASSWORD}, follow=True).text


def decide(administrator: Client, action: str, *names: str) -> None:
    ids = User.objects.filter(username__in=names).values_list("pk", flat=True)
    administrator.post(USERS, {"action": action, "_selected_action": list(ids)})


def test_the_page_says_beforehand_that_somebody_decides(administrator: Client) -> None:
    assert "An administrator looks at new accounts" in Client().get("/sign-up/").text


def test_the_first_account_of_a_site_waits_for_nobody(client: Client, settings: Settings) -> None:
    settings.SIGN_UP = "approval"
    fields = {"username": "alice", "password1": PASSWORD, "password2": PASSWORD}
    client.post("/sign-up/", fields)
    assert client.get("/").status_code == 200


def test_who_waits_cannot_sign_in_and_is_told_why(bob: Client) -> None:
    assert bob.get("/").status_code == 302
    assert "Almost there" in sign_in(bob)
    assert bob.get("/").status_code == 302


def test_only_who_knows_the_password_learns_that_the_account_waits(bob: Client) -> None:
    page = bob.post("/sign-in/", {"login": "bob", "password": "wrong"}, follow=True).text
    assert "Almost there" not in page


def test_a_disabled_account_is_not_told_that_it_waits(bob: Client) -> None:
    User.objects.filter(username="bob").update(waiting_since=None)
    assert "This account is disabled" in sign_in(bob)


def test_an_administrator_finds_who_waits(administrator: Client, bob: Client) -> None:
    page = administrator.get(USERS, {"sign_up": "waiting"}).text
    assert ">bob<" in page
    assert "charlie</a>" not in page


def test_who_is_approved_gets_mail_and_signs_in(administrator: Client, bob: Client) -> None:
    decide(administrator, "approve", "bob")
    (letter,) = letters()
    assert letter.to == ["bob@example.org"]
    assert "http://testserver/sign-in/" in str(letter.body)
    sign_in(bob)
    assert bob.get("/").status_code == 200
    assert LogEntry.objects.get().change_message == "Approved."


def test_who_is_refused_gets_mail_and_nothing_is_kept(administrator: Client, bob: Client) -> None:
    decide(administrator, "refuse", "bob", "charlie")
    assert [user.username for user in User.objects.all()] == ["charlie"]
    (letter,) = letters()
    assert "has not opened the account" in str(letter.body)
    decide(administrator, "refuse", "bob")
    assert len(letters()) == 1


def test_approving_touches_nobody_who_was_disabled(administrator: Client) -> None:
    make_user("dave", is_active=False)
    decide(administrator, "approve", "dave")
    assert not User.objects.get(username="dave").is_active


def test_who_is_made_active_by_hand_waits_no_longer(administrator: Client, bob: Client) -> None:
    user = User.objects.get(username="bob")
    fields = {
        "username": "bob",
        "email": "bob@example.org",
        "is_active": "on",
        "date_joined_0": "2026-01-01",
        "date_joined_1": "12:00:00",
    }
    assert administrator.post(f"{USERS}{user.pk}/change/", fields).status_code == 302
    sign_in(bob)
    assert bob.get("/").status_code == 200
