"""Whether sessions that were good when a socket opened still are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts.models import User


def get_signed_in_user(session_key: str | None) -> User | None:
    """The active user of a session as the database has it now; signing out, a new password and a
    disabled account all end it."""
    return get_signed_in_users([session_key]).get(session_key) if session_key else None


def get_signed_in_users(session_keys: Iterable[str]) -> dict[str, User]:
    """The same for many sessions, in two queries; those that have ended are left out."""
    good = Session.objects.filter(session_key__in=session_keys, expire_date__gt=timezone.now())
    sessions = {session.session_key: session.get_decoded() for session in good}
    ids = {key: _user_id(session) for key, session in sessions.items()}
    users = User.objects.filter(is_active=True).in_bulk(
        {user_id for user_id in ids.values() if user_id is not None}
    )
    return {
        key: users[user_id]
        for key, user_id in ids.items()
        if user_id in users and _is_of_this_password(sessions[key], users[user_id])
    }


def _user_id(session: dict[str, Any]) -> int | None:
    if BACKEND_SESSION_KEY not in session or SESSION_KEY not in session:
        return None
    return int(session[SESSION_KEY])


def _is_of_this_password(session: dict[str, Any], user: User) -> bool:
    return constant_time_compare(session.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash())
