"""From the append to the reader's hands: many sockets on one web process, beside a bare one.

`__main__` asks the questions and prints the answers; `stage` starts what they are asked of;
`feeder` appends as an engine does; `readers` are the people's sockets, and `people` also send, with
`crowd` for both;
`bare` is the least that a Daphne consumer can do. Each of these is a process of its own, so that
each one's CPU can be told.
"""

from __future__ import annotations

from dataclasses import dataclass

STAMP = " "  # between the times that the text of a benchmark's reply is made of
CHANNEL = "bare"  # of the bare web process


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the readers heard. latencies: seconds from before the append to receipt, sorted.
    text_bytes: of what was told. bytes: of the frames that told it. broken: sockets without an
    ending."""

    tokens: int
    frames: int
    bytes: int
    text_bytes: int
    broken: int
    latencies: list[float]

    def percentile_ms(self, share: float) -> float | None:
        return percentile_ms(self.latencies, share)


def stamps(text: str) -> list[float]:
    """When each token of it was appended, by the machine's monotonic clock."""
    return [int(word, 16) / 1e9 for word in text.split(STAMP) if word]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What people who all sent at one moment heard. ttfts: seconds from sending to the first text,
    sorted. refused: messages that were not accepted. lost: replies without their ending."""

    ttfts: list[float]
    accepted: list[float]
    tokens: int
    refused: int
    lost: int


def percentile_ms(seconds: list[float], share: float) -> float | None:
    """Of sorted seconds; `None` of none."""
    if not seconds:
        return None
    return round(seconds[min(int(len(seconds) * share), len(seconds) - 1)] * 1e3, 1)
