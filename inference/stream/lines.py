"""Events as they are logged and published, not decoded until somebody must know what they say.

Most of them only pass through a web process, which would spend more on decoding a token and
encoding it again than on all else that it does with it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache

from inference.contract import (
    Event,
    Failed,
    Finished,
    Numbered,
    Reasoning,
    Text,
    ToolCallPart,
    event_from_json,
)

PARTS = frozenset((Text.type, Reasoning.type, ToolCallPart.type))
ENDINGS = frozenset((Finished.type, Failed.type))


class Line:
    """One numbered event. kind: its type. json: as the writer encoded it, without the number."""

    __slots__ = ("json", "kind", "seq")

    def __init__(self, line: str) -> None:
        """line: `{"seq":7,"type":"text",…}`, as `scripts.WRITE` and `writer.encode` put it."""
        comma = line.index(",")
        self.seq = int(line[7:comma])
        self.kind = line[comma + 9 : line.index('"', comma + 9)]
        self.json = "{" + line[comma + 1 :]

    @property
    def is_part(self) -> bool:
        """Something that the model wrote."""
        return self.kind in PARTS

    @property
    def is_ending(self) -> bool:
        return self.kind in ENDINGS

    def follows(self, seq: int) -> bool:
        """See Numbered."""
        return self.seq == seq + 1 or self.numbered().follows(seq)

    def event(self) -> Event:
        return event_from_json(json.loads(self.json))

    def numbered(self) -> Numbered:
        return Numbered(self.seq, self.event())


@lru_cache(maxsize=256)  # the viewers of one reply get the very same message
def lines_of(message: bytes) -> tuple[Line, ...]:
    """A published message: one line for each event."""
    return tuple(map(Line, message.decode().split("\n")))


def events_of(lines: Sequence[Line]) -> list[Event]:
    """Decoded together, which costs less than half of one by one."""
    told = ",".join(line.json for line in lines)
    return [event_from_json(values) for values in json.loads(f"[{told}]")]
