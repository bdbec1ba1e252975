"""Invitations into a team: a link or a mail for one person, who says yes on a page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts import addresses
from accounts.exceptions import AlreadyInTeam, InvitationEnded
from accounts.invitation_links import Brought
from accounts.models import Membership, Team, TeamInvitation, User
from accounts.teams import invitations, services
from tests.support.at_once import all_at_once
from tests.support.cast import browser_of, make_user
from tests.support.mailbox import letters, link_in
from tests.teams.managing.conftest import Role, role_of

pytestmark = pytest.mark.django_db


def link(team: Team, *, role: str = Role.MEMBER, email: str = "") -> str:
    """As an owner is shown it."""
    owner = team.memberships.filter(role=Role.OWNER).first()
    assert owner is not None
    return invitations.path_of(
        invitations.invite(by=owner.user, team_id=team.pk, role=role, email=email)
    )


def follow(path: str, client: Client | None = None) -> Client:
    client = client or Client()
    client.get(path)
    return client


def joins(client: Client) -> int:
    return client.post("/teams/join/").status_code


def test_who_has_the_link_joins_after_being_asked(team: Team, alice: User, charlie: User) -> None:
    page = browser_of(alice).post(
        f"/teams/{team.pk}/invite/", {"email": "", "role": "reviewer", "days": 3}, follow=True
    )
    path = invitations.path_of(TeamInvitation.objects.get())
    assert f"http://testserver{path}" in page.text
    his = browser_of(charlie)
    answer = his.get(path)
    assert answer["Location"] == "/teams/join/", "the secret is out of the address"
    asked = his.get("/teams/join/").text
    for told in ("Garden", "alice invites you", "Reviewer", "write nothing", "<b>charlie</b>"):
        assert told in asked, told
    assert role_of(team, charlie) == "", "looking joins nothing"
    assert his.post("/teams/join/")["Location"] == f"/teams/{team.pk}/"
    assert role_of(team, charlie) == "reviewer"
    assert link_state() == ("used", charlie.pk)


def link_state() -> tuple[str, int | None]:
    invitation = TeamInvitation.objects.get()
    return str(invitation.state), invitation.used_by_id


def test_a_link_works_once(team: Team, charlie: User) -> None:
    path = link(team)
    dora = follow(path, browser_of(make_user("dora")))
    assert joins(follow(path, browser_of(charlie))) == 302
    assert joins(dora) == 404
    assert Client().get(path).status_code == 404
    assert team.memberships.count() == 3


@pytest.mark.django_db(transaction=True)
def test_of_two_with_one_link_at_once_one_joins(
    transactional_db: None, team: Team, alice: User, charlie: User
) -> None:
    coming = iter([charlie, make_user("dora")])
    brought = Brought(invitations.invite(by=alice, team_id=team.pk), is_mailed=False)
    answers = all_at_once(2, lambda: invitations.join(next(coming), brought))
    assert sum(isinstance(answer, Membership) for answer in answers) == 1, answers
    assert sum(isinstance(answer, InvitationEnded) for answer in answers) == 1, answers
    assert team.memberships.count() == 3


@pytest.mark.django_db(transaction=True)
def test_one_person_who_joins_twice_at_once_is_in_it_once(
    transactional_db: None, team: Team, alice: User, charlie: User
) -> None:
    brought = Brought(invitations.invite(by=alice, team_id=team.pk), is_mailed=False)
    answers = all_at_once(2, lambda: invitations.join(charlie, brought))
    assert sum(isinstance(answer, AlreadyInTeam) for answer in answers) == 1, answers
    assert team.memberships.filter(user=charlie).count() == 1


@pytest.mark.parametrize("ended", ["expires_at", "revoked_at"])
def test_an_invitation_that_has_ended_says_so(team: Team, charlie: User, ended: str) -> None:
    path = link(team)
    came_before = follow(path, browser_of(charlie))
    TeamInvitation.objects.update(**{ended: timezone.now() - timedelta(minutes=1)})
    page = browser_of(charlie).get(path)
    assert page.status_code == 404
    assert "does not work" in page.text
    assert joins(came_before) == 404
    assert role_of(team, charlie) == ""


def test_alice_takes_an_invitation_back(team: Team, alice: User, charlie: User) -> None:
    path = link(team)
    invitation = TeamInvitation.objects.get()
    page = browser_of(alice).post(
        f"/teams/{team.pk}/invitations/{invitation.pk}/revoke/", follow=True
    )
    assert path not in page.text
    assert joins(follow(path, browser_of(charlie))) == 404


@pytest.mark.parametrize("how", ["degraded", "removed", "disabled"])
def test_who_owns_the_team_no_more_lets_nobody_in(
    team: Team, alice: User, bob: User, charlie: User, how: str
) -> None:
    """Nor comes back by a link that they kept."""
    path = link(team, role="owner")
    team.memberships.filter(user=bob).update(role=Role.OWNER)
    mine = team.memberships.filter(user=alice)
    if how == "degraded":
        mine.update(role=Role.MEMBER)
    elif how == "removed":
        mine.delete()
    else:
        User.objects.filter(pk=alice.pk).update(is_active=False)
    assert browser_of(charlie).get(path).status_code == 404
    assert path not in browser_of(bob).get(f"/teams/{team.pk}/").text


def test_a_link_is_made_from_the_secret_key_and_not_kept(team: Team, settings: Settings) -> None:
    path = link(team)
    token = path.rstrip("/").rpartition("/")[2]
    assert token not in str(TeamInvitation.objects.values().get())
    assert Client().get(f"/teams/join/{TeamInvitation.objects.get().pk}/").status_code == 404
    settings.SECRET_KEY = "another"
    assert Client().get(path).status_code == 404


def test_who_is_in_it_already_uses_nothing_up(team: Team, bob: User, charlie: User) -> None:
    path = link(team, role="owner")
    page = follow(path, browser_of(bob)).get("/teams/join/", follow=True)
    assert "You are in this team already." in page.text
    assert role_of(team, bob) == "member"
    assert joins(follow(path, browser_of(charlie))) == 302


# --- by mail --------------------------------------------------------------------------------------


def mail_to(team: Team, alice: User, email: str) -> str:
    """→ the path of the link in the mail"""
    form = {"email": email, "role": "member", "days": 7}
    browser_of(alice).post(f"/teams/{team.pk}/invite/", form)
    letter = letters()[-1]
    assert letter.to == [email.lower()]
    assert "alice invites you into the team “Garden”" in str(letter.body)
    return link_in(letter)


def test_the_mailed_link_lets_in_who_has_read_the_mail(
    team: Team, alice: User, charlie: User, settings: Settings
) -> None:
    settings.EMAIL_VERIFICATION = "optional"
    addresses.claim(charlie, "charlie@example.org")
    path = mail_to(team, alice, "Charlie@example.org")
    assert joins(follow(path, browser_of(charlie))) == 302
    assert role_of(team, charlie) == "member"
    assert EmailAddress.objects.get(user=charlie).verified, "it is proven now"


def test_the_mailed_link_takes_no_address_from_who_has_proven_it(
    team: Team, alice: User, charlie: User
) -> None:
    dora = make_user("dora")
    addresses.claim(dora, "charlie@example.org", is_verified=True)
    EmailAddress.objects.create(user=charlie, email="charlie@example.org", verified=False)
    assert joins(follow(mail_to(team, alice, "charlie@example.org"), browser_of(charlie))) == 302
    dora.refresh_from_db()
    charlie.refresh_from_db()
    assert (dora.email, charlie.email) == ("charlie@example.org", "")


@pytest.mark.parametrize(
    ("verification", "is_verified", "email", "may_join"),
    [
        ("off", False, "charlie@example.org", True),
        ("off", False, "other@example.org", False),
        ("off", False, "", False),
        ("optional", True, "charlie@example.org", True),
        ("optional", False, "charlie@example.org", False),
        ("required", False, "charlie@example.org", False),
    ],
)
def test_the_shown_link_is_for_the_account_with_that_address(
    request: pytest.FixtureRequest, verification: str, is_verified: bool, email: str, may_join: bool
) -> None:
    team, charlie = (request.getfixturevalue(name) for name in ("team", "charlie"))
    request.getfixturevalue("settings").EMAIL_VERIFICATION = verification
    if email:
        addresses.claim(charlie, email, is_verified=is_verified)
    his = follow(link(team, email="charlie@example.org"), browser_of(charlie))
    page = his.get("/teams/join/")
    assert ("for another e-mail address" in page.text) is not may_join
    assert (joins(his) == 302) is may_join
    assert (role_of(team, charlie) == "member") is may_join
    assert TeamInvitation.objects.usable().exists() is not may_join


def test_letters_to_strangers_are_throttled(team: Team, alice: User, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"invite_to_team": "1/h/user"}
    mail_to(team, alice, "one@example.org")
    form = {"email": "two@example.org", "role": "member", "days": 7}
    page = browser_of(alice).post(f"/teams/{team.pk}/invite/", form)
    assert "That was too much at once" in page.text
    assert len(letters()) == TeamInvitation.objects.count() == 1


def test_a_team_has_only_so_many_open_invitations(
    team: Team, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(invitations, "MOST_OPEN", 1)
    form = {"email": "", "role": "member", "days": 7}
    browser_of(alice).post(f"/teams/{team.pk}/invite/", form)
    page = browser_of(alice).post(f"/teams/{team.pk}/invite/", form)
    assert "1 invitations are open" in page.text
    assert TeamInvitation.objects.count() == 1


@pytest.mark.parametrize(
    "wrong", [{"role": "emperor"}, {"days": "0"}, {"days": "1000"}, {"email": "nobody"}]
)
def test_what_makes_no_sense_invites_nobody(team: Team, alice: User, wrong: dict[str, str]) -> None:
    form = {"email": "", "role": "member", "days": "7", **wrong}
    page = browser_of(alice).post(f"/teams/{team.pk}/invite/", form)
    assert page.status_code == 200
    assert 'class="errors"' in page.text
    assert not TeamInvitation.objects.exists()


@pytest.mark.parametrize("way", ["removed", "degraded"])
def test_who_owns_a_team_no_more_comes_back_by_no_link_that_they_saw(
    way: str, team: Team, alice: User, bob: User
) -> None:
    his = team.memberships.get(user=bob)
    services.change_role(by=alice, team_id=team.pk, membership_id=his.pk, role=Role.OWNER)
    for_anybody = link(team, role=Role.OWNER)
    link(team, email="charlie@example.com")
    if way == "removed":
        services.remove_member(by=alice, team_id=team.pk, membership_id=his.pk)
    else:
        services.change_role(by=alice, team_id=team.pk, membership_id=his.pk, role=Role.MEMBER)
        his.delete()
    assert joins(follow(for_anybody, browser_of(bob))) == 404
    assert role_of(team, bob) == ""
    assert [one.email for one in invitations.list_open(team)] == ["charlie@example.com"]
