"""Conversations of a team, as rows: who may open one is not the point here."""

from __future__ import annotations

from uuid import UUID, uuid4

from accounts.models import Team, User
from chat.models import Conversation, Generation
from chat.starting import make_turn, started
from chat.turns import Asked, find_newest, new_message


def begin(team: Team, owner: User, **more: str) -> Conversation:
    return Conversation.objects.create(owner=owner, team=team, title="Beds", **more)


def say_in(conversation: Conversation, author: User, text: str = "Hello") -> Generation:
    """Somebody of the team, who need not be who began it."""

    def store() -> Asked:
        found = Conversation.objects.select_for_update().get(pk=conversation.pk)
        newest = find_newest(found)
        return new_message(
            author=author,
            conversation=found,
            parent=newest,
            text=text,
            after=newest.created_at if newest else None,
        )

    client_id: UUID = uuid4()
    return started(make_turn(author=author, client_id=client_id, store=store))
