"""What a format gives of a conversation, before anything about it is believed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Role = Literal["user", "assistant"]
LeftOut = Literal[
    "images", "recordings", "files", "tools", "instructions", "queued", "settings", "places"
]


@dataclass(slots=True, kw_only=True)
class FoundTurn:
    """role: None for what is not shown, such as a call of a tool: what answers it answers what it
    answered. Its reasoning goes to the reply that follows. tool_calls: as Message has them."""

    key: str
    parent: str | None
    role: Role | None
    text: str = ""
    reasoning: str = ""
    tool_calls: list[dict[str, str]] = field(default_factory=list)
    created_at: datetime | None = None
    is_own: bool = True
    is_edited: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Among the other conversations. folder: its name; empty: in none."""

    is_pinned: bool = False
    is_archived: bool = False
    folder: str = ""
    tags: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class Found:
    """turns: in any order. shown: the key of a turn in the branch to be shown. settings: of the
    conversation, not looked at yet."""

    source: str
    source_id: str
    title: str
    turns: list[FoundTurn]
    shown: str | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    settings: dict[str, Any] = field(default_factory=dict)
    place: Place = Place()
    left_out: Counter[LeftOut] = field(default_factory=Counter)
