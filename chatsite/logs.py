"""What the log does not say: secrets that stand in addresses, and what people said. Knows no view.

Django writes the path of a request that failed, also while the database is away and the link in it
is good; PostgreSQL's errors say which row they are about, with all that is in it.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from traceback import TracebackException
from typing import Any

# As in deploy/nginx/chatsite.conf.template. Shorter words there are names of pages.
LINKS = re.compile(r"(/(?:s|sign-up|e-mail|password/reset|teams/join)/)[^\s\"'<>?]{16,}")
# Where PostgreSQL begins to quote, in an error's words or in their `repr`. A row may hold any
# words, also those that PostgreSQL itself goes on with: where the quoted ends nobody knows.
QUOTES = re.compile(
    r"(?:^[ |]*|(?<=\\n))(DETAIL|CONTEXT|QUERY|LINE \d+):(?! …).*", re.MULTILINE | re.DOTALL
)


class DiscreetFormatter(logging.Formatter):
    """Looks at the whole text, tracebacks too: who calls a logger need not think of it."""

    def __init__(self) -> None:
        super().__init__("{levelname} {name}: {message}", style="{")

    def format(self, record: logging.LogRecord) -> str:
        """Errors that are not found below, as in a group, go with all that follows them."""
        return LINKS.sub(r"\1…", without_quotes(super().format(record)))

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - its name in logging
        return without_quotes(super().formatMessage(record))

    def formatException(self, ei: Any) -> str:  # noqa: N802
        """Each error by itself: the frames of those that followed it are kept."""
        text = super().formatException(ei)
        for words in sorted(_words_of(TracebackException(*ei, limit=0)), key=len, reverse=True):
            text = text.replace(words, without_quotes(words))
        return text


def without_quotes(text: str) -> str:
    return QUOTES.sub(r"\1: …", text)


def _words_of(error: TracebackException) -> Iterator[str]:
    """And of those that led to it, or are in it."""
    waiting: list[TracebackException | None] = [error]
    while waiting:
        if one := waiting.pop():
            yield str(one)
            waiting += [one.__cause__, one.__context__, *(one.exceptions or ())]
