"""Which models a team may use in its conversations. Knows no page."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Team
from chat.exceptions import SettingRefused
from chat.models import Conversation
from inference.client import default_model


def may_use(team: Team | None, name: str) -> bool:
    return team is None or not team.allowed_models or name in team.allowed_models


def places_in(team: Team | None) -> dict[str, Any]:
    """How many replies at once may be asked for in it, in the words of a GenerationRequest."""
    if team is None:
        return {}
    return {"group": str(team.pk), "group_places": team.replies_at_once or 0}


def check_model(conversation: Conversation, model: str) -> None:
    """Whether its team may use it; empty: the one of the site. Raises SettingRefused."""
    team = conversation.team
    name = model or default_model()
    if team is not None and not may_use(team, name):
        words = _(
            "The team “{team}” may not use {model}. Choose another model under “Model and "
            "behaviour”: {others}."
        )
        told = {"team": team.name, "model": name, "others": ", ".join(team.allowed_models)}
        raise SettingRefused(words.format(**told), field="model")
