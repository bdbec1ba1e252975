"""A team keeps what was begun in it; a team with nobody else goes with the last of them."""

from __future__ import annotations

import pytest
import redis
from django.test import Client

from accounts.exceptions import LastOwner
from accounts.models import Team, User
from accounts.quota import take_request
from chat import team_endings
from chat.account import leaving
from chat.exceptions import Held
from chat.models import AuditEntry, Conversation, Generation, Hold, Message
from tests.chat.test_leaving import forget_now
from tests.support import plugin
from tests.support.at_once import all_at_once
from tests.support.cast import PASSWORD, browser_of, reply_to, talk
from tests.teams.managing.conftest import Role, add, role_of
from tests.teams.managing.conversations import begin, say_in

pytestmark = pytest.mark.django_db

PATH = "/settings/delete-account/"


def with_password(user: User) -> Client:
    user.set_password(PASSWORD)
    user.save()
    return browser_of(user)


def go(client: Client, *alone_in: Team) -> str:
    """alone_in: the teams of which the page said that they go too."""
    told = [str(team.pk) for team in alone_in]
    return client.post(PATH, {"password": PASSWORD, "alone_in": told}).text


def test_what_bob_began_in_a_team_stays_with_an_owner_of_it(
    team: Team, alice: User, bob: User
) -> None:
    conversation = begin(team, bob)
    reply = reply_to(say_in(conversation, bob, "From Bob"), "A reply.")
    talk(bob, "His own", "His.")
    assert "is deleted" in go(with_password(bob))
    conversation.refresh_from_db()
    assert conversation.owner == alice
    assert list(Conversation.objects.all()) == [conversation]
    said = Message.objects.get(text="From Bob")
    assert said.author is None
    assert Generation.objects.get(message=reply).requested_by is None


def test_what_he_began_in_a_team_that_he_left_stays_too(team: Team, alice: User, bob: User) -> None:
    conversation = begin(team, bob)
    team.memberships.filter(user=bob).delete()
    leaving.delete_account(bob, successor=None)
    conversation.refresh_from_db()
    assert conversation.owner == alice


def test_deleting_all_conversations_leaves_those_of_teams(team: Team, bob: User) -> None:
    conversation = begin(team, bob)
    talk(bob, "His own", "His.")
    client = browser_of(bob)
    assert "1 conversation will be gone" in client.get("/settings/delete-conversations/").text
    client.post("/settings/delete-conversations/")
    assert list(Conversation.objects.all()) == [conversation]
    conversation.refresh_from_db()
    assert conversation.deleted_at is None


def test_the_last_owner_hands_the_team_on_first(team: Team, alice: User, bob: User) -> None:
    begin(team, alice)
    talk(alice, "Her own", "Hers.")
    client = with_password(alice)
    page = client.get(PATH).text
    assert "need another owner before you go" in page
    assert f'href="/teams/{team.pk}/">Garden' in page
    assert "A team needs an owner" in go(client)
    assert Conversation.objects.count() == 2, "nothing is deleted"
    team.memberships.filter(user=bob).update(role=Role.OWNER)
    assert "is deleted" in go(client)
    assert Conversation.objects.get().owner == bob


def test_a_team_with_nobody_else_goes_with_the_account(
    team: Team, alice: User, bob: User, empty_redis: redis.Redis
) -> None:
    conversation = begin(team, bob)
    reply_to(say_in(conversation, bob), "A reply.")
    say_in(begin(team, alice), alice)
    bob.memberships.all().delete()
    client = with_password(alice)
    page = client.get(PATH).text
    assert "the team “Garden” with all its conversations" in page
    assert f'name="alone_in" value="{team.pk}"' in page
    assert "is deleted" in go(client, team)
    assert not Team.objects.exists()
    assert not Conversation.objects.exists()
    forget_now(empty_redis)
    assert not list(empty_redis.scan_iter("reply:*:log"))
    assert User.objects.get() == bob


def test_a_hold_in_a_team_keeps_the_team_and_not_who_said_nothing_there(
    team: Team, alice: User, bob: User, charlie: User
) -> None:
    add(team, charlie)
    Hold.objects.create(conversation=begin(team, alice), reason="A claim")
    leaving.delete_account(charlie, successor=None)
    team.memberships.filter(user=bob).delete()
    with pytest.raises(Held):
        leaving.delete_account(alice, successor=None)
    assert role_of(team, alice) == "owner"


@pytest.mark.django_db(transaction=True)
def test_of_two_owners_who_delete_their_accounts_at_once_one_stays(
    transactional_db: None, team: Team, alice: User, bob: User, charlie: User
) -> None:
    add(team, charlie)
    team.memberships.filter(user=bob).update(role=Role.OWNER)
    begin(team, alice)
    begin(team, bob)
    going = iter([alice, bob])
    answers = all_at_once(2, lambda: leaving.delete_account(next(going), successor=None))
    assert sum(isinstance(answer, LastOwner) for answer in answers) == 1, answers
    owner = team.memberships.get(role=Role.OWNER).user
    assert {one.owner_id for one in Conversation.objects.all()} == {owner.pk}
    assert Conversation.objects.count() == 2


# --- by an administrator --------------------------------------------------------------------------


def delete_in_admin(administrator: Client, user: User) -> str:
    path = f"/admin/accounts/user/{user.pk}/delete/"
    return administrator.post(path, {"post": "yes"}, follow=True).text


