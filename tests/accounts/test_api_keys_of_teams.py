"""Keys that ask for a team: who may make one, and until when it opens the door."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts import api_keys
from accounts.api_keys import create_api_key, find_api_key
from accounts.exceptions import NoSuchTeam
from accounts.models import ApiKey, Membership, Team, User
from tests.accounts.test_api_keys_page import FORM, PAGE, revoke_path, text_of

pytestmark = pytest.mark.django_db


def test_a_key_for_a_team_is_offered_where_alice_may_write(alices: Client, alice: User) -> None:
    assert "Me alone" not in text_of(alices)
    lab, library, foreign = (Team.objects.create(name=name) for name in ("Lab", "Read", "Other"))
    Membership.objects.create(team=lab, user=alice)
    Membership.objects.create(team=library, user=alice, role=Membership.Role.REVIEWER)
    page = text_of(alices)
    assert "Me alone" in page
    assert str(lab.pk) in page
    for team in (library, foreign):
        assert str(team.pk) not in page
        alices.post(PAGE, FORM | {"team": str(team.pk)})
        with pytest.raises(NoSuchTeam):
            create_api_key(owner=alice, name="notebook", team=team)
    assert not ApiKey.objects.exists()
    alices.post(PAGE, FORM | {"team": str(lab.pk)})
    assert ApiKey.objects.get().team == lab
    assert "for Lab" in text_of(alices)


@pytest.mark.parametrize("ending", ["leaves", "only reads"])
def test_a_key_for_a_team_ends_with_the_right_to_write_there(
    ending: str, alices: Client, alice: User
) -> None:
    team = Team.objects.create(name="Lab")
    membership = Membership.objects.create(team=team, user=alice)
    key, secret = create_api_key(owner=alice, name="notebook", team=team)
    assert find_api_key(secret) == key
    assert api_keys.still_good([key.pk]) == {key.pk}
    if ending == "leaves":
        membership.delete()
    else:
        membership.role = Membership.Role.REVIEWER
        membership.save()
    assert find_api_key(secret) is None
    assert api_keys.still_good([key.pk]) == set()
    assert "Owner not writing in the team" in text_of(alices)
    alices.post(revoke_path(key))  # it would come back with the right
    Membership.objects.update_or_create(team=team, user=alice, defaults={"role": "member"})
    assert find_api_key(secret) is None


def test_a_key_that_may_come_back_is_offered_to_be_revoked(alices: Client, alice: User) -> None:
    team = Team.objects.create(name="Lab")
    membership = Membership.objects.create(team=team, user=alice)
    key, _ = create_api_key(owner=alice, name="notebook", team=team)
    membership.delete()
    assert f'href="{revoke_path(key)}"' in text_of(alices)


def test_who_is_in_no_team_any_more_makes_no_key_for_it(alices: Client, alice: User) -> None:
    """Nor one for herself alone, with more rights than she asked for."""
    team = Team.objects.create(name="Lab")
    page = alices.post(PAGE, FORM | {"team": str(team.pk)}).content.decode()
    assert not ApiKey.objects.exists()
    assert "Select a valid choice" in page


def test_a_key_for_a_team_goes_with_the_team(alice: User) -> None:
    team = Team.objects.create(name="Lab")
    Membership.objects.create(team=team, user=alice)
    _, secret = create_api_key(owner=alice, name="notebook", team=team)
    team.delete()
    assert find_api_key(secret) is None
