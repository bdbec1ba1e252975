"""What waits in the queue of a team holds up nobody but who wrote it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Team, User
from chat.models import QueuedMessage
from chat.queueing import LONGEST_QUEUE, go_on
from tests.chat.queues import queue, queued_texts, texts, waiting
from tests.support.cast import reply_to, say
from tests.support.team import begin, leave

pytestmark = pytest.mark.django_db


def test_what_somebody_left_behind_fills_no_queue(team: Team, alice: User, erin: User) -> None:
    generation = begin(alice, team, "Soup?")
    waiting(erin, generation, *map(str, range(LONGEST_QUEUE)))
    leave(team, erin)
    assert isinstance(queue(alice, generation.conversation, "Mine"), QueuedMessage)


def test_nobody_waits_for_what_somebody_left_behind(team: Team, alice: User, erin: User) -> None:
    generation = begin(alice, team, "Soup?")
    waiting(erin, generation, "Hers")
    leave(team, erin)
    say(alice, "Which?", reply_to(generation))
    assert texts(generation.conversation)[-2] == "Which?"


def test_nobody_waits_for_the_quota_of_somebody_else(team: Team, alice: User, bob: User) -> None:
    generation = begin(alice, team, "Soup?")
    waiting(bob, generation, "His")
    QueuedMessage.objects.update(not_before=timezone.now() + timedelta(hours=20))
    waiting(alice, generation, "Hers")
    reply = reply_to(generation)
    go_on(generation.conversation_id)
    assert texts(generation.conversation)[-2] == "Hers"
    assert queued_texts(generation.conversation) == ["His"]
    second = reply.conversation.generations.exclude(pk=generation.pk).get()
    say(alice, "Past it", reply_to(second))
    assert texts(generation.conversation)[-2] == "Past it"
