"""Whoever can sign in as somebody can read what they wrote: that an administrator made that
possible is in the audit log, and its owner is told."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.models import Group
from django.test import Client

from accounts.models import User
from chat.models import AuditEntry
from chat.privacy.audit import verify
from tests.support.cast import PASSWORD, browser_of, make_reviewer, make_user
from tests.support.mailbox import letters

pytestmark = pytest.mark.django_db

USERS = "/admin/accounts/user/"
PAGE = "/settings/readers/"
HERS, NEW = "alice@example.org", "alice@example.net"


@pytest.fixture
def alice(db: None) -> User:
    return make_user("alice", email=HERS)


def change(administrator: Client, user: User, **more: Any) -> None:
    joined = {"date_joined_0": "2026-01-01", "date_joined_1": "12:00:00"}
    form = {"username": user.username, "email": user.email, "is_active": "on", **joined, **more}
    answer = administrator.post(f"{USERS}{user.pk}/change/", form)
    assert answer.status_code == 302, answer.text


def set_password(administrator: Client, user: User, password: str = PASSWORD) -> None:
    form = {"password1": password, "password2": password, "usable_password": "true"}
    administrator.post(f"{USERS}{user.pk}/password/", form)


def written(user: User) -> list[str]:
    """What was done to the account, by Dora; oldest first."""
    entries = AuditEntry.objects.order_by("number")
    for one in entries:
        assert (one.actor_name, one.action, one.owner_id) == ("dora", "changed", str(user.pk))
        assert one.subject == f"account {user.pk}"
    assert verify().broken is None
    return [one.detail for one in entries]


def test_a_password_that_an_administrator_sets_is_written_down_and_told(
    administrator: Client, alice: User
) -> None:
    set_password(administrator, alice)
    assert written(alice) == ["password"]
    (letter,) = letters()
    assert letter.to == [HERS]
    assert "The password was changed." in letter.body
    page = browser_of(User.objects.get(pk=alice.pk)).get(PAGE).text
    assert "<b>dora</b> changed it: Password." in page
    assert ">Account<" in "".join(page.split())
    set_password(administrator, alice, "1234")
    assert written(alice) == ["password"], "it was refused"


def test_so_is_a_second_factor_that_one_removes(administrator: Client, alice: User) -> None:
    TOTP.activate(alice, "A" * 32)
    action = {"action": "remove_second_factor", "_selected_action": [alice.pk]}
    administrator.post(USERS, action)
    administrator.post(USERS, action)
    assert written(alice) == ["second factor"], "the second time there was none"
    (letter,) = letters()
    assert (letter.to, "The app for codes was removed." in letter.body) == ([HERS], True)
    assert "<b>dora</b> changed it: Second factor." in browser_of(alice).get(PAGE).text


def test_so_is_another_address_at_the_one_before(administrator: Client, alice: User) -> None:
    change(administrator, alice, email=NEW)
    assert written(alice) == ["address"]
    (letter,) = letters()
    assert (letter.to, "no longer to this one" in letter.body) == ([HERS], True)
    assert "<b>dora</b> changed it: E-mail." in browser_of(alice).get(PAGE).text


def test_rights_are_written_down_as_they_are_then(administrator: Client, alice: User) -> None:
    gardeners = Group.objects.create(name="Gardeners")
    change(administrator, alice, is_staff="on", groups=[gardeners.pk], email=NEW)
    change(administrator, alice, email=NEW, is_active="")
    assert written(alice) == [
        "address, rights: staff yes; groups Gardeners",
        "rights: active no; staff no; groups none",
    ]
    change(administrator, alice, email=NEW)
    page = browser_of(User.objects.get(pk=alice.pk)).get(PAGE).text
    assert "<b>dora</b> changed it: E-mail, Rights." in page
    assert "Gardeners" not in page, "how the site names them is its own"


def test_what_changes_no_way_in_is_not(administrator: Client, alice: User) -> None:
    change(administrator, alice, first_name="Alice")
    assert (written(alice), letters()) == ([], [])


def test_it_is_told_to_nobody_else(administrator: Client, alice: User, bob: User) -> None:
    set_password(administrator, alice)
    for other in (browser_of(bob), browser_of(make_reviewer("charlie")), administrator):
        assert "changed it" not in other.get(PAGE).text
