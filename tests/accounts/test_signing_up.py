"""Sign-up: who may, and who becomes the administrator."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, connection
from django.test import Client
from environs import EnvError
from pytest_django.fixtures import Settings

from accounts import services
from accounts.exceptions import SignUpClosed
from accounts.models import User
from chatsite.environment import replaced
from tests.support.cast import PASSWORD, make_user

pytestmark = pytest.mark.django_db


def sign_up(client: Client, username: str, **more: str) -> int:
    fields = {"username": username, "password1": PASSWORD, "password2": PASSWORD, **more}
    return client.post("/sign-up/", fields).status_code


def test_the_first_account_of_an_empty_site_administers_it(client: Client) -> None:
    assert sign_up(client, "alice") == 302
    alice = User.objects.get()
    assert alice.is_staff
    assert alice.is_superuser
    assert alice.check_password(PASSWORD)


def test_the_second_account_does_not(client: Client) -> None:
    make_user("alice")
    assert sign_up(client, "bob") == 302
    bob = User.objects.get(username="bob")
    assert not bob.is_staff
    assert not bob.is_superuser


def test_signing_up_signs_in(client: Client) -> None:
    sign_up(client, "alice")
    assert client.get("/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_two_first_sign_ups_at_once_make_one_administrator() -> None:
    barrier = Barrier(6)

    def run(number: int) -> None:
        barrier.wait()
        try:
            services.sign_up(username=f"user{number}", email="", password="")
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(run, range(6)))

    assert User.objects.count() == 6
    assert User.objects.filter(is_superuser=True, is_staff=True, is_founder=True).count() == 1
    assert User.objects.filter(is_superuser=False, is_staff=False).count() == 5


@pytest.mark.django_db(transaction=True)
def test_of_two_first_sign_ups_at_once_a_closed_site_takes_one(settings: Settings) -> None:
    settings.SIGN_UP = "closed"
    barrier = Barrier(2)

    def run(name: str) -> str:
        barrier.wait()
        try:
            services.sign_up(username=name, email="", password="")
        except SignUpClosed:
            return "refused"
        finally:
            connection.close()
        return "taken"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(run, ["alice", "bob"])) == ["refused", "taken"]
    assert User.objects.count() == 1


def test_a_closed_site_refuses_strangers(client: Client, settings: Settings) -> None:
    settings.SIGN_UP = "closed"
    make_user("alice")
    assert client.get("/sign-up/").status_code == 403
    assert sign_up(client, "bob") == 403
    assert not User.objects.filter(username="bob").exists()


def test_a_closed_and_empty_site_takes_its_first_account(
    client: Client, settings: Settings
) -> None:
    settings.SIGN_UP = "closed"
    assert sign_up(client, "alice") == 302
    assert User.objects.get().is_superuser


def test_the_setting_of_former_times_is_not_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIGNUP_OPEN", "false")
    with pytest.raises(EnvError, match="SIGNUP_OPEN is no setting any more: use SIGN_UP"):
        replaced("SIGNUP_OPEN", by="SIGN_UP")


def test_names_that_differ_in_case_only_are_one_name(client: Client) -> None:
    make_user("alice")
    assert sign_up(client, "ALICE") == 200
    assert User.objects.count() == 1


def test_the_database_itself_refuses_a_name_in_another_case() -> None:
    make_user("alice")
    with pytest.raises(IntegrityError):
        make_user("Alice")


def test_several_accounts_may_have_no_address_but_not_the_same_one(client: Client) -> None:
    make_user("alice", email="alice@example.org")
    assert sign_up(client, "bob", email="") == 302
    client.logout()
    assert sign_up(client, "charlie", email="") == 302
    client.logout()
    assert sign_up(client, "dave", email="Alice@example.org") == 302
    addresses = User.objects.exclude(email="").values_list("username", "email")
    assert list(addresses) == [("alice", "alice@example.org")]


def test_rights_cannot_be_posted(client: Client) -> None:
    make_user("alice")
    sign_up(client, "bob", is_superuser="on", is_staff="on", is_founder="on")
    bob = User.objects.get(username="bob")
    assert not bob.is_superuser
    assert not bob.is_staff
    assert bob.is_founder is None


def test_a_weak_password_is_refused_with_a_reason(client: Client) -> None:
    fields = {"username": "alice", "password1": "12345", "password2": "12345"}
    assert "too short" in client.post("/sign-up/", fields).content.decode()
    assert not User.objects.exists()


def test_whoever_is_signed_in_is_led_to_the_chat(client: Client) -> None:
    client.force_login(make_user("alice"))
    assert client.get("/sign-up/").headers["Location"] == "/"


def test_only_the_first_person_is_told_that_they_will_administer_the_site(client: Client) -> None:
    hint = "it will be its administrator"
    assert hint in client.get("/sign-up/").content.decode()
    make_user("alice")
    assert hint not in client.get("/sign-up/").content.decode()


def test_whoever_opens_an_empty_site_is_led_to_its_first_account(client: Client) -> None:
    assert client.get("/", follow=True).redirect_chain[-1][0] == "/sign-up/"
    make_user("alice")
    assert client.get("/", follow=True).redirect_chain[-1][0].startswith("/sign-in/")
