"""The second factor: codes of an app, recovery codes, and whom they keep out. Passkeys need a
browser: tests/browser/test_second_factor.py."""

from __future__ import annotations

import re
import time
from base64 import b64decode
from urllib.parse import quote

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.admin.models import LogEntry
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.models import User
from tests.support.cast import PASSWORD, make_user
from tests.support.mailbox import letters, link_in

pytestmark = pytest.mark.django_db
OVERVIEW = "/settings/second-factor/"


def code_of(secret: str) -> str:
    """What the app would show now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def sign_in(client: Client) -> str:
    answer = client.post("/sign-in/", {"login": "alice", "password": PASSWORD})
    return str(answer.headers["Location"])


def is_in(client: Client) -> bool:
    return client.get("/").status_code == 200


@pytest.fixture(autouse=True)
def half_a_minute_more(settings: Settings) -> None:
    """A code may be made at the end of its time, and be looked at after it."""
    settings.MFA_TOTP_TOLERANCE = 1


@pytest.fixture
def alice(client: Client) -> User:
    user = make_user("alice", password=PASSWORD)
    sign_in(client)
    return user


def activate(client: Client) -> tuple[str, list[str]]:
    """→ the secret of the app, and the recovery codes"""
    path = f"{OVERVIEW}app/"
    again = client.get(path)
    assert again.headers["Location"] == f"/sign-in/again/?next={quote(path, safe='')}"
    client.post(again.headers["Location"], {"password": PASSWORD})
    page = client.get(path).text
    found = re.search(r'typed-key">(\w+)<', page)
    assert found is not None
    codes = client.post(path, {"code": code_of(found[1])}, follow=True).text
    return found[1], re.findall(r"<code>(\d{8})</code>", codes)


def test_protecting_an_account_needs_the_password_again(client: Client, alice: User) -> None:
    path = f"{OVERVIEW}app/"
    assert client.post(path, {"code": "123456"}).headers["Location"].startswith("/sign-in/again/")
    refused = client.post(f"/sign-in/again/?next={path}", {"password": "wrong"})
    assert "This is not your password." in refused.text
    assert not Authenticator.objects.exists()


def test_the_qr_code_comes_from_nowhere_else_and_names_the_site(
    client: Client, alice: User, settings: Settings
) -> None:
    settings.SITE_NAME = "The Parlour"
    client.post("/sign-in/again/", {"password": PASSWORD})
    page = client.get(f"{OVERVIEW}app/")
    image = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', page.text)
    assert image is not None
    assert b"<svg" in b64decode(image[1])
    assert page.context["totp_url"].startswith("otpauth://totp/alice?")
    assert "issuer=The%20Parlour" in page.context["totp_url"]


def test_a_wrong_code_switches_nothing_on(client: Client, alice: User) -> None:
    client.post("/sign-in/again/", {"password": PASSWORD})
    client.get(f"{OVERVIEW}app/")
    assert "This is not right." in client.post(f"{OVERVIEW}app/", {"code": "000000"}).text
    assert not Authenticator.objects.exists()


def test_the_password_alone_opens_the_account_no_more(client: Client, alice: User) -> None:
    secret, codes = activate(client)
    assert len(codes) == 10
    other = Client()
    assert sign_in(other) == "/sign-in/second/"
    assert not is_in(other)
    assert "This is not right." in other.post("/sign-in/second/", {"code": "000000"}).text
    assert not is_in(other)
    other.post("/sign-in/second/", {"code": code_of(secret)})
    assert is_in(other)


def test_a_code_of_the_app_works_once(client: Client, alice: User) -> None:
    secret, _ = activate(client)
    code = code_of(secret)
    first, second = Client(), Client()
    for one in (first, second):
        sign_in(one)
        one.post("/sign-in/second/", {"code": code})
    assert (is_in(first), is_in(second)) == (True, False)


def test_a_recovery_code_works_once(client: Client, alice: User) -> None:
    _, codes = activate(client)
    first, second = Client(), Client()
    for one in (first, second):
        sign_in(one)
        one.post("/sign-in/second/", {"code": codes[0]})
    assert (is_in(first), is_in(second)) == (True, False)
    assert "9 codes are left" in client.get(OVERVIEW).text


def test_new_recovery_codes_end_the_old_ones(client: Client, alice: User) -> None:
    _, codes = activate(client)
    page = client.post(f"{OVERVIEW}codes/new/", follow=True).text
    assert codes[0] not in page
    other = Client()
    sign_in(other)
    other.post("/sign-in/second/", {"code": codes[0]})
    assert not is_in(other)


def test_codes_cannot_be_guessed_for_long(client: Client, alice: User) -> None:
    secret, _ = activate(client)
    other = Client()
    sign_in(other)
    for number in range(10):
        other.post("/sign-in/second/", {"code": f"{number:06}"})
    other.post("/sign-in/second/", {"code": code_of(secret)})
    assert not is_in(other)


def test_a_stolen_database_holds_no_secret(client: Client, alice: User) -> None:
    secret, codes = activate(client)
    stored = str(list(Authenticator.objects.values("data")))
    assert secret not in stored
    assert not any(code in stored for code in codes)


def test_with_another_secret_key_no_code_fits_and_nothing_breaks(
    client: Client, alice: User, settings: Settings
) -> None:
    secret, codes = activate(client)
    settings.SECRET_KEY = "another-" * 8
    other = Client()
    sign_in(other)
    for code in (code_of(secret), code_of(""), codes[0]):
        assert other.post("/sign-in/second/", {"code": code}).status_code == 200
    assert not is_in(other)


def test_a_new_password_by_mail_does_not_go_around_it(client: Client, alice: User) -> None:
    activate(client)
    User.objects.update(email="alice@example.org")
    other = Client()
    other.post("/password/reset/", {"email": "alice@example.org"})
    page = other.get(link_in(letters()[0]), follow=True)
    fields = {"password1": PASSWORD + "!", "password2": PASSWORD + "!"}
    other.post(page.request["PATH_INFO"], fields)
    other.post("/sign-in/", {"login": "alice", "password": PASSWORD + "!"})
    assert not is_in(other)


def test_alice_removes_it_herself(client: Client, alice: User) -> None:
    activate(client)
    client.post(f"{OVERVIEW}app/remove/")
    other = Client()
    sign_in(other)
    assert is_in(other)


def test_an_administrator_removes_it_for_who_has_lost_it(client: Client, alice: User) -> None:
    activate(client)
    administrator = Client()
    administrator.force_login(make_user("charlie", is_staff=True, is_superuser=True))
    fields = {"action": "remove_second_factor", "_selected_action": [alice.pk]}
    administrator.post("/admin/accounts/user/", fields)
    assert LogEntry.objects.get().change_message == "Removed the second factor."
    other = Client()
    sign_in(other)
    assert is_in(other)


def test_the_admin_shows_no_secret(client: Client) -> None:
    client.force_login(make_user("charlie", is_staff=True, is_superuser=True))
    assert client.get("/admin/mfa/authenticator/").status_code == 404


def test_bob_cannot_remove_a_passkey_of_alice(client: Client, alice: User) -> None:
    passkey = Authenticator.objects.create(user=alice, type="webauthn", data={"name": "Phone"})
    make_user("bob", password=PASSWORD)
    bob = Client()
    bob.post("/sign-in/", {"login": "bob", "password": PASSWORD})
    bob.post("/sign-in/again/", {"password": PASSWORD})
    assert bob.post(f"{OVERVIEW}passkeys/{passkey.pk}/remove/").status_code == 404
    assert Authenticator.objects.exists()


def test_nonsense_in_place_of_a_passkey_is_refused(client: Client, alice: User) -> None:
    stranger = Client()
    for credential in ("", "{}", "[]", "null", '{"id": 1}', '{"response": {"userHandle": "MQ"}}'):
        answer = stranger.post("/sign-in/passkey/", {"credential": credential})
        assert answer.status_code == 302, credential
    assert not is_in(stranger)


def test_strangers_are_led_to_the_sign_in_page(client: Client) -> None:
    for path in (OVERVIEW, f"{OVERVIEW}app/", f"{OVERVIEW}codes/", f"{OVERVIEW}passkeys/add/"):
        assert client.get(path).headers["Location"].startswith("/sign-in/"), path
    assert client.get("/sign-in/second/").headers["Location"] == "/sign-in/"
