"""What we want of the transport, beside what was measured."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from benchmarks.tables import at_most

Row = dict[str, Any]

# Of each table by the cells that tell its rows apart: a column, and the most it may be.
WANTED: Mapping[str, Mapping[tuple[Any, ...], Mapping[str, float]]] = {
    "streams": {
        ("chatsite", "400 replies"): {"lost": 0, "median, ms": 20, "p99, ms": 40},
        ("chatsite", "1000 replies"): {"lost": 0, "p99, ms": 80, "web, MB": 250},
        ("chatsite", "1500 replies"): {"lost": 0, "p99, ms": 200},
    },
    "viewers": {("chatsite", "200 viewers"): {"lost": 0, "p99, ms": 60}},
    "over_http": {("chatsite", "200 programs"): {"lost": 0, "broken": 0, "p99, ms": 60}},
    "refusals": {(128,): {"slowest, ms": 50, "broken streams": 0}},
    "together": {
        ("postgresql", 100): {
            "lost": 0,
            "refused": 0,
            "TTFT median, ms": 200,
            "p99, ms": 400,
            "CPU µs a token": 100,
        },
        ("postgresql", 400): {"lost": 0, "refused": 0, "TTFT median, ms": 800},
        ("sqlite", 100): {"lost": 0},
    },
    "drops": {(500,): {"all back after, s": 10, "lost": 0, "broken": 0}},
    "long_reply": {(): {"lost": 0, "sent, of that": 3, "slowest, ms": 200}},
}
NAMES: Mapping[str, Sequence[str]] = {
    **dict.fromkeys(("streams", "viewers", "over_http"), ("web", "what")),
    "refusals": ("streams",),
    "together": ("database", "people"),
    "drops": ("sockets",),
    "long_reply": (),
}


def judged(table: str, rows: Sequence[Row]) -> Iterator[Row]:
    for row in rows:
        name = tuple(row[column] for column in NAMES[table])
        for column, most in WANTED[table].get(name, {}).items():
            told = ", ".join(map(str, [*name[-1:], column]))
            yield at_most(told, most, row[column])
