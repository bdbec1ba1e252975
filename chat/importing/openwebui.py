"""What Open WebUI exports: a list of chats, each with its messages by id in `chat.history`."""

from __future__ import annotations

import html
import re
from collections import Counter

from chat.importing.found import Found, FoundTurn, LeftOut
from chat.importing.values import Json, as_id_or_none, as_list, as_object, moment, role_of, text_of

SOURCE = "openwebui"
# How it keeps thoughts and calls of tools in the text.
# Nothing here reads on for what may never come: a long text of openings would take hours.
OPENING, CLOSING = re.compile(r'<details type="(\w+)"[^<>]*>'), "</details>"
SUMMARY = re.compile(r"<summary>[^<]*</summary>\n*")
QUOTED = re.compile(r"^> ?", re.MULTILINE)


def recognises(value: Json) -> bool:
    chat = value.get("chat")
    return isinstance(chat, dict) and ("history" in chat or "messages" in chat)


def read(value: Json) -> Found:
    chat = as_object(value["chat"], "chat")
    left_out: Counter[LeftOut] = Counter()
    messages, shown = _messages(chat)
    return Found(
        source=SOURCE,
        source_id=text_of(value.get("id") or chat.get("id"))[:100],
        title=text_of(value.get("title") or chat.get("title")),
        turns=[_turn(key, one, left_out) for key, one in messages.items()],
        shown=shown,
        created_at=moment(value.get("created_at") or chat.get("timestamp")),
        updated_at=moment(value.get("updated_at")),
        left_out=left_out,
    )


def _messages(chat: Json) -> tuple[dict[str, Json], str | None]:
    """By id, and the one that is shown last. Old files have but a list, one after the other."""
    if "history" in chat:
        history = as_object(chat["history"], "chat.history")
        messages = as_object(history.get("messages"), "chat.history.messages")
        found = {
            key: as_object(one, f"chat.history.messages.{key}") for key, one in messages.items()
        }
        return found, as_id_or_none(history.get("currentId"), "chat.history.currentId")
    listed = as_list(chat["messages"], "chat.messages")
    chained: dict[str, Json] = {}
    for place, one in enumerate(listed):
        before = str(place - 1) if place else None
        chained[str(place)] = as_object(one, f"chat.messages[{place}]") | {"parentId": before}
    return chained, None


def _turn(key: str, one: Json, left_out: Counter[LeftOut]) -> FoundTurn:
    where = f"chat.history.messages.{key}"
    role = role_of(one.get("role"))
    text = _text(one.get("content"), where, left_out)
    files = one.get("files")
    for file in files if isinstance(files, list) else []:
        is_image = isinstance(file, dict) and file.get("type") == "image"
        left_out["images" if is_image else "files"] += 1
    if one.get("role") == "system":
        left_out["instructions"] += bool(text.strip())
    details, said = _apart(text)
    thoughts = [_plain(body) for kind, body in details if kind == "reasoning"]
    left_out["tools"] += len(details) - len(thoughts)
    return FoundTurn(
        key=key,
        parent=as_id_or_none(one.get("parentId"), f"{where}.parentId"),
        role=role,
        text=said if role == "assistant" else text if role else "",
        reasoning="\n\n".join(thoughts) if role == "assistant" else "",
        created_at=moment(one.get("timestamp")),
    )


def _text(content: object, where: str, left_out: Counter[LeftOut]) -> str:
    if content is None or isinstance(content, str):
        return content or ""
    said = []
    for part in as_list(content, f"{where}.content"):
        if isinstance(part, dict) and isinstance(part.get("text"), str):
            said.append(part["text"])
        else:
            is_image = isinstance(part, dict) and "image" in text_of(part.get("type"))
            left_out["images" if is_image else "files"] += 1
    return "\n\n".join(said)


def _apart(text: str) -> tuple[list[tuple[str, str]], str]:
    """The kind and content of each of the details, and the text without them."""
    details, said, place = [], "", 0
    while opening := OPENING.search(text, place):
        end = text.find(CLOSING, opening.end())
        if end < 0:
            break
        said += text[place : opening.start()]
        details.append((opening[1], text[opening.end() : end]))
        place = end + len(CLOSING)
        while text.startswith("\n", place):
            place += 1
    return details, said + text[place:]


def _plain(body: str) -> str:
    return QUOTED.sub("", html.unescape(SUMMARY.sub("", body))).strip()
