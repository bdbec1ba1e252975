"""From a path of messages to the turns of a prompt. Knows no database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from chat.models import Message
from inference.contract import Role, Turn


def build_turns(path: Sequence[Message], *, system_prompt: str) -> tuple[Turn, ...]:
    """What a stopped or failed reply had said counts as said; one that said nothing is left out.

    Neighbours of one role become one turn: many chat templates insist on alternating roles.
    """
    turns = [Turn(role="system", content=system_prompt)] if system_prompt else []
    turns += [Turn(role=_role(one), content=one.text) for one in path if one.text.strip()]
    return tuple(_merged(turns))


def _role(message: Message) -> Role:
    return "user" if message.role == Message.Role.USER else "assistant"


def _merged(turns: Iterable[Turn]) -> list[Turn]:
    result: list[Turn] = []
    for turn in turns:
        if result and result[-1].role == turn.role:
            last = result.pop()
            turn = Turn(role=turn.role, content=f"{last.content}\n\n{turn.content}")  # noqa: PLW2901
        result.append(turn)
    return result
