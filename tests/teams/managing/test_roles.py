"""Roles: owners change them, and a team never loses its last owner."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from accounts.exceptions import LastOwner, NotAnOwner
from accounts.models import Membership, Team, User
from accounts.teams import services
from tests.support.at_once import all_at_once
from tests.support.cast import browser_of
from tests.teams.managing.conftest import Role, add, role_of

pytestmark = pytest.mark.django_db


def change(by: User, team: Team, user: User, role: str) -> str:
    """→ what the page says then"""
    member = team.memberships.get(user=user)
    path = f"/teams/{team.pk}/members/{member.pk}/role/"
    return browser_of(by).post(path, {"role": role}, follow=True).text


def test_an_owner_gives_roles(team: Team, alice: User, bob: User) -> None:
    for role in ("reviewer", "owner", "member"):
        change(alice, team, bob, role)
        assert role_of(team, bob) == role


def test_there_are_no_other_roles(team: Team, alice: User, bob: User) -> None:
    change(alice, team, bob, "emperor")
    assert role_of(team, bob) == "member"


def test_the_last_owner_can_neither_be_degraded_nor_leave(
    team: Team, alice: User, bob: User
) -> None:
    assert "A team needs an owner" in change(alice, team, alice, "member")
    leaving = browser_of(alice).post(f"/teams/{team.pk}/leave/", follow=True)
    assert "A team needs an owner" in leaving.text
    mine = team.memberships.get(user=alice)
    browser_of(alice).post(f"/teams/{team.pk}/members/{mine.pk}/remove/")
    assert role_of(team, alice) == "owner"
    change(alice, team, bob, "owner")
    change(alice, team, alice, "member")
    assert (role_of(team, alice), role_of(team, bob)) == ("member", "owner")


def test_an_owner_who_cannot_sign_in_is_not_one_to_rely_on(
    team: Team, alice: User, bob: User
) -> None:
    change(alice, team, bob, "owner")
    User.objects.filter(pk=bob.pk).update(is_active=False)
    with pytest.raises(LastOwner):
        services.leave(user=alice, team_id=team.pk)
    services.remove_member(
        by=alice, team_id=team.pk, membership_id=team.memberships.get(user=bob).pk
    )
    assert role_of(team, bob) == ""


def test_members_leave_and_are_removed_when_asked_twice(
    team: Team, alice: User, bob: User, charlie: User
) -> None:
    assert "Leave “Garden”?" in browser_of(bob).get(f"/teams/{team.pk}/leave/").text
    assert role_of(team, bob) == "member"
    page = browser_of(bob).post(f"/teams/{team.pk}/leave/", follow=True)
    assert "You left “Garden”." in page.text
    assert role_of(team, bob) == ""
    path = f"/teams/{team.pk}/members/{add(team, charlie).pk}/remove/"
    assert "Remove charlie from “Garden”?" in browser_of(alice).get(path).text
    assert role_of(team, charlie) == "member"
    browser_of(alice).post(path)
    assert role_of(team, charlie) == ""
    assert browser_of(charlie).get(f"/teams/{team.pk}/").status_code == 404


def degrade(team: Team, by: User, whom: User) -> str:
    services.change_role(
        by=by,
        team_id=team.pk,
        membership_id=team.memberships.get(user=whom).pk,
        role=Role.MEMBER,
    )
    return "degraded"


@pytest.mark.django_db(transaction=True)
def test_two_owners_who_degrade_each_other_at_once_leave_one(
    transactional_db: None, team: Team, alice: User, bob: User
) -> None:
    for _ in range(5):
        Membership.objects.update(role=Role.OWNER)
        barrier = Barrier(2)

        def run(by: User, whom: User, barrier: Barrier = barrier) -> str:
            barrier.wait()
            try:
                return degrade(team, by, whom)
            except NotAnOwner:
                return "refused"
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            answers = pool.map(run, (alice, bob), (bob, alice))
        assert sorted(answers) == ["degraded", "refused"]
        assert team.memberships.filter(role=Role.OWNER).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_owners_who_leave_at_once_one_stays(
    transactional_db: None, team: Team, alice: User, bob: User
) -> None:
    Membership.objects.update(role=Role.OWNER)
    leaving = iter([alice, bob])
    answers = all_at_once(2, lambda: services.leave(user=next(leaving), team_id=team.pk))
    assert sum(isinstance(answer, LastOwner) for answer in answers) == 1, answers
    assert team.memberships.count() == 1
