"""The pieces in the chunks of one reply. Knows no HTTP.

Tokens are counted by their log probabilities where the server sends them, else one for each chunk
that brings something: an estimate, which the server's own count corrects upwards at the end.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from inference.backends.base import Piece
from inference.backends.openai.faults import UpstreamFault, fault_in_stream
from inference.backends.openai.tool_calls import ToolCalls
from inference.contract import (
    FinishReason,
    GenerationRequest,
    Grammar,
    Part,
    Reasoning,
    Text,
    TokenLogprob,
)
from inference.stop_strings import StopStrings

REASONS: Mapping[str, FinishReason] = {
    "length": "length",
    "max_tokens": "length",
    "tool_calls": "tool_calls",
    "function_call": "tool_calls",
}  # all others are some way to say "stop"
CUT_SHORT = "The model's server ended this reply in the middle. Please try again."
FILTERED = "The model's server held the rest of this reply back: its content filter spoke up."
NO_CHOICES = "The server of this model gives one reply to a prompt, not several."
NOT_IN_FORM = (
    "The model's server did not keep to the form that was asked for: it may not know grammars."
)


class ReplyChunks:
    """One reply: chunks in, pieces out, until `is_whole`.

    The last choice's last piece comes from `end`: the server's counts come after its finish.
    """

    def __init__(self, request: GenerationRequest) -> None:
        self.request = request
        self._choices = [_Choice(number, request) for number in range(request.choices)]
        self._usage: Mapping[str, Any] = {}
        self._token_count = 0
        self._last: tuple[_Choice, FinishReason] | None = None

    @property
    def is_whole(self) -> bool:
        """Nothing more is missing but, perhaps, the server's counts."""
        return not any(choice.is_open for choice in self._choices)

    def take(self, chunk: Mapping[str, Any]) -> Iterator[Piece]:
        """Raises UpstreamFault for an error object, and TypeError, AttributeError, KeyError or
        ValueError for a chunk of another shape."""
        if chunk.get("error"):
            raise fault_in_stream(chunk["error"])
        self._usage = chunk.get("usage") or self._usage
        for told in chunk.get("choices") or ():
            number = told.get("index") or 0
            if number >= len(self._choices) or not self._choices[number].is_open:
                continue
            yield from self._take_choice(self._choices[number], told)

    def _take_choice(self, choice: _Choice, told: Mapping[str, Any]) -> Iterator[Piece]:
        parts, token_count = choice.take(told)
        self._token_count += token_count
        if parts or token_count:
            yield self._piece(choice, parts=parts, token_count=token_count)
        reason = choice.finish(told.get("finish_reason"))
        if reason is None:
            return
        rest = tuple(choice.rest())
        if self.is_whole:
            self._last = (choice, reason)
            if rest:
                yield self._piece(choice, parts=rest)
        else:
            yield self._piece(
                choice, parts=rest, finish_reason=reason, stop_string=choice.stop_string
            )

    def _piece(self, choice: _Choice, **values: Any) -> Piece:
        return Piece(request_id=self.request.id, choice=choice.number, **values)

    def end(self) -> Piece:
        """The last piece, when the stream has ended. Raises UpstreamFault if it ended too soon."""
        if self._last is None:
            ended = [choice for choice in self._choices if not choice.is_open]
            if ended and len(ended) < len(self._choices):
                raise UpstreamFault("validation", NO_CHOICES)
            raise UpstreamFault("incomplete_generation", CUT_SHORT)
        for choice in self._choices:
            choice.check_form()
        choice, reason = self._last
        counted = self._usage.get("completion_tokens") or 0
        details = self._usage.get("prompt_tokens_details") or {}
        return Piece(
            request_id=self.request.id,
            choice=choice.number,
            token_count=max(counted - self._token_count, 0),
            prompt_token_count=self._usage.get("prompt_tokens"),
            cached_prompt_token_count=details.get("cached_tokens"),
            finish_reason=reason,
            stop_string=choice.stop_string,
        )

    def stopped(self) -> list[Piece]:
        """The last pieces, when its reader wants no more of it."""
        still_open = [choice.number for choice in self._choices if choice.is_open]
        if not still_open and self._last is not None:
            still_open = [self._last[0].number]
        return [
            Piece(request_id=self.request.id, choice=number, finish_reason="stopped")
            for number in still_open
        ]


