"""Conversations by date, as the sidebar shows them. Knows no database."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_noop

from chat.models import Conversation
from chat.wire.outbound import conversation_json

RECENT_DAYS = ((7, gettext_noop("Previous 7 days")), (30, gettext_noop("Previous 30 days")))


def group_by_date(conversations: Iterable[Conversation]) -> list[dict[str, Any]]:
    """`[{label, conversations: [{id, title, url, updated_at}]}]` of conversations, newest first."""
    today = timezone.localdate()
    return [
        {"label": label, "conversations": [conversation_json(one) for one in group]}
        for label, group in groupby(
            conversations, lambda one: label_for(timezone.localdate(one.updated_at), today=today)
        )
    ]


def label_for(day: date, *, today: date) -> str:
    """A clock that was set back gives days to come: they count as today."""
    if day >= today:
        return gettext("Today")
    if day == today - timedelta(days=1):
        return gettext("Yesterday")
    for days, label in RECENT_DAYS:
        if day >= today - timedelta(days=days):
            return gettext(label)
    return date_format(day, "YEAR_MONTH_FORMAT")
