"""The cast in a team: Alice owns it, Bob writes in it, Charlie reads it; Dora is in another, Erin
will leave this one, and Frank is in none."""

from __future__ import annotations

import pytest

from accounts.models import Team, User
from tests.chat.conftest import tab_of
from tests.support.cast import make_user
from tests.support.team import join

__all__ = ["tab_of"]


@pytest.fixture
def alice(db: None) -> User:
    return make_user("alice", first_name="Alice")


@pytest.fixture
def bob(db: None) -> User:
    return make_user("bob", first_name="Bob")


@pytest.fixture
def charlie(db: None) -> User:
    return make_user("charlie", first_name="Charlie")


@pytest.fixture
def team(alice: User, bob: User, charlie: User) -> Team:
    team = Team.objects.create(name="Kitchen")
    join(team, alice, "owner")
    join(team, bob, "member")
    join(team, charlie, "reviewer")
    return team


@pytest.fixture
def dora(db: None) -> User:
    dora = make_user("dora", first_name="Dora")
    join(Team.objects.create(name="Garden"), dora, "owner")
    return dora


@pytest.fixture
def erin(db: None, team: Team) -> User:
    erin = make_user("erin", first_name="Erin")
    join(team, erin, "member")
    return erin


@pytest.fixture
def frank(db: None) -> User:
    return make_user("frank", first_name="Frank")
