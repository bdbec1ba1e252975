"""From the tokens of one reply to its parts. Knows no engine.

Stop strings end the visible text: those that appear in thoughts or in the arguments of a call do
not count, else a reply could end in mid-thought. What stands before and after a call is one text,
as its reader gets it: what may begin a stop string there is told when it is known to begin none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Self, cast

from tokenizers import Tokenizer

from inference.backends.transformers.detokeniser import Detokeniser
from inference.backends.transformers.parsing.formats import (
    ReasoningMarkers,
    Thoughts,
    ToolFormat,
    choose_reasoning,
    choose_tool_format,
)
from inference.backends.transformers.parsing.reasoning import ReasoningSplitter
from inference.backends.transformers.parsing.tool_calls import ToolCallParser
from inference.config import Config
from inference.contract import GenerationRequest, Part, Reasoning, Text, joined
from inference.stop_strings import StopStrings

PROMPT_END = 16  # tokens that surely hold an opening marker and a line break


class ReplyParts:
    """One reply: whole characters, none of them a marker's or a stop string's.

    special_markers: markers that are special tokens, by id; all others are found as text.
    """

    def __init__(
        self,
        tokenizer: Tokenizer,
        stop: Sequence[str] = (),
        *,
        reasoning: ReasoningSplitter | None = None,
        tools: ToolCallParser | None = None,
        special_markers: Mapping[int, str] | None = None,
    ) -> None:
        self._detokeniser = Detokeniser(tokenizer)
        self._reasoning = reasoning or ReasoningSplitter(None)
        self._tools = tools
        self._special_markers = special_markers or {}
        self._stop = StopStrings(stop)

    @property
    def is_stopped(self) -> bool:
        return self._stop.found

    @property
    def stop_string(self) -> str:
        """Which of them came; empty: none."""
        return self._stop.matched

    @property
    def closed_by(self) -> str:
        """The marker that ended the thoughts; empty: they go on, or there are none."""
        return self._reasoning.closed_by

    @property
    def called_tools(self) -> bool:
        return self._tools is not None and self._tools.count > 0

    def push(self, token_ids: Iterable[int]) -> tuple[Part, ...]:
        if not self._special_markers:
            return _joined(self._read(self._detokeniser.push(token_ids)))
        parts: list[Part] = []
        for token_id in token_ids:
            marker = self._special_markers.get(token_id)
            text = self._detokeniser.push([token_id]) if marker is None else self._seen(marker)
            parts += self._read(text)
        return _joined(parts)

    def flush(self) -> tuple[Part, ...]:
        """The rest, when no more tokens come."""
        parts = self._read(self._detokeniser.flush())
        thought, answer = self._reasoning.flush()
        parts += self._parts(thought, answer)
        if self._tools is not None:
            parts += self._stopped(self._tools.flush())
        if rest := self._stop.flush():
            parts.append(Text(text=rest))
        return _joined(parts)

    def _seen(self, marker: str) -> str:
        if self._tools is not None and marker in self._tools.markers:
            return "" if self._reasoning.is_thinking else marker
        return marker if self._reasoning.expects(marker) else ""

    def _read(self, text: str) -> list[Part]:
        return self._parts(*self._reasoning.push(text)) if text else []

    def _parts(self, thought: str, answer: str) -> list[Part]:
        if self.is_stopped:
            return []
        parts: list[Part] = [Reasoning(text=thought)] if thought else []
        if answer and self._tools is None:
            parts += self._stopped([Text(text=answer)])
        elif answer and self._tools is not None:
            parts += self._stopped(self._tools.push(answer))
        return parts

    def _stopped(self, parts: Iterable[Part]) -> list[Part]:
        """Up to the first stop string in the text."""
        told: list[Part] = []
        for part in parts:
            if self.is_stopped:
                break
            if not isinstance(part, Text):
                told.append(part)
            elif text := self._stop.push(part.text):
                told.append(Text(text=text))
        return told


class ReplyParsing:
    """How one model writes its replies. Any number of threads may use it."""

    def __init__(
        self,
        tokenizer: Tokenizer,
        *,
        tool_format: ToolFormat | None,
        reasoning: ReasoningMarkers | None,
    ) -> None:
        self._tokenizer, self.tool_format, self.reasoning = tokenizer, tool_format, reasoning
        markers = (reasoning.opening, reasoning.closing) if reasoning else ()
        of_tools = ToolCallParser(tool_format, ()).markers if tool_format else ()
        self._special_markers = _special_ids(tokenizer, (*markers, *of_tools))

    @classmethod
    def of(cls, tokenizer: Any, config: Config) -> Self:
        """tokenizer: the whole one of transformers, with its chat template."""
        template = tokenizer.get_chat_template(tools=[{}])  # it may have one just for tools
        return cls(
            tokenizer.backend_tokenizer,
            tool_format=choose_tool_format(config.tool_parser, template),
            reasoning=choose_reasoning(config.reasoning_markers, template, tokenizer.get_vocab()),
        )

    def reply(self, request: GenerationRequest, prompt_ids: Sequence[int]) -> ReplyParts:
        """For one choice of a request whose prompt this is."""
        if request.is_raw:
            return ReplyParts(self._tokenizer, request.sampling.stop)
        tools = None
        if request.tools and request.tool_choice != "none" and self.tool_format is not None:
            tools = ToolCallParser(
                self.tool_format,
                {tool.name for tool in request.tools},
                must_call=request.tool_choice in {"required", "named"},
            )
        reasoning = ReasoningSplitter(
            self.reasoning,
            is_open=self.is_thinking(prompt_ids),
            may_begin=not request.continue_final_message,
        )
        return ReplyParts(
            self._tokenizer,
            request.sampling.stop,
            reasoning=reasoning,
            tools=tools,
            special_markers=self._special_markers,
        )

    def thoughts(self, request: GenerationRequest, prompt_ids: Sequence[int]) -> Thoughts | None:
        """`None`: the reply is the answer from its first character on."""
        if request.is_raw:
            return None
        is_open = self.is_thinking(prompt_ids)
        may_begin = request.thinking is not False and not request.continue_final_message
        if self.reasoning is None or not (is_open or may_begin):
            return None
        return Thoughts(markers=self.reasoning, is_open=is_open)

    def is_thinking(self, prompt_ids: Sequence[int]) -> bool:
        """The prompt ends inside the thoughts, so the reply begins there."""
        if self.reasoning is None:
            return False
        end: str = self._tokenizer.decode(list(prompt_ids[-PROMPT_END:]), skip_special_tokens=False)
        return end.rstrip().endswith(self.reasoning.opening)


def _special_ids(tokenizer: Tokenizer, markers: Iterable[str]) -> dict[int, str]:
    """Only special tokens are missing from the text."""
    added = tokenizer.get_added_tokens_decoder()
    ids = {tokenizer.token_to_id(marker): marker for marker in markers}
    return {one: marker for one, marker in ids.items() if one in added and added[one].special}


def _joined(parts: Sequence[Part]) -> tuple[Part, ...]:
    return cast("tuple[Part, ...]", joined(parts)) if len(parts) > 1 else tuple(parts)
