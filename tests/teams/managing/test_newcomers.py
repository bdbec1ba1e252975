"""Who comes with an invitation into a team and has not signed in, or has no account yet."""

from __future__ import annotations

from uuid import UUID

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Permission
from django.test import Client
from pytest_django.fixtures import Settings

from accounts import services
from accounts.exceptions import SignUpClosed
from accounts.models import Team, User
from accounts.teams import invitations
from tests.support.at_once import all_at_once
from tests.support.cast import PASSWORD, browser_of, make_user
from tests.teams.managing.conftest import role_of
from tests.teams.managing.test_invitations import follow, joins, link, mail_to

pytestmark = pytest.mark.django_db


def sign_up(client: Client, name: str, **more: str) -> bool:
    form = {"username": name, "password1": PASSWORD, "password2": PASSWORD, **more}
    client.post("/sign-up/", form)
    return User.objects.filter(username=name).exists()


def allow_to_invite(user: User) -> None:
    user.is_staff = True
    user.save()
    user.user_permissions.add(Permission.objects.get(codename="add_invitation"))


def test_who_signs_in_comes_back_to_joining(team: Team, charlie: User) -> None:
    charlie.set_password(PASSWORD)
    charlie.save()
    his = follow(link(team))
    welcome = his.get("/teams/join/").text
    assert "Garden" in welcome
    assert 'href="/sign-in/"' in welcome
    assert joins(his) == 302
    assert "join the team “Garden”" in his.get("/sign-in/").text
    answer = his.post("/sign-in/", {"login": "charlie", "password": PASSWORD})
    assert answer["Location"] == "/teams/join/"
    assert role_of(team, charlie) == ""
    joins(his)
    assert role_of(team, charlie) == "member"


def test_who_signs_up_comes_back_to_joining_with_a_proven_address(team: Team, alice: User) -> None:
    hers = follow(mail_to(team, alice, "dora@example.org"))
    assert 'value="dora@example.org"' in hers.get("/sign-up/").text
    assert sign_up(hers, "dora", email="dora@example.org")
    assert EmailAddress.objects.get(email="dora@example.org").verified
    assert "Join the team" in hers.get("/teams/join/").text
    joins(hers)
    assert role_of(team, User.objects.get(username="dora")) == "member"


def test_by_invitation_to_the_site_a_team_lets_in_only_those_it_may(
    team: Team, alice: User, settings: Settings
) -> None:
    settings.SIGN_UP = "invitation"
    User.objects.filter(pk=alice.pk).update(is_staff=True)  # which by itself invites nobody
    path = link(team)
    page = follow(path).get("/teams/join/").text
    assert "takes an invitation from an administrator" in page
    assert "/sign-up/" not in page
    assert not sign_up(follow(path), "dora")
    allow_to_invite(alice)
    hers, his = follow(path), follow(path)
    assert "/sign-up/" in hers.get("/teams/join/").text
    assert sign_up(hers, "dora")
    assert not sign_up(his, "eve"), "one invitation, one account"
    charlie = browser_of(make_user("charlie"))
    assert joins(follow(path, charlie)) == 404, "and nobody else joins by it"
    assert joins(hers) == 302
    assert role_of(team, User.objects.get(username="dora")) == "member"


@pytest.mark.django_db(transaction=True)
def test_two_who_sign_up_with_one_team_invitation_at_once_make_one_account(
    transactional_db: None, team: Team, alice: User, settings: Settings
) -> None:
    settings.SIGN_UP = "invitation"
    allow_to_invite(alice)
    invitation_id: UUID = invitations.invite(by=alice, team_id=team.pk).pk
    names = iter(["dora", "eve"])

    def come() -> User:
        return services.sign_up(
            username=next(names), email="", password="", team_invitation_id=invitation_id
        )

    answers = all_at_once(2, come)
    assert sum(isinstance(answer, User) for answer in answers) == 1, answers
    assert sum(isinstance(answer, SignUpClosed) for answer in answers) == 1, answers
    assert User.objects.count() == 3


@pytest.mark.parametrize("may_invite", [False, True])
def test_with_approval_only_who_may_invite_to_the_site_spares_the_wait(
    team: Team, alice: User, settings: Settings, may_invite: bool
) -> None:
    settings.SIGN_UP = "approval"
    if may_invite:
        allow_to_invite(alice)
    hers = follow(link(team))
    page = hers.get("/teams/join/").text
    assert ("Open this link again when yours is ready" in page) is not may_invite
    assert sign_up(hers, "dora")
    assert User.objects.get(username="dora").is_active is may_invite


def test_a_closed_site_says_whom_to_ask(team: Team, settings: Settings) -> None:
    settings.SIGN_UP = "closed"
    his = follow(link(team))
    assert "Ask the administrator" in his.get("/teams/join/").text
    assert not sign_up(his, "dora")
