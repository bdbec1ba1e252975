"""Teams in the admin: seen with their counts, changed by staff who may, and then in the log."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Team, User
from accounts.teams import invitations, services
from chat import forgetting
from chat.models import AuditEntry
from inference.exceptions import StoreUnavailable
from tests.support.cast import browser_of, make_user
from tests.teams.managing.conftest import Role, add, role_of
from tests.teams.managing.conversations import begin, say_in

pytestmark = pytest.mark.django_db

LIST = "/admin/accounts/team/"


def form_of(team: Team, **more: str) -> dict[str, str]:
    """What the page of a team would post as it is."""
    form = {
        "name": team.name,
        "model": "",
        "system_prompt": "",
        "requests_per_minute": "",
        "replies_at_once": "",
        "tokens_per_day": "",
        "retention_days": "",
    }
    members = list(team.memberships.all())
    for place, member in enumerate(members):
        of_it = f"memberships-{place}"
        form |= {
            f"{of_it}-id": str(member.pk),
            f"{of_it}-team": str(team.pk),
            f"{of_it}-user": str(member.user_id),
            f"{of_it}-role": member.role,
        }
    form |= {"memberships-TOTAL_FORMS": str(len(members))}
    form |= {"memberships-INITIAL_FORMS": str(len(members))}
    form |= {"invitations-TOTAL_FORMS": "0", "invitations-INITIAL_FORMS": "0"}
    return form | more


def place_of(team: Team, user: User) -> str:
    members = list(team.memberships.values_list("user", flat=True))
    return f"memberships-{members.index(user.pk)}"


def test_the_list_counts_people_and_conversations(
    administrator: Client, team: Team, alice: User
) -> None:
    for _ in range(3):
        begin(team, alice)
    page = administrator.get(LIST).text
    for told in ("Garden", "alice", 'field-member_count">2', 'field-conversation_count">3'):
        assert told in page, told


def test_a_list_of_many_asks_no_more_than_one_of_few(
    administrator: Client, team: Team, alice: User, bob: User
) -> None:
    def queries_for(more: int) -> int:
        for number in range(more):
            add(services.create_team(owner=alice, name=f"Team {number}"), bob)
        with CaptureQueriesContext(connection) as queries:
            administrator.get(LIST)
        return len(queries)

    administrator.get(LIST)
    few = queries_for(2)
    assert queries_for(20) == few <= 15


def test_teams_are_found_by_their_name_and_by_who_is_in_them(
    administrator: Client, team: Team, charlie: User
) -> None:
    services.create_team(owner=charlie, name="Kitchen")
    for words, found in (("gard", {"Garden"}), ("bob", {"Garden"}), ("charlie", {"Kitchen"})):
        listed = administrator.get(LIST, {"q": words}).context["cl"].result_list
        assert {one.name for one in listed} == found


def test_what_staff_change_is_in_the_log(
    administrator: Client, team: Team, bob: User, charlie: User
) -> None:
    count = len(team.memberships.all())
    changed = form_of(team, name="Greenhouse", retention_days="30")
    changed |= {
        "confirmed": "on",
        "confirmed_days": "30",
        f"{place_of(team, bob)}-role": "reviewer",
        "memberships-TOTAL_FORMS": str(count + 1),
        f"memberships-{count}-team": str(team.pk),
        f"memberships-{count}-user": str(charlie.pk),
        f"memberships-{count}-role": "owner",
    }
    answer = administrator.post(f"{LIST}{team.pk}/change/", changed)
    assert answer.status_code == 302, answer.text
    team.refresh_from_db()
    assert (team.name, team.retention_days) == ("Greenhouse", 30)
    assert (role_of(team, bob), role_of(team, charlie)) == ("reviewer", "owner")
    entry = AuditEntry.objects.get()
    assert (entry.actor_name, entry.action, entry.subject) == ("dora", "changed", f"team {team.pk}")
    assert entry.detail == "name, retention_days, bob as reviewer, charlie as owner"
    gone = form_of(team, name="Greenhouse", retention_days="30")
    gone[f"{place_of(team, bob)}-DELETE"] = "on"
    administrator.post(f"{LIST}{team.pk}/change/", gone)
    latest = AuditEntry.objects.first()
    assert latest is not None
    assert latest.detail == "removed bob"


def test_saving_a_team_as_it_is_writes_nothing_down(administrator: Client, team: Team) -> None:
    assert administrator.post(f"{LIST}{team.pk}/change/", form_of(team)).status_code == 302
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("how", ["degraded", "removed"])
def test_staff_leave_no_team_without_an_owner(
    administrator: Client, team: Team, alice: User, how: str
) -> None:
    form = form_of(team)
    hers = place_of(team, alice)
    form |= {f"{hers}-role": "member"} if how == "degraded" else {f"{hers}-DELETE": "on"}
    page = administrator.post(f"{LIST}{team.pk}/change/", form)
    assert "A team needs an owner" in page.text
    assert role_of(team, alice) == "owner"
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("how", ["degraded", "removed"])
def test_who_owns_a_team_no_more_by_staff_comes_back_by_no_link(
    administrator: Client, team: Team, alice: User, bob: User, how: str
) -> None:
    add(team, make_user("erin"), Role.OWNER)
    by_erin = invitations.invite(by=alice, team_id=team.pk)
    by_alice = invitations.invite(by=alice, team_id=team.pk, email="frank@example.org")
    team.invitations.filter(pk=by_erin.pk).update(invited_by=User.objects.get(username="erin"))
    form = form_of(team) | {f"{place_of(team, bob)}-role": "owner"}
    hers = place_of(team, alice)
    form |= {f"{hers}-role": "member"} if how == "degraded" else {f"{hers}-DELETE": "on"}
    assert administrator.post(f"{LIST}{team.pk}/change/", form).status_code == 302
    assert role_of(team, bob) == "owner"
    assert role_of(team, alice) == ("member" if how == "degraded" else "")
    assert not invitations.list_open(team).exists()
    team.memberships.filter(user=alice).update(role="owner")
    assert not invitations.list_open(team).filter(pk=by_alice.pk).exists(), "also as owner again"


def test_the_last_owner_hands_a_team_on_in_one_step(
    administrator: Client, team: Team, alice: User, bob: User
) -> None:
    form = form_of(team) | {
        f"{place_of(team, alice)}-role": "reviewer",
        f"{place_of(team, bob)}-role": "owner",
    }
    assert administrator.post(f"{LIST}{team.pk}/change/", form).status_code == 302
    assert (role_of(team, alice), role_of(team, bob)) == ("reviewer", "owner")


def test_an_owner_who_leaves_meanwhile_is_missed_and_nothing_is_changed(
    administrator: Client, team: Team, alice: User, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(team, make_user("erin"), Role.OWNER)
    form = form_of(team, name="Greenhouse") | {f"{place_of(team, alice)}-DELETE": "on"}
    lock = services.lock

    def lock_when_erin_has_left(team_id: UUID) -> None:
        team.memberships.filter(user__username="erin").delete()
        lock(team_id)

    monkeypatch.setattr(services, "lock", lock_when_erin_has_left)
    page = administrator.post(f"{LIST}{team.pk}/change/", form, follow=True)
    assert "Nothing was changed. A team needs an owner" in page.text
    team.refresh_from_db()
    assert (team.name, role_of(team, alice)) == ("Garden", "owner")


def test_a_member_cannot_be_made_somebody_else(
    administrator: Client, team: Team, alice: User, charlie: User
) -> None:
    form = form_of(team) | {f"{place_of(team, alice)}-user": str(charlie.pk)}
    administrator.post(f"{LIST}{team.pk}/change/", form)
    assert (role_of(team, alice), role_of(team, charlie)) == ("owner", "")
    assert not AuditEntry.objects.exists(), "nothing was changed, and nothing else is said"


def test_an_owner_who_is_disabled_does_not_count(
    administrator: Client, team: Team, alice: User
) -> None:
    User.objects.filter(pk=alice.pk).update(is_active=False)
    page = administrator.post(f"{LIST}{team.pk}/change/", form_of(team))
    assert "A team needs an owner" in page.text


def test_invitations_are_seen_without_their_links_and_cannot_be_made(
    administrator: Client, team: Team, alice: User
) -> None:
    invitation = invitations.invite(by=alice, team_id=team.pk, email="erin@example.org")
    page = administrator.get(f"{LIST}{team.pk}/change/").text
    assert "erin@example.org" in page
    assert invitations.path_of(invitation) not in page
    form = form_of(team) | {
        "invitations-TOTAL_FORMS": "1",
        "invitations-0-team": str(team.pk),
        "invitations-0-email": "eve@example.org",
        "invitations-0-role": "owner",
    }
    administrator.post(f"{LIST}{team.pk}/change/", form)
    assert team.invitations.count() == 1


def test_staff_need_the_permission(client: Client, team: Team, charlie: User) -> None:
    charlie.is_staff = True
    charlie.save()
    paths = [LIST, f"{LIST}{team.pk}/change/", f"{LIST}{team.pk}/delete/"]
    for path in paths:
        assert browser_of(charlie).get(path).status_code == 403
    codes = ("view_team", "view_membership")
    charlie.user_permissions.set(Permission.objects.filter(codename__in=codes))
    assert "Garden" in browser_of(charlie).get(LIST).text
    assert "Garden" in browser_of(charlie).get(f"{LIST}{team.pk}/change/").text
    assert browser_of(charlie).post(f"{LIST}{team.pk}/change/", form_of(team)).status_code == 403
    assert browser_of(charlie).post(f"{LIST}{team.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Team.objects.exists()


def test_who_may_change_a_team_and_only_see_who_is_in_it_changes_no_member(
    team: Team, bob: User, charlie: User
) -> None:
    User.objects.filter(pk=charlie.pk).update(is_staff=True)
    codes = ("change_team", "view_membership")
    charlie.user_permissions.set(Permission.objects.filter(codename__in=codes))
    form = form_of(team, name="Greenhouse") | {f"{place_of(team, bob)}-role": "owner"}
    answer = browser_of(charlie).post(f"{LIST}{team.pk}/change/", form)
    assert answer.status_code == 302, answer.text
    team.refresh_from_db()
    assert (team.name, role_of(team, bob)) == ("Greenhouse", "member")
    assert AuditEntry.objects.get().detail == "name"


def test_a_team_made_by_staff_has_an_owner_and_is_in_the_log(
    administrator: Client, charlie: User
) -> None:
    form = form_of(Team(name="Kitchen"))
    form |= {"memberships-TOTAL_FORMS": "1"}
    page = administrator.post(f"{LIST}add/", form)
    assert page.status_code == 200
    assert not Team.objects.exists()
    form |= {"memberships-0-user": str(charlie.pk), "memberships-0-role": Role.OWNER}
    assert administrator.post(f"{LIST}add/", form).status_code == 302
    assert role_of(Team.objects.get(), charlie) == "owner"
    assert AuditEntry.objects.get().detail == "made it, charlie as owner"


@pytest.mark.parametrize("how", ["by itself", "with others"])
def test_the_log_tells_of_a_deleted_team_and_of_none_that_is_still_there(
    administrator: Client, team: Team, alice: User, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    say_in(begin(team, alice), alice)
    form = {"action": "delete_selected", "_selected_action": [str(team.pk)], "post": "yes"}
    path = LIST if how == "with others" else f"{LIST}{team.pk}/delete/"

    def be_away(_: str) -> bool:
        raise StoreUnavailable

    with monkeypatch.context() as away:
        away.setattr(forgetting, "request_stop", be_away)
        assert "deleted:" in administrator.post(path, form, follow=True).text
    assert Team.objects.exists()
    assert not AuditEntry.objects.exists()
    administrator.post(path, form)
    assert not Team.objects.exists()
    entry = AuditEntry.objects.get()
    assert (entry.actor_name, entry.action, entry.detail) == ("dora", "deleted", "Garden")
    assert entry.subject == f"team {team.pk}"
