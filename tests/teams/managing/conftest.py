"""The cast: Alice owns a team, Bob is a member, Charlie is in none; Dora administers
the site."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import Membership, Team, User
from accounts.teams import services
from tests.support.cast import browser_of, make_user

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
def dora(db: None) -> User:
    return make_user("dora", is_staff=True, is_superuser=True)


@pytest.fixture
def administrator(dora: User) -> Client:
    return browser_of(dora)


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
