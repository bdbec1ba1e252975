"""Files as other chats make them, of conversations that the tests say in one form."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

BEGUN = 1_700_000_000  # 14 November 2023, 22:13:20 UTC

# Each message: its id, what it answers, its role and its text.
Said = tuple[str, str | None, str, str]
TALK: list[Said] = [
    ("u1", None, "user", "One?"),
    ("a1", "u1", "assistant", "The **first** version."),
    ("a2", "u1", "assistant", "The second version."),
    ("u2", "a1", "user", "Two?"),
    ("a3", "u2", "assistant", "Two."),
]


def chatgpt(said: list[Said] = TALK, *, shown: str | None = "a3", title: str = "Numbers") -> Any:
    """With the empty root and the hidden message of the system that every export has."""
    mapping: dict[str, Any] = {
        "root": chatgpt_node("root", None, None),
        "hidden": chatgpt_node("hidden", "root", "system", "", hidden=True),
    }
    for place, (key, parent, role, text) in enumerate(said):
        mapping[key] = chatgpt_node(key, parent or "hidden", role, text, at=BEGUN + place)
    for key, node in mapping.items():
        if node["parent"] in mapping:
            mapping[node["parent"]]["children"].append(key)
    return {
        "title": title,
        "create_time": BEGUN + 0.5,
        "update_time": BEGUN + 60.25,
        "mapping": mapping,
        "current_node": shown,
        "conversation_id": f"id of {title}",
    }


def chatgpt_node(
    key: str,
    parent: str | None,
    role: str | None,
    text: str = "",
    *,
    at: float | None = None,
    hidden: bool = False,
    **more: Any,
) -> Any:
    message = role and {
        "id": key,
        "author": {"role": role, "name": None, "metadata": {}},
        "create_time": at,
        "content": {"content_type": "text", "parts": [text]},
        "metadata": {"is_visually_hidden_from_conversation": True} if hidden else {},
        "recipient": "all",
        **more,
    }
    return {"id": key, "message": message, "parent": parent, "children": []}


def openwebui(said: list[Said] = TALK, *, shown: str | None = "a3", title: str = "Numbers") -> Any:
    messages = {
        key: {
            "id": key,
            "parentId": parent,
            "childrenIds": [other for other, above, _, _ in said if above == key],
            "role": role,
            "content": text,
            "timestamp": BEGUN + place,
        }
        for place, (key, parent, role, text) in enumerate(said)
    }
    return {
        "id": f"id of {title}",
        "user_id": "somebody",
        "title": title,
        "chat": {"title": title, "history": {"messages": messages, "currentId": shown}},
        "created_at": BEGUN,
        "updated_at": BEGUN + 60,
    }


def librechat(said: list[Said] = TALK, *, recursive: bool = False, title: str = "Numbers") -> Any:
    messages: list[dict[str, Any]] = [
        {
            "messageId": key,
            "parentMessageId": parent or "00000000-0000-0000-0000-000000000000",
            "isCreatedByUser": role == "user",
            "sender": "User" if role == "user" else "Somebody",
            "text": text,
            "createdAt": f"2023-11-14T22:13:{20 + place}.000Z",
        }
        for place, (key, parent, role, text) in enumerate(said)
    ]
    if recursive:
        by_id = {one["messageId"]: one for one in messages}
        for one in messages:
            one["children"] = [
                other for other in messages if other["parentMessageId"] == one["messageId"]
            ]
        messages = [one for one in messages if one["parentMessageId"] not in by_id]
    return {
        "conversationId": f"id of {title}",
        "endpoint": "openAI",
        "title": title,
        "recursive": recursive,
        "branches": True,
        "messages": messages,
    }


def chatsite(said: list[Said] = TALK, *, shown: str | None = "a3", title: str = "Numbers") -> Any:
    moment = "2023-11-14T22:13:{:02}+00:00".format
    return {
        "format": "chatsite-conversation",
        "version": 1,
        "id": f"id of {title}",
        "title": title,
        "created_at": moment(20),
        "updated_at": moment(59),
        "shown": shown,
        "queued": [],
        "messages": [
            {
                "id": key,
                "parent": parent,
                "role": role,
                "is_own": role == "user",
                "text": text,
                "reasoning": "",
                "created_at": moment(20 + place),
                "generation": None,
            }
            for place, (key, parent, role, text) in enumerate(said)
        ],
    }


def zipped(**files: Any) -> bytes:
    """An archive; __ in a name is a dot."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            data = content if isinstance(content, bytes) else json.dumps(content).encode()
            archive.writestr(name.replace("__", "."), data)
    return out.getvalue()
