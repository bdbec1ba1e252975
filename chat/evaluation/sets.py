"""Rated replies as lines of JSON, in the forms of docs/evaluation.md: what others read as well.

What may be read of whom is said by chat.privacy.policy alone, and the audit log says who took it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import product
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from chat.asking import system_prompt_of
from chat.authors import numbered_names, spoken_names
from chat.feedback import listed_to
from chat.models import AuditEntry, Conversation, Feedback, Message
from chat.paths import list_path_to
from chat.privacy.audit import record
from chat.privacy.policy import is_theirs, open_to, readable_by
from chat.prompts import build_turns

AT_ONCE = 100

Json = dict[str, Any]
Rated = tuple[UUID, UUID]  # a reply and its feedback


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which feedback. since, until: when it was last changed. limit: that many of the newest."""

    rating: str | None = None
    model: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    is_commented: bool = False
    limit: int | None = None


def select(reader: User, wanted: Selection, *, reason: str = "") -> QuerySet[Feedback]:
    """Of what its reader may read, for a reason or without one, and its owner has not deleted. A
    reply in which nothing was written is no case."""
    readable = readable_by(reader) if reason else open_to(reader)
    chosen = listed_to(reader).filter(conversation__in=readable.filter(deleted_at=None))
    chosen = chosen.exclude(message__text="")
    exact = {
        "rating": wanted.rating,
        "message__generation__model": wanted.model,
        "changed_at__gte": wanted.since,
        "changed_at__lt": wanted.until,
    }
    chosen = chosen.filter(**{name: value for name, value in exact.items() if value is not None})
    if wanted.is_commented:
        chosen = chosen.exclude(comment="")
    chosen = chosen.order_by("-changed_at", "-id")
    return chosen if wanted.limit is None else chosen[: wanted.limit]


def write_down(
    reader: User, chosen: QuerySet[Feedback], *, reason: str = "", detail: str = ""
) -> None:
    """Before anything is taken away: whose conversations it is from."""
    ids = set(chosen.values_list("conversation", flat=True))
    with transaction.atomic():
        for conversation in Conversation.objects.select_related("owner").filter(pk__in=ids):
            if not is_theirs(reader, conversation):
                record(
                    AuditEntry.Action.EXPORTED,
                    actor=reader,
                    about=conversation,
                    reason=reason,
                    detail=detail,
                )


def cases(chosen: QuerySet[Feedback], *, with_names: bool = False) -> Iterator[str]:
    """A line for each: the conversation up to the reply, and what is thought of it. with_names: of
    those who speak in a team's; else they have numbers."""
    for feedback in _whole(list(chosen.values_list("pk", flat=True))):
        asked, reply = _asked(feedback.message, with_names), _told(feedback.message)
        yield _line({"messages": [*asked, reply], "metadata": _metadata(feedback)})


def preferences(chosen: QuerySet[Feedback], *, with_names: bool = False) -> Iterator[str]:
    """A line for each two versions of one reply of which one is good and the other bad. What some
    find good and others bad is neither. with_names: as in cases."""
    for good_id, bad_id in _pairs(chosen):
        found = {one.pk: one for one in _whole([good_id, bad_id])}
        if len(found) < 2:
            continue  # one was taken back meanwhile
        good, bad = found[good_id], found[bad_id]
        yield _line(
            {
                "prompt": _asked(good.message, with_names),
                "chosen": [_told(good.message)],
                "rejected": [_told(bad.message)],
                "metadata": {
                    "id": f"{good.pk}:{bad.pk}",
                    "chosen": _metadata(good),
                    "rejected": _metadata(bad),
                },
            }
        )


FORMATS = {"messages": cases, "preferences": preferences}


def _pairs(chosen: QuerySet[Feedback]) -> Iterator[tuple[UUID, UUID]]:
    """Feedback on versions of the same turn: a good one and a bad one."""
    turns: dict[UUID | None, dict[str, list[Rated]]] = defaultdict(lambda: defaultdict(list))
    rows = chosen.values_list("message__parent_id", "rating", "message_id", "pk")
    for parent, rating, message, feedback in rows:
        turns[parent][rating].append((message, feedback))
    for by_rating in turns.values():
        good, bad = dict(by_rating["good"]), dict(by_rating["bad"])
        disputed = good.keys() & bad.keys()
        agreed = [
            [feedback for message, feedback in one.items() if message not in disputed]
            for one in (good, bad)
        ]
        yield from product(*agreed)


def _whole(ids: Sequence[UUID]) -> Iterable[Feedback]:
    rows = Feedback.objects.select_related(
        "message__generation__conversation", "message__conversation"
    )
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        found = rows.in_bulk(some)
        yield from (found[one] for one in some if one in found)


def _asked(reply: Message, with_names: bool) -> list[Json]:
    """What its model read, as its conversation would be asked now."""
    system_prompt = system_prompt_of(reply.generation)
    is_of_team = reply.conversation.team_id is not None
    path = list_path_to(reply)[:-1]
    turns = build_turns(
        path,
        system_prompt=system_prompt,
        is_of_team=is_of_team,
        name=spoken_names if with_names else numbered_names,
    )
    return [{"role": turn.role, "content": turn.content} for turn in turns]


def _told(reply: Message) -> Json:
    return {"role": "assistant", "content": reply.text}


def _metadata(feedback: Feedback) -> Json:
    """Nothing that names a person."""
    generation = feedback.message.try_at_it
    return {
        "id": str(feedback.pk),
        "reply": str(feedback.message_id),
        "rating": feedback.rating,
        "comment": feedback.comment,
        "reasons": feedback.reasons,
        "rated_at": feedback.changed_at.isoformat(),
        "model": generation.model if generation else "",
        "revision": generation.revision if generation else "",
        "sampling": generation.sampling if generation else {},
        "finish_reason": (generation.finish_reason if generation else "") or None,
    }


def _line(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False) + "\n"
