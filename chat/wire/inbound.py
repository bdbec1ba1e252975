"""What a browser may say. A frame that is not exactly one of these gets a typed error."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields
from types import NoneType
from typing import Any, ClassVar, get_args, get_origin, get_type_hints
from uuid import UUID

from chat.exceptions import BadFrame, Malformed, UnknownType

SHOWN_CHARACTERS = 40  # of a wrong name, repeated in an error


@dataclass(frozen=True, slots=True, kw_only=True)
class Hello:
    type: ClassVar[str] = "hello"
    protocol: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """generation, after: which reply the page has already, and up to which number."""

    type: ClassVar[str] = "watch"
    conversation: UUID | None
    generation: UUID | None = None
    after: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Older:
    """before: the first message that the page has."""

    type: ClassVar[str] = "older"
    conversation: UUID
    before: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Send:
    """settings, team: of the conversation that begins with it."""

    type: ClassVar[str] = "send"
    client_id: UUID
    conversation: UUID | None
    parent: UUID | None
    text: str
    settings: dict[str, Any] | None = None
    team: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Retry:
    type: ClassVar[str] = "retry"
    client_id: UUID
    message: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ContinueReply:
    type: ClassVar[str] = "continue_reply"
    client_id: UUID
    message: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """Of a message of the reader."""

    type: ClassVar[str] = "edit"
    client_id: UUID
    message: UUID
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EditReply:
    type: ClassVar[str] = "edit_reply"
    client_id: UUID
    message: UUID
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowBranch:
    """message: any on the path that is to be shown."""

    type: ClassVar[str] = "show_branch"
    message: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class EditQueued:
    type: ClassVar[str] = "edit_queued"
    client_id: UUID
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelQueued:
    """conversation: in which an owner of its team removes somebody else's."""

    type: ClassVar[str] = "cancel_queued"
    client_id: UUID
    conversation: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SendQueued:
    type: ClassVar[str] = "send_queued"
    client_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    type: ClassVar[str] = "stop"
    generation: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Its reader has the end of this conversation before them."""

    type: ClassVar[str] = "seen"
    conversation: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """A message is being typed in the conversation that is watched."""

    type: ClassVar[str] = "writing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume:
    type: ClassVar[str] = "resume"
    generation: UUID
    after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledge:
    type: ClassVar[str] = "acknowledge"
    frames: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ping:
    type: ClassVar[str] = "ping"


Turn = Send | Retry | ContinueReply | Edit | EditReply | EditQueued | CancelQueued | SendQueued
Frame = (
    Hello | Watch | Older | Turn | ShowBranch | Stop | Seen | Writing | Resume | Acknowledge | Ping
)

FRAME_TYPES: Mapping[str, type[Frame]] = {frame.type: frame for frame in get_args(Frame)}


def parse_frame(text: str) -> Frame:
    """Raises Malformed or UnknownType."""
    values = _object(text)
    name = values.pop("type", None)
    if not isinstance(name, str):
        raise Malformed("type: must be a string.")
    frame_type = FRAME_TYPES.get(name)
    if frame_type is None:
        raise UnknownType(f"There is no frame type {_shown(name)}.")
    try:
        return frame_type(**_fields(frame_type, values))
    except BadFrame as error:
        error.in_reply_to = name
        raise


def _object(text: str) -> dict[str, Any]:
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        raise Malformed("The frame is not JSON.") from None
    if not isinstance(values, dict):
        raise Malformed("The frame is not a JSON object.")
    return values


def _fields(frame_type: type[Frame], values: dict[str, Any]) -> dict[str, Any]:
    hints = _HINTS[frame_type]
    for name in values.keys() - hints.keys():
        raise Malformed(f"{_shown(name)}: no such field.")
    for name in _REQUIRED[frame_type] - values.keys():
        raise Malformed(f"{name}: is missing.")
    return {name: _value(name, hints[name], value) for name, value in values.items()}


def _value(name: str, hint: Any, value: Any) -> Any:
    allowed = get_args(hint) or (hint,)
    if value is None and NoneType in allowed:
        return None
    kind = next(get_origin(one) or one for one in allowed if one is not NoneType)
    try:
        return _CONVERTERS[kind](value)
    except ValueError:
        raise Malformed(f"{name}: must be {_NAMES[kind]}.") from None


def _uuid(value: Any) -> UUID:
    if not isinstance(value, str) or len(value) != 36:
        raise ValueError
    return UUID(value)


def _count(value: Any) -> int:
    if type(value) is not int or not 0 <= value < 2**53:
        raise ValueError
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError  # noqa: TRY004 - one kind of error for all converters
    return value


def _object_of(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError  # noqa: TRY004
    return value


def _shown(name: str) -> str:
    """Safe to send and to log: ASCII, short."""
    return ascii(name[:SHOWN_CHARACTERS])


_CONVERTERS: Mapping[type, Callable[[Any], Any]] = {
    UUID: _uuid,
    int: _count,
    str: _text,
    dict: _object_of,
}
_NAMES: Mapping[type, str] = {
    UUID: "a UUID",
    int: "a number from 0 on",
    str: "a string",
    dict: "an object",
}
_HINTS: Mapping[type[Frame], dict[str, Any]] = {
    frame_type: {name: hint for name, hint in get_type_hints(frame_type).items() if name != "type"}
    for frame_type in FRAME_TYPES.values()
}
_REQUIRED: Mapping[type[Frame], frozenset[str]] = {
    frame_type: frozenset(one.name for one in fields(frame_type) if one.default is MISSING)
    for frame_type in FRAME_TYPES.values()
}
