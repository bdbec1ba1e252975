"""What is wrong with a reply, as its readers, its database row and its outcomes tell it.

Knows no sockets, no Redis and no load: it is told what was heard, and keeps no more than it needs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Event = Mapping[str, Any]
PARTS = ("text", "reasoning", "tool_call")
TEXTS = ("text", "reasoning")


@dataclass(frozen=True, slots=True)
class Fault:
    """subject: the id of a reply, or what else is at fault."""

    subject: str
    what: str


class Reading:
    """What one reader was told of one reply, over as many sockets as it took.

    left: the reader went away by its own will; else an ending is owed to it.
    """

    def __init__(self, reader: str) -> None:
        self.reader = reader
        self.left = False
        self.seq = 0
        self.has_part = False
        self.endings: list[str] = []
        self.usages: list[Event] = []
        self.choice_endings: list[int] = []
        self.logprob_count = 0
        self.faults: list[str] = []
        self._texts: dict[tuple[str, int], list[str]] = {}
        self._is_started = False

    def hear(self, after: int, seq: int, events: Sequence[Event]) -> None:
        """Events number `after` + 1 to `seq`; neighbours may be joined, so there may be fewer."""
        if after > self.seq:
            self.faults.append(f"a hole: {self.seq} was followed by {after + 1}")
        if after < self.seq:
            self.faults.append(f"a repeat: {after + 1} came after {self.seq}")
        if not 0 < len(events) <= seq - after:
            self.faults.append(f"{len(events)} events were numbered {after + 1} to {seq}")
        self.seq = max(self.seq, seq)
        for event in events:
            self._hear_one(event)

    def text(self, choice: int = 0, kind: str = "text") -> str:
        return "".join(self._texts.get((kind, choice), ()))

    @property
    def ending(self) -> str:
        """The finish reason or error type; empty if there is none yet."""
        return self.endings[0] if self.endings else ""

    def _hear_one(self, event: Event) -> None:
        kind = event["type"]
        if self.endings:
            self.faults.append(f"{kind} came after the ending")
        if kind in PARTS:
            self.has_part = True
            if not self._is_started:
                self.faults.append(f"{kind} came before started")
        if kind in TEXTS:
            self._texts.setdefault((kind, event.get("choice", 0)), []).append(event["text"])
            self.logprob_count += len(event.get("logprobs", ()))
        match kind:
            case "started":
                self._is_started = True
            case "choice_finished":
                self.choice_endings.append(event["choice"])
            case "usage":
                self.usages.append(event)
            case "finished":
                self.endings.append(event["reason"])
            case "failed":
                self.endings.append(event["error_type"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What was kept of a reply: its row in the database, or the outcome that a program was sent."""

    text: str
    reasoning: str
    status: str
    finish_reason: str
    error_type: str
    completion_token_count: int | None

    @classmethod
    def of_outcome(cls, values: Mapping[str, Any]) -> Kept:
        return cls(
            text=values["text"],
            reasoning=values["reasoning"],
            status="finished" if values["finish_reason"] else "failed",
            finish_reason=values["finish_reason"] or "",
            error_type=values["error_type"] or "",
            completion_token_count=values["completion_token_count"],
        )


Check = Callable[[Reading], str]


@dataclass(slots=True, kw_only=True)
class Asked:
    """An accepted request. expects: the endings that it may have. check: what is wrong with a
    whole reading of it, in words, empty if nothing is. witness: reads the stream from its
    beginning, whatever the reader does."""

    id: str
    way: str
    expects: set[str]
    is_in_database: bool
    witness: Reading
    owes_outcome: bool = False
    check: Check = lambda _: ""
    kept: list[Kept] = field(default_factory=list)


def judge(asked: Asked, readings: Sequence[Reading]) -> Iterator[Fault]:
    """All that is wrong with one reply. readings: those of its readers, beside the witness."""
    witness = asked.witness
    words = list(_wrong_by_itself(asked))
    for reading in readings:
        words += _wrong_reading(reading)
        words += _contradiction(reading, witness)
    if (asked.is_in_database or asked.owes_outcome) and not asked.kept:
        words.append("nothing was kept of it")
    for kept in asked.kept:
        words += _wrongly_kept(kept, witness)
    for what in words:
        yield Fault(asked.id, f"{what} ({asked.way})")


def _wrong_by_itself(asked: Asked) -> Iterator[str]:
    witness = asked.witness
    yield from _wrong_reading(witness)
    if not witness.endings:
        return
    if witness.ending not in asked.expects:
        yield f"it ended with {witness.ending}, not with one of {sorted(asked.expects)}"
    if len(witness.usages) > 1:
        yield f"its usage was told {len(witness.usages)} times"
    wrong = asked.check(witness)
    if wrong:
        yield wrong


def _wrong_reading(reading: Reading) -> Iterator[str]:
    for what in reading.faults:
        yield f"{reading.reader}: {what}"
    if len(reading.endings) > 1:
        yield f"{reading.reader}: {len(reading.endings)} endings: {', '.join(reading.endings)}"
    if not reading.endings and not reading.left:
        yield f"{reading.reader}: no ending after number {reading.seq}"


def _contradiction(reading: Reading, witness: Reading) -> Iterator[str]:
    is_whole = bool(reading.endings)
    for kind in TEXTS:
        heard, told = reading.text(kind=kind), witness.text(kind=kind)
        if heard != told and (is_whole or not told.startswith(heard)):
            yield f"{reading.reader}: read {_shown(heard)} where {_shown(told)} was told"
    if is_whole and reading.ending != witness.ending:
        yield f"{reading.reader}: ended with {reading.ending}, the stream with {witness.ending}"
    if is_whole and reading.seq != witness.seq:
        yield f"{reading.reader}: ended at number {reading.seq}, the stream at {witness.seq}"


def _wrongly_kept(kept: Kept, witness: Reading) -> Iterator[str]:
    for kind, text in (("text", kept.text), ("reasoning", kept.reasoning)):
        told = witness.text(kind=kind)
        if text != _storable(told):
            yield f"kept {kind} {_shown(text)} where {_shown(told)} was told"
    status = "finished" if kept.finish_reason else "failed"
    if (kept.finish_reason or kept.error_type) != witness.ending or kept.status != status:
        told = witness.ending
        yield f"kept as {kept.status} {kept.finish_reason}{kept.error_type}, ended with {told}"
    if witness.usages and kept.completion_token_count != witness.usages[0][TOKENS]:
        counts = f"{kept.completion_token_count} tokens were kept, {witness.usages[0][TOKENS]} told"
        yield counts


TOKENS = "completion_token_count"


def _storable(text: str) -> str:
    """A byte-level model can write NUL, which a database cannot keep."""
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}")


def _shown(text: str) -> str:
    """Short: the end of it, where texts differ mostly."""
    return f"{len(text)} characters …{text[-30:]!r}"
