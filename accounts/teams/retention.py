"""What a shorter retention of a team would delete, told before it is saved. Knows no conversations:
settings.TEAM_RETENTION names who counts them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.models import Team


@dataclass(frozen=True, slots=True)
class Forecast:
    """going: conversations, oldest and newest: when those were last touched. held: kept by a legal
    hold, whatever the days are. waiting: kept for now, a reply is being written."""

    days: int
    going: int
    oldest: datetime | None
    newest: datetime | None
    held: int
    waiting: int


def days_of(team: Team | None, site_days: int | None = None) -> int | None:
    """As long as conversations are kept: its own, without a team all others. None: for ever.
    site_days: in place of RETENTION_DAYS."""
    of_site: int | None = settings.RETENTION_DAYS if site_days is None else site_days
    of_team = team.retention_days if team else None
    return min((days for days in (of_site, of_team) if days), default=None)


def foresee_if_shorter(team: Team, before: int | None) -> Forecast | None:
    """before: its days_of as they were. None: nothing goes that would have stayed."""
    after = days_of(team)
    if after is None or (before is not None and before <= after):
        return None
    foresee: Callable[[Team, int], Forecast] = import_string(settings.TEAM_RETENTION)
    return foresee(team, after)
