"""Where the moments of a reply stand on a line, in thousandths of its length. Knows no markup."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chat.replaying.reading import Reading, Stall

WIDTH = 1_000
BARS = 100
TICKS = 6
STEPS_MS = [step * 10**power for power in range(1, 8) for step in (1, 2, 5)]


@dataclass(frozen=True, slots=True)
class Bar:
    """How many characters came in this piece of the time; height: of the most, to 100."""

    x: float
    height: float


@dataclass(frozen=True, slots=True)
class Mark:
    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Span:
    x: float
    width: float
    label: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """first: TTFT; stop: when it was asked for. attempts: who worked on it, one after another."""

    bars: Sequence[Bar]
    bar_width: float
    ticks: Sequence[Mark]
    stalls: Sequence[Span]
    attempts: Sequence[Span]
    first: Mark | None
    stop: Mark | None


def draw(reading: Reading) -> Timeline | None:
    """`None`: nobody knows when what came."""
    record = reading.record
    if record is None or reading.moments is None:
        return None
    length = reading.duration_ms
    stop, first = record.stop_asked_ms, reading.first_ms

    def x(ms: int) -> float:
        return round(min(ms / length, 1) * WIDTH, 1)

    return Timeline(
        bars=_bars(reading),
        bar_width=WIDTH / BARS,
        ticks=[Mark(x(ms), seconds(ms)) for ms in _ticks(length)],
        stalls=[_span(x(one.since_ms), x(one.until_ms), describe(one)) for one in reading.stalls],
        attempts=[
            _span(
                x(one["taken_ms"]),
                x(length if one["left_ms"] is None else one["left_ms"]),
                f"Attempt {one['number']}, {one['worker']}",
            )
            for one in reading.attempts
        ],
        first=None if first is None else Mark(x(first), f"First part after {seconds(first)}"),
        stop=None if stop is None else Mark(x(stop), f"Stop asked for at {seconds(stop)}"),
    )


def seconds(ms: int) -> str:
    """As precise as its size makes it worth."""
    if ms == 0:
        return "0 s"
    return f"{ms / 1000:.3f} s" if ms < 1_000 else f"{ms / 1000:.2f} s".replace(".00", "")


def describe(stall: Stall) -> str:
    why = {"lost": ", its worker was lost", "shutdown": ", its worker shut down"}
    return (
        f"Nothing came for {stall.seconds:.2f} s from {seconds(stall.since_ms)} on"
        f"{why.get(stall.why, '')}"
    )


def _span(start: float, end: float, label: str) -> Span:
    return Span(start, round(max(end - start, 1), 1), label)


def _bars(reading: Reading) -> Sequence[Bar]:
    counts = [0] * BARS
    for one in reading.moments or ():
        counts[min(one.ms * BARS // reading.duration_ms, BARS - 1)] += one.characters
    most = max(counts) or 1
    width = WIDTH / BARS
    return [
        Bar(round(place * width, 1), round(count / most * 100, 1))
        for place, count in enumerate(counts)
        if count
    ]


def _ticks(length_ms: int) -> range:
    step = next((step for step in STEPS_MS if length_ms / step <= TICKS), STEPS_MS[-1])
    return range(0, length_ms + 1, step)
