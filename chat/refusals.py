"""Requests that were refused: what is said of it, and that it is counted where it happens, for
dashboards, because it leaves no row."""

from __future__ import annotations

import logging
from uuid import UUID

from django.utils.translation import ngettext

from accounts.models import Team
from inference.client import Reason, count_refusal
from inference.exceptions import Overloaded, StoreUnavailable

logger = logging.getLogger(__name__)


def words_for(error: Overloaded, team: Team | None) -> str:
    """Whose places are all taken, to whoever asked; team: in which."""
    count = error.count
    match error.whose:
        case "owner":
            words = ngettext(
                "You have %(count)d reply in progress, which is the limit.",
                "You have %(count)d replies in progress, which is the limit.",
                count,
            )
        case "group":
            words = ngettext(
                "The team “%(team)s” has %(count)d reply in progress, which is the limit.",
                "The team “%(team)s” has %(count)d replies in progress, which is the limit.",
                count,
            )
        case "site":
            words = ngettext(
                "The site has %(count)d reply in progress, which is the limit.",
                "The site has %(count)d replies in progress, which is the limit.",
                count,
            )
        case _:
            return str(error)
    return words % {"count": count, "team": team.name if team else ""}


def note_refusal(reason: Reason, *, user_id: int, model: str, team_id: UUID | None = None) -> None:
    """Best effort: whoever was refused must be told so all the same."""
    try:
        count_refusal(reason, user=str(user_id), model=model, team=str(team_id or ""))
    except StoreUnavailable as error:
        logger.warning("A refused request was not counted: %s", error)
