"""The arrivals of a reply in few bytes: about one for each token, and never more than LIMIT_BYTES.

Three numbers of variable length (LEB128) for each arrival, the whole compressed: milliseconds since
the one before, characters and kind, tokens. Knows no database.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from inference.contract import PartKind

LIMIT_BYTES = 40_000
KINDS: tuple[PartKind, ...] = ("text", "reasoning", "tool_call")  # their places are kept: add last
FIRST_COARSER_MS = 16  # a frame: finer is not seen in a replay


@dataclass(frozen=True, slots=True)
class Moment:
    """So many characters of this kind came together, ms after the reply was queued."""

    ms: int
    kind: PartKind
    characters: int
    token_count: int


def pack(moments: Sequence[Moment]) -> bytes:
    """In order of time. Too many become fewer, each at the time of the first that it holds."""
    packed = _packed(moments)
    width = FIRST_COARSER_MS
    while len(packed) > LIMIT_BYTES:
        packed = _packed(list(_coarser(moments, width)))
        width *= 2
    return packed


def unpack(packed: bytes) -> list[Moment]:
    numbers = _numbers(zlib.decompress(packed))
    moments, ms = [], 0
    for delta, what, token_count in zip(numbers, numbers, numbers, strict=True):
        ms += delta
        moments.append(Moment(ms, KINDS[what % 4], what // 4, token_count))
    return moments


def _packed(moments: Iterable[Moment]) -> bytes:
    raw, before = bytearray(), 0
    for one in moments:
        delta = max(one.ms - before, 0)
        for number in (delta, one.characters * 4 + KINDS.index(one.kind), one.token_count):
            _write(raw, number)
        before += delta
    return zlib.compress(bytes(raw))


def _coarser(moments: Iterable[Moment], width: int) -> Iterator[Moment]:
    """At most one of each kind in `width` milliseconds."""
    for _, together in groupby(moments, key=lambda one: one.ms // width):
        some = list(together)
        for kind in KINDS:
            of_kind = [one for one in some if one.kind == kind]
            if of_kind:
                characters = sum(one.characters for one in of_kind)
                token_count = sum(one.token_count for one in of_kind)
                yield Moment(some[0].ms, kind, characters, token_count)


def _write(raw: bytearray, number: int) -> None:
    while number > 0x7F:
        raw.append(0x80 | number & 0x7F)
        number >>= 7
    raw.append(number)


def _numbers(raw: bytes) -> Iterator[int]:
    number = shift = 0
    for byte in raw:
        number |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            yield number
            number = shift = 0
