"""Read one call of a tool as its JSON is written. Knows no markers and no parts.

A character at a time, so that it never matters how the text was cut.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Container
from enum import Enum, auto

ARGUMENTS_KEYS = ("arguments", "parameters")  # models mix them up
WHITE_SPACE = " \t\r\n"
CLOSING = {"{": "}", "[": "]"}
# Outside of strings; anything else is not JSON, such as a marker where a bracket is missing.
ALLOWED = frozenset('{}[]:,"+-.0123456789' + WHITE_SPACE + "truefalsnE")

# From the beginning of a JSON string, as long as no escape is cut.
WHOLE_ESCAPES = re.compile(
    r"""(?:[^\\]|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"""
    r"""|\\u(?![dD][89abAB])[0-9a-fA-F]{4}|\\[^u])*""",
    re.DOTALL,
)


class Place(Enum):
    """Of a character, in a JSON value."""

    INSIDE = auto()
    LAST = auto()
    AFTER = auto()  # it ended before: a number does not tell its end
    WRONG = auto()


class JsonValue:
    """Finds the end of a JSON value; checks brackets and characters, not the whole grammar."""

    def __init__(self) -> None:
        self._closing: list[str] = []
        self._in_string = self._is_escaped = False

    def take(self, char: str) -> Place:
        if self._in_string:
            return self._take_in_string(char)
        if char not in ALLOWED:
            return Place.WRONG
        if char == '"':
            self._in_string = True
        elif char in CLOSING:
            self._closing.append(CLOSING[char])
        elif not self._closing:
            return Place.AFTER if char in ",}]" or char in WHITE_SPACE else Place.INSIDE
        elif char in "}]":
            return self._close(char)
        return Place.INSIDE

    def _take_in_string(self, char: str) -> Place:
        if self._is_escaped:
            self._is_escaped = False
        elif char == "\\":
            self._is_escaped = True
        elif char == '"':
            self._in_string = False
            return Place.INSIDE if self._closing else Place.LAST
        return Place.INSIDE

    def _close(self, char: str) -> Place:
        if self._closing.pop() != char:
            return Place.WRONG
        return Place.INSIDE if self._closing else Place.LAST


class CallReader:
    """Reads `{"name": …, "arguments": …}`, or only the arguments where the name stood before.

    raw: all that was read. unsaid: of it, what came after the name and the arguments told so far.
    name: once it is whole, and one of `names`; any other is broken. Members with other keys are
    read over.
    """

    def __init__(self, names: Container[str], name: str = "") -> None:
        self._names = names
        self.name, self.raw, self.unsaid = name, "", ""
        self.is_done = self.is_broken = False
        self._take: Callable[[str], bool] = self._bare_value if name else self._open
        self._value, self._text, self._key = JsonValue(), "", ""
        self._has_arguments = self._is_streamed = False
        self._untold = ""

    def read(self, text: str) -> str:
        """Take what belongs to the call and return the rest."""
        for position, char in enumerate(text):
            self.unsaid += char
            if not self._take(char):
                self.is_broken, self.unsaid = True, self.unsaid[:-1]
                self.raw += text[:position]
                return text[position:]
            if self.is_done or self.is_broken:
                self.raw += text[: position + 1]
                return text[position + 1 :]
        self.raw += text
        return ""

    def arguments(self) -> str:
        """What was not asked for yet; nothing before the name is known."""
        if not self.name:
            return ""
        untold, self._untold = self._untold, ""
        return untold

    def rest(self) -> str:
        """As `arguments`, when no more text comes: also a value that has no end. Then what would
        have been form is no longer unsaid."""
        is_held = self._take == self._in_value and self._is_arguments and not self._is_streamed
        if is_held:
            self._say(_arguments(self._text))
        is_form = not self._has_arguments and _begins_arguments(self.unsaid)
        self.unsaid = "" if is_form or not self.unsaid.strip() else self.unsaid
        return self.arguments()

    # --- where it is, each takes a character or refuses it ---

    def _open(self, char: str) -> bool:
        self._take = self._first_key
        return char == "{"

    def _first_key(self, char: str) -> bool:
        return self._end() if char == "}" else self._before_key(char)

    def _before_key(self, char: str) -> bool:
        if char == '"':
            self._begin_value()
            self._take = self._in_key
            return self._in_key(char)
        return char in WHITE_SPACE

    def _in_key(self, char: str) -> bool:
        self._text += char
        if self._value.take(char) is Place.LAST:
            key = _string(self._text)
            self._key, self._take = key or "", self._colon
            return key is not None
        return True

    def _colon(self, char: str) -> bool:
        if char == ":":
            self._begin_value()
            self._take = self._before_value
            return True
        return char in WHITE_SPACE

    def _before_value(self, char: str) -> bool:
        if char in WHITE_SPACE:
            return True
        self._is_streamed = self._is_arguments and char in CLOSING
        self._take = self._in_value
        return char not in ",}]" and self._in_value(char)

    def _in_value(self, char: str) -> bool:
        place = self._value.take(char)
        if place is Place.WRONG:
            return False
        if place is Place.AFTER:
            self._end_value()
            self.unsaid = self.unsaid or char  # it belongs to nothing that was said
            return self._after_value(char)
        if self._is_streamed:
            self._say(char)
        else:
            self._text += char
        return self._end_value() if place is Place.LAST else True

    def _after_value(self, char: str) -> bool:
        if char == ",":
            self._take = self._before_key
            return True
        return self._end() if char == "}" else char in WHITE_SPACE

    def _bare_value(self, char: str) -> bool:
        place = self._value.take(char)
        if place is Place.WRONG:
            return False
        self._say(char)
        self.is_done = place is Place.LAST
        return True

    @property
    def _is_arguments(self) -> bool:
        return self._key in ARGUMENTS_KEYS and not self._has_arguments

    def _begin_value(self) -> None:
        self._value, self._text = JsonValue(), ""

    def _end_value(self) -> bool:
        self._take = self._after_value
        if self._key == "name" and not self.name:
            name = _string(self._text) or ""
            self.is_broken = name not in self._names
            self.name = "" if self.is_broken else name
            self.unsaid = ""
        elif self._is_arguments:
            self._has_arguments = True
            if not self._is_streamed:
                self._say(_arguments(self._text))
        return True

    def _say(self, arguments: str) -> None:
        self._untold += arguments
        self.unsaid = ""

    def _end(self) -> bool:
        self.is_done, self.is_broken = bool(self.name), not self.name
        if not self._has_arguments:
            self._untold = "{}"
        return True


def _begins_arguments(text: str) -> bool:
    """It may be all that stands between a name and its arguments, or a part of that."""
    without_space = re.sub(r"(?<=[,:])\s+|^\s+|\s+(?=:|$)", "", text)
    return any(f',"{key}":'.startswith(without_space) for key in ARGUMENTS_KEYS)


def _string(text: str) -> str | None:
    """What a JSON string says. `None`: it is none, or no Unicode."""
    try:
        value = json.loads(text, strict=False)
        return value if isinstance(value, str) and value.encode() is not None else None
    except ValueError:
        return None


def _arguments(text: str) -> str:
    """Some models write the arguments as a string that holds JSON, or null for none. A string may
    be cut: half an escape at its end stands for no character."""
    if text in ("null", '""'):
        return "{}"
    if not text.startswith('"'):
        return text
    begun = WHOLE_ESCAPES.match(text)
    said = _string(text) if begun is None else _string(text) or _string(begun[0] + '"')
    return text if said is None else said
