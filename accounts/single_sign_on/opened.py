"""Which sessions somebody opened by signing in at the provider, so that signing out there ends
them. What opened one stands in its own data, which stays when its key changes."""

from __future__ import annotations

from allauth.socialaccount.models import SocialLogin
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.http import HttpRequest

from accounts import devices
from accounts.single_sign_on.connecting import PROVIDER

OPENED_BY = "opened_by"  # in a session: {"sub": …, "sid": …}, as the provider calls them


def note(request: HttpRequest, sociallogin: SocialLogin) -> None:
    """Of the session that has just been signed in."""
    id_token = sociallogin.account.extra_data.get("id_token") or {}
    sid = str(id_token.get("sid") or "")
    request.session[OPENED_BY] = {"sub": sociallogin.account.uid, "sid": sid}


def end(*, sub: str, sid: str) -> int:
    """→ how many. Of people who are connected with that identity still. Without a `sid` all that it
    opened; a session of which the provider did not say which of its own it belongs to may be that
    one. Open sockets close by themselves: chat.rights_watch.

    With a `sub` that reads the sessions of one person; with a `sid` alone all of everybody who is
    connected, one after another, as what opened a session is in no column. So it costs the more
    the more they are, though only for what the provider has signed."""
    rows = UserSession.objects.filter(user__socialaccount__provider=PROVIDER)
    if sub:
        rows = rows.filter(user__socialaccount__uid=sub)
    # The keys stay in the database: as a list they could be more than a query may be given.
    theirs = Session.objects.filter(session_key__in=rows.values("session_key"))
    meant = [
        session.session_key
        for session in theirs.iterator(chunk_size=500)
        if _is_meant(session.get_decoded().get(OPENED_BY), sub, sid)
    ]
    devices.end_rows([*UserSession.objects.filter(session_key__in=meant)])
    return len(meant)


def _is_meant(opened_by: dict[str, str] | None, sub: str, sid: str) -> bool:
    if not opened_by:
        return False
    if not sub:
        return opened_by["sid"] == sid
    return opened_by["sub"] == sub and (not sid or opened_by["sid"] in ("", sid))
