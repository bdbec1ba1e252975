"""Where a conversation that is brought belongs: on top, in the archive, in a folder, under tags."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from uuid import UUID

from django.db import transaction

from accounts.models import User
from chat import library
from chat.exceptions import LimitReached, NameTaken, NotFound, TextRefused
from chat.importing.found import Place
from chat.models import Conversation, key_of
from chat.texts import clean_name


def put_in_place(owner: User, conversation: Conversation, place: Place) -> bool:
    """→ whether it has all of its place: what is over a limit is left out, the rest is done."""
    is_whole = True
    for step in _steps(owner, conversation, place):
        try:
            with transaction.atomic():
                step()
        except (LimitReached, NameTaken, NotFound, TextRefused):
            is_whole = False
    return is_whole


def _steps(owner: User, conversation: Conversation, place: Place) -> Iterator[Callable[[], object]]:
    def step(change: Callable[..., object], **how: object) -> Callable[[], object]:
        return partial(change, user=owner, conversation_id=conversation.pk, **how)

    if place.is_pinned:
        yield step(library.set_pinned, is_pinned=True)
    if place.folder:
        yield step(_move, name=place.folder)
    for tag in place.tags[: library.MOST_TAGS + 1]:  # one too many is told, thousands cost time
        yield step(library.add_tag, name=tag)
    if place.is_archived:
        yield step(library.set_archived, is_archived=True)


def _move(*, user: User, conversation_id: UUID, name: str) -> None:
    there = user.folders.filter(key=key_of(clean_name(name))).first()
    if there is None:
        library.move_to_new_folder(user=user, conversation_id=conversation_id, name=name)
    else:
        library.move_to_folder(user=user, conversation_id=conversation_id, folder_id=there.pk)
