"""The pages of teams: who sees which, and who makes a team."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from accounts.models import Membership, Team, User
from accounts.teams import invitations, services
from tests.support.cast import browser_of, make_user
from tests.teams.managing.conftest import Role, add, role_of

pytestmark = pytest.mark.django_db


def paths_of(team: Team) -> dict[str, list[str]]:
    """By who may: all who are in it, or its owners."""
    other = team.memberships.get(role=Role.MEMBER)
    at = f"/teams/{team.pk}"
    owners = [f"{at}/settings/", f"{at}/members/{other.pk}/remove/", f"{at}/delete/"]
    return {"all": [f"{at}/", f"{at}/leave/"], "owners": owners}


def writes_to(team: Team) -> list[str]:
    other = team.memberships.get(role=Role.MEMBER)
    invitation = invitations.invite(by=team.memberships.get(role=Role.OWNER).user, team_id=team.pk)
    at = f"/teams/{team.pk}"
    return [
        *(f"{at}/settings/", f"{at}/delete/", f"{at}/invite/"),
        f"{at}/invitations/{invitation.pk}/revoke/",
        *(f"{at}/members/{other.pk}/role/", f"{at}/members/{other.pk}/remove/"),
    ]


def test_alice_makes_a_team_and_owns_it(alice: User) -> None:
    page = browser_of(alice).post("/teams/", {"name": "Garden"}, follow=True)
    team = Team.objects.get()
    assert page.redirect_chain == [(f"/teams/{team.pk}/", 302)]
    assert role_of(team, alice) == "owner"
    assert "Garden" in browser_of(alice).get("/teams/").text


@pytest.mark.parametrize("name", ["", "   ", "x" * 81])
def test_a_team_needs_a_name_of_a_sensible_length(alice: User, name: str) -> None:
    page = browser_of(alice).post("/teams/", {"name": name})
    assert page.status_code == 200
    assert not Team.objects.exists()


def test_where_staff_make_teams_others_cannot(
    alice: User, charlie: User, settings: Settings
) -> None:
    settings.TEAM_CREATION = "staff"
    assert "made by its administrators" in browser_of(alice).get("/teams/").text
    assert browser_of(alice).post("/teams/", {"name": "Garden"}).status_code == 403
    assert not Team.objects.exists()
    charlie.is_staff = True
    charlie.save()
    browser_of(charlie).post("/teams/", {"name": "Garden"})
    assert role_of(Team.objects.get(), charlie) == "owner"


def test_nobody_owns_more_teams_than_a_person_needs(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "MOST_OWNED", 1)
    browser_of(alice).post("/teams/", {"name": "One"})
    assert "You own 1 teams" in browser_of(alice).post("/teams/", {"name": "Two"}).text
    assert Team.objects.count() == 1


def test_strangers_are_sent_to_the_sign_in_page(team: Team) -> None:
    for path in ["/teams/", *paths_of(team)["all"], *paths_of(team)["owners"]]:
        assert Client().get(path)["Location"].startswith("/sign-in/"), path
    for path in writes_to(team):
        assert Client().post(path)["Location"].startswith("/sign-in/"), path
    assert Team.objects.filter(pk=team.pk).exists()


@pytest.mark.parametrize("is_staff", [False, True])
def test_who_is_in_no_team_finds_none_staff_neither(
    team: Team, charlie: User, is_staff: bool
) -> None:
    charlie.is_staff = charlie.is_superuser = is_staff
    charlie.save()
    for path in [*paths_of(team)["all"], *paths_of(team)["owners"]]:
        assert browser_of(charlie).get(path).status_code == 404, path
    for path in writes_to(team):
        assert browser_of(charlie).post(path, {"name": "Garden"}).status_code == 404, path
    assert "Garden" not in browser_of(charlie).get("/teams/").text


@pytest.mark.parametrize("role", [Role.MEMBER, Role.REVIEWER])
def test_members_and_reviewers_see_who_is_in_it_and_change_nothing(
    team: Team, charlie: User, role: Role
) -> None:
    add(team, charlie, Role.MEMBER)
    team.memberships.filter(user__username="bob").update(role=role)
    bob = User.objects.get(username="bob")
    page = browser_of(bob).get(f"/teams/{team.pk}/").text
    assert "alice" in page
    assert "Invite" not in page
    team.memberships.filter(user=charlie).update(role=Role.REVIEWER)
    team.memberships.filter(user=bob).update(role=Role.MEMBER)
    owners, writes = paths_of(team)["owners"], writes_to(team)
    team.memberships.filter(user=bob).update(role=role)
    before = list(Membership.objects.values_list("user", "role"))
    for path in owners:
        assert browser_of(bob).get(path).status_code == 403, path
    for path in writes:
        answer = browser_of(bob).post(path, {"name": "Garden", "role": "owner", "days": 3})
        assert answer.status_code == 403, path
    assert list(Membership.objects.values_list("user", "role")) == before
    assert Team.objects.get().name == "Garden"
    assert team.invitations.usable().count() == 1


def test_a_member_of_another_team_is_not_found_in_this_one(team: Team, charlie: User) -> None:
    other = services.create_team(owner=charlie, name="Kitchen")
    foreign = other.memberships.get()
    alice = User.objects.get(username="alice")
    for what in ("role", "remove"):
        path = f"/teams/{team.pk}/members/{foreign.pk}/{what}/"
        assert browser_of(alice).post(path, {"role": "member"}).status_code == 404
    foreign_invitation = invitations.invite(by=charlie, team_id=other.pk)
    browser_of(alice).post(f"/teams/{team.pk}/invitations/{foreign_invitation.pk}/revoke/")
    assert other.invitations.usable().exists()
    assert role_of(other, charlie) == "owner"


def test_reading_changes_nothing_and_writing_needs_a_token(team: Team, alice: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(alice)
    for path in [*writes_to(team), f"/teams/{team.pk}/leave/", "/teams/"]:
        assert strict.get(path).status_code in (200, 405), path
        assert strict.post(path, {"name": "Garden"}).status_code == 403, path
    assert team.memberships.count() == 2


def test_a_page_of_many_asks_the_database_no_more_than_one_of_few(team: Team, alice: User) -> None:
    def queries_for(path: str) -> int:
        client = browser_of(alice)
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    paths = ["/teams/", f"/teams/{team.pk}/"]
    few = [queries_for(path) for path in paths]
    for number in range(10):
        add(team, make_user(f"user-{number}"))
        services.create_team(owner=alice, name=f"Team {number}")
        invitations.invite(by=alice, team_id=team.pk, email=f"{number}@example.org")
    assert [queries_for(path) for path in paths] == few
    assert max(few) <= 10


def test_names_are_text_and_nothing_else(alice: User) -> None:
    services.create_team(owner=alice, name="<b>Garden</b>")
    for path in ("/teams/", f"/teams/{Team.objects.get().pk}/"):
        page = browser_of(alice).get(path).text
        assert "<b>Garden" not in page
        assert "&lt;b&gt;Garden" in page


def test_the_menu_leads_to_the_teams(alice: User) -> None:
    assert '<a href="/teams/">Teams</a>' in browser_of(alice).get("/").text
    assert '<a href="/teams/">Teams</a>' in browser_of(alice).get("/settings/").text


# --- teams of hundreds ----------------------------------------------------------------------------


@pytest.fixture
def crowd(team: Team) -> list[User]:
    guests = User.objects.bulk_create(
        User(username=f"guest{number}", first_name="Erin" if number == 199 else "Guest")
        for number in range(200)
    )
    Membership.objects.bulk_create(Membership(team=team, user=guest) for guest in guests)
    return guests


def members_on(page: str) -> int:
    return page.count('<li class="member">')


def test_few_members_are_on_one_page_without_a_search(team: Team, alice: User) -> None:
    page = browser_of(alice).get(f"/teams/{team.pk}/").text
    assert members_on(page) == 2
    assert "Name of a member" not in page


def test_hundreds_of_members_are_shown_by_pages(team: Team, alice: User, crowd: list[User]) -> None:
    client, path = browser_of(alice), f"/teams/{team.pk}/"
    assert [members_on(client.get(path, {"page": page}).text) for page in (1, 4, 5)] == [50, 50, 2]
    assert "Page 5 of 5" in client.get(path, {"page": 5}).text
    for wrong in ("0", "9", "-1", "x" * 99):
        assert client.get(path, {"page": wrong}).status_code == 200


def test_a_member_is_found_by_name_among_hundreds_and_stays_found(
    team: Team, alice: User, bob: User, crowd: list[User]
) -> None:
    path = f"/teams/{team.pk}/"
    for words in ("erin", "GUEST199", "erin guest199"):
        page = browser_of(alice).get(path, {"q": words}).text
        assert members_on(page) == 1
        assert "guest199" in page
    assert members_on(browser_of(bob).get(path, {"q": "erin"}).text) == 1
    assert "Nobody in the team is called so." in browser_of(alice).get(path, {"q": "100%_"}).text
    member = team.memberships.get(user=crowd[199])
    role = f"{path}members/{member.pk}/role/?q=erin&page=1"
    answer = browser_of(alice).post(role, {"role": "reviewer"})
    assert answer["Location"] == f"{path}?q=erin&page=1"
    assert role_of(team, crowd[199]) == "reviewer"


def test_a_page_of_hundreds_asks_no_more_than_one_of_few(
    team: Team, alice: User, request: pytest.FixtureRequest
) -> None:
    client = browser_of(alice)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/teams/{team.pk}/")
        return len(queries)

    client.get(f"/teams/{team.pk}/")
    few = count()
    request.getfixturevalue("crowd")
    assert count() == few <= 12
