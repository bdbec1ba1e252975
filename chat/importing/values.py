"""Values of a foreign JSON, each looked at before it is used. Raises Broken, which names it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from chat.importing.exceptions import Broken
from chat.importing.found import Role

LONGEST_ID = 200
OLDEST = datetime(1990, 1, 1, tzinfo=UTC)  # before that nobody chatted so: a clock was not set
MILLISECONDS_FROM = 100_000_000_000  # as seconds it were the year 5138

Json = dict[str, Any]


def as_object(value: object, where: str) -> Json:
    if not isinstance(value, dict):
        raise _wrong(where, _("an object"))
    return value


def as_list(value: object, where: str) -> list[Any]:
    if not isinstance(value, list):
        raise _wrong(where, _("a list"))
    return value


def as_text(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise _wrong(where, _("a text"))
    return value


def as_id(value: object, where: str) -> str:
    text = as_text(value, where)
    if not text or len(text) > LONGEST_ID:
        raise _wrong(where, _("an id"))
    return text


def as_id_or_none(value: object, where: str) -> str | None:
    return None if value is None else as_id(value, where)


def role_of(value: object) -> Role | None:
    """None for those whose messages are not shown."""
    return "user" if value == "user" else "assistant" if value == "assistant" else None


def text_of(value: object) -> str:
    """Empty for what is none. Not `str`: a value may be nested deeper than that can go."""
    return value if isinstance(value, str) else ""


def moment(value: object) -> datetime | None:
    """Of seconds or milliseconds since 1970, or ISO 8601; None for what is no moment of a chat."""
    try:
        found = _moment(value)
    except (ValueError, OverflowError, ArithmeticError, OSError):
        return None
    return found if found is not None and OLDEST <= found <= timezone.now() else None


def _moment(value: object) -> datetime | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float | Decimal):
        seconds = float(value / 1000 if value >= MILLISECONDS_FROM else value)
        return datetime.fromtimestamp(seconds, UTC)
    if isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\d", value):
        found = datetime.fromisoformat(value)
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    return None


def _wrong(where: str, what: str) -> Broken:
    return Broken(_("{where} is not {what}.").format(where=where, what=what))
