"""What ChatGPT exports: conversations.json, a list of conversations, each a `mapping` of nodes."""

from __future__ import annotations

from collections import Counter

from chat.importing.found import Found, FoundTurn, LeftOut
from chat.importing.values import Json, as_id_or_none, as_list, as_object, moment, role_of, text_of

SOURCE = "chatgpt"
EVERYBODY = (None, "all")  # what a reply says to another is a call of a tool
PARTS: dict[str, LeftOut] = {
    "image_asset_pointer": "images",
    "audio_asset_pointer": "recordings",
    "real_time_user_audio_video_asset_pointer": "recordings",
    "video_container_asset_pointer": "recordings",
}


def recognises(value: Json) -> bool:
    return isinstance(value.get("mapping"), dict)


def read(value: Json) -> Found:
    left_out: Counter[LeftOut] = Counter()
    mapping = as_object(value.get("mapping"), "mapping")
    return Found(
        source=SOURCE,
        source_id=text_of(value.get("conversation_id") or value.get("id"))[:100],
        title=text_of(value.get("title")),
        turns=[
            _turn(key, as_object(node, f"mapping.{key}"), left_out) for key, node in mapping.items()
        ],
        shown=as_id_or_none(value.get("current_node"), "current_node"),
        created_at=moment(value.get("create_time")),
        updated_at=moment(value.get("update_time")),
        left_out=left_out,
    )


def _turn(key: str, node: Json, left_out: Counter[LeftOut]) -> FoundTurn:
    turn = FoundTurn(
        key=key, parent=as_id_or_none(node.get("parent"), f"mapping.{key}.parent"), role=None
    )
    if node.get("message") is not None:
        _fill(turn, as_object(node["message"], f"mapping.{key}.message"), left_out)
    return turn


def _fill(turn: FoundTurn, message: Json, left_out: Counter[LeftOut]) -> None:
    where = f"mapping.{turn.key}.message"
    author = as_object(message.get("author", {}), f"{where}.author")
    content = as_object(message.get("content", {}), f"{where}.content")
    metadata = message.get("metadata")
    is_hidden = isinstance(metadata, dict) and metadata.get("is_visually_hidden_from_conversation")
    role, kind = role_of(author.get("role")), content.get("content_type")
    turn.created_at = moment(message.get("create_time"))
    if kind == "thoughts":
        turn.reasoning = _thoughts(content)
    elif is_hidden or kind in ("user_editable_context", "model_editable_context"):
        return
    elif author.get("role") == "system":
        left_out["instructions"] += bool(_text(content, where, Counter()))
    elif author.get("role") == "tool" or message.get("recipient") not in EVERYBODY:
        _text(content, where, left_out)  # for the pictures in it
        left_out["tools"] += 1
    elif kind != "reasoning_recap" and role is not None:
        turn.role, turn.text = role, _text(content, where, left_out)


def _text(content: Json, where: str, left_out: Counter[LeftOut]) -> str:
    if content.get("content_type") == "code" and isinstance(content.get("text"), str):
        return f"```\n{content['text']}\n```"
    parts = content.get("parts")
    if parts is None:
        text = content.get("text")
        return text if isinstance(text, str) else ""
    said = []
    for part in as_list(parts, f"{where}.content.parts"):
        if isinstance(part, str):
            said.append(part)
        elif isinstance(part, dict) and isinstance(part.get("text"), str):
            said.append(part["text"])
        elif isinstance(part, dict):
            left_out[PARTS.get(text_of(part.get("content_type")), "files")] += 1
    return "\n\n".join(filter(str.strip, said))


def _thoughts(content: Json) -> str:
    thoughts = content.get("thoughts")
    some = [one for one in thoughts if isinstance(one, dict)] if isinstance(thoughts, list) else []
    said = [one.get("content") or one.get("summary") for one in some]
    return "\n\n".join(one for one in said if isinstance(one, str))
