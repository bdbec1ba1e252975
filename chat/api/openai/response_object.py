"""A generation as OpenAI's `response` object, whole or as far as it came."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chat.api.gathering import Gathered
from chat.api.openai.chat_form import logprobs_json
from chat.api.problems import ApiError, InvalidCall, NoRoom, from_failed
from chat.models import ApiGeneration
from inference.contract import Failed, Finished, FinishReason, Part, Reasoning, Text, Usage

Json = dict[str, Any]

STATUSES: dict[FinishReason, str] = {
    "stop": "completed",
    "tool_calls": "completed",
    "length": "incomplete",
    "stopped": "cancelled",
}


def response(
    generation: ApiGeneration,
    gathered: Gathered,
    repeated: Json | None = None,
    *,
    error: ApiError | None = None,
) -> Json:
    """repeated: of the request; `None`: what is kept of it. error: what ended it early."""
    ending = gathered.ending
    if isinstance(ending, Failed):
        error = from_failed(ending)
    status = _status(gathered, error)
    return {
        "id": f"resp_{generation.pk}",
        "object": "response",
        "created_at": int(generation.created_at.timestamp()),
        "status": status,
        "error": _error(error) if error and status == "failed" else None,
        "incomplete_details": {"reason": "max_output_tokens"} if status == "incomplete" else None,
        "model": generation.model,
        "output": _output(generation, gathered.choices[0].parts, status),
        "usage": _usage(gathered.usage),
        "previous_response_id": None,
        "store": False,
        "service_tier": "default",
        **(repeated or generation.form["repeated"]),
    }


def item(generation: ApiGeneration, place: int, part: Part, *, status: str) -> Json:
    """One item of the output. part: all of it that was told."""
    head = {"id": item_id(generation, place, part), "status": status}
    match part:
        case Text():
            content = [content_part(generation, part)]
            return {**head, "type": "message", "role": "assistant", "content": content}
        case Reasoning():
            content = [content_part(generation, part)]
            return {**head, "type": "reasoning", "summary": [], "content": content}
    return {
        **head,
        "type": "function_call",
        "call_id": part.id,
        "name": part.name,
        "arguments": part.arguments,
    }


def item_id(generation: ApiGeneration, place: int, part: Part) -> str:
    """The same whenever it is told."""
    kind = {Text: "msg", Reasoning: "rs"}.get(type(part), "fc")
    return f"{kind}_{generation.pk.hex}_{place}"


def content_part(generation: ApiGeneration, part: Text | Reasoning) -> Json:
    if isinstance(part, Reasoning):
        return {"type": "reasoning_text", "text": part.text}
    return {
        "type": "output_text",
        "text": part.text,
        "annotations": [],
        "logprobs": told_logprobs(generation, part),
    }


def told_logprobs(generation: ApiGeneration, part: Text) -> list[Json]:
    told: list[Json] = logprobs_json(part.logprobs)["content"]
    return told if generation.form["logprobs"] else []


def _status(gathered: Gathered, error: ApiError | None) -> str:
    if isinstance(gathered.ending, Finished):
        return STATUSES[gathered.ending.reason]
    if error is not None:
        return "failed"
    return "in_progress" if gathered.started else "queued"


def _output(generation: ApiGeneration, parts: Sequence[Part], status: str) -> list[Json]:
    """What comes after an item begins when it is whole."""
    last = len(parts) - 1
    of_last = status if status in ("completed", "in_progress") else "incomplete"
    return [
        item(generation, place, part, status=of_last if place == last else "completed")
        for place, part in enumerate(parts)
    ]


def _error(error: ApiError) -> Json:
    match error:
        case InvalidCall():
            code = "invalid_prompt"
        case NoRoom():
            code = "rate_limit_exceeded"
        case _:
            code = "server_error"
    return {"code": code, "message": str(error)}


def _usage(usage: Usage | None) -> Json | None:
    if usage is None:
        return None
    given, made = usage.prompt_token_count, usage.completion_token_count
    cached = usage.cached_prompt_token_count or 0
    return {
        "input_tokens": given,
        "input_tokens_details": {"cached_tokens": cached, "cache_write_tokens": 0},
        "output_tokens": made,
        "output_tokens_details": {"reasoning_tokens": usage.reasoning_token_count},
        "total_tokens": given + made,
    }
