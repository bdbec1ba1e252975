"""Find the calls of tools in an answer. Knows no tokens, no reasoning and no stop strings.

A call is told from its name on, and its arguments as they are written. What looks like a call and
is none (broken JSON, a tool that does not exist, an end before its name) is text, to the letter.
Nothing else is left out but the form of calls: their markers, white space around them, and of their
JSON what is neither name nor arguments. Of a call that breaks off or goes wrong after its name,
what is not its form is text.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Container

from inference.backends.transformers.parsing.formats import ToolFormat
from inference.backends.transformers.parsing.json_call import CallReader
from inference.contract import Part, Text, ToolCallPart
from inference.stop_strings import held_length

# Mistral's later forms: `name[ARGS]{`, `name[CALL_ID]9-letters[ARGS]{`, `name{`.
NAMED = re.compile(r"\s*([\w.-]+)\s*(?:\[CALL_ID\]\s*\w*\s*)?(?:\[ARGS\]\s*)?(?=\{)")
CUT_NAMED = re.compile(r"\s*([\w.-]+)\s*(?:\[CALL_ID\]\s*\w*\s*)?\[ARGS\]\s*")
MAY_BECOME_NAMED = re.compile(r"\s*[\w.-]{0,64}\s*(?:\[[A-Z_]*\]?\s*\w*\s*){0,2}")
MISTRAL_MARKERS = ("[ARGS]", "[CALL_ID]")


class ToolCallParser:
    """names: of the tools that may be called. must_call: the reply is calls and nothing else, so
    what breaks off before a name is the beginning of a call and no text."""

    def __init__(
        self, tool_format: ToolFormat, names: Container[str], *, must_call: bool = False
    ) -> None:
        self._format, self._names, self._must_call = tool_format, names, must_call
        self._marker, self._end = tool_format.begin.strip(), tool_format.end.strip()
        self.count = 0  # calls told so far
        self._buffer = ""  # not looked at yet
        self._raw = ""  # what a call that turns out to be none began with
        self._call = CallReader(names)
        self._is_list = self._is_after_call = False
        self._parts: list[Part] = []
        # Each looks at the buffer, and returns whether it came to an end there.
        self._go_on: Callable[[], bool] = self._text if self._marker else self._start

    @property
    def markers(self) -> tuple[str, ...]:
        """The texts that must be seen here even where they are special tokens."""
        known = (self._marker, self._end, self._format.optional_begin)
        mistral = MISTRAL_MARKERS if self._marker == "[TOOL_CALLS]" else ()
        return tuple(filter(None, (*known, *mistral)))

    def push(self, text: str) -> list[Part]:
        self._buffer += text
        while self._go_on():
            pass
        return self._take_parts()

    def flush(self) -> list[Part]:
        """The rest, when no more text comes."""
        if self._go_on == self._in_call and self._call.name:
            self._tell_arguments(self._call.rest())
            self._tell_text(self._call.unsaid)
        elif self._go_on == self._after_call:
            self._tell_text("" if self._end.startswith(self._buffer.strip()) else self._buffer)
        elif self._go_on == self._before_call and (name := self._cut_name()):
            self._call = CallReader(self._names, name)
            self._tell_call()
        else:
            unread = self._call.raw if self._go_on == self._in_call else ""
            self._tell_text(self._raw + unread + self._buffer)
        self._buffer = self._raw = ""
        parts = self._take_parts()
        return [one for one in parts if not (self._must_call and isinstance(one, Text))]

    # --- where it is ---

    def _start(self) -> bool:
        """Where calls are the whole reply."""
        beginning, tag = self._buffer.lstrip(), self._format.optional_begin
        if not beginning or (tag.startswith(beginning) and tag != beginning):
            return False
        space = len(self._buffer) - len(beginning)
        length = space + (len(tag) if tag and beginning.startswith(tag) else 0)
        self._raw, self._buffer = self._buffer[:length], self._buffer[length:]
        return self._becomes(self._before_call)

    def _text(self) -> bool:
        if self._is_after_call:
            self._buffer = self._buffer.lstrip()
        if not self._buffer:
            return False
        text, marker, rest = self._buffer.partition(self._marker) if self._marker else ("", "", "")
        if marker:
            told = text.rstrip()
            self._raw, self._buffer = text[len(told) :] + marker, rest
            self._tell_text(told)
            return self._becomes(self._before_call)
        length = len(self._buffer)
        if self._marker:
            length = len(
                self._buffer[: length - held_length(self._buffer, (self._marker,))].rstrip()
            )
        self._tell_text(self._buffer[:length])
        self._buffer = self._buffer[length:]
        return False

    def _before_call(self) -> bool:
        beginning = self._buffer.lstrip()
        if not beginning:
            return False
        self._raw += self._buffer[: len(self._buffer) - len(beginning)]
        self._buffer = beginning
        if beginning[0] == "{":
            self._call = CallReader(self._names)
            return self._becomes(self._in_call)
        if self._marker != "[TOOL_CALLS]" or self._is_list:
            return self._give_up()
        if beginning[0] != "[":
            return self._named()
        self._is_list, self._raw, self._buffer = True, self._raw + "[", beginning[1:]
        return True

    def _named(self) -> bool:
        found = NAMED.match(self._buffer)
        if found is None:
            return self._give_up() if not MAY_BECOME_NAMED.fullmatch(self._buffer) else False
        if found[1] not in self._names:
            return self._give_up()
        self._call = CallReader(self._names, found[1])
        self._buffer = self._buffer[found.end() :]
        self._tell_call()
        return self._becomes(self._in_call)

    def _cut_name(self) -> str:
        """Of a call that breaks off before its arguments."""
        found = CUT_NAMED.fullmatch(self._buffer)
        is_name = self._marker == "[TOOL_CALLS]" and not self._is_list and found is not None
        return found[1] if is_name and found and found[1] in self._names else ""

    def _in_call(self) -> bool:
        was_known = bool(self._call.name)
        self._buffer = self._call.read(self._buffer)
        if self._call.is_broken and not self._call.name:
            return self._give_up(self._call.raw)
        if self._call.name and not was_known:
            self._tell_call()
        self._tell_arguments(self._call.arguments())
        if self._call.is_broken:
            self._becomes_text()
            self._tell_text(self._call.unsaid)
            return True
        return self._becomes(self._after_call) if self._call.is_done else False

    def _after_call(self) -> bool:
        rest = self._buffer.lstrip()
        ends = "]" if self._is_list else self._end
        separator = "," if self._is_list else self._format.separator.strip()
        if rest and separator and rest.startswith(separator):
            self._raw, self._buffer = separator, rest.removeprefix(separator)
            return self._becomes(self._before_call)
        if ends and ends.startswith(rest) and rest != ends:
            return False
        if not rest and not ends and separator:
            return False
        self._buffer = rest.removeprefix(ends)
        return self._becomes_text()

    # --- going on ---

    def _becomes(self, place: Callable[[], bool]) -> bool:
        self._go_on = place
        return True

    def _becomes_text(self) -> bool:
        self._is_after_call, self._is_list = True, False
        return self._becomes(self._text)

    def _give_up(self, read: str = "") -> bool:
        """It is no call."""
        self._tell_text(self._raw + read)
        self._raw, self._is_list = "", False
        return self._becomes(self._text)

    def _tell_text(self, text: str) -> None:
        if text:
            self._is_after_call = False
            self._parts.append(Text(text=text))

    def _tell_call(self) -> None:
        call_id = f"call_{uuid.uuid4().hex[:24]}"
        self._parts.append(ToolCallPart(index=self.count, id=call_id, name=self._call.name))
        self.count += 1
        self._raw = ""

    def _tell_arguments(self, arguments: str) -> None:
        if arguments:
            self._parts.append(ToolCallPart(index=self.count - 1, arguments=arguments))

    def _take_parts(self) -> list[Part]:
        parts, self._parts = self._parts, []
        return parts