class _Choice:
    def __init__(self, number: int, request: GenerationRequest) -> None:
        self.number, self.is_open = number, True
        self._stop = StopStrings(request.sampling.stop)
        self._calls = ToolCalls()
        self._grammar = request.grammar
        self._text: list[str] = []
        self._logprobs: tuple[TokenLogprob, ...] = ()  # of text that is held back
        self._reason: FinishReason | None = None

    @property
    def stop_string(self) -> str:
        """Which of them ended it. Servers do not say; most leave it out of the text."""
        return self._stop.matched

    def take(self, told: Mapping[str, Any]) -> tuple[tuple[Part, ...], int]:
        delta = told.get("delta") or told.get("message") or {"content": told.get("text")}
        logprobs = _logprobs(told.get("logprobs"))
        reasoning = delta.get("reasoning_content") or delta.get("reasoning") or ""
        content, fragments = delta.get("content") or "", delta.get("tool_calls") or ()
        parts: list[Part] = []
        if reasoning:
            parts.append(Reasoning(text=reasoning, choice=self.number))
        # Some servers leave the stop string at the end of the text.
        self._logprobs += logprobs if content else ()
        if content and (text := self._stop.push(content)):
            parts.append(Text(text=text, choice=self.number, logprobs=self._logprobs))
            self._logprobs = ()
            if self._grammar is not None:
                self._text.append(text)
        parts += self._calls.push(fragments, self.number)
        is_something = bool(reasoning or content or fragments)
        return tuple(parts), len(logprobs) or int(is_something)

    def finish(self, told: str | None) -> FinishReason | None:
        """Raises UpstreamFault for an end that is none of the model's."""
        if self._stop.found:
            told = "stop"
        if not told:
            return None
        if told == "content_filter":
            raise UpstreamFault("generation", FILTERED)
        if told in ("abort", "error"):
            raise UpstreamFault("incomplete_generation", CUT_SHORT)
        self.is_open = False
        reason = REASONS.get(told, "stop")
        self._reason = "tool_calls" if reason == "stop" and self._calls else reason
        return self._reason

    def rest(self) -> Iterator[Part]:
        if text := self._stop.flush():
            self._text.append(text)
            yield Text(text=text, choice=self.number, logprobs=self._logprobs)

    def check_form(self) -> None:
        """Raises UpstreamFault: servers that do not know a grammar often say nothing."""
        if self._grammar is None or self._reason != "stop":
            return
        if not _fits(self._grammar, "".join(self._text)):
            raise UpstreamFault("validation", NOT_IN_FORM)


def _fits(grammar: Grammar, text: str) -> bool:
    """As far as it can be told at once; schemas and patterns are the server's word."""
    if grammar.kind == "choice":
        return text in grammar.value
    if grammar.kind == "regex":
        return True
    try:
        value = json.loads(text)
    except ValueError:
        return False
    return grammar.kind != "json_object" or isinstance(value, dict)


def _logprobs(told: Mapping[str, Any] | None) -> tuple[TokenLogprob, ...]:
    told = told or {}
    if told.get("tokens"):
        return tuple(_of_text(told))
    content: Sequence[Mapping[str, Any]] = told.get("content") or ()
    return tuple(_logprob(one) for one in content)


def _of_text(told: Mapping[str, Any]) -> Iterator[TokenLogprob]:
    """As they come with the text of a raw prompt: a list for each kind of value."""
    tokens, logprobs = told["tokens"], told["token_logprobs"]
    tops = told.get("top_logprobs") or [{}] * len(tokens)
    for token, logprob, top in zip(tokens, logprobs, tops, strict=True):
        likeliest = sorted((top or {}).items(), key=lambda one: -one[1])
        yield replace(
            _plain_logprob(token, logprob), top=tuple(_plain_logprob(*one) for one in likeliest)
        )


def _plain_logprob(token: str, logprob: float) -> TokenLogprob:
    return TokenLogprob(token=token, bytes=tuple(token.encode()), logprob=float(logprob))


def _logprob(told: Mapping[str, Any]) -> TokenLogprob:
    token = told["token"]
    spelled = told.get("bytes")
    return TokenLogprob(
        token=token,
        bytes=tuple(token.encode() if spelled is None else spelled),
        logprob=float(told["logprob"]),
        top=tuple(_logprob(one) for one in told.get("top_logprobs") or ()),
    )
