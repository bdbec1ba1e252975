"""What a scripted reply says, and how fast. Knows no clock and no request.

A reply begins with an echo of the last message (its first 200 characters), which counts as one
token, and goes on in varied Markdown: SCRIPTED_REPLY_TOKENS tokens in all, at
SCRIPTED_TOKENS_PER_SECOND for each reply. The same message gets the same reply.

Lines at the start of the last message may steer it:

    !tokens 500      so many tokens
    !rate 50         so many tokens a second
    !delay 2         seconds before the first token
    !think 30        so many tokens of reasoning before the answer
    !fail after 5    an engine failure after so many tokens
    !call find {}    a call of the tool `find` with these arguments, after the text; may come again
    !text prose      the file prose.md of SCRIPTED_TEXTS, in tokens as a real model has them
    !reply <text>    exactly this text, to the end of the message; the last line to steer

A reply that is continued goes on where its script had come to; after a text that is not the
script's, all of it is told.
"""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from inference.contract import Part, Reasoning, Text, ToolCallPart
from inference.exceptions import InvalidRequest

ECHO_CHARACTERS = 200
LARGEST = 1_000_000  # of any number in a script: "inf" would end the clock for all replies
COMMAND = re.compile(r"!(tokens|rate|delay|think|fail after|call|text|reply) ?(.*)")
# Pieces of words, as in the vocabularies of real models.
PIECE = r" ?[^\W\d_]{1,6}|\d{1,3}|\n+|[^\S\n]+|[^\w\s]|_"
SENTENCES = tuple(
    sentence.split()
    for sentence in (
        "The answer depends on **what you mean** by it, and _every_ team has its own way.",
        "Naïve plans meet a café table: 日本語のテキスト, emoji 😀👍🏽, e\u0301 in two parts.",
        "Look at the numbers first, then decide; `inline code` stays as it is.",
        "It works — mostly — and a < b & c > d is only text.",
    )
)
BREAKS = ("\n\n", "\n- ", "\n\n### ", "\n1. ")


@dataclass(frozen=True, slots=True)
class Script:
    """What one reply says, and how fast. thought: so many of the tokens are reasoning. fail_after:
    tokens, then it fails. calls: told after the tokens."""

    tokens: Sequence[str]
    rate: float
    delay: float = 0.0
    thought: int = 0
    fail_after: int | None = None
    calls: Sequence[ToolCallPart] = ()

    def __len__(self) -> int:
        return len(self.tokens) + len(self.calls)

    def parts(self, start: int, stop: int) -> tuple[Part, ...]:
        """One for each token, as far as they are of one kind: what a step makes is."""
        if start < self.thought:
            thoughts = self.tokens[start : min(stop, self.thought)]
            return tuple(Reasoning(text=token) for token in thoughts)
        if start < len(self.tokens):
            return tuple(Text(text=token) for token in self.tokens[start:stop])
        return tuple(self.calls[start - len(self.tokens) : stop - len(self.tokens)])


def read_script(message: str, *, rate: float, length: int, texts: str = "") -> Script:
    """What the last message asks for; unknown commands are text like any other."""
    delay, thought, fail_after = 0.0, 0, None
    calls: list[ToolCallPart] = []
    answer: Sequence[str] | None = None
    rest = message
    while (command := COMMAND.match(rest)) is not None:
        name = command[1]
        if name == "reply":
            answer = re.findall(r"\S+\s*|\s+", rest.removeprefix("!reply").removeprefix(" "))
            break
        rest = rest[command.end() :].removeprefix("\n")
        if name == "call":
            calls += _call(len({part.index for part in calls}), command[2])
            continue
        if name == "text":
            answer = _file(texts, command[2])
            continue
        number = _number(command)
        match name:
            case "tokens":
                length = int(number)
            case "rate":
                rate = number
            case "delay":
                delay = number
            case "think":
                thought = int(number)
            case _:
                fail_after = int(number)
    if answer is None:
        answer = [*_echo(message), *islice(_words(message), length - 1)]
    tokens = [*islice(_words(message), thought), *answer]
    return Script(tokens, rate, delay, thought, fail_after, tuple(calls))


def rest_of(script: Script, told: str) -> Script:
    """What follows in a reply that has this text already; its thoughts are over."""
    answer = script.tokens[script.thought :]
    place = 0
    while told and place < len(answer) and told.startswith(answer[place]):
        told = told.removeprefix(answer[place])
        place += 1
    return replace(script, tokens=answer if told else answer[place:], thought=0)


def _number(command: re.Match[str]) -> float:
    with suppress(ValueError):
        if 0 < (number := float(command[2])) <= LARGEST:
            return number
    raise InvalidRequest(f"The script line {command[0]!r} needs a number, 0 to {LARGEST:,}.")


def _call(index: int, words: str) -> list[ToolCallPart]:
    """In fragments of a few characters, as a model generates it."""
    name, _, arguments = words.partition(" ")
    fragments = re.findall(r"(?s).{1,4}", arguments)
    head = ToolCallPart(index=index, id=f"call_{index}", name=name)
    return [head, *(ToolCallPart(index=index, arguments=one) for one in fragments)]


def _file(folder: str, name: str) -> Sequence[str]:
    path = Path(folder) / f"{name}.md"
    if not folder or not re.fullmatch(r"\w+", name) or not path.is_file():
        raise InvalidRequest(f"There is no text {name!r} in SCRIPTED_TEXTS.")
    return re.findall(PIECE, path.read_text())


def _echo(message: str) -> list[str]:
    return [f"You said: {message[:ECHO_CHARACTERS]}\n\n"]


def _words(message: str) -> Iterator[str]:
    choose = random.Random(zlib.crc32(message.encode()))  # noqa: S311
    while True:
        for word in choose.choice(SENTENCES):
            yield f"{word} "
        yield choose.choice(BREAKS)
