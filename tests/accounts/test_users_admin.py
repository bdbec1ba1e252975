"""Users in the admin: whom it does not disable, and how many rows it deletes at once."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from accounts.admin.deleting import MOST_AT_ONCE
from accounts.models import Membership, Team, User
from accounts.teams import services
from tests.support.cast import make_user

pytestmark = pytest.mark.django_db

Role = Membership.Role
GROUPS = "/admin/auth/group/"


@pytest.fixture
def administrator() -> Client:
    client = Client()
    client.force_login(make_user("dora", is_staff=True, is_superuser=True))
    return client


@pytest.fixture
def team(alice: User, bob: User) -> Team:
    """Alice owns it, Bob is in it."""
    team = services.create_team(owner=alice, name="Garden")
    Membership.objects.create(team=team, user=bob)
    return team


def disable(administrator: Client, user: User) -> str:
    """→ the page that answers"""
    path = f"/admin/accounts/user/{user.pk}/change/"
    page = administrator.get(path)
    form = page.context["adminform"].form
    fields = {name: form[name].value() for name in form.fields if name != "password"}
    typed = {name: value for name, value in fields.items() if value not in (None, False, [])}
    joined = {"date_joined_0": "2026-01-01", "date_joined_1": "12:00:00"}
    return administrator.post(path, {**typed, **joined, "is_active": ""}, follow=True).text


def is_active(user: User) -> bool:
    return User.objects.get(pk=user.pk).is_active


def test_the_last_owner_of_a_team_is_not_disabled(
    administrator: Client, team: Team, alice: User, bob: User
) -> None:
    page = disable(administrator, alice)
    assert "Team Garden, whose last owner is alice: make somebody else its owner first" in page
    assert is_active(alice)
    gone = make_user("charlie")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    Membership.objects.create(team=team, user=gone, role=Role.OWNER)
    assert "whose last owner is alice" in disable(administrator, alice), "Charlie cannot sign in"
    team.memberships.filter(user=bob).update(role=Role.OWNER)
    assert "was changed successfully" in disable(administrator, alice)
    assert not is_active(alice)
    assert "was changed successfully" in disable(administrator, bob), "nobody else can sign in"


def test_who_leaves_nobody_without_an_owner_is_disabled(
    administrator: Client, team: Team, alice: User, bob: User
) -> None:
    assert "was changed successfully" in disable(administrator, bob)
    assert not is_active(bob)
    team.memberships.filter(user=bob).delete()
    assert "was changed successfully" in disable(administrator, alice), "she is alone in it"
    assert not is_active(alice)


def choose_all() -> dict[str, str]:
    """What the list posts when all its pages are chosen."""
    first = str(Group.objects.order_by("pk").values_list("pk", flat=True)[0])
    return {"action": "delete_selected", "select_across": "1", "_selected_action": first}


def test_as_many_as_can_be_are_deleted_at_once(administrator: Client) -> None:
    Group.objects.all().delete()
    Group.objects.bulk_create(Group(name=f"Group {number}") for number in range(MOST_AT_ONCE))
    page = administrator.post(GROUPS, choose_all()).text
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
    chosen = [value for name, value in fields if name == "_selected_action"]
    assert len(chosen) == MOST_AT_ONCE
    others = dict(fields)
    answer = administrator.post(GROUPS, {**others, "_selected_action": chosen}, follow=True)
    assert "Successfully deleted 500 groups." in answer.text
    assert not Group.objects.exists()


def test_of_more_nothing_is_deleted_and_it_is_said_what_to_do(administrator: Client) -> None:
    Group.objects.all().delete()
    Group.objects.bulk_create(Group(name=f"Group {number}") for number in range(1_001))
    page = administrator.post(GROUPS, choose_all(), follow=True).text
    assert "at most 500 are deleted at once, and these are 1,001" in page
    assert Group.objects.count() == 1_001
