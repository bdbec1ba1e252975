"""What a browser knows of a conversation: the snapshot that it can show now. Knows no socket."""

from __future__ import annotations

from chat.paths import WINDOW_MESSAGES
from chat.wire.outbound import Json


def after_turn(known: Json | None, accepted: Json) -> Json | None:
    """The snapshot that holds when this turn is all that has changed; `None` if that is unknown."""
    message, reply = accepted["message"], accepted["reply"]
    earlier: list[Json] = []
    queued: list[Json] = []
    older = 0
    begins_it = message["parent"] is None and len(message["siblings"]) == 1
    if not begins_it:
        if known is None:
            return None
        queued = known["queue"]["messages"]
    if known is not None and message["parent"] is not None:
        earlier, older = known["messages"], known["older"]
        ids = [one["id"] for one in earlier]
        if message["parent"] not in ids:
            return None
        earlier = earlier[: ids.index(message["parent"]) + 1]
    messages = [*earlier, message, reply]
    if older and len(messages) < WINDOW_MESSAGES:
        return None  # more stand before them in its window now
    return {
        "type": "snapshot",
        "conversation": accepted["conversation"],
        "may_write": True,
        "settings": accepted["settings"],
        "messages": messages[-WINDOW_MESSAGES:],
        "older": older + max(0, len(messages) - WINDOW_MESSAGES),
        "reply": (
            {"generation": accepted["generation"], "message": reply["id"]}
            if reply["generation"]["status"] == "active"
            else None
        ),
        "queue": {
            "held": False,
            "messages": [one for one in queued if one["client_id"] != accepted["client_id"]],
        },
        "ratings": {} if known is None else known["ratings"],
    }


def active_id(snapshot: Json) -> str | None:
    reply: Json | None = snapshot["reply"]
    return None if reply is None else str(reply["generation"])
