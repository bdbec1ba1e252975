"""Who gets what somebody began in a team when their account is deleted."""

from __future__ import annotations

import pytest

from accounts.exceptions import LastOwner
from accounts.models import Team, User
from chat.account import leaving
from chat.models import Conversation
from tests.support.cast import talk
from tests.teams.managing.conftest import add
from tests.teams.managing.conversations import begin

pytestmark = pytest.mark.django_db


def test_who_is_in_a_team_whose_owner_is_disabled_can_go(
    team: Team, alice: User, bob: User
) -> None:
    User.objects.filter(pk=alice.pk).update(is_active=False)
    conversation = begin(team, bob)
    leaving.delete_account(bob, successor=None)
    conversation.refresh_from_db()
    assert conversation.owner == alice, "and nobody can sign in who owns it"


def test_who_began_nothing_in_a_team_needs_no_heir_there(
    team: Team, alice: User, bob: User, charlie: User
) -> None:
    add(team, charlie)
    team.memberships.filter(user=alice).delete()
    leaving.delete_account(bob, successor=None)
    assert not User.objects.filter(pk=bob.pk).exists()


def test_what_nobody_could_inherit_is_found_before_anything_is_deleted(
    team: Team, bob: User
) -> None:
    begin(team, bob)
    talk(bob, "His own", "His.")
    team.memberships.all().delete()
    with pytest.raises(LastOwner):
        leaving.delete_account(bob, successor=None)
    assert Conversation.objects.count() == 2