def test_an_administrator_who_deletes_bob_leaves_the_team_its_conversations(
    administrator: Client, team: Team, alice: User, bob: User
) -> None:
    conversation = begin(team, bob)
    page = administrator.get(f"/admin/accounts/user/{bob.pk}/delete/").text
    assert "Conversations of teams stay with them" in page
    delete_in_admin(administrator, bob)
    assert not User.objects.filter(pk=bob.pk).exists()
    conversation.refresh_from_db()
    assert conversation.owner == alice


def test_an_administrator_cannot_delete_the_last_owner_of_others(
    administrator: Client, team: Team, alice: User
) -> None:
    page = administrator.get(f"/admin/accounts/user/{alice.pk}/delete/").text
    assert "Team Garden, whose last owner is alice" in page
    delete_in_admin(administrator, alice)
    form = {"action": "delete_selected", "_selected_action": [str(alice.pk)], "post": "yes"}
    administrator.post("/admin/accounts/user/", form)
    assert role_of(team, alice) == "owner"


def test_several_are_deleted_at_once_by_the_same_rule(
    administrator: Client, team: Team, alice: User, bob: User, charlie: User
) -> None:
    conversation = begin(team, bob)
    form = {
        "action": "delete_selected",
        "_selected_action": [str(bob.pk), str(charlie.pk)],
        "post": "yes",
    }
    administrator.post("/admin/accounts/user/", form)
    assert set(User.objects.values_list("username", flat=True)) == {"alice", "dora"}
    conversation.refresh_from_db()
    assert conversation.owner == alice


def test_a_hold_on_a_team_that_would_go_too_is_told_to_the_administrator(
    administrator: Client, team: Team, alice: User, bob: User
) -> None:
    conversation = begin(team, bob)
    Hold.objects.create(conversation=conversation, reason="A claim")
    bob.memberships.all().delete()
    assert "legal hold" in delete_in_admin(administrator, alice)
    assert role_of(team, alice) == "owner"


def test_a_team_that_would_go_waits_for_redis_and_the_account_with_it(
    administrator: Client, team: Team, alice: User, bob: User
) -> None:
    say_in(begin(team, bob), bob)
    bob.memberships.all().delete()
    plugin.redis_server.stop()
    try:
        page = delete_in_admin(administrator, alice)
    finally:
        plugin.redis_server.start()
    assert "Redis cannot be reached just now" in page
    assert role_of(team, alice) == "owner"


# --- deleting a team ------------------------------------------------------------------------------


def test_a_team_is_deleted_when_its_name_is_typed(
    team: Team, alice: User, bob: User, empty_redis: redis.Redis
) -> None:
    team.requests_per_minute = 5
    team.save()
    path = f"/teams/{team.pk}/delete/"
    reply_to(say_in(begin(team, bob), bob), "A reply.")
    running = say_in(begin(team, alice), alice)
    mine = talk(alice, "Her own", "Hers.")
    page = browser_of(alice).get(path).text
    assert "2 conversations" in page
    assert "2 people" in page
    for wrong in ("", "garden", "Gardens"):
        assert browser_of(alice).post(path, {"name": wrong}).status_code == 200
    assert Conversation.objects.count() == 3
    gone = browser_of(alice).post(path, {"name": "Garden"}, follow=True)
    assert "“Garden” is deleted." in gone.text
    assert not Team.objects.exists()
    assert list(Conversation.objects.all()) == [mine.conversation]
    assert not Generation.objects.filter(pk=running.pk).exists()
    forget_now(empty_redis)
    kept = str(Generation.objects.get(message=mine).pk)
    logs = {key.decode().split(":")[1] for key in empty_redis.scan_iter("reply:*:log")}
    assert logs <= {kept}
    assert not empty_redis.keys("quota:team:*")
    assert User.objects.filter(pk=bob.pk).exists()


def test_a_team_with_a_hold_in_it_cannot_be_deleted_and_says_so(team: Team, alice: User) -> None:
    Hold.objects.create(conversation=begin(team, alice), reason="A claim")
    begin(team, alice)
    path = f"/teams/{team.pk}/delete/"
    for page in (browser_of(alice).get(path), browser_of(alice).post(path, {"name": "Garden"})):
        assert "legal hold on one of its conversations" in page.text
    assert Conversation.objects.filter(team=team).count() == 2


def test_more_than_one_batch_goes(team: Team, alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(team_endings, "AT_ONCE", 2)
    for _ in range(5):
        begin(team, alice)
    team_endings.delete_team(team)
    assert not Conversation.objects.exists()


def test_the_quota_of_a_deleted_team_is_forgotten(
    team: Team, alice: User, empty_redis: redis.Redis
) -> None:
    team.requests_per_minute, team.tokens_per_day = 5, 100
    team.save()
    take_request(alice.pk, team=team)
    assert empty_redis.keys("quota:team:*")
    team_endings.delete_team(team)
    assert not empty_redis.keys("quota:team:*")


def test_an_administrator_deletes_a_team_and_it_is_in_the_log(
    administrator: Client, team: Team, alice: User
) -> None:
    begin(team, alice)
    path = f"/admin/accounts/team/{team.pk}/delete/"
    assert "1 conversations" in administrator.get(path).text
    administrator.post(path, {"post": "yes"})
    assert not Conversation.objects.exists()
    entry = AuditEntry.objects.get()
    assert (entry.actor_name, entry.action, entry.subject, entry.detail) == (
        "dora",
        "deleted",
        f"team {team.pk}",
        "Garden",
    )
