"""What LibreChat exports: one conversation, its messages flat or each within what it answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from chat.importing.found import Found, FoundTurn, LeftOut
from chat.importing.values import Json, as_id, as_list, as_object, moment, text_of

SOURCE = "librechat"
NOBODY = "00000000-0000-0000-0000-000000000000"  # whom a first message answers


def recognises(value: Json) -> bool:
    return "conversationId" in value and ("messages" in value or "messagesTree" in value)


def read(value: Json) -> Found:
    left_out: Counter[LeftOut] = Counter()
    name = "messagesTree" if "messagesTree" in value else "messages"
    turns = [
        _turn(where, one, parent, left_out)
        for where, one, parent in _flat(name, as_list(value[name], name))
    ]
    return Found(
        source=SOURCE,
        source_id=as_id(value["conversationId"], "conversationId"),
        title=text_of(value.get("title")),
        turns=turns,
        left_out=left_out,
    )


def _flat(name: str, messages: list[Any]) -> Iterator[tuple[str, Json, object]]:
    """Each with where it stands and what it answers. Without calling itself: such a file may be as
    deep as the conversation is long."""
    waiting: list[tuple[str, object, object]] = [
        (f"{name}[{place}]", one, None) for place, one in enumerate(messages)
    ]
    waiting.reverse()
    while waiting:
        where, value, above = waiting.pop()
        one = as_object(value, where)
        yield where, one, above if above is not None else one.get("parentMessageId")
        children = as_list(one.get("children") or [], f"{where}.children")
        waiting += [
            (f"message {text_of(one.get('messageId'))}", child, one.get("messageId"))
            for child in reversed(children)
        ]


def _turn(where: str, one: Json, parent: object, left_out: Counter[LeftOut]) -> FoundTurn:
    text, reasoning = _said(where, one, left_out)
    files = one.get("files")
    for file in files if isinstance(files, list) else []:
        is_image = isinstance(file, dict) and text_of(file.get("type")).startswith("image/")
        left_out["images" if is_image else "files"] += 1
    return FoundTurn(
        key=as_id(one.get("messageId"), f"{where}.messageId"),
        parent=None if parent in (None, "", NOBODY) else as_id(parent, f"{where}.parentMessageId"),
        role="user" if one.get("isCreatedByUser") is True else "assistant",
        text=text,
        reasoning=reasoning,
        created_at=moment(one.get("createdAt")),
    )


def _said(where: str, one: Json, left_out: Counter[LeftOut]) -> tuple[str, str]:
    """The text and the thoughts. Newer messages are made of parts."""
    content = one.get("content")
    if not content:
        text = one.get("text")
        return (text if isinstance(text, str) else ""), ""
    said, thoughts = [], []
    for part in as_list(content, f"{where}.content"):
        kind = part.get("type") if isinstance(part, dict) else None
        if kind in ("text", "error"):
            said.append(_value(part.get("text")))
        elif kind == "think":
            thoughts.append(_value(part.get("think")))
        elif kind == "tool_call":
            left_out["tools"] += 1
        elif part is not None:
            left_out["images" if "image" in text_of(kind) else "files"] += 1
    return "\n\n".join(filter(str.strip, said)), "\n\n".join(filter(str.strip, thoughts))


def _value(text: object) -> str:
    if isinstance(text, dict):
        text = text.get("value")
    return text if isinstance(text, str) else ""
