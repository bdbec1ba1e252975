"""Whether sessions that were good when a socket opened still are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts.models import User


@dataclass(frozen=True, slots=True)
class Proof:
    """What made a session good. As long as the database still says all of it, it is."""

    session_data: str
    user_id: int
    password: str


class SignedIn:
    """Who has a session, asked before everything that a socket does: see `get_user`."""

    def __init__(self, session_key: str | None) -> None:
        self._key = session_key
        self._proof: Proof | None = None

    def get_user(self) -> User | None:
        """The active user as the database has it now; signing out, a new password and a disabled
        account all end it. While it says the same as before, nothing is decoded or hashed."""
        user = None
        if self._key and self._proof:
            user = _find_unchanged(self._key, self._proof)
        return user or self._look_closely()

    def _look_closely(self) -> User | None:
        found = _look([self._key]) if self._key else {}
        for user, session_data in found.values():
            self._proof = Proof(session_data, user.pk, user.password)
            return user
        return None


def prove(session_keys: Iterable[str]) -> dict[str, Proof]:
    """Of those that are good."""
    return {
        key: Proof(session_data, user.pk, user.password)
        for key, (user, session_data) in _look(session_keys).items()
    }


def still_good(proofs: Mapping[str, Proof]) -> set[str]:
    """Nothing is decoded or hashed for it: it is asked every second for every open socket. The
    others may be good as well, for another reason than before."""
    good = Session.objects.filter(session_key__in=proofs, expire_date__gt=timezone.now())
    sessions = dict(good.values_list("session_key", "session_data"))
    users = User.objects.filter(is_active=True, pk__in={one.user_id for one in proofs.values()})
    passwords = dict(users.values_list("pk", "password"))
    return {
        key
        for key, proof in proofs.items()
        if sessions.get(key) == proof.session_data
        and passwords.get(proof.user_id) == proof.password
    }


def end_sessions(user: User) -> None:
    """All of them, on all devices. Whose a session is stands in its data alone."""
    keys = [
        session.session_key
        for session in Session.objects.iterator(chunk_size=500)
        if _user_id(session.get_decoded()) == user.pk
    ]
    Session.objects.filter(session_key__in=keys).delete()


def forget_expired() -> int:
    """→ how many rows. Sessions that nobody can use any more, and what the list of devices noted of
    them: allauth drops such a row only when its owner looks."""
    count, _ = Session.objects.filter(expire_date__lte=timezone.now()).delete()
    known = Session.objects.filter(session_key=OuterRef("session_key"))
    lost, _ = UserSession.objects.filter(~Exists(known)).delete()
    return count + lost


# Written out: Django takes three times as long to put it together as all the rest takes, and every
# message waits for it.
_UNCHANGED = """
SELECT accounts_user.* FROM accounts_user, django_session
WHERE session_key = %s AND session_data = %s AND expire_date > %s
  AND accounts_user.id = %s AND accounts_user.password = %s AND is_active
"""


def _find_unchanged(session_key: str, proof: Proof) -> User | None:
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    values = [session_key, proof.session_data, now, proof.user_id, proof.password]
    return next(iter(User.objects.raw(_UNCHANGED, values)), None)


def _look(session_keys: Iterable[str]) -> dict[str, tuple[User, str]]:
    """The user and the stored data of each good session, in two queries."""
    good = Session.objects.filter(session_key__in=session_keys, expire_date__gt=timezone.now())
    rows = {session.session_key: session for session in good}
    sessions = {key: session.get_decoded() for key, session in rows.items()}
    ids = {key: _user_id(session) for key, session in sessions.items()}
    users = User.objects.filter(is_active=True).in_bulk(
        {user_id for user_id in ids.values() if user_id is not None}
    )
    return {
        key: (users[user_id], rows[key].session_data)
        for key, user_id in ids.items()
        if user_id in users and _is_of_this_password(sessions[key], users[user_id])
    }


def _user_id(session: dict[str, Any]) -> int | None:
    if BACKEND_SESSION_KEY not in session or SESSION_KEY not in session:
        return None
    return int(session[SESSION_KEY])


def _is_of_this_password(session: dict[str, Any], user: User) -> bool:
    return constant_time_compare(session.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash())
