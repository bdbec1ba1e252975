"""Which page of a shared conversation shows which message. Knows no database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

# Whoever has a link may ask for a page as often as they like: each is cheap.
PAGE_MESSAGES = 50
PAGE_CHARACTERS = 100_000

Turn = TypeVar("Turn")


def on_pages(turns: Iterable[tuple[Turn, int]]) -> Iterator[tuple[Turn, int]]:
    """Of each turn and its characters: the turn and its page, from 1. A longer one has its own."""
    page, messages, characters = 1, 0, 0
    for turn, length in turns:
        is_full = messages == PAGE_MESSAGES or characters + length > PAGE_CHARACTERS
        if messages and is_full:
            page, messages, characters = page + 1, 0, 0
        messages, characters = messages + 1, characters + length
        yield turn, page
