"""Staff let nobody in unseen: not themselves to what others said, nor others untold."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import Team, User
from accounts.teams import services
from chat.models import AuditEntry
from tests.support.cast import browser_of, make_user
from tests.teams.managing.conftest import role_of
from tests.teams.managing.conversations import begin
from tests.teams.managing.test_admin import LIST, form_of, place_of

pytestmark = pytest.mark.django_db


def with_another(team: Team, user: User, role: str = "reviewer") -> dict[str, str]:
    count = team.memberships.count()
    return form_of(team) | {
        "memberships-TOTAL_FORMS": str(count + 1),
        f"memberships-{count}-team": str(team.pk),
        f"memberships-{count}-user": str(user.pk),
        f"memberships-{count}-role": role,
    }


def test_nobody_of_the_administration_lets_themselves_in_to_what_a_team_said(
    administrator: Client, dora: User, team: Team, alice: User
) -> None:
    conversation = begin(team, alice)
    page = administrator.post(f"{LIST}{team.pk}/change/", with_another(team, dora))
    assert "ask an owner of the team to invite you" in page.text
    assert role_of(team, dora) == ""
    assert administrator.get(f"/c/{conversation.pk}/").status_code == 404
    assert not AuditEntry.objects.exists()
    conversation.delete()
    answer = administrator.post(f"{LIST}{team.pk}/change/", with_another(team, dora))
    assert answer.status_code == 302, "there is nothing of others to be read"
    begin(team, alice)
    as_owner = form_of(team) | {f"{place_of(team, dora)}-role": "owner"}
    assert administrator.post(f"{LIST}{team.pk}/change/", as_owner).status_code == 302
    assert role_of(team, dora) == "owner"


def test_a_team_is_told_what_the_administration_changes_about_who_is_in_it(
    administrator: Client, team: Team, alice: User, bob: User, charlie: User
) -> None:
    begin(team, alice)
    services.create_team(owner=charlie, name="Kitchen")
    path = "/settings/readers/"
    added = with_another(team, make_user("erin"))
    assert administrator.post(f"{LIST}{team.pk}/change/", added).status_code == 302
    for member in (alice, bob):
        page = browser_of(member).get(path).text
        assert "Garden" in page
        assert "<b>dora</b> changed it: erin as reviewer." in page
        assert "programs" not in page
    assert "Garden" not in browser_of(charlie).get(path).text
