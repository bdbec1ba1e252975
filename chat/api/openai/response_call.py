"""From what /v1/responses takes to what the engine is asked."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from chat.api.openai.chat_call import THINKING, to_sampling
from chat.api.openai.chat_request import JsonObjectFormat
from chat.api.openai.response_input import to_turns
from chat.api.openai.response_request import (
    NamedFunction,
    ResponseFunctionTool,
    ResponseJsonSchemaFormat,
    ResponseRequest,
)
from chat.api.problems import InvalidCall
from chat.api.requests import check_stream_options, check_strict_tools, to_model
from chat.api.running import Call
from inference.contract import GenerationRequest, Grammar, Tool, ToolChoice

ROUTE = "responses"
LOGPROBS = "message.output_text.logprobs"

Json = dict[str, Any]

# What this route calls fields of the engine's; see problems.PARAMS.
PARAMS = {
    "turns": "input",
    "max_tokens": "max_output_tokens",
    "grammar": "text.format",
    "thinking": "reasoning",
}

# What a response repeats of its request and nobody keeps: it may tell of the prompt.
NOT_KEPT: Json = {
    "instructions": None,
    "metadata": {},
    "tools": [],
    "tool_choice": "auto",
    "text": {"format": {"type": "text"}},
    "user": None,
}


def to_call(body: ResponseRequest, *, owner_id: int) -> Call:
    """Raises InvalidCall where parameters do not go together."""
    check_together(body)
    choice, name = _tool_choice(body)
    has_logprobs = body.top_logprobs is not None or LOGPROBS in (body.include or ())
    request = GenerationRequest(
        id=str(uuid4()),
        owner=str(owner_id),
        turns=to_turns(body.instructions, body.input),
        sampling=to_sampling(
            body,
            max_tokens=body.max_output_tokens,
            logprobs=(body.top_logprobs or 0) if has_logprobs else None,
        ),
        model=to_model(body.model),
        tools=() if choice == "none" else tuple(map(_tool, body.tools or ())),
        tool_choice=choice,
        tool_name=name,
        grammar=_grammar(body),
        thinking=_thinking(body),
    )
    form = {
        "choices": 1,
        "parallel_tool_calls": body.parallel_tool_calls is not False,
        "logprobs": has_logprobs,
        "params": PARAMS,
        "repeated": {**repeated(body), **NOT_KEPT},
    }
    return Call(
        request=request,
        route=ROUTE,
        form=form,
        is_streamed=bool(body.stream),
        is_background=bool(body.background),
    )


def check_together(body: ResponseRequest) -> None:
    check_stream_options(body.stream_options, is_streamed=body.stream)
    if body.store:
        raise InvalidCall(
            "This site keeps no responses: leave out store, or let it be false.", param="store"
        )
    if body.previous_response_id is not None:
        raise InvalidCall(
            "This site keeps no responses: send what was said before as items of the input.",
            param="previous_response_id",
        )


def repeated(body: ResponseRequest) -> Json:
    """What a response repeats of its request."""
    reasoning = body.reasoning
    return {
        "instructions": body.instructions,
        "metadata": body.metadata or {},
        "tools": [_told_tool(tool) for tool in body.tools or ()],
        "text": _told_text(body),
        "user": body.user,
        "tool_choice": _told_choice(body),
        "parallel_tool_calls": body.parallel_tool_calls is not False,
        "temperature": body.temperature,
        "top_p": body.top_p,
        "top_logprobs": body.top_logprobs or 0,
        "max_output_tokens": body.max_output_tokens,
        "max_tool_calls": body.max_tool_calls,
        "reasoning": {"effort": reasoning and reasoning.effort, "summary": None},
        "background": bool(body.background),
        "truncation": "auto",
    }


def _told_tool(tool: ResponseFunctionTool) -> Json:
    return {
        "type": "function",
        "name": tool.name,
        "description": tool.description,
        "parameters": tool.parameters,
        "strict": bool(tool.strict),
    }


def _told_text(body: ResponseRequest) -> Json:
    wanted = body.text and body.text.format
    told = wanted.model_dump(by_alias=True, exclude_none=True) if wanted else {"type": "text"}
    return {"format": told}


def _told_choice(body: ResponseRequest) -> Json | str:
    choice = body.tool_choice
    return choice.model_dump() if isinstance(choice, NamedFunction) else choice or "auto"


def _tool(tool: ResponseFunctionTool) -> Tool:
    return Tool(
        name=tool.name, description=tool.description or "", parameters=tool.parameters or {}
    )


def _tool_choice(body: ResponseRequest) -> tuple[ToolChoice, str]:
    choice = body.tool_choice
    check_strict_tools(
        is_strict=any(tool.strict for tool in body.tools or ()),
        must_call=choice not in (None, "auto"),
    )
    if isinstance(choice, NamedFunction):
        return "named", choice.name
    return choice or "auto", ""


def _grammar(body: ResponseRequest) -> Grammar | None:
    match body.text and body.text.format:
        case JsonObjectFormat():
            return Grammar(kind="json_object")
        case ResponseJsonSchemaFormat(schema_=schema):
            return Grammar(kind="json_schema", value=schema)
    return None


def _thinking(body: ResponseRequest) -> bool | None:
    effort = body.reasoning and body.reasoning.effort
    return THINKING.get(effort, True) if effort else None
