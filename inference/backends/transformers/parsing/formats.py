"""How models write tool calls and reasoning, and which way a model has. Parses nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from inference.config import ToolParserName


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolFormat:
    """A call is `begin{"name": "…", "arguments": {…}}end`.

    begin, end: text that may contain special tokens, with the white space that models write.
    separator: between two calls. is_list: one JSON list of calls between one begin and one end.
    arguments_marker: not empty: a call is `begin` name `arguments_marker` {…} `end` instead.
    optional_begin: may stand before the first call where `begin` is empty; then the calls are the
    whole reply, for nothing else tells them from JSON in an answer.
    """

    begin: str
    end: str = ""
    arguments_key: str = "arguments"
    separator: str = "\n"
    is_list: bool = False
    arguments_marker: str = ""
    optional_begin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasoningMarkers:
    """What stands before and after a model's thoughts."""

    opening: str
    closing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Thoughts:
    """What may stand before an answer. is_open: the prompt has begun it; else the reply may."""

    markers: ReasoningMarkers
    is_open: bool


HERMES = ToolFormat(begin="<tool_call>\n", end="\n</tool_call>")
LLAMA_3 = ToolFormat(
    begin="", arguments_key="parameters", separator="; ", optional_begin="<|python_tag|>"
)
MISTRAL = ToolFormat(begin="[TOOL_CALLS]", separator=", ", is_list=True)
MISTRAL_NAMED = ToolFormat(begin="[TOOL_CALLS]", separator="", arguments_marker="[ARGS]")

THINK = ReasoningMarkers(opening="<think>", closing="</think>")
KNOWN_REASONING = (THINK, ReasoningMarkers(opening="[THINK]", closing="[/THINK]"))

# Both begin as Hermes calls do, and go on with a language of their own.
_OTHER_LANGUAGES = ("<function=", "<arg_key>")


def choose_tool_format(name: ToolParserName, template: str) -> ToolFormat | None:
    """The format called `name`, as in TOOL_PARSER, or for `auto` the one that the chat template
    writes. `None`: calls stay text."""
    mistral = MISTRAL_NAMED if "[ARGS]" in template else MISTRAL
    formats: Mapping[str, ToolFormat | None] = {
        "hermes": HERMES,
        "llama3": LLAMA_3,
        "mistral": mistral,
        "none": None,
    }
    return formats[name if name != "auto" else _recognised(template)]


def choose_reasoning(
    setting: str, template: str, vocabulary: Mapping[str, int]
) -> ReasoningMarkers | None:
    """setting: as in REASONING_MARKERS: `auto`, `none`, or both markers with a comma between."""
    if setting == "none":
        return None
    if setting != "auto":
        opening, closing = setting.split(",")
        return ReasoningMarkers(opening=opening.strip(), closing=closing.strip())
    for markers in KNOWN_REASONING:
        # DeepSeek's template names the closing one alone: the model opens its thoughts itself.
        if markers.closing in template or markers.closing in vocabulary:
            return markers
    return None


def _recognised(template: str) -> str:
    if "[TOOL_CALLS]" in template:
        return "mistral"
    if "<tool_call>" in template and not any(word in template for word in _OTHER_LANGUAGES):
        return "hermes"
    if "<|python_tag|>" in template or re.search(r'\\?"parameters\\?": dictionary', template):
        return "llama3"
    return "none"
