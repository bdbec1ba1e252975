"""The settings page: what it shows, what it saves, and how it looks from then on."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from chat.sharing import links
from tests.support.cast import talk

pytestmark = pytest.mark.django_db

SETTINGS_QUERIES = 4  # session, account, an address that waits, links


def save(client: Client, section: str, **fields: str) -> str:
    answer = client.post("/settings/", {"section": section, **fields}, follow=True)
    assert answer.status_code == 200
    return answer.text


def test_it_takes_few_queries_however_much_was_shared(
    signed_in: Client, alice: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(3):
        links.share(alice, talk(alice, f"Number {number}", "Yes.").conversation_id)
    with django_assert_num_queries(SETTINGS_QUERIES):
        page = signed_in.get("/settings/")
    assert all(f"Number {number}" in page.text for number in range(3))


def test_strangers_see_nothing(client: Client) -> None:
    for path in ("/settings/", "/settings/delete-account/", "/settings/delete-conversations/"):
        assert client.get(path).headers["Location"] == f"/sign-in/?next={path}"
        assert client.post(path).status_code == 302


def test_bobs_links_are_not_on_alices_page(signed_in: Client, bob: User) -> None:
    links.share(bob, talk(bob, "Foreign", "Yes.").conversation_id)
    assert "Foreign" not in signed_in.get("/settings/").text


def test_the_look_is_kept_with_the_account_and_in_the_first_answer(
    signed_in: Client, alice: User
) -> None:
    page = signed_in.get("/").text
    assert "data-theme" not in page
    assert '<meta name="color-scheme" content="light dark">' in page
    look = {"theme": "dark", "text_size": "large", "send_key": "ctrl_enter"}
    assert "Saved." in save(signed_in, "appearance", **look)
    other_device = Client()
    other_device.force_login(alice)
    for path in ("/", "/settings/", "/settings/keys/", "/nowhere"):
        page = other_device.get(path).text
        assert '<html lang="en" dir="ltr" data-theme="dark" data-text-size="large">' in page
        assert '<meta name="color-scheme" content="dark">' in page
    assert 'data-send-key="ctrl_enter"' in other_device.get("/").text
    assert "data-theme" not in Client().get("/sign-in/").text


@pytest.mark.parametrize("field", ["theme", "text_size", "send_key"])
def test_a_made_up_look_is_refused(signed_in: Client, alice: User, field: str) -> None:
    look = {"theme": "dark", "text_size": "large", "send_key": "enter"}
    text = save(signed_in, "appearance", **{**look, field: '"><script>'})
    assert "Saved." not in text
    assert "<script>" not in text
    alice.refresh_from_db()
    assert alice.theme == "system"


def test_the_shown_name_and_the_address_can_be_changed(signed_in: Client, alice: User) -> None:
    assert "Saved." in save(signed_in, "profile", first_name="Alice A.", email="a@example.org")
    alice.refresh_from_db()
    assert (alice.shown_name, alice.email) == ("Alice A.", "a@example.org")
    assert "Hello, Alice A.." in signed_in.get("/").text


def test_a_name_of_two_parts_stays_as_it_was_until_it_is_changed(
    signed_in: Client, alice: User
) -> None:
    User.objects.filter(pk=alice.pk).update(first_name="Alice", last_name="Allen")
    assert 'value="Alice Allen"' in signed_in.get("/settings/").text
    save(signed_in, "profile", first_name="Alice Allen", email="")
    alice.refresh_from_db()
    assert (alice.first_name, alice.last_name) == ("Alice", "Allen")
    save(signed_in, "profile", first_name="Al", email="")
    alice.refresh_from_db()
    assert alice.shown_name == "Al"


def test_an_address_of_somebody_else_stays_theirs(
    signed_in: Client, alice: User, bob: User
) -> None:
    User.objects.filter(pk=bob.pk).update(email="bob@example.org")
    text = save(signed_in, "profile", first_name="", email="BOB@example.org")
    assert "Saved." in text  # nobody is told who has an account: accounts.addresses
    alice.refresh_from_db()
    assert alice.email == ""


def test_nothing_else_of_the_account_can_be_changed_here(signed_in: Client, alice: User) -> None:
    for section in ("profile", "appearance", "nonsense"):
        save(signed_in, section, is_staff="on", is_superuser="1", username="root", email="")
    alice.refresh_from_db()
    assert (alice.username, alice.is_staff, alice.is_superuser) == ("alice", False, False)
