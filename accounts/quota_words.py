"""What people are told when a quota is used up. Knows no Redis."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext, ngettext

from accounts.exceptions import QuotaExceeded

if TYPE_CHECKING:
    from accounts.quota import Left


def exceeded(verdict: str, left: Left, *, team_name: str = "") -> QuotaExceeded:
    """team_name: where it was a team's. Raise what it gives."""
    if verdict == "requests":
        return QuotaExceeded(
            _requests_used_up(left.request_limit, team_name),
            what="requests",
            retry_after_seconds=max(1, left.requests_reset_seconds),
            left=left,
        )
    return QuotaExceeded(
        _tokens_used_up(left, team_name),
        what="tokens",
        retry_after_seconds=max(1, left.tokens_reset_seconds),
        left=left,
    )


def _requests_used_up(count: int, team_name: str) -> str:
    if team_name:
        words = ngettext(
            "The team “%(team)s” has reached its limit of %(count)d request a minute.",
            "The team “%(team)s” has reached its limit of %(count)d requests a minute.",
            count,
        )
        return words % {"team": team_name, "count": count}
    words = ngettext(
        "You have reached your limit of %(count)d request a minute.",
        "You have reached your limit of %(count)d requests a minute.",
        count,
    )
    return words % {"count": count}


def _tokens_used_up(left: Left, team_name: str) -> str:
    told = {"count": intcomma(left.token_limit), "time": _in_words(left.tokens_reset_seconds)}
    if team_name:
        words = gettext(
            "The team “%(team)s” has used its %(count)s tokens of today. "
            "There will be new ones at 00:00 UTC, in %(time)s."
        )
        return words % {**told, "team": team_name}
    words = gettext(
        "You have used your %(count)s tokens of today. "
        "There will be new ones at 00:00 UTC, in %(time)s."
    )
    return words % told


def _in_words(seconds: int) -> str:
    minutes = math.ceil(seconds / 60)
    if minutes >= 120:
        hours = math.ceil(minutes / 60)
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    if minutes <= 1:
        return gettext("a minute")
    return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
