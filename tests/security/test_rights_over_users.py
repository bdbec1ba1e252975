"""Staff who may change or delete users get no more rights by that, and take over nobody's."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.utils import timezone

from accounts.models import User
from tests.support.cast import PASSWORD, browser_of, make_reviewer, make_user

pytestmark = pytest.mark.django_db

USERS = "/admin/accounts/user/"
NEW = {"password1": PASSWORD, "password2": PASSWORD, "usable_password": "true"}
JOINED = {"date_joined_0": "2026-01-01", "date_joined_1": "12:00:00"}


@pytest.fixture
def root(db: None) -> User:
    return make_user("root", is_staff=True, is_superuser=True)


@pytest.fixture
def charlie(db: None) -> User:
    return make_reviewer("charlie")


def helper(*rights: str) -> User:
    user = make_user("helper", is_staff=True)
    theirs = Permission.objects.filter(content_type__app_label="accounts", codename__in=rights)
    assert len(theirs) == len(rights)
    user.user_permissions.set(theirs)
    return user


@pytest.fixture
def changer(db: None) -> Client:
    return browser_of(helper("view_user", "add_user", "change_user"))


@pytest.fixture
def deleter(db: None) -> Client:
    return browser_of(helper("view_user", "delete_user"))


def change(client: Client, user: User, **more: Any) -> int:
    form = {"username": user.username, "is_active": "on", **JOINED, **more}
    return client.post(f"{USERS}{user.pk}/change/", form).status_code


def rights_of(user: User) -> tuple[bool, bool, int, int]:
    user = User.objects.get(pk=user.pk)
    own = user.user_permissions.exclude(codename__endswith="_user").count()
    return user.is_staff, user.is_superuser, user.groups.count(), own


def all_rights() -> dict[str, Any]:
    return {
        "is_staff": "on",
        "is_superuser": "on",
        "groups": [group.pk for group in Group.objects.all()],
        "user_permissions": [one.pk for one in Permission.objects.all()],
    }


def test_who_changes_users_gives_rights_to_nobody(
    changer: Client, alice: User, charlie: User
) -> None:
    assert change(changer, alice, first_name="Alice", **all_rights()) == 302
    assert User.objects.get(pk=alice.pk).first_name == "Alice"
    assert rights_of(alice) == (False, False, 0, 0)
    own = User.objects.get(username="helper")
    assert change(changer, own, **all_rights()) == 403
    assert rights_of(own) == (True, False, 0, 0)


def test_nor_to_somebody_whom_they_add(changer: Client) -> None:
    form = {"username": "bob", **NEW, **all_rights()}
    assert changer.post(f"{USERS}add/", form).status_code == 302
    assert rights_of(User.objects.get(username="bob")) == (False, False, 0, 0)


def test_who_changes_users_sets_the_password_of_nobody_with_rights(
    changer: Client, alice: User, root: User, charlie: User
) -> None:
    for other in (root, charlie):
        assert changer.post(f"{USERS}{other.pk}/password/", NEW).status_code == 403
        assert change(changer, other, email="helper@example.org") == 403
        other.refresh_from_db()
        assert (other.has_usable_password(), other.email) == (False, "")
    assert changer.post(f"{USERS}{alice.pk}/password/", NEW).status_code == 302
    alice.refresh_from_db()
    assert alice.check_password(PASSWORD), "this is what the right is for"


def test_nor_do_they_remove_their_second_factor(changer: Client, alice: User, root: User) -> None:
    for user in (alice, root):
        TOTP.activate(user, "A" * 32)
    action = {"action": "remove_second_factor", "_selected_action": [alice.pk, root.pk]}
    page = changer.post(USERS, action, follow=True).text
    assert "Only superusers remove that of staff." in page
    assert [one.user for one in Authenticator.objects.all()] == [root]


def test_nor_let_them_in_again(changer: Client) -> None:
    waits: dict[str, Any] = {"is_active": False, "waiting_since": timezone.now()}
    users = [make_user("alice", **waits), make_user("dora", is_superuser=True, **waits)]
    action = {"action": "approve", "_selected_action": [user.pk for user in users]}
    assert changer.post(USERS, action).status_code == 302
    assert [one.username for one in User.objects.filter(waiting_since=None)] == ["helper", "alice"]


def test_who_deletes_users_deletes_nobody_with_rights(
    deleter: Client, alice: User, root: User, charlie: User
) -> None:
    for other in (root, charlie):
        answer = deleter.post(f"{USERS}{other.pk}/delete/", {"post": "yes"})
        assert answer.status_code == 403
    form = {"action": "delete_selected", "_selected_action": [alice.pk, root.pk], "post": "yes"}
    deleter.post(USERS, form)
    assert User.objects.count() == 4, "none of those who were chosen together"
    assert deleter.post(f"{USERS}{alice.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not User.objects.filter(pk=alice.pk).exists()


def test_a_superuser_gives_and_takes_rights(root: User, alice: User, charlie: User) -> None:
    client = browser_of(root)
    assert change(client, alice, **all_rights()) == 302
    assert rights_of(alice)[:2] == (True, True)
    assert change(client, charlie) == 302
    assert rights_of(charlie) == (False, False, 0, 0)
