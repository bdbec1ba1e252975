"""A person's conversations, and a team's, as they are listed: where each one stands, newest first,
page by page.

Each stands in one place: in the archive, or else among the pinned, or else in its folder, or else
among the dated ones.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Case, F, Q, QuerySet, When, Window
from django.db.models.functions import RowNumber

from accounts.models import Team, User
from chat.cursors import Cursor
from chat.models import Conversation

PAGE_CONVERSATIONS = 50
MOST_AT_ONCE = 500  # of a list that is shown anew, as far as it was shown before

DATED: dict[str, Any] = {"is_archived": False, "is_pinned": False, "folder": None}
ARCHIVED: dict[str, Any] = {"is_archived": True}


@dataclass(frozen=True, slots=True)
class Page:
    """Conversations by last activity, newest first; `next_cursor` asks for the older ones."""

    conversations: Sequence[Conversation]
    next_cursor: str | None


def in_folder(folder_id: UUID) -> dict[str, Any]:
    return {"is_archived": False, "is_pinned": False, "folder": folder_id}


def with_tag(tag_id: UUID) -> dict[str, Any]:
    """Wherever they stand, but in the archive."""
    return {"is_archived": False, "tags": tag_id}


def list_conversations(
    user: User,
    place: dict[str, Any] = DATED,
    *,
    before: str | None = None,
    count: int = PAGE_CONVERSATIONS,
) -> Page:
    """Raises Malformed for a cursor that is not ours."""
    return _list(user.conversations.visible().personal().filter(**place), before, count)


def list_team_conversations(
    team: Team, *, before: str | None = None, count: int = PAGE_CONVERSATIONS
) -> Page:
    """All of it: a team keeps no order but the time. Raises as list_conversations."""
    return _list(team.conversations.visible(), before, count)


def _list(conversations: QuerySet[Conversation], before: str | None, count: int) -> Page:
    if before:
        conversations = conversations.filter(Cursor.read(before).older("updated_at"))
    count = max(PAGE_CONVERSATIONS, min(count, MOST_AT_ONCE))
    return _page(list(conversations[: count + 1]), count)


@dataclass(frozen=True, slots=True)
class Placed:
    """The pinned ones, of which there are few, and the first pages of some folders."""

    pinned: Sequence[Conversation]
    folders: dict[UUID, Page]


def list_placed(user: User, folder_ids: Collection[UUID]) -> Placed:
    """In one query, however many the folders are. All that are pinned: they are more than may be
    pinned where deleted ones were brought back beside others, and stand nowhere else."""
    wanted = Q(is_pinned=True) | Q(folder__in=folder_ids)
    number = Window(
        RowNumber(),
        partition_by=Case(When(is_pinned=False, then=F("folder"))),
        order_by=(F("updated_at").desc(), F("id").desc()),
    )
    listed = user.conversations.visible().personal().filter(wanted, is_archived=False)
    most = Case(When(is_pinned=True, then=MOST_AT_ONCE), default=PAGE_CONVERSATIONS + 1)
    found = list(listed.annotate(number=number).filter(number__lte=most))
    return Placed(
        [one for one in found if one.is_pinned],
        {
            folder_id: _page(
                [one for one in found if one.folder_id == folder_id and not one.is_pinned],
                PAGE_CONVERSATIONS,
            )
            for folder_id in folder_ids
        },
    )


def _page(found: list[Conversation], count: int) -> Page:
    page = found[:count]
    return Page(page, str(Cursor(page[-1].updated_at, page[-1].pk)) if len(found) > count else None)
