"""What the sidebar shows: tags to choose from, pinned conversations, folders, and the rest by date.

Everything in it is as the templates want it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Team, User
from chat import library, lists
from chat.models import Conversation
from chat.wire.outbound import Json, conversation_json

TODAY = "today"  # static/js/sidebar.js puts there what was just written in


@dataclass(frozen=True, slots=True)
class View:
    """What its reader has chosen: a tag; folders that are open; how far down they have read."""

    tag: UUID | None = None
    opened: Collection[UUID] = ()
    shown: int = lists.PAGE_CONVERSATIONS


def build_sidebar(user: User, view: View) -> Json:
    """Four queries, or three when narrowed to a tag. Raises NotFound for one that is not there."""
    tags = library.list_tags(user)
    if view.tag is not None:
        tag = library.get_tag(user, view.tag)
        page = lists.list_conversations(user, lists.with_tag(tag.pk), count=view.shown)
        return {"tags": tags, "tag": tag, "page": dated_page(page, tag=tag.pk)}
    placed = lists.list_placed(user, view.opened)
    page = lists.list_conversations(user, count=view.shown)
    return {
        "tags": tags,
        "pinned": [conversation_json(one) for one in placed.pinned],
        "folders": [
            {
                "id": folder.pk,
                "name": folder.name,
                "url": _url(folder=folder.pk),
                "page": folder_page(placed.folders[folder.pk], folder.pk)
                if folder.pk in placed.folders
                else None,
            }
            for folder in library.list_folders(user)
        ],
        "page": dated_page(page),
    }


def build_team_sidebar(team: Team, shown: int = lists.PAGE_CONVERSATIONS) -> Json:
    """One query. Of a team whose reader is in it."""
    page = lists.list_team_conversations(team, count=shown)
    return {"page": dated_page(page, team=team.pk), "lists_url": _url(team=team.pk)}


def dated_page(page: lists.Page, **more: UUID) -> Json:
    """more: what the address of the next page says beside the cursor."""
    return {"groups": group_by_date(page.conversations), "next_url": _next_url(page, **more)}


def folder_page(page: lists.Page, folder_id: UUID) -> Json:
    listed = [conversation_json(one) for one in page.conversations]
    groups = [{"key": "folder", "conversations": listed}] if listed else []
    return {"groups": groups, "next_url": _next_url(page, folder=folder_id), "is_folder": True}


def group_by_date(conversations: Iterable[Conversation]) -> list[Json]:
    """`[{key, label, conversations: [{id, title, url, …}]}]` of conversations, newest first."""
    today = timezone.localdate()
    return [
        {"key": key, "label": label, "conversations": [conversation_json(one) for one in group]}
        for (key, label), group in groupby(
            conversations, lambda one: group_of(timezone.localdate(one.updated_at), today=today)
        )
    ]


def group_of(day: date, *, today: date) -> tuple[str, str]:
    """Its key and what it is called. A clock that was set back gives days to come: they count as
    today."""
    if day >= today:
        return TODAY, _("Today")
    if day == today - timedelta(days=1):
        return "yesterday", _("Yesterday")
    if day >= today - timedelta(days=7):
        return "week", _("Previous 7 days")
    if day >= today - timedelta(days=30):
        return "month", _("Previous 30 days")
    return f"{day:%Y-%m}", date_format(day, "YEAR_MONTH_FORMAT")


def _next_url(page: lists.Page, **more: UUID) -> str | None:
    return _url(before=page.next_cursor, **more) if page.next_cursor else None


def _url(**query: Any) -> str:
    return f"{reverse('chat:conversations')}?{urlencode(query)}"
