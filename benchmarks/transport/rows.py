"""What the database must hold before anybody can watch: signed-in owners, each with a conversation
whose reply is being written. Runs in `manage.py shell`."""

from __future__ import annotations

import json
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from chat.models import Conversation, Generation, Message


def make_reader(number: int) -> dict[str, str]:
    user = User(username=f"reader-{uuid4().hex[:12]}")
    user.set_unusable_password()
    user.save()
    conversation = Conversation.objects.create(owner=user, title=f"Benchmark {number}")
    asked = Message.objects.create(
        conversation=conversation, role="user", author=user, text="Say when."
    )
    reply = Message.objects.create(conversation=conversation, parent=asked, role="assistant")
    generation = Generation.objects.create(
        conversation=conversation,
        message=reply,
        requested_by=user,
        client_id=uuid4(),
        queued_at=timezone.now(),
    )
    return {
        "cookie": f"{settings.SESSION_COOKIE_NAME}={signed_in(user)}",
        "conversation": str(conversation.pk),
        "reply": str(generation.pk),
    }


def signed_in(user: User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    assert session.session_key is not None
    return session.session_key


def print_rows(count: int) -> None:
    """As a JSON list, for `readers`."""
    with transaction.atomic():
        print(json.dumps([make_reader(number) for number in range(count)]))
