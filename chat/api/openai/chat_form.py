"""How /v1/chat/completions tells a generation: in chunks, or whole."""

from __future__ import annotations

from collections.abc import Iterable

from chat.api.answering import Json
from chat.api.gathering import Choice, Gathered
from chat.api.openai.chunks import ChunkForm, fingerprint, usage_json
from chat.models import ApiGeneration
from inference.contract import (
    FinishReason,
    Part,
    Reasoning,
    Text,
    TokenLogprob,
    ToolCall,
)


class ChatForm(ChunkForm):
    def __init__(self, generation: ApiGeneration) -> None:
        head = {**_head(generation, "chat.completion.chunk"), "service_tier": "default"}
        super().__init__(generation, head)

    def _begin(self, place: int) -> Json:
        return self._choice(place, {"role": "assistant", "content": ""})

    def _go_on(self, part: Part) -> Json:
        is_rated = self._form["logprobs"] and not isinstance(part, Reasoning)
        logprobs = logprobs_json(part.logprobs) if is_rated else None
        return self._choice(part.choice, _delta(part), logprobs=logprobs)

    def _finish(self, place: int, reason: FinishReason) -> Json:
        return self._choice(place, {}, reason=reason)

    def _choice(
        self,
        place: int,
        delta: Json,
        *,
        reason: FinishReason | None = None,
        logprobs: Json | None = None,
    ) -> Json:
        return {
            "index": place,
            "delta": delta,
            "logprobs": logprobs,
            "finish_reason": _reason(reason, self._form),
        }


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


def _delta(part: Part) -> Json:
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
