"""What losing a role, and acting for one another, means in a team's conversation."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import Team, User
from chat import answers, services
from chat.exceptions import NotFound
from chat.models import Conversation, Message
from chat.privacy.policy import Decision, may_read
from chat.wire import inbound
from tests.support.cast import reply_to, say
from tests.support.team import begin, join, leave, talk_in


def test_who_left_reads_it_in_no_other_way(erin: User, team: Team) -> None:
    conversation = talk_in(team, (erin, "Soup?", "With bread.")).conversation
    leave(team, erin)
    assert may_read(erin, conversation) is Decision.NO
    join(team, erin, "reviewer")
    assert may_read(erin, conversation) is Decision.YES


def test_the_same_send_again_tells_nothing_to_who_has_left_meanwhile(
    alice: User, bob: User, team: Team
) -> None:
    reply = talk_in(team, (alice, "Soup?", "With bread."))
    frame = inbound.Send(
        client_id=uuid4(), conversation=reply.conversation_id, parent=reply.pk, text="Which?"
    )
    answers.send(bob, frame)
    leave(team, bob)
    with pytest.raises(NotFound):
        answers.send(bob, frame)


def test_anybody_who_writes_stops_the_reply_of_another(alice: User, bob: User, team: Team) -> None:
    generation = begin(alice, team, "Soup?")
    services.stop_reply(user=bob, generation_id=generation.pk)
    generation.refresh_from_db()
    assert generation.finish_reason == "stopped"


def test_a_message_says_whose_it_is_when_somebody_else_edits_it(
    alice: User, bob: User, team: Team
) -> None:
    asked = talk_in(team, (alice, "Soup?", "With bread.")).parent
    assert asked is not None
    accepted = answers.edit(bob, inbound.Edit(client_id=uuid4(), message=asked.pk, text="Stew?"))
    assert accepted["message"]["author"] == {"id": bob.pk, "name": "Bob"}
    asked.refresh_from_db()
    assert asked.text == "Soup?"


def test_deleting_all_of_ones_own_leaves_what_is_the_teams(
    client: Client, alice: User, team: Team
) -> None:
    reply_to(begin(alice, team, "Soup?"))
    own = reply_to(say(alice, "Mine."))
    client.force_login(alice)
    assert client.post("/settings/delete-conversations/").status_code == 302
    left = list(Conversation.objects.values_list("team", flat=True))
    assert left == [team.pk]
    assert not Message.objects.filter(pk=own.pk).exists()
