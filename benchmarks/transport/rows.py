"""What the database must hold before anybody can come: signed-in people, and for those who only
read a conversation whose reply is being written. Runs in `manage.py shell`."""

from __future__ import annotations

import json
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.utils import timezone

from accounts.api_keys import create_api_key
from accounts.models import ApiKey, User
from chat.api.openai.chat_call import ROUTE
from chat.models import ApiGeneration, Conversation, Generation, Message


def print_people(count: int, *, are_reading: bool) -> None:
    """As a JSON list, for `people` and `readers`."""
    with transaction.atomic():
        print(json.dumps([_make_person(are_reading) for _ in range(count)]))


def print_programs(count: int) -> None:
    """The same for programs, of one owner, that read a generation each."""
    with transaction.atomic():
        owner = User.objects.create_user(f"owner-{uuid4().hex[:12]}")
        key, secret = create_api_key(owner=owner, name="Benchmark")
        print(
            json.dumps([{"secret": secret, "reply": _make_generation(key)} for _ in range(count)])
        )


def _make_generation(key: ApiKey) -> str:
    form = {
        "choices": 1,
        "logprobs": False,
        "include_usage": False,
        "parallel_tool_calls": True,
        "is_named": False,
    }
    generation = ApiGeneration.objects.create(
        owner_id=key.owner_id,
        key=key,
        route=ROUTE,
        form=form,
        model="benchmark",
        queued_at=timezone.now(),
    )
    return str(generation.pk)


def _make_person(is_reading: bool) -> dict[str, str]:
    user = User(username=f"reader-{uuid4().hex[:12]}")
    user.set_unusable_password()
    user.save()
    cookie = {"cookie": f"{settings.SESSION_COOKIE_NAME}={_signed_in(user)}"}
    return cookie | (_make_reply(user) if is_reading else {})


def _make_reply(user: User) -> dict[str, str]:
    conversation = Conversation.objects.create(owner=user, title="Benchmark")
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
    return {"conversation": str(conversation.pk), "reply": str(generation.pk)}


def _signed_in(user: User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    assert session.session_key is not None
    return session.session_key
