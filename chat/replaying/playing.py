"""What a browser needs to play a reply: its words, and how many of them are there when. Lengths are
those of its own strings, in UTF-16. Knows no markup."""

from __future__ import annotations

from typing import Any

from chat.replaying.packing import KINDS
from chat.replaying.reading import Reading


def score(reading: Reading) -> dict[str, Any] | None:
    """`None`: nobody knows when what came. moments: ms, the place of the kind in `kinds`, and how
    long its text is from then on."""
    if reading.moments is None:
        return None
    words = {kind: reading.whole.of(kind) for kind in KINDS}
    done = {kind: len(reading.begun.of(kind)) for kind in KINDS}
    lengths = {kind: _length(words[kind][: done[kind]]) for kind in KINDS}
    begun = dict(lengths)
    moments = []
    for one in reading.moments:
        piece = words[one.kind][done[one.kind] : done[one.kind] + one.characters]
        done[one.kind] += one.characters
        lengths[one.kind] += _length(piece)
        moments.append((one.ms, KINDS.index(one.kind), lengths[one.kind]))
    return {
        "kinds": KINDS,
        "words": words,
        "begun": begun,
        "moments": moments,
        "duration": reading.duration_ms,
    }


def _length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
