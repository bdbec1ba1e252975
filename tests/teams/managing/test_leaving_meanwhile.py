"""Somebody joins or leaves a team while its last member deletes their account: what goes with it is
decided where the team is locked, and only as the page told it."""

from __future__ import annotations

import pytest
from django.db import transaction

from accounts.models import Team, User
from accounts.teams import invitations
from chat import team_endings
from chat.exceptions import TeamsChanged
from chat.models import Conversation
from tests.support.cast import talk
from tests.teams.managing.conftest import Role, add
from tests.teams.managing.conversations import begin
from tests.teams.managing.test_leaving import PATH, go, with_password

pytestmark = pytest.mark.django_db


def test_no_team_goes_of_which_the_page_did_not_say_so(team: Team, alice: User, bob: User) -> None:
    begin(team, alice)
    talk(alice, "Her own", "Hers.")
    team.memberships.filter(user=bob).update(role=Role.OWNER)
    client = with_password(alice)
    assert "with all its conversations" not in client.get(PATH).text
    team.memberships.filter(user=bob).delete()  # Bob leaves, and it would go with her
    page = go(client)
    assert "Who is in your teams has changed meanwhile." in page
    assert "the team “Garden” with all its conversations" in page
    assert Conversation.objects.count() == 2, "nothing is deleted"
    assert "is deleted" in go(client, team)
    assert not Team.objects.exists()


def test_a_team_that_somebody_joined_meanwhile_stays(team: Team, alice: User, bob: User) -> None:
    begin(team, alice)
    team.memberships.filter(user=bob).delete()
    client = with_password(alice)
    add(team, bob, Role.OWNER)
    assert "has changed meanwhile" in go(client, team)
    assert "is deleted" in go(client)
    assert Conversation.objects.get().owner == bob


def test_who_is_added_while_it_is_deleted_keeps_the_team(
    team: Team, alice: User, bob: User
) -> None:
    """Nobody joins by a link from then on; staff may still add somebody."""
    team.memberships.filter(user=bob).delete()
    invitations.invite(by=alice, team_id=team.pk)
    begin(team, alice)
    (closed,) = team_endings.close_teams_alone_in(alice)
    assert not invitations.list_open(team).exists()
    add(team, bob, Role.OWNER)
    with pytest.raises(TeamsChanged):
        team_endings.delete_teams([closed], alice)
    assert Conversation.objects.filter(team=team).exists()


def test_a_team_whose_others_left_at_the_last_moment_is_not_left_to_nobody(
    team: Team, alice: User, bob: User
) -> None:
    begin(team, bob)
    team.memberships.filter(user=bob).delete()
    with pytest.raises(TeamsChanged), transaction.atomic():
        team_endings.hand_on(alice)
