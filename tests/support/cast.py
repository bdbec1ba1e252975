"""The cast in the database: Alice owns, Bob has his own, Charlie reviews."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast
from uuid import uuid4

from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from accounts.models import User
from chat import services
from chat.models import ApiGeneration, Conversation, Generation, Message
from chat.reviewers import REVIEWERS
from chat.tasks import save_outcome
from inference.client import recover_outcome
from inference.contract import Finished, FinishReason, Text
from inference.store import get_redis
from inference.stream import Append, StreamWriter

PASSWORD = "correct horse battery staple"


def make_user(name: str, **more: Any) -> User:
    """Without a password: hashing one takes longer than most tests."""
    return User.objects.create_user(name, **more)


def make_reviewer(name: str) -> User:
    """Whose only right is to read, and that by the site's policy."""
    user = make_user(name, is_staff=True)
    user.groups.add(Group.objects.get_or_create(name=REVIEWERS)[0])
    return user


def browser_of(user: User) -> Client:
    """In which they are signed in."""
    client = Client()
    client.force_login(user)
    return client


def say(author: User, text: str, after: Message | None = None) -> Generation:
    """One turn, whose reply is waiting for a worker."""
    return services.send_message(
        author=author,
        client_id=uuid4(),
        conversation_id=after.conversation_id if after else None,
        parent_id=after.pk if after else None,
        text=text,
    )


def reply_to(generation: Generation, text: str = "A reply.", reason: str = "stop") -> Message:
    """Write and end it as a worker would, in Redis and in the database."""
    events = (Text(text=text, token_count=3), Finished(reason=cast("FinishReason", reason)))
    StreamWriter(get_redis()).append([Append(str(generation.pk), 1, events)])
    outcome = recover_outcome(str(generation.pk))
    assert outcome is not None
    assert save_outcome(outcome)
    return Message.objects.get(pk=generation.message_id)


def talk(author: User, *turns: str) -> Message:
    """A conversation of whole turns; every second one is the reply. Gives the last message."""
    last = None
    for asked, told in zip(turns[::2], turns[1::2], strict=True):
        last = reply_to(say(author, asked, last), told)
    assert last is not None
    return last


def say_why(client: Client, subject: Conversation | ApiGeneration | None = None) -> None:
    """As a reviewer does before they read it, or look through everybody's."""
    path = f"{subject._meta.model_name}/{subject.pk}/reason/" if subject else "conversation/look/"
    client.post(f"/admin/chat/{path}", {"reason": "Somebody complained about it."})


def conversations(owner: User, count: int, **more: Any) -> list[Conversation]:
    """Empty ones, called by their age in days."""
    now = timezone.now()
    return Conversation.objects.bulk_create(
        Conversation(
            owner=owner, title=f"Number {age}", updated_at=now - timedelta(days=age), **more
        )
        for age in range(count)
    )
