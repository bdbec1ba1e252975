"""The cast: Alice owns a team, Bob is a member, Charlie is in none."""

from __future__ import annotations

import pytest

from accounts.models import Membership, Team, User
from accounts.teams import services
from tests.support.cast import make_user

Role = Membership.Role


@pytest.fixture
def alice(db: None) -> User:
    return make_user("alice")


@pytest.fixture
def bob(db: None) -> User:
    return make_user("bob")


@pytest.fixture
def charlie(db: None) -> User:
    return make_user("charlie")


@pytest.fixture
def team(alice: User, bob: User) -> Team:
    team = services.create_team(owner=alice, name="Garden")
    add(team, bob)
    return team


def add(team: Team, user: User, role: Role = Role.MEMBER) -> Membership:
    return Membership.objects.create(team=team, user=user, role=role)


def role_of(team: Team, user: User) -> str:
    """Empty: they are not in it."""
    found = team.memberships.filter(user=user).first()
    return found.role if found else ""
