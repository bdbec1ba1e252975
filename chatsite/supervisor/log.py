"""One readable log out of many processes. Knows no process."""

from __future__ import annotations

import sys
from contextlib import suppress
from datetime import datetime
from itertools import cycle

from honcho.colour import get_colours
from honcho.printer import Message, Printer

OWN_NAME = "chatsite"


class Log:
    """Lines with time and name, coloured by name on a terminal."""

    def __init__(self, names: list[str]) -> None:
        width = max(map(len, [*names, OWN_NAME]))
        self._printer = Printer(sys.stdout, width=width)
        self._colours = dict(zip(names, cycle(get_colours()), strict=False))

    def line(self, name: str, data: bytes) -> None:
        if data.strip():
            self._write(name, data, self._colours.get(name))

    def say(self, text: str) -> None:
        self._write(OWN_NAME, text, None)

    def announce(self, text: str) -> None:
        """Without a prefix: the line that people and programs wait for."""
        with suppress(OSError):
            print(text, flush=True)

    def _write(self, name: str, data: bytes | str, colour: str | None) -> None:
        now = datetime.now()  # noqa: DTZ005 - a person reads it, at their clock
        with suppress(OSError):  # nobody listens any more, which is no reason to stop
            self._printer.write(Message("line", data, now, name, colour))
