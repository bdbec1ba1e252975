"""Who said what, in conversations of several people: as people read it, and as a model does."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext

from accounts.models import User
from chat.models import Message

SPOKEN_NAME_CHARACTERS = 40
SOMEBODY = "Somebody"  # to the model: their account is gone
NOT_IN_NAMES = re.compile(r"[^\w .'’-]+")  # neither a colon nor the end of a line


def author_name(message: Message) -> str:
    """Empty where nobody need be told: of replies, and where only one person writes."""
    if message.role != Message.Role.USER or message.conversation.team_id is None:
        return ""
    return name_of(message.author)


def editor_name(message: Message) -> str:
    """Of a reply in their words. Empty as author_name."""
    if not message.is_edited or message.conversation.team_id is None:
        return ""
    return name_of(message.edited_by)


def name_of(person: User | None) -> str:
    return gettext("Somebody who left") if person is None else person.shown_name


def spoken_names(path: Sequence[Message]) -> list[str]:
    """To be put before each message of the path: empty for replies, and for all if only one person
    speaks. Names are of word characters only, and no two people have the same: where two would, all
    have the number of their account behind theirs."""
    people = _speakers(path)
    names = {key: _plain(person) for key, person in people.items()}
    if len({name.casefold() for name in names.values()}) < len(names):
        names = {key: f"{name} {key}" if key else name for key, name in names.items()}
    return _before_each(path, names)


def numbered_names(path: Sequence[Message]) -> list[str]:
    """In place of spoken_names, where nobody is to be named: in the order in which they speak."""
    numbers = enumerate(_speakers(path), 1)
    return _before_each(path, {key: f"Person {number}" for number, key in numbers})


def _speakers(path: Sequence[Message]) -> dict[int | None, User | None]:
    return {one.author_id: one.author for one in path if one.role == Message.Role.USER}


def _before_each(path: Sequence[Message], names: Mapping[int | None, str]) -> list[str]:
    if len(names) < 2:
        return [""] * len(path)
    return [names[one.author_id] if one.role == Message.Role.USER else "" for one in path]


def _plain(person: User | None) -> str:
    if person is None:
        return SOMEBODY
    return _clean(person.shown_name) or _clean(person.username) or SOMEBODY


def _clean(name: str) -> str:
    return " ".join(NOT_IN_NAMES.sub(" ", name).split())[:SPOKEN_NAME_CHARACTERS].strip()
