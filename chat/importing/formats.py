"""Whose file it is, told by its content."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from chat.importing import chatgpt, chatsite, librechat, openwebui
from chat.importing.exceptions import Broken
from chat.importing.found import Found


@dataclass(frozen=True, slots=True)
class Format:
    """read: raises Broken."""

    name: str
    recognises: Callable[[dict[str, Any]], bool]
    read: Callable[[dict[str, Any]], Found]


FORMATS = (
    Format("Chatsite", chatsite.recognises, chatsite.read),
    Format("ChatGPT", chatgpt.recognises, chatgpt.read),
    Format("Open WebUI", openwebui.recognises, openwebui.read),
    Format("LibreChat", librechat.recognises, librechat.read),
)


def find_format(value: object) -> Format | None:
    if not isinstance(value, dict):
        return None
    return next((one for one in FORMATS if one.recognises(value)), None)


def read(value: object) -> tuple[str, Found]:
    """The name of the format, and what it holds. Raises Broken."""
    found = find_format(value)
    if found is None or not isinstance(value, dict):
        names = ", ".join(one.name for one in FORMATS)
        raise Broken(_("It is of no format that is known here: {names}.").format(names=names))
    return found.name, found.read(value)
