"""Replies in the queue and in the stream, without a worker."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from inference.admission import admit
from inference.contract import Event, GenerationRequest, Turn
from inference.stream import Append, Appended, StreamWriter, read_log
from tests.support.taking import take

SAVE: dict[str, Any] = {
    "task": "chat.save_reply",
    "args": [],
    "kwargs": {},
    "options": {"queue": "web"},
}


def admitted(owner: str = "alice") -> str:
    turns = (Turn(role="user", content="Hello"),)
    request = GenerationRequest(id=uuid4().hex, owner=owner, turns=turns)
    admit(request, on_outcome=SAVE)
    return request.id


def taken(owner: str = "alice") -> str:
    request_id = admitted(owner)
    assert take(request_id)
    return request_id


def append(
    writer: StreamWriter, reply: str, *events: Event, attempt: int = 1, **more: Any
) -> Appended:
    (appended,) = writer.append([Append(reply, attempt, events, **more)])
    return appended


def hand_over(writer: StreamWriter, reply: str, attempt: int = 1) -> Appended:
    return append(writer, reply, attempt=attempt, hands_over=True)


def told(reply: str) -> list[Event]:
    return [numbered.event for numbered, _ in read_log(reply)]
