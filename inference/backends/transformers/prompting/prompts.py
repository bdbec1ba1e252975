"""From turns and tools to token ids by the model's own chat template, or from a prompt without it.

What people write can never become a control token, and neither can what tools answer. Knows no
limits and no requests.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any

from inference.backends.transformers.prompting.guard import Guard
from inference.backends.transformers.prompting.templates import Message, Templates
from inference.contract import Tool, ToolCall, Turn
from inference.exceptions import InvalidRequest


class Prompts:
    """One tokenizer with its chat template; any number of threads may render with it."""

    def __init__(self, tokenizer: Any) -> None:
        self._templates = Templates(tokenizer)
        self._guard = Guard(tokenizer.backend_tokenizer)

    @property
    def template_digest(self) -> str:
        return self._templates.digest

    def render(
        self,
        turns: Sequence[Turn],
        *,
        tools: Sequence[Tool] = (),
        thinking: bool | None = None,
        continue_final_message: bool = False,
        add_generation_prompt: bool = True,
    ) -> list[int]:
        """The ids of the prompt, up to where the reply begins unless told otherwise.

        Raises InvalidRequest when the template refuses the turns, for their order for instance, or
        has no room for tools; Overloaded when too many wait.
        """
        self._check(turns, tools, continue_final_message=continue_final_message)
        messages, functions = self._messages(turns), [_function(tool) for tool in tools]
        is_harmless = self._guard.is_harmless("\n".join(_texts([messages, functions])))
        if not is_harmless:
            messages, functions = self._guard.mark(messages), self._guard.mark(functions)
        switch = self._templates.thinking_switch
        prompt = self._templates.render(
            messages,
            tools=functions,
            variables={switch: thinking} if switch and thinking is not None else None,
            continue_final_message=continue_final_message,
            add_generation_prompt=add_generation_prompt,
        )
        return self._guard.encode(prompt) if is_harmless else self._guard.encode_marked(prompt)

    def raw(self, prompt: str) -> list[int]:
        """The ids of a prompt without a template."""
        return self._guard.encode_raw(prompt)

    def surround(self, ids: list[int]) -> list[int]:
        """With what the tokenizer puts around every text: mostly a token that begins it."""
        return self._guard.surround(ids)

    def close(self) -> None:
        self._templates.close()

    def _check(
        self, turns: Sequence[Turn], tools: Sequence[Tool], *, continue_final_message: bool
    ) -> None:
        if continue_final_message and turns[-1].role != "assistant":
            raise InvalidRequest(
                "Only a message of the assistant can be continued: let the last one be its own.",
                field="continue_final_message",
            )
        if self._templates.takes_tools:
            return
        if tools:
            raise InvalidRequest("This model's template takes no tools.", field="tools")
        if any(turn.tool_calls or turn.role == "tool" for turn in turns):
            raise InvalidRequest(
                "This model's template takes no tools, and the conversation has calls of them.",
                field="turns",
            )

    def _messages(self, turns: Sequence[Turn]) -> list[Message]:
        names = {call.id: call.name for turn in turns for call in turn.tool_calls}
        return [self._message(turn, names.get(turn.tool_call_id, "")) for turn in turns]

    def _message(self, turn: Turn, tool_name: str) -> Message:
        message: Message = {"role": turn.role, "content": turn.content}
        if turn.reasoning:
            message["reasoning_content"] = turn.reasoning
        if turn.tool_calls:
            message["tool_calls"] = [
                {
                    "type": "function",
                    "id": self._call_id(call.id),
                    "function": {"name": call.name, "arguments": _arguments(call)},
                }
                for call in turn.tool_calls
            ]
        if turn.role == "tool":
            message |= {"name": tool_name, "tool_call_id": self._call_id(turn.tool_call_id)}
        return message

    def _call_id(self, call_id: str) -> str:
        if self._templates.wants_short_ids and len(call_id) != 9:
            return hashlib.sha256(call_id.encode()).hexdigest()[:9]
        return call_id


def _function(tool: Tool) -> Message:
    function = {"name": tool.name, "description": tool.description, "parameters": tool.parameters}
    return {"type": "function", "function": json.loads(json.dumps(function))}


def _arguments(call: ToolCall) -> Any:
    """Most templates write the object as JSON themselves."""
    try:
        arguments = json.loads(call.arguments or "{}")
    except ValueError:
        return call.arguments
    return arguments if isinstance(arguments, dict) else call.arguments


def _texts(value: Any) -> Iterator[str]:
    """All that is written in it, keys included."""
    match value:
        case str():
            yield value
        case dict():
            for key, one in value.items():
                yield from (str(key), *_texts(one))
        case list():
            for one in value:
                yield from _texts(one)
