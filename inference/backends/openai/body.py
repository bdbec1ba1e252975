"""What we ask, in the words of the OpenAI API. Knows no HTTP.

Fields beyond the API are sent only where they were asked for: a server that does not know them
refuses the request, or its own sentence says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from inference.contract import GenerationRequest, Grammar, Sampling, Tokenize, Tool, Turn
from inference.exceptions import InvalidRequest
from inference.fitting import alternating

PLAIN_FIELDS = ("temperature", "top_p", "presence_penalty", "frequency_penalty", "seed")
EXTRA_FIELDS = ("top_k", "min_p", "repetition_penalty")  # of vLLM; others follow it


def chat_body(
    request: GenerationRequest, *, model: str, knows_structured_outputs: bool
) -> dict[str, Any]:
    """Raises InvalidRequest for what this server would silently ignore."""
    body = _common_body(request, model, knows_structured_outputs)
    body |= {"messages": messages(request.turns), **_chat_logprobs(request.sampling)}
    if request.tools:
        body["tools"] = [_tool(tool) for tool in request.tools]
        if request.tool_choice == "named":
            body["tool_choice"] = {"type": "function", "function": {"name": request.tool_name}}
        elif request.tool_choice != "auto":
            body["tool_choice"] = request.tool_choice
    if request.thinking is not None:
        body["chat_template_kwargs"] = {"enable_thinking": request.thinking}
    if request.continue_final_message:
        body |= {"continue_final_message": True, "add_generation_prompt": False}
    return body


def completion_body(
    request: GenerationRequest, *, model: str, knows_structured_outputs: bool
) -> dict[str, Any]:
    """Of a raw prompt. Raises InvalidRequest as chat_body does."""
    body = _common_body(request, model, knows_structured_outputs)
    body["prompt"] = request.prompt_token_ids if request.prompt is None else request.prompt
    if request.sampling.logprobs is not None:
        body["logprobs"] = request.sampling.logprobs
    return body


def tokenize_body(question: Tokenize, *, model: str) -> dict[str, Any]:
    """As vLLM takes it."""
    body: dict[str, Any] = {"model": model, "add_special_tokens": question.has_special_tokens}
    if question.with_strings:
        body["return_token_strs"] = True
    if question.text is not None:
        return {**body, "prompt": question.text}
    body["messages"] = messages(alternating(question.turns))
    is_continued = question.continue_final_message
    body["continue_final_message"] = is_continued
    body["add_generation_prompt"] = question.add_generation_prompt and not is_continued
    if question.tools:
        body["tools"] = [_tool(tool) for tool in question.tools]
    if question.thinking is not None:
        body["chat_template_kwargs"] = {"enable_thinking": question.thinking}
    return body


def _common_body(
    request: GenerationRequest, model: str, knows_structured_outputs: bool
) -> dict[str, Any]:
    body: dict[str, Any] = {"model": model}
    body |= {"stream": True, "stream_options": {"include_usage": True}}
    body |= _sampling_fields(request.sampling)
    if request.choices > 1:
        body["n"] = request.choices
    if request.grammar is not None:
        body |= _grammar_fields(request.grammar, knows_structured_outputs)
    return body


def messages(turns: Sequence[Turn]) -> list[dict[str, Any]]:
    """Without earlier reasoning: templates drop it, and servers disagree about its name."""
    return [_message(turn) for turn in turns]


def _message(turn: Turn) -> dict[str, Any]:
    message: dict[str, Any] = {"role": turn.role, "content": turn.content}
    if turn.tool_calls:
        message["tool_calls"] = [
            {
                "id": call.id,
                "type": "function",
                "function": {"name": call.name, "arguments": call.arguments},
            }
            for call in turn.tool_calls
        ]
    if turn.tool_call_id:
        message["tool_call_id"] = turn.tool_call_id
    return message


def _tool(tool: Tool) -> dict[str, Any]:
    function = {"name": tool.name, "parameters": dict(tool.parameters)}
    if tool.description:
        function["description"] = tool.description
    return {"type": "function", "function": function}


def _sampling_fields(sampling: Sampling) -> dict[str, Any]:
    fields = {
        name: value
        for name in (*PLAIN_FIELDS, *EXTRA_FIELDS)
        if (value := getattr(sampling, name)) is not None
    }
    # Unasked, the server's own limit holds: our count of the prompt may be an estimate.
    if sampling.max_tokens is not None:
        fields["max_tokens"] = sampling.max_tokens
    if sampling.stop:
        fields["stop"] = list(sampling.stop)
    if sampling.logit_bias:
        fields["logit_bias"] = {str(token): bias for token, bias in sampling.logit_bias.items()}
    if sampling.ignore_eos:
        fields["ignore_eos"] = True
    return fields


def _chat_logprobs(sampling: Sampling) -> Mapping[str, Any]:
    if sampling.logprobs is None:
        return {}
    top = {"top_logprobs": sampling.logprobs} if sampling.logprobs else {}
    return {"logprobs": True, **top}


def _grammar_fields(grammar: Grammar, knows_structured_outputs: bool) -> Mapping[str, Any]:
    match grammar.kind:
        case "json_object":
            return {"response_format": {"type": "json_object"}}
        case "json_schema":
            schema = {"name": "reply", "schema": grammar.value, "strict": True}
            return {"response_format": {"type": "json_schema", "json_schema": schema}}
    if not knows_structured_outputs:
        raise InvalidRequest(
            f"The server of this model cannot write by a {grammar.kind}: only vLLM can. Ask for "
            "json_schema instead.",
            field="grammar",
        )
    return {"structured_outputs": {grammar.kind: grammar.value}}
