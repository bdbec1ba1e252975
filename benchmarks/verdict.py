"""What we want of the whole stack, beside what was measured. Knows no contenders but their rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]
SPEED, TTFT = "tokens/s", "TTFT median, ms"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """wanted: in words, with the bound. holds: yes or no."""

    model: str
    at_once: int
    what: str
    wanted: str
    measured: float
    holds: str


class _Measured:
    """One model's rows of one concurrency, by contender."""

    def __init__(self, model: str, at_once: int, rows: Sequence[Row]) -> None:
        self.model, self.at_once = model, at_once
        self._rows = {
            row["contender"]: row
            for row in rows
            if row["model"] == model and row["at once"] == at_once
        }

    def value(self, contender: str, column: str) -> float | None:
        found: float | None = self._rows.get(contender, {}).get(column)
        return found

    def ratio(self, contender: str, other: str, column: str) -> float | None:
        ours, theirs = self.value(contender, column), self.value(other, column)
        return None if ours is None or not theirs else round(ours / theirs, 3)


@dataclass(frozen=True, slots=True)
class _Wish:
    what: str
    at_once: Sequence[int]
    measure: Callable[[_Measured], float | None]
    least: float | None = None
    most: float | None = None

    def verdict(self, one: _Measured) -> Verdict | None:
        """`None`: nobody has measured it."""
        measured = self.measure(one)
        if measured is None or one.at_once not in self.at_once:
            return None
        bound = f"≥ {self.least:g}" if self.least is not None else f"≤ {self.most:g}"
        is_enough = self.least is None or measured >= self.least
        is_little = self.most is None or measured <= self.most
        return Verdict(
            model=one.model,
            at_once=one.at_once,
            what=self.what,
            wanted=bound,
            measured=measured,
            holds="yes" if is_enough and is_little else "no",
        )


def _over_serve(column: str) -> Callable[[_Measured], float | None]:
    return lambda one: one.ratio("chatsite", "transformers serve", column)


def _over_threads(one: _Measured) -> float | None:
    return one.ratio("chatsite", "threads", SPEED)


def _of(contender: str, column: str) -> Callable[[_Measured], float | None]:
    return lambda one: one.value(contender, column)


WISHES = (
    _Wish("tokens/s of raw", (1, 8, 32, 64), _of("chatsite", "of raw"), least=0.90),
    _Wish("TTFT median over raw, ms", (8,), _of("chatsite", "median over raw, ms"), most=15),
    _Wish("TTFT p99 over raw, ms", (8,), _of("chatsite", "p99 over raw, ms"), most=50),
    _Wish("tokens/s of transformers serve", (8, 32), _over_serve(SPEED), least=1),
    _Wish("TTFT median of transformers serve", (8, 32), _over_serve(TTFT), most=1),
    _Wish("tokens/s of threads", (8,), _over_threads, least=4),
    _Wish("tokens/s of threads", (32,), _over_threads, least=8),
    _Wish("full sampling, of plain", (32,), _of("chatsite, full sampling", "of plain"), least=0.85),
    _Wish("JSON schema, of plain", (32,), _of("chatsite, JSON schema", "of plain"), least=0.75),
)


def judge(rows: Sequence[Row]) -> Iterator[Verdict]:
    """For each model and concurrency what was measured of it."""
    for model, at_once in dict.fromkeys((row["model"], row["at once"]) for row in rows):
        measured = _Measured(model, at_once, rows)
        for wish in WISHES:
            verdict = wish.verdict(measured)
            if verdict is not None:
                yield verdict
