"""How /v1/messages tells a generation: block by block, or whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pydantic_core import from_json

from chat.api.answering import Json, block
from chat.api.gathering import Gathered, kind_of
from chat.api.problems import ApiError, BadEnding, anthropic_body
from chat.models import ApiGeneration
from inference.contract import (
    Event,
    Finished,
    FinishReason,
    Part,
    Reasoning,
    Started,
    Text,
    ToolCallPart,
)

# The engine does not tell the end of a sequence from a stop string: both are its `stop`.
STOP_REASONS: dict[FinishReason, str] = {
    "stop": "end_turn",
    "length": "max_tokens",
    "tool_calls": "tool_use",
}


class MessageForm:
    """One content block after the other; a part of another kind, or of another call, begins the
    next."""

    def __init__(self, generation: ApiGeneration) -> None:
        self.gathered = Gathered.of(generation.form)
        self._generation = generation
        self._has_begun = False
        self._place = -1
        self._kind: tuple[str, int] | None = None  # of the block that is open

    def tell(self, event: Event) -> Iterable[str]:
        match event:
            case Started() if not self._has_begun:  # it comes again when another worker begins anew
                self._has_begun = True
                message = {**_head(self._generation), "content": [], **_ending(None)}
                yield _event("message_start", message={**message, "usage": _usage(self.gathered)})
            case Text() | Reasoning() | ToolCallPart():
                yield from self._add(event)
            case Finished(reason=reason):
                yield from self._close()
                yield _event("message_delta", delta=_ending(reason), usage=_usage(self.gathered))
                yield _event("message_stop")

    def tell_problem(self, error: ApiError) -> Iterable[str]:
        yield block(anthropic_body(error), event="error")

    def _add(self, part: Part) -> Iterator[str]:
        kind = kind_of(part)
        if kind != self._kind:
            yield from self._close()
            self._place, self._kind = self._place + 1, kind
            yield _event("content_block_start", index=self._place, content_block=_opening(part))
        delta = _delta(part)
        if delta is not None:
            yield _event("content_block_delta", index=self._place, delta=delta)

    def _close(self) -> Iterator[str]:
        if self._kind is not None:
            yield _event("content_block_stop", index=self._place)


def message(generation: ApiGeneration, gathered: Gathered) -> Json:
    """The whole answer."""
    choice = gathered.choices[0]
    return {
        **_head(generation),
        "content": [_whole(part) for part in choice.parts],
        **_ending(choice.finish_reason),
        "usage": _usage(gathered),
    }


def _event(name: str, **fields: object) -> str:
    return block({"type": name, **fields}, event=name)


def _head(generation: ApiGeneration) -> Json:
    return {
        "id": f"msg_{generation.pk}",
        "type": "message",
        "role": "assistant",
        "model": generation.model,
    }


def _ending(reason: FinishReason | None) -> Json:
    return {"stop_reason": reason and STOP_REASONS[reason], "stop_sequence": None}


def _opening(part: Part) -> Json:
    match part:
        case Text():
            return {"type": "text", "text": ""}
        case Reasoning():
            return {"type": "thinking", "thinking": "", "signature": ""}
    return {"type": "tool_use", "id": part.id, "name": part.name, "input": {}}


def _delta(part: Part) -> Json | None:
    match part:
        case Text(text=text):
            return {"type": "text_delta", "text": text}
        case Reasoning(text=text):
            return {"type": "thinking_delta", "thinking": text}
    if not part.arguments:
        return None
    return {"type": "input_json_delta", "partial_json": part.arguments}


def _whole(part: Part) -> Json:
    match part:
        case Text(text=text):
            return {**_opening(part), "text": text}
        case Reasoning(text=text):
            return {**_opening(part), "thinking": text}
    return {**_opening(part), "input": _input(part)}


def _input(call: ToolCallPart) -> Json:
    """As far as it came, where max_tokens cut it off."""
    try:
        arguments = from_json(call.arguments or "{}", allow_partial=True)
    except ValueError:
        arguments = None
    if not isinstance(arguments, dict):
        raise BadEnding(f"The model called {call.name} with what is no JSON object. Ask again.")
    return arguments


def _usage(gathered: Gathered) -> Json:
    """Before the end what is known of it. input_tokens are those that were not in the cache."""
    usage, started = gathered.usage, gathered.started
    if usage is None:
        prompt = started.prompt_token_count if started else 0
        return {**_NOT_CACHED, "input_tokens": prompt, "output_tokens": 0}
    cached = usage.cached_prompt_token_count or 0
    return {
        **_NOT_CACHED,
        "input_tokens": usage.prompt_token_count - cached,
        "cache_read_input_tokens": cached,
        "output_tokens": usage.completion_token_count,
        "output_tokens_details": {"thinking_tokens": usage.reasoning_token_count},
    }


_NOT_CACHED = {"cache_creation_input_tokens": 0, "cache_read_input_tokens": 0}
