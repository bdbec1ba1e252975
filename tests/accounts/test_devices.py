"""The list of one's sessions, and ending them. That sockets close: tests/chatsite/server."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts import devices
from accounts.models import User
from tests.support.cast import PASSWORD, make_user

pytestmark = pytest.mark.django_db
PAGE = "/settings/devices/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
    "Gecko) Version/18.0 Mobile/15E148 Safari/604.1"
)


def signed_in(name: str, user_agent: str = FIREFOX) -> Client:
    client = Client(headers={"user-agent": user_agent})
    client.post("/sign-in/", {"login": name, "password": PASSWORD})
    assert is_in(client)
    return client


def is_in(client: Client) -> bool:
    return client.get("/").status_code == 200


@pytest.fixture(autouse=True)
def alice() -> User:
    devices._noted_at.clear()
    return make_user("alice", password=PASSWORD)


def test_the_list_says_which_is_which() -> None:
    here = signed_in("alice")
    signed_in("alice", PHONE)
    page = here.get(PAGE).text
    assert page.index("Firefox on Linux") < page.index("Safari on iPhone")
    assert page.count("this device") == 1
    assert "127.0.0.1" in page


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (FIREFOX, "Firefox on Linux"),
        (PHONE, "Safari on iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36", "Chrome on Android"),
        ("curl/8.0", "A device that does not say what it is"),
        ("<script>", "A device that does not say what it is"),
    ],
)
def test_devices_have_names_that_people_know(user_agent: str, name: str) -> None:
    assert devices.describe(user_agent) == name


def test_signing_up_is_in_the_list_too() -> None:
    client = Client()
    fields = {"username": "bob", "password1": PASSWORD, "password2": PASSWORD}
    client.post("/sign-up/", fields)
    assert "this device" in client.get(PAGE).text


def test_one_is_signed_out() -> None:
    here, phone, third = signed_in("alice"), signed_in("alice", PHONE), signed_in("alice")
    row = UserSession.objects.get(session_key=phone.session.session_key)
    page = here.post(f"{PAGE}{row.pk}/end/", follow=True).text
    assert "That device is signed out." in page
    assert "Safari on iPhone" not in page
    assert [is_in(one) for one in (here, phone, third)] == [True, False, True]


def test_all_others_are_signed_out() -> None:
    here, phone, third = signed_in("alice"), signed_in("alice", PHONE), signed_in("alice")
    make_user("bob", password=PASSWORD)
    bob = signed_in("bob")
    here.post(f"{PAGE}end-others/")
    assert [is_in(one) for one in (here, phone, third, bob)] == [True, False, False, True]


def test_bob_cannot_sign_alice_out() -> None:
    here = signed_in("alice")
    make_user("bob", password=PASSWORD)
    row = UserSession.objects.get()
    signed_in("bob").post(f"{PAGE}{row.pk}/end/")
    assert is_in(here)


def test_a_session_that_ended_otherwise_is_not_listed() -> None:
    here, phone = signed_in("alice"), signed_in("alice", PHONE)
    phone.post("/sign-out/")
    assert "Safari on iPhone" not in here.get(PAGE).text


def test_a_new_password_leaves_this_device_alone_in_the_list() -> None:
    here = signed_in("alice")
    signed_in("alice", PHONE)
    new = PASSWORD + "!"
    here.post("/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    page = here.get(PAGE).text
    assert "this device" in page
    assert "Safari on iPhone" not in page


def test_when_it_was_last_used_is_noted_now_and_then(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    here = signed_in("alice")
    devices._noted_at.clear()
    UserSession.objects.update(last_seen_at=timezone.now() - timedelta(days=3))
    here.get("/settings/language/")
    assert timezone.now() - UserSession.objects.get().last_seen_at < timedelta(minutes=1)
    with django_assert_num_queries(2):  # session, account
        here.get("/settings/language/")


def test_looking_and_ending_need_a_session_and_a_post() -> None:
    assert Client().get(PAGE).headers["Location"] == f"/sign-in/?next={PAGE}"
    assert signed_in("alice").get(f"{PAGE}end-others/").status_code == 405
