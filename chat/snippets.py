"""Words as people look for them, and where a text has them. Knows no database.

Accents and case do not count. A word of a script that puts spaces between its words is looked for
as a word, the last one as a beginning; all others (Chinese, Japanese, Thai, Hindi …) anywhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

MOST_CHARACTERS = 256  # of a query; nobody remembers more of what was said
MOST_WORDS = 12
SNIPPET_CHARACTERS = 180
CHARACTERS_BEFORE = 60

BOUNDARY_BEFORE, BOUNDARY_AFTER = r"(?<![^\W_])", r"(?![^\W_])"


@dataclass(frozen=True, slots=True)
class Part:
    """hit: this is what was looked for."""

    text: str
    hit: bool


@dataclass(frozen=True)
class Query:
    """words: whole ones, folded. beginning: of the last one, which may still be typed.
    pieces: to be found anywhere, as they were typed."""

    words: Sequence[str]
    beginning: str
    pieces: Sequence[str]

    def __bool__(self) -> bool:
        return bool(self.words or self.beginning or self.pieces)

    @cached_property
    def _patterns(self) -> list[re.Pattern[str]]:
        found = [f"{BOUNDARY_BEFORE}{re.escape(word)}{BOUNDARY_AFTER}" for word in self.words]
        if self.beginning:
            found.append(BOUNDARY_BEFORE + re.escape(self.beginning))
        found += [re.escape(folded(piece)) for piece in self.pieces]
        return [re.compile(one) for one in found]

    def is_in(self, text: str) -> bool:
        """Whether all of it is there."""
        plain = folded(text)
        return all(pattern.search(plain) for pattern in self._patterns)

    def snippet(self, text: str, *, most_characters: int = SNIPPET_CHARACTERS) -> list[Part]:
        """The part of the text around the first hit, or its beginning if there is none."""
        hits = self._hits(text)
        first = hits[0][0] if hits else 0
        begin = 0 if len(text) <= most_characters else _begin_of_word(text, first)
        end = min(len(text), begin + most_characters)
        parts = [Part("…", hit=False)] if begin else []
        parts += _parts(text, begin, end, hits)
        return [*parts, Part("…", hit=False)] if end < len(text) else parts

    def _hits(self, text: str) -> list[tuple[int, int]]:
        """From where to where, in order; those that overlap are one."""
        plain, places = folded_with_places(text)
        spans = sorted(
            (places[match.start()], places[match.end() - 1] + 1)
            for pattern in self._patterns
            for match in pattern.finditer(plain)
        )
        joined: list[tuple[int, int]] = []
        for begin, end in spans:
            if joined and begin < joined[-1][1]:
                joined[-1] = joined[-1][0], max(end, joined[-1][1])
            else:
                joined.append((begin, end))
        return joined


def parse_query(text: str) -> Query:
    """Whatever was typed: it has no syntax."""
    typed = unicodedata.normalize("NFC", text[:MOST_CHARACTERS].replace("\0", " "))
    chunks = "".join(one if _is_of_word(one) else " " for one in typed).split()[:MOST_WORDS]
    plain = [folded(chunk) for chunk in chunks if _has_spaces_between(chunk)]
    is_unfinished = bool(chunks) and _has_spaces_between(chunks[-1]) and typed[-1:].isalnum()
    beginning = plain.pop() if is_unfinished else ""
    pieces = [chunk for chunk in chunks if not _has_spaces_between(chunk)]
    return Query(list(dict.fromkeys(plain)), beginning, list(dict.fromkeys(pieces)))


def folded(text: str) -> str:
    return text.lower() if text.isascii() else "".join(map(_fold, text))


def folded_with_places(text: str) -> tuple[str, Sequence[int]]:
    """And for each character of it, where it comes from."""
    if text.isascii():
        return text.lower(), range(len(text))
    pairs = [(one, place) for place, whole in enumerate(text) for one in _fold(whole)]
    return "".join(one for one, _ in pairs), [place for _, place in pairs]


@lru_cache(8_192)
def _fold(character: str) -> str:
    parts = unicodedata.normalize("NFKD", character.lower())
    return "".join(one for one in parts if unicodedata.category(one) != "Mn")


def _is_of_word(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character).startswith("M")


def _has_spaces_between(word: str) -> bool:
    """Latin, Greek, Cyrillic, Hebrew, Arabic and their neighbours: the databases find its words."""
    plain = folded(word)
    return plain.isalnum() and all(one < "\u0900" or "\u1e00" <= one < "\u2000" for one in plain)


def _begin_of_word(text: str, hit: int) -> int:
    begin = max(0, hit - CHARACTERS_BEFORE)
    space = re.compile(r"\s").search(text, begin, hit) if begin else None
    return space.end() if space else begin


def _parts(text: str, begin: int, end: int, hits: Sequence[tuple[int, int]]) -> Iterator[Part]:
    place = begin
    for hit_begin, hit_end in hits:
        if hit_begin >= end:
            break
        if hit_begin > place:
            yield Part(_one_line(text[place:hit_begin]), hit=False)
        yield Part(_one_line(text[hit_begin : min(hit_end, end)]), hit=True)
        place = min(hit_end, end)
    if place < end:
        yield Part(_one_line(text[place:end]), hit=False)


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)
