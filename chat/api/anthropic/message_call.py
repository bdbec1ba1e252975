"""From what /v1/messages takes to what the engine is asked."""

from __future__ import annotations

from uuid import uuid4

from chat.api.anthropic.content import to_turns
from chat.api.anthropic.message_request import (
    AnyChoice,
    MessageRequest,
    NoChoice,
    PromptRequest,
    Thinking,
    ToolChoice,
)
from chat.api.problems import InvalidCall
from chat.api.requests import check_strict_tools, to_model, to_temperature
from chat.api.running import Call
from inference.contract import GenerationRequest, Grammar, Sampling, Tokenize, Tool, Turn
from inference.contract import ToolChoice as EngineToolChoice

ROUTE = "messages"

# What this route calls fields of the engine's; see problems.PARAMS.
PARAMS = {
    "stop": "stop_sequences",
    "grammar": "output_config.format",
    "thinking": "thinking",
}


def to_call(body: MessageRequest, *, owner_id: int) -> Call:
    """Raises InvalidCall where parameters do not go together."""
    turns = to_turns(body.system, body.messages)
    choice, name = _tool_choice(body)
    request = GenerationRequest(
        id=str(uuid4()),
        owner=str(owner_id),
        turns=turns,
        sampling=Sampling(
            temperature=to_temperature(body.temperature),
            top_p=body.top_p,
            top_k=body.top_k or None,
            max_tokens=body.max_tokens,
            stop=tuple(body.stop_sequences or ()),
        ),
        model=to_model(body.model),
        tools=_tools(body, choice),
        tool_choice=choice,
        tool_name=name,
        grammar=_grammar(body),
        thinking=_thinking(body.thinking),
        continue_final_message=_is_prefilled(turns),
    )
    parallel = not getattr(body.tool_choice, "disable_parallel_tool_use", False)
    return Call(
        request=request,
        route=ROUTE,
        form={"choices": 1, "parallel_tool_calls": parallel, "params": PARAMS},
        is_streamed=bool(body.stream),
        is_background=body.background,
    )


def to_question(body: PromptRequest) -> Tokenize:
    """How long the prompt is. Raises InvalidCall as to_call."""
    turns = to_turns(body.system, body.messages)
    choice, _ = _tool_choice(body)
    return Tokenize(
        turns=turns,
        tools=_tools(body, choice),
        thinking=_thinking(body.thinking),
        continue_final_message=_is_prefilled(turns),
    )


def _is_prefilled(turns: tuple[Turn, ...]) -> bool:
    """The answer goes on in the last message where that is the assistant's."""
    last = turns[-1]
    if last.role == "assistant" and last.tool_calls:
        raise InvalidCall(
            "The last message calls a tool: send a tool_result for each tool_use after it.",
            param="messages",
        )
    return last.role == "assistant"


def _tools(body: PromptRequest, choice: EngineToolChoice) -> tuple[Tool, ...]:
    given = () if choice == "none" else body.tools or ()
    return tuple(
        Tool(name=one.name, description=one.description or "", parameters=one.input_schema)
        for one in given
    )


def _tool_choice(body: PromptRequest) -> tuple[EngineToolChoice, str]:
    choice, name = _engine_choice(body)
    check_strict_tools(
        is_strict=any(tool.strict for tool in body.tools or ()), must_call=choice != "auto"
    )
    return choice, name


def _engine_choice(body: PromptRequest) -> tuple[EngineToolChoice, str]:
    match body.tool_choice:
        case ToolChoice(name=name):
            return "named", name
        case AnyChoice():
            return "required", ""
        case NoChoice():
            return "none", ""
    return "auto", ""


def _grammar(body: MessageRequest) -> Grammar | None:
    wanted = body.output_config and body.output_config.format
    return Grammar(kind="json_schema", value=wanted.schema_) if wanted else None


def _thinking(thinking: Thinking | None) -> bool | None:
    return None if thinking is None else thinking.type != "disabled"
