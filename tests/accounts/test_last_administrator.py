"""The administration takes the last administrator away neither by a form nor by deleting them."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import User
from tests.support.at_once import all_at_once
from tests.support.cast import browser_of, make_user

pytestmark = pytest.mark.django_db

USERS = "/admin/accounts/user/"
ADMINISTRATOR = {"is_active": True, "is_staff": True, "is_superuser": True}
REFUSED = "Nobody else administers this site: make somebody else a superuser first"
JOINED = {"date_joined_0": "2026-01-01", "date_joined_1": "12:00:00"}


@pytest.fixture
def root(db: None) -> User:
    return make_user("root", **ADMINISTRATOR)


@pytest.fixture
def administrator(root: User) -> Client:
    return browser_of(root)


def save_without(client: Client, user: User, flag: str) -> str:
    """→ the page that answers"""
    flags = {name: "on" for name in ADMINISTRATOR if name != flag}
    form = {"username": user.username, **JOINED, **flags}
    return client.post(f"{USERS}{user.pk}/change/", form, follow=True).text


def administers(user: User) -> bool:
    return User.objects.filter(pk=user.pk, **ADMINISTRATOR).exists()


@pytest.mark.parametrize("flag", ADMINISTRATOR)
def test_the_last_administrator_takes_no_flag_from_themselves(
    flag: str, administrator: Client, root: User
) -> None:
    make_user("alice")
    make_user("bob", **{**ADMINISTRATOR, "is_active": False})
    make_user("charlie", **{**ADMINISTRATOR, "is_staff": False})
    assert REFUSED in save_without(administrator, root, flag)
    assert administers(root)


@pytest.mark.parametrize("flag", ADMINISTRATOR)
def test_where_there_is_another_they_do(flag: str, administrator: Client, root: User) -> None:
    make_user("dora", **ADMINISTRATOR)
    assert REFUSED not in save_without(administrator, root, flag)
    assert not administers(root)


def test_the_last_administrator_is_not_deleted(administrator: Client, root: User) -> None:
    make_user("alice")
    path = f"{USERS}{root.pk}/delete/"
    page = administrator.get(path).text
    assert REFUSED in page
    assert "Yes, I’m sure" not in page
    assert administrator.post(path, {"post": "yes"}).status_code == 200
    assert administers(root)
    dora = make_user("dora", **ADMINISTRATOR)
    assert REFUSED not in administrator.get(path).text
    administrator.post(path, {"post": "yes"})
    assert not User.objects.filter(pk=root.pk).exists()
    assert administers(dora)


def test_nor_are_all_of_them_together(administrator: Client, root: User) -> None:
    alice, dora = make_user("alice"), make_user("dora", **ADMINISTRATOR)
    chosen = [root.pk, dora.pk]
    form = {"action": "delete_selected", "_selected_action": chosen, "post": "yes"}
    assert REFUSED in administrator.post(USERS, form, follow=True).text
    assert User.objects.count() == 3
    form["_selected_action"] = [*chosen, alice.pk]
    assert REFUSED not in administrator.post(USERS, form, follow=True).text
    assert not User.objects.exists(), "who is alone on a site may leave it empty"


def test_of_two_administrators_who_are_deleted_at_once_one_stays(
    real_commits: None, root: User
) -> None:
    make_user("alice")
    dora = make_user("dora", **ADMINISTRATOR)
    each = [(browser_of(root), dora), (browser_of(dora), root)]

    def delete_the_other() -> None:
        client, other = each.pop()
        client.post(f"{USERS}{other.pk}/delete/", {"post": "yes"})

    all_at_once(2, delete_the_other)
    assert User.objects.filter(**ADMINISTRATOR).count() == 1
