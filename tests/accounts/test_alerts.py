"""Letters about what may be the work of somebody else."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.models import Permission
from django.core.mail import EmailMessage
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.models import User
from tests.accounts.test_addresses import confirm, verify
from tests.support.cast import PASSWORD, make_user
from tests.support.mailbox import letters, link_in

pytestmark = pytest.mark.django_db

HERS, NEW = "alice@example.org", "alice@example.net"
ANOTHER = "a good deal longer than before"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def alice(db: None) -> User:
    user = make_user("alice", email=HERS)
    user.set_password(PASSWORD)
    user.save()
    return user


def signed_in(user: User) -> Client:
    client = Client(headers={"User-Agent": FIREFOX})
    client.force_login(user)
    return client


def asked_again(client: Client, path: str, fields: dict[str, Any]) -> str:
    """The page after a form and the password that is asked for it."""
    asked = client.post(path, fields)
    assert asked.headers["Location"].startswith("/sign-in/again/"), asked.headers
    return client.post(asked.headers["Location"], {"password": PASSWORD}, follow=True).text


def profile(email: str) -> dict[str, str]:
    return {"section": "profile", "first_name": "Alice", "email": email}


def only_letter() -> EmailMessage:
    (letter,) = letters()
    return letter


def test_a_changed_password_is_told_with_when_and_from_where(alice: User) -> None:
    fields = {"oldpassword": PASSWORD, "password1": ANOTHER, "password2": ANOTHER}
    assert signed_in(alice).post("/password/", fields).status_code == 302
    letter = only_letter()
    assert letter.to == [HERS]
    assert letter.subject == "How you sign in to Chatsite has changed"
    assert "The password was changed." in letter.body
    assert "with Firefox on Linux, from the address 127.0.0.1" in letter.body
    assert re.search(r"It was done on .*20\d\d.*UTC", str(letter.body))
    assert link_in(letter) == "/settings/devices/"


def test_it_is_told_in_the_language_of_the_owner(alice: User) -> None:
    alice.language = "de"
    alice.save()
    fields = {"oldpassword": PASSWORD, "password1": ANOTHER, "password2": ANOTHER}
    signed_in(alice).post("/password/", fields)
    assert "Guten Tag alice" in only_letter().body


def test_a_second_factor_that_is_taken_away_is_told(alice: User) -> None:
    TOTP.activate(alice, "A" * 32)
    asked_again(signed_in(alice), "/settings/second-factor/app/remove/", {})
    assert "The app for codes was removed." in only_letter().body


def test_nobody_gets_letters_without_end_because_somebody_named_their_address(alice: User) -> None:
    client = signed_in(alice)
    for new, old in ((ANOTHER, PASSWORD), (PASSWORD, ANOTHER)) * 2:
        fields = {"oldpassword": old, "password1": new, "password2": new}
        assert client.post("/password/", fields).status_code == 302
    assert len(letters()) == 3
    TOTP.activate(alice, "A" * 32)
    asked_again(client, "/settings/second-factor/app/remove/", {})
    assert "The app for codes was removed." in letters()[-1].body, "another change is told"


def test_an_address_changes_only_after_the_password(alice: User, settings: Settings) -> None:
    verify(settings, "off")
    client = signed_in(alice)
    answer = client.post("/settings/", profile(NEW))
    assert answer.headers["Location"].startswith("/sign-in/again/")
    wrong = client.post(answer.headers["Location"], {"password": "not this one"})
    assert "This is not your password." in wrong.text
    alice.refresh_from_db()
    assert (alice.email, letters()) == (HERS, [])


def test_the_address_that_was_left_is_told(alice: User, settings: Settings) -> None:
    verify(settings, "off")
    assert "Saved." in asked_again(signed_in(alice), "/settings/", profile(NEW))
    alice.refresh_from_db()
    assert alice.email == NEW
    letter = only_letter()
    assert letter.to == [HERS]
    assert "no longer to this one" in letter.body


def test_an_address_that_is_taken_away_is_told(alice: User, settings: Settings) -> None:
    verify(settings, "off")
    asked_again(signed_in(alice), "/settings/", profile(""))
    assert only_letter().to == [HERS]


def test_a_proven_address_is_told_to_the_one_before(alice: User, settings: Settings) -> None:
    verify(settings, "required")
    asked_again(signed_in(alice), "/settings/", profile(NEW))
    asked = only_letter()
    assert asked.to == [NEW]
    confirm(link_in(asked))
    alice.refresh_from_db()
    assert alice.email == NEW
    assert [one.to for one in letters()[1:]] == [[HERS]]


def test_a_name_changes_without_a_password_and_a_letter(alice: User) -> None:
    answer = signed_in(alice).post("/settings/", profile(HERS) | {"first_name": "Alice A."})
    assert answer.headers["Location"] == "/settings/"
    alice.refresh_from_db()
    assert (alice.first_name, letters()) == ("Alice A.", [])


def test_administrators_are_told_once_who_waits(settings: Settings) -> None:
    settings.SIGN_UP = "approval"
    make_user("root", is_staff=True, is_superuser=True, email="root@example.org")
    helper = make_user("helper", is_staff=True, email="helper@example.org")
    helper.user_permissions.add(
        Permission.objects.get(content_type__app_label="accounts", codename="change_user")
    )
    make_user("reviewer", is_staff=True, email="reviewer@example.org")
    make_user("gone", is_staff=True, is_superuser=True, is_active=False, email="g@example.org")
    for name in ("alice", "bob"):
        fields = {"username": name, "password1": PASSWORD, "password2": PASSWORD}
        assert Client().post("/sign-up/", fields).status_code == 302
    told = letters()
    assert sorted(one.to for one in told) == [["helper@example.org"], ["root@example.org"]]
    assert all("alice has signed up to Chatsite" in one.body for one in told)
    assert link_in(told[0]) == "/admin/accounts/user/?sign_up=waiting"


def test_the_next_who_waits_is_told_when_all_were_decided(settings: Settings) -> None:
    settings.SIGN_UP = "approval"
    root = make_user("root", is_staff=True, is_superuser=True, email="root@example.org")
    for name in ("alice", "bob"):
        fields = {"username": name, "password1": PASSWORD, "password2": PASSWORD}
        Client().post("/sign-up/", fields)
        waiting = User.objects.get(username=name)
        action = {"action": "approve", "_selected_action": [waiting.pk]}
        assert signed_in(root).post("/admin/accounts/user/", action).status_code == 302
        waiting.refresh_from_db()
        assert waiting.is_active
    assert [one.to for one in letters()] == [["root@example.org"]] * 2
