"""An account that an administrator deletes leaves an entry in the audit log, and nothing else."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks
from redis import Redis

from accounts.models import User
from chat.models import AuditEntry, Conversation, Generation, Hold
from chat.privacy.audit import verify
from inference.contract import Finished, Text
from inference.stream import Append, StreamWriter
from tests.chat.test_leaving import forget_now
from tests.support.cast import say, talk

pytestmark = pytest.mark.django_db

USERS = "/admin/accounts/user/"


def delete(administrator: Client, user: User) -> str:
    """→ the page that answers"""
    return administrator.post(f"{USERS}{user.pk}/delete/", {"post": "yes"}, follow=True).text


def test_it_is_written_down_with_its_name(
    administrator: Client, alice: User, bob: User, empty_redis: Redis
) -> None:
    talk(alice, "A question of hers", "One.")
    delete(administrator, alice)
    chosen = {"action": "delete_selected", "_selected_action": [bob.pk], "post": "yes"}
    administrator.post(USERS, chosen)
    assert {one.username for one in User.objects.all()} == {"dora"}
    hers, his = AuditEntry.objects.order_by("number")
    assert (hers.actor_name, hers.action, hers.owner_name) == ("dora", "deleted", "alice")
    assert (hers.subject, hers.detail) == (f"account {alice.pk}", "conversations: 1")
    assert his.owner_name == "bob"
    assert verify().broken is None


def test_what_cannot_be_deleted_is_not_written_down(
    administrator: Client, alice: User, empty_redis: Redis
) -> None:
    running = say(alice, "Still being answered")
    Hold.objects.create(conversation=running.conversation, reason="A claim")
    delete(administrator, alice)
    assert User.objects.filter(pk=alice.pk).exists()
    assert not AuditEntry.objects.exists()
    assert empty_redis.exists(f"reply:{running.pk}"), "nor is anything stopped"
    assert Conversation.objects.get().generations.get().is_active


def test_its_replies_stop_and_redis_forgets_them(
    administrator: Client,
    alice: User,
    bob: User,
    empty_redis: Redis,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    talk(alice, "Her secret question", "Her secret reply.")
    running = str(say(alice, "Her running secret").pk)
    foreign = str(say(bob, "Of somebody else").pk)
    writer = StreamWriter(empty_redis)
    empty_redis.hset(f"reply:{running}", "claimed", 1)  # as its worker does
    writer.append([Append(running, 1, (Text(text="Half", token_count=1),))])
    hers = {str(one.pk) for one in Generation.objects.exclude(pk=foreign)}
    assert known(empty_redis) == {*hers, foreign}
    with django_capture_on_commit_callbacks(execute=True):
        delete(administrator, alice)
    assert empty_redis.hexists(f"reply:{running}", "stop"), "its worker is told to stop"
    assert not empty_redis.hexists(f"reply:{foreign}", "stop")
    writer.append([Append(running, 1, (Finished(reason="stopped"),))])
    forget_now(empty_redis)
    assert known(empty_redis) == {foreign}


def known(redis: Redis) -> set[str]:
    """The replies of which Redis knows anything."""
    return {key.decode().split(":")[1] for key in redis.scan_iter("reply:*")}
