"""Teams in the database, and what is said in them."""

from __future__ import annotations

from uuid import uuid4

from accounts.models import Membership, Team, User
from chat import services
from chat.models import Generation, Message
from tests.support.cast import reply_to, say


def join(team: Team, user: User, role: str = "member") -> Membership:
    return Membership.objects.create(team=team, user=user, role=role)


def leave(team: Team, user: User) -> None:
    Membership.objects.filter(team=team, user=user).delete()


def begin(author: User, team: Team, text: str) -> Generation:
    """A conversation of the team, whose first reply is waiting for a worker."""
    return services.send_message(
        author=author,
        client_id=uuid4(),
        conversation_id=None,
        parent_id=None,
        text=text,
        team_id=team.pk,
    )


def talk_in(team: Team, *turns: tuple[User, str, str]) -> Message:
    """Whole turns of several people, each with its reply. Gives the last message."""
    last = None
    for author, asked, told in turns:
        generation = begin(author, team, asked) if last is None else say(author, asked, last)
        last = reply_to(generation, told)
    assert last is not None
    return last
