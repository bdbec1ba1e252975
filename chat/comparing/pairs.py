"""Pairs of replies to one message, written at the same time. Each is a version like any other.

The second names the first (`Generation.beside`). Refusals are those of chat.exceptions.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from uuid import UUID, uuid5

from django.conf import settings as site
from django.db import transaction

from accounts.models import User
from chat import queueing, selectors
from chat.asking import ask_within_quota
from chat.conversation_settings import AS_THE_SITE, ConversationSettings
from chat.exceptions import Busy, NotFound, TooMany, Unavailable
from chat.models import Conversation, Generation
from chat.notices import announce_change
from chat.paths import find_end
from chat.services import configure_conversation
from chat.starting import stored_once
from chat.tasks import save_outcome
from chat.texts import check_text, title_from
from chat.turns import (
    Asked,
    begin_conversation,
    find_newest,
    new_message,
    store_turn,
    undo,
)
from chat.versions import show_branch
from inference.client import default_model
from inference.contract import Outcome

Sides = tuple[ConversationSettings, ConversationSettings]
Refused = tuple[Generation, TooMany | Unavailable]  # which, and why


@dataclass(frozen=True, slots=True)
class Pair:
    first: Generation
    second: Generation

    @property
    def sides(self) -> tuple[Generation, Generation]:
        return self.first, self.second

    @property
    def conversation(self) -> Conversation:
        return self.first.conversation


def compare(
    *,
    author: User,
    client_id: UUID,
    conversation_id: UUID | None,
    text: str,
    sides: Sides,
    team_id: UUID | None = None,
) -> Pair:
    """Store the message with two replies, and ask for both. One that is refused fails alone.
    team_id: of a conversation that begins with it.

    The same client_id again answers with what it made before. Raises NotFound, TextRefused, Busy,
    and if both are refused TooMany or Unavailable; then nothing was stored.
    """
    check_text(text)
    store = partial(
        _store,
        author=author,
        client_id=client_id,
        conversation_id=conversation_id,
        text=text,
        sides=sides,
        team_id=team_id,
    )
    first = stored_once(store, author=author, client_id=client_id)
    pair = find_pair(author, first.pk)
    if pair is None:  # its client called something else so
        raise Busy
    refused = _start(pair)
    if len(refused) == len(pair.sides):
        if undo(pair.second):
            undo(pair.first)
        raise refused[0][1]
    _end(refused)
    return pair


def ask_again(*, author: User, client_id: UUID, generation_id: UUID) -> Pair:
    """Another try at one side, as it was asked; the other may be at work. Raises NotFound or
    Busy."""
    store = partial(_store_again, author=author, client_id=client_id, generation_id=generation_id)
    # Asked for twice, it is in a pair no more the second time.
    again = selectors.find_turn(author, client_id) or stored_once(
        store, author=author, client_id=client_id
    )
    pair = find_pair(author, again.pk)
    if pair is None:
        raise NotFound
    _end(_start(pair))
    return pair


def keep(*, user: User, generation_id: UUID) -> Conversation:
    """Go on with this reply, with the model that wrote it and as it was asked. Raises NotFound, or
    Busy while the other is being written."""
    kept = selectors.get_generation(user, generation_id, to_write=True)
    conversation = show_branch(user=user, message_id=kept.message_id)
    own = {name: it for name, it in kept.sampling.items() if site.REPLY_SAMPLING.get(name) != it}
    model = "" if kept.model == default_model() else kept.model
    return configure_conversation(
        user=user,
        conversation_id=conversation.pk,
        settings=ConversationSettings(
            model=model, system_prompt=kept.effective_system_prompt, sampling=own
        ),
    )


def find_pair(user: User, generation_id: UUID) -> Pair | None:
    """That in which this reply is now; `None`: it is in none. Raises NotFound."""
    one = selectors.get_generation(user, generation_id)
    other = Generation.objects.compared_with(one).select_related("message__parent").first()
    if other is None:
        return None
    other.conversation = one.conversation
    return Pair(other, one) if one.beside_id == other.pk else Pair(one, other)


@transaction.atomic
def _store(
    *,
    author: User,
    client_id: UUID,
    conversation_id: UUID | None,
    text: str,
    sides: Sides,
    team_id: UUID | None,
) -> Generation:
    """→ the first"""
    newest, end = None, None
    if conversation_id is None:
        conversation = begin_conversation(
            author=author, team_id=team_id, title=title_from(text), settings=AS_THE_SITE
        )
    else:
        conversation = selectors.get_conversation(
            author, conversation_id, to_write=True, is_locked=True
        )
        newest, end = find_newest(conversation), find_end(conversation)
        queueing.check_turn(conversation, client_id)
    asked = new_message(
        author=author,
        conversation=conversation,
        parent=end,
        text=text,
        after=newest.created_at if newest else None,
    )
    first = store_turn(asked, author=author, client_id=client_id, answered_by=sides[0])
    store_turn(
        Asked(asked.message, first.message.created_at),
        author=author,
        client_id=uuid5(client_id, "second"),
        answered_by=sides[1],
        beside=first,
    )
    return first


@transaction.atomic
def _store_again(*, author: User, client_id: UUID, generation_id: UUID) -> Generation:
    pair = find_pair(author, generation_id)
    if pair is None:
        raise NotFound
    # In the order of whoever saves a reply: first the replies, then their conversation.
    both = Generation.objects.select_for_update().filter(pk__in=[one.pk for one in pair.sides])
    list(both.order_by("pk"))
    conversation = selectors.get_conversation(
        author, pair.conversation.pk, to_write=True, is_locked=True
    )
    before, other = pair.sides if generation_id == pair.first.pk else pair.sides[::-1]
    newest = find_newest(conversation, beside=other)
    asked_before = before.message.parent
    assert asked_before is not None  # it is a reply
    assert newest is not None
    asked_before.conversation = conversation
    is_second = before == pair.second
    if is_second:
        before.beside = None
        before.save(update_fields=["beside"])
    again = store_turn(
        Asked(asked_before, newest.created_at),
        author=author,
        client_id=client_id,
        answered_by=ConversationSettings(
            model=before.model,
            system_prompt=before.effective_system_prompt,
            sampling=before.sampling,
        ),
        beside=other if is_second else None,
    )
    if not is_second:
        other.beside = again
        other.save(update_fields=["beside"])
    return again


def _start(pair: Pair) -> list[Refused]:
    """Ask for those that were not asked for."""
    refused: list[Refused] = []
    waiting = [one for one in pair.sides if one.is_active and one.queued_at is None]
    for one in waiting:
        try:
            if not ask_within_quota(one):
                refused.append((one, Unavailable()))  # it was taken back meanwhile
        except (TooMany, Unavailable) as refusal:
            refused.append((one, refusal))
    if waiting and len(refused) < len(pair.sides):
        pair.conversation.touch()
        pair.conversation.unarchive()
        announce_change(pair.conversation.pk)
    return refused


def _end(refused: list[Refused]) -> None:
    """In its place its reader finds why, and can ask again."""
    for one, why in refused:
        save_outcome(
            Outcome(
                id=str(one.pk),
                attempt=one.attempt,
                text="",
                error_type="overloaded" if isinstance(why, TooMany) else "model_unavailable",
                error_message=str(why),
                model=one.model,
            )
        )
