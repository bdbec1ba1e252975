"""What the messages and items of each dialect are to a model."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from chat.api.anthropic import content
from chat.api.openai import response_input
from inference.contract import ToolCall, Turn

MESSAGES: TypeAdapter[list[content.Message]] = TypeAdapter(list[content.Message])
ITEMS: TypeAdapter[list[response_input.Item]] = TypeAdapter(list[response_input.Item])
CLOCK = ToolCall(id="1", name="clock", arguments='{"zone": "UTC"}')
DICE = ToolCall(id="2", name="dice", arguments="{}")


def of_messages(*messages: dict[str, Any], system: content.System | None = None) -> list[Turn]:
    return list(content.to_turns(system, MESSAGES.validate_python(list(messages))))


def of_items(*items: dict[str, Any], instructions: str | None = None) -> list[Turn]:
    return list(response_input.to_turns(instructions, ITEMS.validate_python(list(items))))


def test_anthropics_system_prompt_comes_first() -> None:
    user = {"role": "user", "content": "Hello"}
    blocks = [content.TextBlock(type="text", text=one) for one in ("Be kind.", "Be brief.")]
    hello = Turn(role="user", content="Hello")
    assert of_messages(user) == of_messages(user, system="") == [hello]
    assert of_messages(user, system="Be kind.") == [Turn(role="system", content="Be kind."), hello]
    assert of_messages(user, system=blocks) == [
        Turn(role="system", content="Be kind.\n\nBe brief."),
        hello,
    ]


def test_what_anthropics_assistant_thought_said_and_called_is_one_turn() -> None:
    assert of_messages(
        {
            "role": "assistant",
            "content": [
                {"type": "thinking", "thinking": "What time?", "signature": "s"},
                {"type": "redacted_thinking", "data": "…"},
                {"type": "text", "text": "Let me "},
                {"type": "text", "text": "look.", "citations": None},
                {"type": "tool_use", "id": "1", "name": "clock", "input": {"zone": "UTC"}},
                {"type": "tool_use", "id": "2", "name": "dice", "input": {}},
            ],
        }
    ) == [
        Turn(
            role="assistant",
            content="Let me look.",
            reasoning="What time?",
            tool_calls=(CLOCK, DICE),
        )
    ]


def test_results_of_anthropics_tools_are_turns_of_their_own() -> None:
    seven = [{"type": "text", "text": "Seven"}, {"type": "text", "text": "o'clock"}]
    assert of_messages(
        {
            "role": "user",
            "content": [
                {"type": "tool_result", "tool_use_id": "1", "content": seven},
                {"type": "tool_result", "tool_use_id": "2", "content": "gone", "is_error": True},
                {"type": "tool_result", "tool_use_id": "3"},
                {"type": "text", "text": "And now?"},
                {"type": "text", "text": "Tell me."},
            ],
        }
    ) == [
        Turn(role="tool", content="Seven\n\no'clock", tool_call_id="1"),
        Turn(role="tool", content="Error: gone", tool_call_id="2"),
        Turn(role="tool", content="", tool_call_id="3"),
        Turn(role="user", content="And now?\n\nTell me."),
    ]


def test_a_text_alone_is_what_the_user_says() -> None:
    assert response_input.to_turns("Be kind.", "Hello") == (
        Turn(role="system", content="Be kind."),
        Turn(role="user", content="Hello"),
    )


def test_items_of_the_assistant_in_a_row_are_one_turn() -> None:
    thought = [{"type": "reasoning_text", "text": "What time?"}]
    assert of_items(
        {"role": "developer", "content": "Be kind."},
        {"role": "user", "content": [{"type": "input_text", "text": "What time is it?"}]},
        {"type": "reasoning", "id": "rs", "summary": [], "content": thought},
        {"role": "assistant", "content": [{"type": "output_text", "text": "Let me look."}]},
        {"type": "function_call", "call_id": "1", "name": "clock", "arguments": CLOCK.arguments},
        {"type": "function_call", "call_id": "2", "name": "dice", "arguments": "{}"},
        {"type": "function_call_output", "call_id": "1", "output": "Seven"},
        {"type": "function_call_output", "call_id": "2", "output": "4"},
        {"role": "assistant", "content": [{"type": "refusal", "refusal": "I cannot say."}]},
        {"role": "assistant", "content": "Or can I?"},
        instructions="Be brief.",
    ) == [
        Turn(role="system", content="Be brief."),
        Turn(role="system", content="Be kind."),
        Turn(role="user", content="What time is it?"),
        Turn(
            role="assistant",
            content="Let me look.",
            reasoning="What time?",
            tool_calls=(CLOCK, DICE),
        ),
        Turn(role="tool", content="Seven", tool_call_id="1"),
        Turn(role="tool", content="4", tool_call_id="2"),
        Turn(role="assistant", content="I cannot say."),
        Turn(role="assistant", content="Or can I?"),
    ]


def test_another_thought_begins_another_turn() -> None:
    first = {"type": "reasoning", "id": "1", "summary": [{"type": "summary_text", "text": "One."}]}
    second = {"type": "reasoning", "id": "2", "summary": [{"type": "summary_text", "text": "Two."}]}
    call = {"type": "function_call", "call_id": "2", "name": "dice", "arguments": "{}"}
    assert of_items(first, call, second) == [
        Turn(role="assistant", content="", reasoning="One.", tool_calls=(DICE,)),
        Turn(role="assistant", content="", reasoning="Two."),
    ]
