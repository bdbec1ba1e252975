"""Our own files, see docs/exports.md."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from django.utils.translation import gettext as _

from chat.importing.exceptions import Broken
from chat.importing.found import Found, FoundTurn, LeftOut, Place
from chat.importing.values import (
    Json,
    as_id,
    as_id_or_none,
    as_list,
    as_object,
    as_text,
    moment,
    role_of,
    text_of,
)

SOURCE = "chatsite"
FORMAT = "chatsite-conversation"
VERSION = 1


def recognises(value: Json) -> bool:
    return value.get("format") == FORMAT


def read(value: Json) -> Found:
    if value.get("version") != VERSION:
        raise Broken(_("It is of a version that this site does not know."))
    queued = as_list(value.get("queued", []), "queued")
    return Found(
        source=SOURCE,
        source_id=as_id(value.get("id"), "id"),
        title=text_of(value.get("title")),
        turns=[
            _turn(as_object(one, f"messages[{place}]"), f"messages[{place}]")
            for place, one in enumerate(as_list(value.get("messages"), "messages"))
        ],
        shown=as_id_or_none(value.get("shown"), "shown"),
        created_at=moment(value.get("created_at")),
        updated_at=moment(value.get("updated_at")),
        settings=_settings(as_object(value.get("settings") or {}, "settings")),
        place=_place(value),
        left_out=Counter[LeftOut]({"queued": len(queued)}),
    )


def _settings(given: Json) -> Json:
    """Numbers as JSON has them in the database."""
    sampling = given.get("sampling")
    if not isinstance(sampling, dict):
        return given
    plain = {
        name: float(value) if isinstance(value, Decimal) else value
        for name, value in sampling.items()
    }
    return {**given, "sampling": plain}


def _place(value: Json) -> Place:
    """Files that people made themselves have none."""
    return Place(
        is_pinned=value.get("is_pinned") is True,
        is_archived=value.get("is_archived") is True,
        folder=text_of(value.get("folder")),
        tags=tuple(filter(None, map(text_of, as_list(value.get("tags") or [], "tags")))),
    )


def _turn(one: Json, where: str) -> FoundTurn:
    role = role_of(one.get("role"))
    if role is None:
        raise Broken(
            _("{where} is of nobody: its role is neither user nor assistant.").format(where=where)
        )
    return FoundTurn(
        key=as_id(one.get("id"), f"{where}.id"),
        parent=as_id_or_none(one.get("parent"), f"{where}.parent"),
        role=role,
        text=as_text(one.get("text"), f"{where}.text"),
        reasoning=as_text(one.get("reasoning", ""), f"{where}.reasoning"),
        tool_calls=[
            _call(as_object(call, f"{where}.tool_calls"), f"{where}.tool_calls")
            for call in as_list(one.get("tool_calls", []), f"{where}.tool_calls")
        ],
        created_at=moment(one.get("created_at")),
        is_own=one.get("is_own") is not False,
        is_edited=role == "assistant" and one.get("is_edited") is True,
    )


def _call(one: Json, where: str) -> dict[str, str]:
    names = ("id", "name", "arguments")
    return {name: as_text(one.get(name, ""), f"{where}.{name}") for name in names}
