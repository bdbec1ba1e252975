"""What the model is told of a conversation."""

from __future__ import annotations

from chat.models import Message
from chat.prompts import build_turns
from inference.contract import Turn


def path(*texts: str) -> list[Message]:
    roles = (Message.Role.USER, Message.Role.ASSISTANT)
    return [Message(role=roles[number % 2], text=text) for number, text in enumerate(texts)]


def test_the_turns_are_those_of_the_path() -> None:
    assert build_turns(path("One?", "One.", "Two?"), system_prompt="") == (
        Turn(role="user", content="One?"),
        Turn(role="assistant", content="One."),
        Turn(role="user", content="Two?"),
    )


def test_a_system_prompt_comes_first() -> None:
    assert build_turns(path("One?"), system_prompt="Be brief.") == (
        Turn(role="system", content="Be brief."),
        Turn(role="user", content="One?"),
    )


def test_a_stopped_reply_counts_as_what_was_said() -> None:
    assert build_turns(path("One?", "On", "Two?"), system_prompt="")[1].content == "On"


def test_a_reply_that_said_nothing_is_left_out() -> None:
    assert build_turns(path("One?", "", "Two?"), system_prompt="") == (
        Turn(role="user", content="One?"),
        Turn(role="user", content="Two?"),
    )
