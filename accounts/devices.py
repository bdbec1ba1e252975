"""Where somebody is signed in, as they see it: allauth's list of sessions, with names for the
devices and a time at which each was last used."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.usersessions.models import UserSession
from asgiref.sync import iscoroutinefunction, sync_to_async
from django.contrib.sessions.models import Session
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.decorators import sync_and_async_middleware
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.sessions import prove

logger = logging.getLogger(__name__)

LISTED = "listed"  # in sessions that came about by signing in on a page
NOTED_EVERY_SECONDS = 300  # a page costs no write more than that
REMEMBERED = 10_000
# Each name stands in what others say as well, so the order matters.
BROWSERS = ("Edg", "OPR", "SamsungBrowser", "Firefox", "FxiOS", "Chrome", "CriOS", "Safari")
CALLED = {"Edg": "Edge", "OPR": "Opera", "FxiOS": "Firefox", "CriOS": "Chrome"}
SYSTEMS = ("Android", "iPhone", "iPad", "Windows", "Mac OS X", "CrOS", "Linux")

_noted_at: dict[str, float] = {}


@dataclass(frozen=True, slots=True)
class Device:
    session_id: int
    name: str
    ip: str
    since: datetime
    seen_at: datetime
    is_this: bool


def list_devices(user: User, *, session_key: str | None) -> list[Device]:
    """This one first, then the one that was used last."""
    rows = [*UserSession.objects.filter(user=user).order_by("-last_seen_at", "-pk")]
    good = prove(row.session_key for row in rows)
    devices = [
        Device(
            row.pk,
            describe(row.user_agent),
            row.ip,
            row.created_at,
            row.last_seen_at,
            row.session_key == session_key,
        )
        for row in rows
        if row.session_key in good
    ]
    return sorted(devices, key=lambda one: not one.is_this)


def end(user: User, *, session_id: int) -> None:
    """Sockets that were opened with it close by themselves: accounts.sessions."""
    end_rows([*UserSession.objects.filter(user=user, pk=session_id)])


def end_others(user: User, *, session_key: str | None) -> None:
    end_rows([*UserSession.objects.filter(user=user).exclude(session_key=session_key or "")])


def describe(user_agent: str) -> str:
    """`Firefox on Windows`, for people; it proves nothing."""
    browser = next((one for one in BROWSERS if f"{one}/" in user_agent), "")
    system = next((one for one in SYSTEMS if one in user_agent), "")
    names = {
        "browser": CALLED.get(browser, re.sub(r"(?<=[a-z])(?=[A-Z])", " ", browser)),
        "system": {"Mac OS X": "macOS", "CrOS": "ChromeOS"}.get(system, system),
    }
    if browser and system:
        return _("%(browser)s on %(system)s") % names
    return names["browser"] or names["system"] or _("A device that does not say what it is")


@sync_and_async_middleware
def last_seen_middleware(get_response: Callable[[HttpRequest], Any]) -> Callable[..., Any]:
    """Notes now and then that a session is in use, behind what the request looked up anyway."""

    async def answer_soon(request: HttpRequest) -> HttpResponseBase:
        response: HttpResponseBase = await get_response(request)
        if key := _due(request, response):
            await sync_to_async(_note)(key)
        return response

    def answer(request: HttpRequest) -> HttpResponseBase:
        response: HttpResponseBase = get_response(request)
        if key := _due(request, response):
            _note(key)
        return response

    return answer_soon if iscoroutinefunction(get_response) else answer


def _due(request: HttpRequest, response: HttpResponseBase) -> str | None:
    """Not while something is wrong: a page that says so is not lost to another mistake."""
    session = request.session
    if response.status_code >= 500:
        return None
    if not session.accessed or not session.session_key or not session.get(LISTED):
        return None
    key: str = session.session_key
    now = time.monotonic()
    if now - _noted_at.get(key, -NOTED_EVERY_SECONDS) < NOTED_EVERY_SECONDS:
        return None
    if len(_noted_at) >= REMEMBERED:
        _noted_at.clear()
    _noted_at[key] = now
    return key


def _note(session_key: str) -> None:
    try:
        UserSession.objects.filter(session_key=session_key).update(last_seen_at=timezone.now())
    except DatabaseError as error:  # what was asked for is there already
        logger.warning("That a session is in use was not noted: %s", error)


def end_rows(rows: list[UserSession]) -> None:
    keys = [row.session_key for row in rows]
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(session_key__in=keys).delete()
