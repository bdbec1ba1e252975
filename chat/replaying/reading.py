"""A reply that has ended, with what was written down of how it was made. Knows no page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

from chat.asking import system_prompt_of
from chat.models import Generation, Message, ReplyRecord
from chat.replaying.packing import Moment, unpack
from inference.contract import PartKind, Provenance

STALL_MS = 1_000  # what a reader takes for a pause


@dataclass(frozen=True, slots=True)
class Words:
    """What a reply says, by kind."""

    text: str
    reasoning: str
    tool_calls: str = ""

    def of(self, kind: PartKind) -> str:
        match kind:
            case "text":
                return self.text
            case "reasoning":
                return self.reasoning
        return self.tool_calls


@dataclass(frozen=True, slots=True)
class Stall:
    """Nothing came between the two, in milliseconds since it was queued. why: where that is known,
    a worker that left."""

    since_ms: int
    until_ms: int
    why: str = ""

    @property
    def seconds(self) -> float:
        return (self.until_ms - self.since_ms) / 1000


class Reading:
    """generation: with its message, conversation and, where there is one, its record."""

    def __init__(self, generation: Generation) -> None:
        self.generation = generation
        self.message: Message = generation.message
        self.record: ReplyRecord | None = getattr(generation, "record", None)

    @cached_property
    def provenance(self) -> Provenance | None:
        told = self.record.provenance if self.record else {}
        return Provenance.from_json(told) if told else None

    @property
    def system_prompt(self) -> str:
        """Of a reply without a record, as it is now."""
        if self.record is not None:
            return self.record.system_prompt
        return system_prompt_of(self.generation)

    @property
    def is_cut(self) -> bool:
        """It did not end by itself."""
        return (
            self.generation.finish_reason == Generation.FinishReason.STOPPED
            or self.generation.status == Generation.Status.FAILED
        )

    @cached_property
    def moments(self) -> Sequence[Moment] | None:
        """`None`: nobody knows when what came."""
        if self.record is None or self.record.arrivals is None:
            return None
        return unpack(bytes(self.record.arrivals))

    @cached_property
    def whole(self) -> Words:
        arguments = "".join(call["arguments"] for call in self.message.calls)
        return Words(self.message.text, self.message.reasoning, arguments)

    @cached_property
    def begun(self) -> Words:
        """What was there before its first part came: of a reply that is continued what it goes on
        from, and of one whose beginning Redis has forgotten, that."""
        if self.moments is None:
            return Words("", "")
        return Words(*(self._before(kind) for kind in ("text", "reasoning", "tool_call")))

    @cached_property
    def made(self) -> Words:
        """What this try wrote."""
        return Words(
            self.whole.text[len(self.begun.text) :],
            self.whole.reasoning[len(self.begun.reasoning) :],
            self.whole.tool_calls[len(self.begun.tool_calls) :],
        )

    def _before(self, kind: PartKind) -> str:
        came = sum(one.characters for one in self.moments or () if one.kind == kind)
        words = self.whole.of(kind)
        return words[: max(len(words) - came, 0)]

    @cached_property
    def attempts(self) -> Sequence[dict[str, Any]]:
        return self.record.attempts if self.record else ()

    @property
    def first_ms(self) -> int | None:
        """TTFT. `None` too where Redis was emptied, and nobody knows since when it waited."""
        is_known = self.record is not None and self.record.is_whole
        return self.moments[0].ms if self.moments and is_known else None

    @property
    def duration_ms(self) -> int:
        last = self.moments[-1].ms if self.moments else 0
        ended = self.record.ended_ms if self.record else None
        return max(last, ended or 0, 1)

    @cached_property
    def stalls(self) -> Sequence[Stall]:
        """After the first part: what is before it is TTFT."""
        times = [one.ms for one in self.moments or ()]
        if times and self.record and self.record.ended_ms is not None:
            times.append(max(self.record.ended_ms, times[-1]))
        return [
            Stall(before, after, self._why(before, after))
            for before, after in pairwise(times)
            if after - before > STALL_MS
        ]

    def _why(self, since: int, until: int) -> str:
        left = [
            one for one in self.attempts if one["left_ms"] is not None and one["left_ms"] <= until
        ]
        return next((one["why"] for one in left if one["left_ms"] >= since), "")
