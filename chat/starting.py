"""A turn from its rows to the moment when inference has taken it, or to nothing at all.

Knows no message and no parent: what is stored is its caller's business. Refusals are those of
chat.exceptions.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.models import User
from chat import selectors
from chat.asking import ask_within_quota
from chat.exceptions import Busy, TooMany, Unavailable
from chat.metrics import REPEATED_SENDS
from chat.models import Generation
from chat.notices import announce_change
from chat.tasks import save_outcome
from chat.turns import Asked, Ids, StillActive, store_turn, undo
from inference.client import recover_outcome
from inference.exceptions import StoreUnavailable

Stored = TypeVar("Stored")

MOST_AT_ONCE = 2  # replies that are written in a conversation: those that are compared


def make_turn(
    *, author: User, client_id: UUID, store: Callable[[], Asked], ids: Ids | None = None
) -> Generation:
    """ids: of what is stored, if this client id has nothing yet."""
    ids = ids or Ids()

    @transaction.atomic
    def stored() -> Generation:
        asked = store()
        generation = store_turn(
            asked, author=author, client_id=client_id, generation_id=ids.generation
        )
        ids.before_commit()
        return generation

    return stored_once(stored, author=author, client_id=client_id)


def stored_once(store: Callable[[], Generation], *, author: User, client_id: UUID) -> Generation:
    """Stored at once and not looked up before: hardly any client id comes twice, and everybody
    waits for this."""
    try:
        return after_the_last_reply(store)
    except (IntegrityError, Busy, Unavailable) as error:
        # This very client id came before, or another turn in this conversation was a moment faster.
        generation = selectors.find_turn(author, client_id)
        if generation is None:
            raise (error if isinstance(error, Unavailable) else Busy()) from error
        REPEATED_SENDS.inc()
        return generation


def started(generation: Generation) -> Generation:
    """Asked for, unless it was before. A turn that is refused leaves nothing, and what was shown
    before it is shown again."""
    if generation.queued_at is None and generation.is_active:
        _start(generation)
        if not generation.conversation.is_new:
            generation.conversation.touch()
            generation.conversation.unarchive()
            announce_change(generation.conversation_id, turn=generation.pk)
    return generation


def after_the_last_reply(store: Callable[[], Stored]) -> Stored:
    """A reader sees the end of a reply before the web worker has saved it, and may be quick."""
    for _ in range(MOST_AT_ONCE):
        try:
            return store()
        except StillActive as busy:
            try:
                outcome = recover_outcome(str(busy.generation.pk))
            except StoreUnavailable as error:
                raise Unavailable from error
            if outcome is None:
                raise
        save_outcome(outcome)
    return store()


def _start(generation: Generation) -> None:
    try:
        kept = ask_within_quota(generation)
    except (TooMany, Unavailable):
        undo(generation)
        raise
    if not kept:  # The same client id, sent twice at once, was refused and undone meanwhile.
        raise Unavailable
