"""Whose an e-mail address is, with verification off, optional and required."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from pytest_django.fixtures import Settings

from accounts import addresses
from accounts.models import User
from tests.support.cast import PASSWORD, make_user
from tests.support.mailbox import letters, link_in

pytestmark = pytest.mark.django_db
ADDRESS, FREE = "alice@example.org", "charlie@example.org"
WAYS = pytest.mark.parametrize("way", ["off", "optional", "required"])


def verify(settings: Settings, way: str) -> None:
    settings.EMAIL_VERIFICATION = way
    settings.ACCOUNT_EMAIL_VERIFICATION = {"off": "none", "required": "mandatory"}.get(way, way)
    email = "email*" if way == "required" else "email"
    settings.ACCOUNT_SIGNUP_FIELDS = ["username*", email, "password1*", "password2*"]


def sign_up(name: str, email: str) -> tuple[Client, str]:
    client = Client()
    fields = {"username": name, "email": email, "password1": PASSWORD, "password2": PASSWORD}
    page = client.post("/sign-up/", fields)
    assert page.status_code == 302, page.text
    return client, page.headers["Location"]


def confirm(path: str) -> str:
    client = Client()
    assert "Is this your e-mail address?" in client.get(path).text
    return client.post(path, follow=True).text


def address_of(name: str) -> str:
    return User.objects.get(username=name).email


@WAYS
def test_signing_up_tells_nobody_whether_an_address_is_taken(settings: Settings, way: str) -> None:
    verify(settings, way)
    make_user("alice", email=ADDRESS)
    taken, to = sign_up("bob", ADDRESS)
    free, to_free = sign_up("charlie", FREE)
    assert to == to_free
    pages = [one.get("/settings/").text for one in (taken, free)]
    shown = [page.count('value="alice@') + page.count('value="charlie@') for page in pages]
    assert shown == ([0, 0] if way == "required" else [1, 1])
    told = ["We have sent a link there." in page for page in pages]
    assert told == ([True, True] if way == "optional" else [False, False])
    assert (address_of("alice"), address_of("bob")) == (ADDRESS, "")
    sent = sorted((one.to, one.subject) for one in letters())
    assert [to for to, _ in sent] == ([] if way == "off" else [[ADDRESS], [FREE]]), sent


def test_an_account_can_be_used_once_its_address_is_proven(settings: Settings) -> None:
    verify(settings, "required")
    bob, to = sign_up("bob", "bob@example.org")
    assert to == "/e-mail/sent/"
    assert bob.get("/").status_code == 302
    confirm(link_in(letters()[0]))
    bob.post("/sign-in/", {"login": "bob", "password": PASSWORD})
    assert bob.get("/").status_code == 200


def test_signing_in_without_proof_sends_one_letter_not_many(settings: Settings) -> None:
    verify(settings, "required")
    bob, _ = sign_up("bob", "bob@example.org")
    for _ in range(3):
        answer = bob.post("/sign-in/", {"login": "bob", "password": PASSWORD})
        assert answer.headers["Location"] == "/e-mail/sent/"
    assert len(letters()) == 1


def test_an_account_without_an_address_is_not_locked_out(settings: Settings) -> None:
    verify(settings, "required")
    make_user("bob", password=PASSWORD)
    bob = Client()
    bob.post("/sign-in/", {"login": "bob", "password": PASSWORD})
    assert bob.get("/").status_code == 200


def test_whoever_reads_the_mail_gets_an_address_that_another_only_typed(settings: Settings) -> None:
    verify(settings, "optional")
    sign_up("bob", ADDRESS)
    sign_up("alice", ADDRESS)
    assert (address_of("bob"), address_of("alice")) == (ADDRESS, "")
    alice = EmailAddress.objects.get(user__username="alice")
    confirm(addresses_link(alice))
    assert (address_of("bob"), address_of("alice")) == ("", ADDRESS)


def addresses_link(address: EmailAddress) -> str:
    from allauth.account.models import EmailConfirmationHMAC

    return f"/e-mail/{EmailConfirmationHMAC(address).key}/"


def test_a_proven_address_is_taken_by_no_other_link(settings: Settings) -> None:
    verify(settings, "optional")
    sign_up("alice", ADDRESS)
    confirm(link_in(letters()[0]))
    sign_up("bob", ADDRESS)
    link = addresses_link(EmailAddress.objects.get(user__username="bob"))
    assert "This link does not work" in Client().get(link).text
    Client().post(link)
    assert (address_of("alice"), address_of("bob")) == (ADDRESS, "")


def test_who_has_the_address_learns_that_somebody_named_it(settings: Settings) -> None:
    verify(settings, "optional")
    alice = make_user("alice", email=ADDRESS)
    addresses.claim(alice, ADDRESS, is_verified=True)
    sign_up("bob", ADDRESS)
    (letter,) = letters()
    assert letter.to == [ADDRESS]
    assert "There is one with it already" in str(letter.body)


@WAYS
def test_a_new_address_in_the_settings(client: Client, settings: Settings, way: str) -> None:
    verify(settings, way)
    alice = make_user("alice")
    addresses.claim(alice, ADDRESS, is_verified=True)
    client.force_login(alice)
    fields = {"section": "profile", "first_name": "", "email": "New@example.org"}
    page = client.post("/settings/", fields, follow=True).text
    assert 'value="new@example.org"' in page
    if way == "off":
        assert address_of("alice") == "new@example.org"
        assert [one.to for one in letters()] == [[ADDRESS]]  # that it is no longer theirs
        return
    assert "We have sent a link there" in page
    assert address_of("alice") == ADDRESS
    confirm(link_in(letters()[0]))
    assert address_of("alice") == "new@example.org"
    assert [one.email for one in EmailAddress.objects.all()] == ["new@example.org"]


def test_the_old_address_resets_no_password_any_more(client: Client) -> None:
    alice = make_user("alice")
    addresses.claim(alice, ADDRESS)
    client.force_login(alice)
    client.post("/settings/", {"section": "profile", "email": "new@example.org"})
    Client().post("/password/reset/", {"email": ADDRESS})
    assert ["/password/reset/" in one.body for one in letters()] == [False]


def test_an_address_that_an_administrator_changes_is_the_only_one(client: Client) -> None:
    alice = make_user("alice", is_staff=True, is_superuser=True)
    addresses.claim(alice, ADDRESS, is_verified=True)
    client.force_login(alice)
    fields = {
        "username": "alice",
        "email": "New@example.org",
        **dict.fromkeys(("is_active", "is_staff", "is_superuser"), "on"),
        "date_joined_0": "2026-01-01",
        "date_joined_1": "12:00:00",
    }
    assert client.post(f"/admin/accounts/user/{alice.pk}/change/", fields).status_code == 302
    Client().post("/password/reset/", {"email": ADDRESS})
    (letter,) = letters()
    assert "no longer to this one" in letter.body, "and none to reset the password"
    assert address_of("alice") == "new@example.org"


def test_many_accounts_that_name_one_address_make_one_letter_to_reset(settings: Settings) -> None:
    alice = make_user("alice", email=ADDRESS)
    for name in ("bob", "charlie", "dave"):
        sign_up(name, ADDRESS)
    Client().post("/password/reset/", {"email": ADDRESS})
    (letter,) = letters()
    assert f"Hello {alice.username}," in str(letter.body)


def test_nobody_sends_letters_to_many_strangers(client: Client, settings: Settings) -> None:
    verify(settings, "optional")
    client.force_login(make_user("alice"))
    for number in range(30):
        form = {"section": "profile", "email": f"stranger{number}@example.org"}
        page = client.post("/settings/", form, follow=True)
    assert "That was too much at once" in page.text
    assert len(letters()) < 15


@pytest.mark.parametrize("path", ["/sign-up/", "/settings/"])
def test_an_address_longer_than_any_is_refused(client: Client, path: str) -> None:
    if path == "/settings/":
        client.force_login(make_user("alice"))
    form = {"section": "profile", "username": "bob", "email": f"{'a' * 300}@example.org"}
    answer = client.post(path, form | {"password1": PASSWORD, "password2": PASSWORD})
    assert (answer.status_code, User.objects.filter(email__startswith="aaa").count()) == (200, 0)
