"""How /v1/chat/completions tells a generation: in chunks, or whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from chat.api.answering import Json, block
from chat.api.gathering import Choice, Gathered
from chat.api.problems import ApiError, openai_body
from chat.models import ApiGeneration
from inference.contract import (
    ChoiceFinished,
    Event,
    Finished,
    FinishReason,
    Reasoning,
    Started,
    Text,
    TokenLogprob,
    ToolCall,
    ToolCallPart,
    Usage,
)

DONE = "data: [DONE]\n\n"


class ChatForm:
    """The chunks of a stream, all with the same id, time and model."""

    def __init__(self, generation: ApiGeneration) -> None:
        self.gathered = Gathered.of(generation.form)
        self._head = {**_head(generation, "chat.completion.chunk"), "service_tier": "default"}
        self._form = generation.form
        self._has_begun = False

    def tell(self, event: Event) -> Iterable[str]:
        match event:
            case Started(revision=revision) if not self._has_begun:  # or another worker goes on
                self._has_begun = True
                self._head["system_fingerprint"] = fingerprint(revision)
                beginning = {"role": "assistant", "content": ""}
                for place in range(self._form["choices"]):
                    yield self._chunk(place, beginning)
            case Text() | Reasoning() | ToolCallPart():
                yield self._chunk(event.choice, _delta(event), logprobs=self._logprobs(event))
            case ChoiceFinished():
                yield self._chunk(event.choice, {}, reason=event.reason)
            case Finished():
                yield from self._end(event)

    def tell_problem(self, error: ApiError) -> Iterable[str]:
        yield block(openai_body(error))
        yield DONE

    def _end(self, ending: Finished) -> Iterator[str]:
        if self._form["choices"] == 1:
            yield self._chunk(0, {}, reason=ending.reason)
        if self._form["include_usage"]:
            yield block({**self._head, "choices": [], "usage": usage_json(self.gathered.usage)})
        yield DONE

    def _chunk(
        self,
        place: int,
        delta: Json,
        *,
        reason: FinishReason | None = None,
        logprobs: Json | None = None,
    ) -> str:
        choice = {
            "index": place,
            "delta": delta,
            "logprobs": logprobs,
            "finish_reason": _reason(reason, self._form),
        }
        nothing_yet = {"usage": None} if self._form["include_usage"] else {}
        return block({**self._head, "choices": [choice], **nothing_yet})

    def _logprobs(self, event: Text | Reasoning | ToolCallPart) -> Json | None:
        if not self._form["logprobs"] or isinstance(event, Reasoning):
            return None
        return logprobs_json(event.logprobs)


def chat_completion(generation: ApiGeneration, gathered: Gathered) -> Json:
    """The whole answer."""
    revision = gathered.started.revision if gathered.started else ""
    return {
        **_head(generation, "chat.completion"),
        "service_tier": "default",
        "system_fingerprint": fingerprint(revision),
        "choices": [
            _whole(place, choice, generation.form) for place, choice in enumerate(gathered.choices)
        ],
        "usage": usage_json(gathered.usage),
    }


def _whole(place: int, choice: Choice, form: Json) -> Json:
    message: Json = {"role": "assistant", "content": choice.text or None, "refusal": None}
    if choice.reasoning:
        message["reasoning_content"] = choice.reasoning
    if choice.calls:
        message["tool_calls"] = [_call(call) for call in choice.calls]
    else:
        message["content"] = choice.text
    return {
        "index": place,
        "message": message,
        "logprobs": logprobs_json(choice.logprobs) if form["logprobs"] else None,
        "finish_reason": _reason(choice.finish_reason, form),
    }


def _head(generation: ApiGeneration, kind: str) -> Json:
    return {
        "id": f"chatcmpl-{generation.pk}",
        "object": kind,
        "created": int(generation.created_at.timestamp()),
        "model": generation.model,
    }


def fingerprint(revision: str) -> str:
    """Which weights answered."""
    return f"fp_{revision or 'unknown'}"


def _delta(part: Text | Reasoning | ToolCallPart) -> Json:
    match part:
        case Text(text=text):
            return {"content": text}
        case Reasoning(text=text):
            return {"reasoning_content": text}
    call: Json = {"index": part.index}
    if part.id:
        call |= {"id": part.id, "type": "function"}
    function = {"name": part.name} if part.name else {}
    return {"tool_calls": [{**call, "function": {**function, "arguments": part.arguments}}]}


def _call(call: ToolCall) -> Json:
    return {
        "id": call.id,
        "type": "function",
        "function": {"name": call.name, "arguments": call.arguments},
    }


def _reason(reason: FinishReason | None, form: Json) -> str | None:
    """OpenAI's own server says `stop` when the caller named the function."""
    return "stop" if reason == "tool_calls" and form["is_named"] else reason


def logprobs_json(logprobs: Iterable[TokenLogprob]) -> Json:
    told = [
        {**_logprob(one), "top_logprobs": [_logprob(other) for other in one.top]}
        for one in logprobs
    ]
    return {"content": told, "refusal": None}


def _logprob(one: TokenLogprob) -> Json:
    return {"token": one.token, "logprob": one.logprob, "bytes": list(one.bytes)}


def usage_json(usage: Usage | None) -> Json | None:
    if usage is None:
        return None
    prompt, completion = usage.prompt_token_count, usage.completion_token_count
    told: dict[str, Any] = {
        "prompt_tokens": prompt,
        "completion_tokens": completion,
        "total_tokens": prompt + completion,
        "prompt_tokens_details": {"cached_tokens": usage.cached_prompt_token_count or 0},
        "completion_tokens_details": {"reasoning_tokens": usage.reasoning_token_count},
    }
    return told
