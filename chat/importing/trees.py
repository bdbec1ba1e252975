"""From what a format found to what may be planted: a tree that holds together, or Broken.

Knows no format and no database.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from chat.copies import Node, Plan
from chat.importing.exceptions import Broken
from chat.importing.found import Found, FoundTurn
from chat.models import TITLE_CHARACTERS
from chat.texts import title_from

MOST_TURNS = 20_000
LONGEST_TEXT = 1_000_000  # what was said is kept whole, though nobody could send so much here


def to_plan(found: Found) -> Plan:
    """Raises Broken."""
    turns = _merged(_spliced(_from_the_roots(found.turns)))
    if not turns:
        raise Broken(_("It holds no message that could be shown."))
    begun = found.created_at or min(
        filter(None, (one.created_at for one in turns.values())), default=None
    )
    begun = begun or found.updated_at or timezone.now()
    nodes = list(_dated(turns.values(), begun))
    words = " ".join(found.title.split()) or title_from(_first_text(nodes)) or _("Without a title")
    last = max(node.created_at for node in nodes)
    return Plan(
        title=words[:TITLE_CHARACTERS],
        nodes=nodes,
        shown=_shown(found, turns),
        created_at=begun,
        updated_at=found.updated_at or last,
    )


def fingerprint(plan: Plan) -> str:
    """The same for the same conversation, wherever and whenever its file was made."""
    order = {node.key: place for place, node in enumerate(plan.nodes)}
    said = [
        (node.role, node.text, None if node.parent is None else order[node.parent])
        for node in plan.nodes
    ]
    return hashlib.sha256(json.dumps([plan.title, said]).encode()).hexdigest()


def _from_the_roots(turns: list[FoundTurn]) -> list[FoundTurn]:
    """Each after the one that it answers. What no root leads to is a circle."""
    if len(turns) > MOST_TURNS:
        words = _("It has more than {count} messages.")
        raise Broken(words.format(count=f"{MOST_TURNS:,}"))
    known: set[str] = set()
    below: dict[str | None, list[FoundTurn]] = defaultdict(list)
    for turn in turns:
        if turn.key in known:
            raise Broken(_("Two messages have the id {id}.").format(id=_short(turn.key)))
        calls = sum(len(value) for call in turn.tool_calls for value in call.values())
        if max(len(turn.text), len(turn.reasoning), calls) > LONGEST_TEXT:
            words = _("The message {id} has more than {count} characters.")
            raise Broken(words.format(id=_short(turn.key), count=f"{LONGEST_TEXT:,}"))
        known.add(turn.key)
        below[turn.parent].append(turn)
    for turn in turns:
        if turn.parent is not None and turn.parent not in known:
            words = _("The message {id} answers {parent}, which is not there.")
            raise Broken(words.format(id=_short(turn.key), parent=_short(turn.parent)))
    ordered = list(below[None])
    for turn in ordered:  # which grows meanwhile
        ordered += below[turn.key]
    if len(ordered) < len(turns):
        reached = {turn.key for turn in ordered}
        circle = next(turn for turn in turns if turn.key not in reached)
        raise Broken(_("The message {id} answers itself in the end.").format(id=_short(circle.key)))
    return ordered


def _spliced(turns: Iterable[FoundTurn]) -> dict[str, FoundTurn]:
    """Without those that are not shown; what answers one of them answers what it answered."""
    instead: dict[str, str | None] = {}
    thoughts: dict[str, str] = {}
    shown: dict[str, FoundTurn] = {}
    for turn in turns:
        before = thoughts.get(turn.parent, "") if turn.parent else ""
        if turn.parent in instead:
            turn.parent = instead[turn.parent]
        has_words = turn.text.strip() or turn.reasoning.strip() or turn.tool_calls
        is_shown = turn.role is not None and bool(has_words)
        if not is_shown:
            instead[turn.key] = turn.parent
            thoughts[turn.key] = _joined(before, turn.reasoning)
            continue
        if turn.role == "assistant":
            turn.reasoning = _joined(before, turn.reasoning)
        shown[turn.key] = turn
    return shown


def _merged(turns: dict[str, FoundTurn]) -> dict[str, FoundTurn]:
    """What a model said in several pieces, with tools between, is one reply."""
    answers: dict[str | None, int] = defaultdict(int)
    for turn in turns.values():
        answers[turn.parent] += 1
    instead: dict[str, str] = {}
    kept: dict[str, FoundTurn] = {}
    for turn in turns.values():
        if turn.parent in instead:
            turn.parent = instead[turn.parent]
        before = kept.get(turn.parent) if turn.parent else None
        is_piece = before is not None and before.role == turn.role == "assistant"
        if before is None or not is_piece or answers[before.key] != 1:
            kept[turn.key] = turn
            continue
        before.text = _joined(before.text, turn.text)
        before.reasoning = _joined(before.reasoning, turn.reasoning)
        before.tool_calls += turn.tool_calls
        instead[turn.key] = before.key
        answers[before.key] = answers[turn.key]
    return kept


def _dated(turns: Iterable[FoundTurn], begun: datetime) -> Iterable[Node]:
    """A turn without a moment was said just after the one before."""
    moments: dict[str | None, datetime] = {None: begun - timedelta(microseconds=1)}
    for turn in turns:
        moment = turn.created_at or moments[turn.parent] + timedelta(microseconds=1)
        moments[turn.key] = moment
        yield Node(
            key=turn.key,
            parent=turn.parent,
            role=turn.role or "",
            text=turn.text,
            reasoning=turn.reasoning,
            tool_calls=json.dumps(turn.tool_calls) if turn.tool_calls else "",
            created_at=moment,
            is_own=turn.is_own,
            is_edited=turn.is_edited,
        )


def _shown(found: Found, turns: dict[str, FoundTurn]) -> str | None:
    """The turn that is named, or the nearest before it that can be shown."""
    parents = {turn.key: turn.parent for turn in found.turns}
    key, steps = found.shown, 0
    while key is not None and key not in turns and steps <= len(parents):
        key, steps = parents.get(key), steps + 1
    return key if key in turns else None


def _first_text(nodes: list[Node]) -> str:
    return next((node.text for node in nodes if node.role == "user"), "")


def _joined(first: str, second: str) -> str:
    return "\n\n".join(filter(str.strip, (first, second)))


def _short(key: str) -> str:
    return key if len(key) <= 40 else key[:39] + "…"
