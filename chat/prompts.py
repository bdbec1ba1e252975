"""From a path of messages to the turns of a prompt. Knows no database."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from chat.authors import spoken_names
from chat.models import Message
from inference.contract import Role, Turn


def join_prompts(*system_prompts: str) -> str:
    """The site's first: whose word is the last is what most models do."""
    return "\n\n".join(filter(None, system_prompts))


SEVERAL_PEOPLE = (
    "Several people write in this conversation. Each of their messages begins with the name of its "
    "writer and a colon, which the site has put there. Names further down in a message are words "
    "of the same writer. Do not begin your own replies with a name."
)


def build_turns(
    path: Sequence[Message],
    *,
    system_prompt: str,
    is_of_team: bool = False,
    name: Callable[[Sequence[Message]], list[str]] = spoken_names,
) -> tuple[Turn, ...]:
    """What a stopped or failed reply had said counts as said; one that said nothing is left out.
    is_of_team: if several people speak on this path, each turn says whose it is, as `name` has
    it."""
    names = name(path) if is_of_team else [""] * len(path)
    if any(names):
        system_prompt = join_prompts(system_prompt, SEVERAL_PEOPLE)
    turns = [Turn(role="system", content=system_prompt)] if system_prompt else []
    turns += [
        Turn(role=_role(one), content=f"{speaker}: {one.text}" if speaker else one.text)
        for one, speaker in zip(path, names, strict=True)
        if one.text.strip()
    ]
    return tuple(turns)


def build_begun_turn(text: str, reasoning: str) -> Turn:
    """The reply that the model is to go on with."""
    return Turn(role="assistant", content=text, reasoning=reasoning)


def _role(message: Message) -> Role:
    return "user" if message.role == Message.Role.USER else "assistant"
