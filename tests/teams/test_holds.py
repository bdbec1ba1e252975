"""Legal holds on what a team says: it stays, and with it who said it."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.models import Team, User
from chat import feedback
from chat.account import leaving
from chat.exceptions import Held
from chat.models import Conversation, Feedback, Hold, Message
from chat.privacy.holds import is_held
from chat.privacy.policy import Decision, is_theirs, may_read, open_to
from chat.purging import purge_due
from chat.retention import apply_retention
from chat.reviewers import REVIEWERS
from chat.versions import edit_reply
from tests.support.cast import make_user
from tests.support.team import talk_in

pytestmark = pytest.mark.django_db


def test_who_wrote_in_a_held_conversation_of_a_team_stays(
    team: Team, alice: User, bob: User
) -> None:
    last = talk_in(team, (alice, "Soup?", "Yes."), (bob, "With what?", "Bread."))
    Hold.objects.create(conversation=last.conversation, reason="A claim")
    with pytest.raises(Held):
        leaving.delete_account(bob, successor=None)
    assert Message.objects.get(text="With what?").author == bob


def test_who_judged_a_reply_there_stays_too(team: Team, alice: User, bob: User) -> None:
    last = talk_in(team, (alice, "Soup?", "Yes."))
    feedback.give(giver=bob, message_id=last.pk, rating="bad", comment="No")
    Hold.objects.create(conversation=last.conversation, reason="A claim")
    with pytest.raises(Held):
        leaving.delete_account(bob, successor=None)
    assert Feedback.objects.get().giver == bob


def test_an_administrator_deletes_none_of_them(team: Team, alice: User, bob: User) -> None:
    last = talk_in(team, (alice, "Soup?", "Yes."), (bob, "With what?", "Bread."))
    Hold.objects.create(conversation=last.conversation, reason="A claim")
    administrator = Client()
    administrator.force_login(make_user("dora", is_staff=True, is_superuser=True))
    path = f"/admin/accounts/user/{bob.pk}/delete/"
    assert "legal hold" in administrator.post(path, {"post": "yes"}, follow=True).text
    assert Message.objects.get(text="With what?").author == bob


def test_a_hold_on_bob_keeps_what_he_wrote_in_a_conversation_of_alices(
    team: Team, alice: User, bob: User
) -> None:
    last = talk_in(team, (alice, "Soup?", "Yes."), (bob, "With what?", "Bread."))
    other = talk_in(team, (alice, "Cake?", "No."))
    Hold.objects.create(account=bob, reason="A claim")
    for message in (last, other):
        message.conversation.deleted_at = timezone.now() - timedelta(days=100)
        message.conversation.save()
    purge_due()
    assert Message.objects.filter(text="With what?").exists()
    assert not Message.objects.filter(text="Cake?").exists()


def test_who_only_edited_a_reply_in_a_held_conversation_stays_too(
    team: Team, alice: User, bob: User
) -> None:
    reply = talk_in(team, (alice, "Soup?", "Yes."))
    edited = edit_reply(author=bob, client_id=uuid4(), message_id=reply.pk, text="No, says Bob.")
    Hold.objects.create(conversation=reply.conversation, reason="A claim")
    with pytest.raises(Held):
        leaving.delete_account(bob, successor=None)
    assert Message.objects.get(pk=edited.pk).edited_by == bob


def test_a_hold_on_bob_keeps_a_conversation_in_which_he_only_edited_a_reply(
    settings: Settings, team: Team, alice: User, bob: User
) -> None:
    settings.RETENTION_DAYS = 30
    reply = talk_in(team, (alice, "Soup?", "Yes."))
    edited = edit_reply(author=bob, client_id=uuid4(), message_id=reply.pk, text="No, says Bob.")
    other = talk_in(team, (alice, "Cake?", "No."))
    Hold.objects.create(account=bob, reason="A claim")
    Conversation.objects.update(updated_at=timezone.now() - timedelta(days=100))
    assert is_held(edited.conversation)
    apply_retention()
    assert Message.objects.filter(pk=edited.pk).exists()
    assert not Message.objects.filter(pk=other.pk).exists()


def test_a_reviewer_in_the_team_reads_what_it_deleted_for_a_reason_only(
    settings: Settings, team: Team, alice: User, charlie: User
) -> None:
    settings.REVIEW_POLICY = "with_reason"
    charlie.is_staff = True
    charlie.save()
    charlie.groups.add(Group.objects.get_or_create(name=REVIEWERS)[0])
    conversation = talk_in(team, (alice, "Soup?", "Yes.")).conversation
    Hold.objects.create(conversation=conversation, reason="A claim")
    assert may_read(charlie, conversation) is Decision.YES
    conversation.deleted_at = timezone.now()
    conversation.save()
    assert may_read(charlie, conversation) is Decision.NEEDS_REASON
    assert not open_to(charlie).exists()
    assert not is_theirs(charlie, conversation), "so it is logged"
