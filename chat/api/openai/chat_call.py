"""From what /v1/chat/completions takes to what the engine is asked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from chat.api.openai.chat_request import (
    ChatRequest,
    FormOfTgi,
    FunctionTool,
    JsonObjectOfSchema,
    JsonSchemaFormat,
    NamedTool,
    SamplingParameters,
    StructuredOutputs,
)
from chat.api.openai.messages import ChatMessage, to_turns
from chat.api.problems import InvalidCall
from chat.api.requests import (
    check_stream_options,
    check_strict_tools,
    to_model,
    to_temperature,
)
from chat.api.running import Call
from inference.contract import GenerationRequest, Grammar, Sampling, Tool, ToolChoice

ROUTE = "chat.completions"
TOKEN_ID = re.compile(r"[0-9]{1,9}")
THINKING = {"none": False, "minimal": False}  # any other effort is to think


def to_call(body: ChatRequest, *, owner_id: int) -> Call:
    """Raises InvalidCall where parameters do not go together."""
    check_together(body)
    choice, name = _tool_choice(body)
    request = GenerationRequest(
        id=str(uuid4()),
        owner=str(owner_id),
        turns=to_turns(body.messages),
        sampling=to_sampling(
            body,
            max_tokens=body.max_completion_tokens or body.max_tokens,
            logprobs=(body.top_logprobs or 0) if body.logprobs else None,
        ),
        model=to_model(body.model),
        choices=body.n or 1,
        tools=() if choice == "none" else to_tools(body.tools),
        tool_choice=choice,
        tool_name=name,
        grammar=_grammar(body),
        thinking=_thinking(body),
        continue_final_message=body.continue_final_message,
    )
    return Call(
        request=request,
        route=ROUTE,
        form=_form(body),
        is_streamed=bool(body.stream),
        is_background=body.background,
    )


def to_sampling(
    body: SamplingParameters, *, max_tokens: int | None, logprobs: int | None
) -> Sampling:
    return Sampling(
        temperature=to_temperature(body.temperature),
        top_p=body.top_p,
        top_k=None if body.top_k in (-1, 0) else body.top_k,
        min_p=body.min_p,
        repetition_penalty=body.repetition_penalty,
        presence_penalty=body.presence_penalty,
        frequency_penalty=body.frequency_penalty,
        logit_bias=_bias(body.logit_bias or {}),
        seed=body.seed,
        max_tokens=max_tokens,
        stop=(body.stop,) if isinstance(body.stop, str) else tuple(body.stop or ()),
        ignore_eos=body.ignore_eos,
        logprobs=logprobs,
    )


def check_together(body: ChatRequest) -> None:
    check_stream_options(body.stream_options, is_streamed=body.stream)
    if body.top_logprobs is not None and not body.logprobs:
        raise InvalidCall("top_logprobs needs logprobs: true.", param="top_logprobs")
    if body.continue_final_message:
        check_continued(body.messages)
    if body.add_generation_prompt not in (None, not body.continue_final_message):
        raise InvalidCall(
            "add_generation_prompt is the opposite of continue_final_message.",
            param="add_generation_prompt",
        )
    if body.response_format and body.structured_outputs:
        raise InvalidCall(
            "Give one of response_format and structured_outputs.", param="structured_outputs"
        )


def check_continued(messages: Sequence[ChatMessage]) -> None:
    last = messages[-1]
    if last.role != "assistant":
        raise InvalidCall(
            "continue_final_message needs the last message to be the assistant's.",
            param="continue_final_message",
        )
    if last.tool_calls and not last.content:
        raise InvalidCall(
            "continue_final_message needs a text to go on with, and the last message only calls "
            "tools: send their results.",
            param="continue_final_message",
        )


def _form(body: ChatRequest) -> Mapping[str, Any]:
    options = body.stream_options
    return {
        "choices": body.n or 1,
        "logprobs": bool(body.logprobs),
        "include_usage": options is not None and options.include_usage,
        "parallel_tool_calls": body.parallel_tool_calls is not False,
        "is_named": isinstance(body.tool_choice, NamedTool),
        "params": _params(body),
    }


def _params(body: ChatRequest) -> Mapping[str, str]:
    """By which of two names the caller asked, where it is not the usual one."""
    params = {}
    if body.max_completion_tokens is not None:
        params["max_tokens"] = "max_completion_tokens"
    if body.structured_outputs is not None:
        params["grammar"] = "structured_outputs"
    return params


def _bias(bias: Mapping[str, float]) -> dict[int, float]:
    for token in bias:
        if not TOKEN_ID.fullmatch(token):
            raise InvalidCall(f"{token[:20]!r} is not the id of a token.", param="logit_bias")
    return {int(token): number for token, number in bias.items()}


def to_tools(tools: Sequence[FunctionTool] | None) -> tuple[Tool, ...]:
    return tuple(
        Tool(
            name=function.name,
            description=function.description or "",
            parameters=function.parameters or {},
        )
        for function in (tool.function for tool in tools or ())
    )


def _tool_choice(body: ChatRequest) -> tuple[ToolChoice, str]:
    choice = body.tool_choice
    check_strict_tools(
        is_strict=any(tool.function.strict for tool in body.tools or ()),
        must_call=choice not in (None, "auto"),
    )
    if isinstance(choice, NamedTool):
        return "named", choice.function.name
    return choice or "auto", ""


def _grammar(body: ChatRequest) -> Grammar | None:
    match body.response_format, body.structured_outputs:
        case JsonObjectOfSchema(value=None), _:
            return Grammar(kind="json_object")
        case ((JsonObjectOfSchema(value=schema) | FormOfTgi(value=schema)), _):
            return Grammar(kind="json_schema", value=schema)
        case JsonSchemaFormat(json_schema=wanted), _:
            return Grammar(kind="json_schema", value=wanted.schema_)
        case _, StructuredOutputs() as outputs:
            return to_grammar(outputs)
    return None


def to_grammar(outputs: StructuredOutputs) -> Grammar:
    """Raises InvalidCall unless exactly one is given."""
    given = outputs.model_dump(exclude_none=True, by_alias=True)
    if len(given) != 1:
        raise InvalidCall("Give one of json, regex and choice.", param="structured_outputs")
    if outputs.json_ is not None:
        return Grammar(kind="json_schema", value=outputs.json_)
    if outputs.regex is not None:
        return Grammar(kind="regex", value=outputs.regex)
    return Grammar(kind="choice", value=outputs.choice)


def _thinking(body: ChatRequest) -> bool | None:
    if body.chat_template_kwargs and body.chat_template_kwargs.enable_thinking is not None:
        return body.chat_template_kwargs.enable_thinking
    return None if body.reasoning_effort is None else THINKING.get(body.reasoning_effort, True)
