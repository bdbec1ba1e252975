"""Why somebody reads, as they said a short while ago: kept in their session, for one thing each."""

from __future__ import annotations

import time
from datetime import timedelta

from django.contrib.sessions.backends.base import SessionBase

from chat.models.audit import REASON_CHARACTERS

LASTS = timedelta(minutes=30)  # to look again at what one is working on, not to keep a door open
LEAST_CHARACTERS = 10
MOST_REMEMBERED = 50
EVERYTHING = "everything"  # in place of one thing: all titles, and searching all texts
KEY = "reading_reasons"


def remember(session: SessionBase, what: str, reason: str) -> None:
    """what: `audit.subject_of`, or EVERYTHING."""
    kept = _kept(session)
    kept[what] = (reason, time.time() + LASTS.total_seconds())
    session[KEY] = dict(list(kept.items())[-MOST_REMEMBERED:])


def recall(session: SessionBase, what: str) -> str | None:
    reason, _ = _kept(session).get(what, (None, 0))
    return reason


def clean(reason: str) -> str | None:
    """None: too short to be one, or too long."""
    reason = " ".join(reason.split())
    return reason if LEAST_CHARACTERS <= len(reason) <= REASON_CHARACTERS else None


def _kept(session: SessionBase) -> dict[str, tuple[str, float]]:
    """Those that still count."""
    now = time.time()
    return {what: (why, end) for what, (why, end) in session.get(KEY, {}).items() if end > now}
