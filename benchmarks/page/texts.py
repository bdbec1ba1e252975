"""Markdown of a given length in tokens, always the same. Every sentence has a number of its own,
by which it is recognised when it is painted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import count
from random import Random

from inference.backends.script import PIECE

WORDS = (
    *("answer", "queue", "worker", "token", "stream", "people", "letter", "garden"),
    *("frame", "server", "reader", "paper", "moment", "window", "river", "number"),
    *("simple", "careful", "quick", "early", "together", "between", "always", "without", "another"),
)
FORMULAS = (r"$x_{n+1} = \frac{x_n}{2}$", r"\(a^2 + b^2 = c^2\)", "$p \\le 0.05$")
DISPLAY = (
    r"$$\int_0^1 \frac{x^4 (1 - x)^4}{1 + x^2}\,dx = \frac{22}{7} - \pi$$",
    "\\[\n\\sum_{k=1}^{n} k = \\frac{n (n + 1)}{2}\n\\]",
)


class Writer:
    def __init__(self) -> None:
        self._random = Random(6)
        self._numbers = count(100_000)

    def mixed(self) -> Iterator[str]:
        """What a long technical answer looks like."""
        while True:
            yield f"## {self._words(4)} {next(self._numbers)}\n\n"
            yield f"{self._sentences(4)} {self._random.choice(FORMULAS)} {self._sentence()}\n\n"
            yield "".join(f"- {self._sentence()}\n" for _ in range(6)) + "\n"
            yield f"```python\n{self._code(18)}```\n\n"
            yield f"{self._sentences(3)}\n\n{self._random.choice(DISPLAY)}\n\n"
            yield f"{self._head()}{''.join(self._row() for _ in range(8))}\n"
            yield f"> {self._sentences(2)}\n\n"
            numbered = "".join(f"{n}. {self._sentence()}\n" for n in range(1, 6))
            yield f"{numbered}\n- [x] {self._sentence()}\n- [ ] {self._sentence()}\n\n"

    def list(self) -> Iterator[str]:
        while True:
            yield f"- {self._sentence()}\n"

    def table(self) -> Iterator[str]:
        yield self._head()
        while True:
            yield self._row()

    def paragraph(self) -> Iterator[str]:
        while True:
            yield f"{self._sentence()} "

    def code(self) -> Iterator[str]:
        yield "```python\n"
        while True:
            yield self._code(20)

    def _code(self, lines: int) -> str:
        body = "".join(
            f"    {self._word()} = {self._word()}({next(self._numbers)}, '{self._words(2)}')"
            f"{'  # ' + self._words(3) if line % 4 == 0 else ''}\n"
            for line in range(lines - 2)
        )
        return f"def {self._word()}_{self._word()}(value: int) -> str:\n{body}\n"

    def _head(self) -> str:
        return "| name | value | what it means |\n|:-----|------:|---------------|\n"

    def _row(self) -> str:
        number = next(self._numbers)
        return f"| {self._word()} | {number} | {self._words(5)} |\n"

    def _sentences(self, number: int) -> str:
        return " ".join(self._sentence() for _ in range(number))

    def _sentence(self) -> str:
        words = [self._word() for _ in range(self._random.randint(6, 14))]
        marked = self._random.randrange(len(words))
        mark = self._random.choice(("**{}**", "*{}*", "`{}`", "{}", "[{}](https://example.org/)"))
        words[marked] = mark.format(words[marked])
        return f"{' '.join(words).capitalize()} {next(self._numbers)}."

    def _words(self, number: int) -> str:
        return " ".join(self._word() for _ in range(number))

    def _word(self) -> str:
        return self._random.choice(WORDS)


def text(name: str, tokens: int) -> str:
    """name: what it is made of, a method of Writer."""
    pieces: Callable[[], Iterator[str]] = getattr(Writer(), name)
    written, length = [], 0
    for piece in pieces():
        written.append(piece)
        length += token_count(piece)
        if length >= tokens:
            break
    return "".join(written)


def token_count(markdown: str) -> int:
    return sum(1 for _ in re.finditer(PIECE, markdown))
