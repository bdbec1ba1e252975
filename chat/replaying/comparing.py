"""Whether a reply that was made again is the same, where it is not, and what was other. Knows no
page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from chat.models import Rerun
from chat.replaying.reading import Reading, Words
from inference.contract import PartKind, Provenance

PARTS: tuple[tuple[PartKind, str], ...] = (
    ("reasoning", "reasoning"),
    ("tool_call", "arguments of its calls"),
    ("text", "text"),
)

UNKNOWN = "not known"


@dataclass(frozen=True, slots=True)
class Difference:
    """The first one, after so many equal characters of this part."""

    kind: PartKind
    part: str
    equal: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """is_exact: the very same tokens. first: `None`: not one character is other."""

    is_exact: bool
    first: Difference | None

    @property
    def sentence(self) -> str:
        if self.is_exact:
            return "Equal token for token."
        if self.first is None:
            return "The same text. Whether token for token is not known."
        return f"Different after {self.first.equal:,} equal characters of the {self.first.part}."


def words_of(rerun: Rerun) -> Words:
    calls = "".join(call["arguments"] for call in rerun.tool_calls)
    return Words(rerun.text, rerun.reasoning, calls)


def compare(reading: Reading, rerun: Rerun) -> Verdict:
    """Of one that has finished."""
    old, new = reading.provenance, _provenance(rerun)
    is_exact = bool(old and new and old.tokens and old.tokens == new.tokens)
    return Verdict(is_exact, None if is_exact else _first(reading.made, words_of(rerun)))


def list_changes(reading: Reading, rerun: Rerun) -> Sequence[str]:
    """What was not as it was, in sentences: a difference may come of it."""
    return list(_changes(reading, rerun))


def _first(old: Words, new: Words) -> Difference | None:
    for kind, part in PARTS:
        before, after = old.of(kind), new.of(kind)
        if before != after:
            equal = takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False))
            return Difference(kind, part, sum(1 for _ in equal))
    return None


def _changes(reading: Reading, rerun: Rerun) -> Iterator[str]:
    generation, old, new = reading.generation, reading.provenance, _provenance(rerun)
    if rerun.model != generation.model:
        yield f"The model was {generation.model}; it is {rerun.model} now."
    elif rerun.revision != generation.revision:
        yield (
            f"The revision of the model was {generation.revision or UNKNOWN}; it is "
            f"{rerun.revision or UNKNOWN} now."
        )
    if old is None or new is None:
        yield "How the reply was made is not known, so its seed was not either."
    else:
        yield from _changes_in_making(old, new)
    if generation.attempt > 1:
        yield "Several workers wrote the reply, each of which read its beginning anew."


def _changes_in_making(old: Provenance, new: Provenance) -> Iterator[str]:
    if old.template != new.template:
        yield "The chat template is another one."
    if old.prompt != new.prompt:
        yield "The prompt is not the same: what stands before the reply is put together otherwise."
    if (old.device, old.dtype) != (new.device, new.dtype):
        yield f"It was made on {old.device} in {old.dtype}; now on {new.device} in {new.dtype}."
    for name, version in old.libraries.items():
        if (now := new.libraries.get(name)) != version:
            yield f"{name} was {version}; it is {now or 'not there'} now."
    if old.sampling.seed is None:
        yield "With which seed the tokens were drawn is not known."


def _provenance(rerun: Rerun) -> Provenance | None:
    return Provenance.from_json(rerun.provenance) if rerun.provenance else None
