"""From a path of messages to the turns of a prompt. Knows no database."""

from __future__ import annotations

from collections.abc import Sequence

from chat.models import Message
from inference.contract import Role, Turn


def join_prompts(*system_prompts: str) -> str:
    """The site's first: whose word is the last is what most models do."""
    return "\n\n".join(filter(None, system_prompts))


def build_turns(path: Sequence[Message], *, system_prompt: str) -> tuple[Turn, ...]:
    """What a stopped or failed reply had said counts as said; one that said nothing is left out."""
    turns = [Turn(role="system", content=system_prompt)] if system_prompt else []
    turns += [Turn(role=_role(one), content=one.text) for one in path if one.text.strip()]
    return tuple(turns)


def build_begun_turn(reply: Message) -> Turn:
    """The reply that the model is to go on with."""
    return Turn(role="assistant", content=reply.text, reasoning=reply.reasoning)


def _role(message: Message) -> Role:
    return "user" if message.role == Message.Role.USER else "assistant"
