"""From the append to the reader's hands: many sockets on one web process, beside a bare one.

`__main__` asks the questions and prints the answers; `stage` starts what they are asked of;
`feeder` appends as an engine does; `readers` are the people's sockets; `bare` is the least that a
Daphne consumer can do. Each of these is a process of its own, so that each one's CPU can be told.
"""

from __future__ import annotations

from dataclasses import dataclass

STAMP = " "  # between the times that the text of a benchmark's reply is made of
CHANNEL = "bare"  # of the bare web process


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the readers heard. latencies: seconds from before the append to receipt, sorted.
    broken: sockets whose frames had a hole, a repeat or no ending."""

    tokens: int
    frames: int
    bytes: int
    broken: int
    latencies: list[float]

    def percentile_ms(self, share: float) -> float:
        at = min(int(len(self.latencies) * share), len(self.latencies) - 1)
        return round(self.latencies[at] * 1e3, 1)


def stamps(text: str) -> list[float]:
    """When each token of it was appended, by the machine's monotonic clock."""
    return [int(word, 16) / 1e9 for word in text.split(STAMP) if word]
