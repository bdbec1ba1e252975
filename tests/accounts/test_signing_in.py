"""Sign-in, sign-out and passwords."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.models import User
from tests.support.cast import PASSWORD, make_user
from tests.support.mailbox import letters, link_in

pytestmark = pytest.mark.django_db

NEW_PASSWORD = "staple battery horse correct"


@pytest.fixture
def alice() -> User:
    return make_user("alice", email="alice@example.org", password=PASSWORD)


def sign_in(client: Client, username: str, password: str = PASSWORD) -> bool:
    answer = client.post("/sign-in/", {"login": username, "password": password})
    return answer.status_code == 302


def test_alice_may_type_her_name_in_any_case(client: Client, alice: User) -> None:
    assert sign_in(client, "Alice")
    assert client.get("/").status_code == 200


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(
    client: Client, alice: User
) -> None:
    def answer(username: str) -> str:
        page = client.post("/sign-in/", {"login": username, "password": "wrong"}).content
        return re.sub(r'value="[^"]*"', "", page.decode())

    assert answer("alice") == answer("nobody")


def test_the_sign_in_page_names_the_site(client: Client, settings: Settings) -> None:
    make_user("alice")
    settings.SITE_NAME = "The Parlour"
    page = client.get("/sign-in/").content.decode()
    assert "The Parlour" in page
    assert "testserver" not in page


def test_strangers_are_led_to_the_sign_in_page(client: Client, db: None) -> None:
    assert client.get("/").headers["Location"] == "/sign-in/?next=/"


def test_signing_out_needs_a_post(client: Client, alice: User) -> None:
    client.force_login(alice)
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/").status_code == 302
    assert client.get("/").status_code == 302


def test_the_sign_in_page_offers_sign_up_only_while_it_is_open(
    client: Client, alice: User, settings: Settings
) -> None:
    assert "/sign-up/" in client.get("/sign-in/").content.decode()
    settings.SIGN_UP = "closed"
    assert "/sign-up/" not in client.get("/sign-in/").content.decode()


def test_a_new_password_ends_the_other_sessions(client: Client, alice: User) -> None:
    other = Client()
    sign_in(client, "alice")
    sign_in(other, "alice")
    fields = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    answer = client.post("/password/", fields, follow=True)
    assert "Password changed" in answer.content.decode()
    assert client.get("/").status_code == 200
    assert other.get("/").status_code == 302


def test_a_forgotten_password_is_reset_by_mail(client: Client, alice: User) -> None:
    answer = client.post("/password/reset/", {"email": "alice@example.org"}, follow=True)
    assert "Look into your mail" in answer.content.decode()
    (letter,) = letters()
    assert "Chatsite" in letter.subject
    page = client.get(link_in(letter), follow=True)
    fields = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    changed = client.post(page.request["PATH_INFO"], fields, follow=True)
    assert "Password changed" in changed.content.decode()
    assert sign_in(client, "alice", NEW_PASSWORD)


def test_a_used_link_says_so(client: Client, alice: User) -> None:
    page = client.get("/password/reset/1/set-password/")
    assert "This link does not work" in page.content.decode()


def test_resetting_does_not_tell_who_has_an_account(client: Client, alice: User) -> None:
    known = client.post("/password/reset/", {"email": "alice@example.org"}, follow=True)
    unknown = client.post("/password/reset/", {"email": "nobody@example.org"}, follow=True)
    assert known.content == unknown.content
    assert [letter.to for letter in letters()] == [["alice@example.org"]]


@pytest.mark.parametrize(
    "path",
    [
        "/sign-in/",
        "/sign-up/",
        "/password/reset/",
        "/password/reset/sent/",
        "/password/reset/complete/",
    ],
)
def test_account_pages_are_for_strangers_too(client: Client, path: str, alice: User) -> None:
    page = client.get(path)
    assert page.status_code == 200
    assert "no-store" in page.headers["Cache-Control"]


def test_only_whoever_is_signed_in_may_change_a_password(client: Client, alice: User) -> None:
    assert client.get("/password/").status_code == 302
    client.force_login(alice)
    assert client.get("/password/").status_code == 200


def test_the_page_leads_where_somebody_wanted_to_go_and_nowhere_else(alice: User) -> None:
    def leads_to(wanted: str) -> str:
        fields = {"login": "alice", "password": PASSWORD, "next": wanted}
        return str(Client().post("/sign-in/", fields).headers["Location"])

    assert leads_to("/archived/") == "/archived/"
    assert leads_to("https://evil.example/") == leads_to("//evil.example/") == "/"


def test_the_admin_has_no_sign_in_page_of_its_own(client: Client, alice: User) -> None:
    page = client.get("/admin/", follow=True)
    assert page.redirect_chain[-1][0].startswith("/sign-in/?next=")
    User.objects.update(is_staff=True, is_superuser=True)
    wanted = {"login": "alice", "password": PASSWORD, "next": "/admin/"}
    assert client.post("/sign-in/", wanted).headers["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_who_administers_nothing_is_kept_out_of_the_admin(client: Client, alice: User) -> None:
    client.force_login(alice)
    assert client.get("/admin/", follow=True).status_code == 403


@pytest.mark.parametrize("path", ["/password/reset/%00/x-y/", "/admin/accounts/user/?q=%00"])
def test_no_address_holds_nul(client: Client, path: str) -> None:
    client.force_login(make_user("dora", is_staff=True, is_superuser=True))
    assert client.get(path).status_code == 400
