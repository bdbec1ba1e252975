"""When another worker goes on with a reply: which replies have lost theirs, and what was told of
them so far. Knows no model and no broker.

What is put back into the queue keeps its stream: the next attempt appends to it, and late events of
an earlier one are refused. See docs/decisions/0018-another-worker-goes-on.md.
"""

from __future__ import annotations

import json
import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from redis import Redis

from inference.contract import (
    ChoiceFinished,
    Failed,
    FinishReason,
    LeftOver,
    Numbered,
    Part,
    Provenance,
    Reasoning,
    Started,
    Text,
    ToolCallPart,
)
from inference.exceptions import CannotGoOn
from inference.handover_scripts import LEFT_OVER, LOOK
from inference.store import made_key, state_key, store_errors
from inference.stream import read_log
from inference.stream.writer import LEASE_SECONDS, LOG_SECONDS, REPLAY_SECONDS, encode
from inference.thinking import Thinking

logger = logging.getLogger(__name__)

ATTEMPTS = (
    3  # workers lost over one reply: chance takes one, a fault of the machine two, poison all
)
# Between suspicion and certainty: two heartbeats, so that after an outage of Redis every living
# worker renews first. With the lease a worker is silent for 3 s before it is taken for dead; a
# garbage collection, a slow disk or a busy machine takes a fraction of that.
GRACE_SECONDS = 1.0

LOST_TOO_OFTEN = (
    f"{ATTEMPTS} workers in a row stopped in the middle of this reply, so it was given up. What "
    "was written is kept; ask in another way, or choose Retry for a new reply."
)
CUT = (
    "The worker stopped in mid-reply, and no other can go on with it. What was written is kept; "
    "choose Retry for a new reply."
)

Ended = tuple[str, dict[str, Any]]
"""The id of a reply that has ended now, and whom to tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """What earlier attempts told of a reply. why: shutdown or lost. age_seconds: since the first of
    them took it. token_count: of all that was made and told. ended: reasons of whole choices. seed:
    with which tokens were drawn, if they were. Times are epoch seconds."""

    why: str
    age_seconds: float
    started: Started | None = None
    started_at: float | None = None
    first_part_at: float | None = None
    last_part_at: float | None = None
    parts: tuple[Part, ...] = ()
    token_count: int = 0
    ended: Mapping[int, FinishReason] = field(default_factory=dict)
    seed: int | None = None
    thinking: Thinking = field(default_factory=Thinking)

    @classmethod
    def of(
        cls,
        log: Sequence[tuple[Numbered, float]],
        made: Sequence[Sequence[int]],
        *,
        why: str,
        age_seconds: float,
        seed: int | None = None,
    ) -> Self:
        known: dict[str, Any] = {"thinking": (thinking := Thinking())}
        parts: list[Part] = []
        ended: dict[int, FinishReason] = {}
        for numbered, at in log:
            match numbered.event:
                case Started() as started:
                    known.setdefault("started_at", at)
                    known["started"] = started
                case Text() | Reasoning() | ToolCallPart() as part:
                    parts.append(thinking.timed(part, at))
                    known.setdefault("first_part_at", at)
                    known["last_part_at"] = at
                case ChoiceFinished(choice=choice, reason=reason):
                    ended[choice] = reason
        return cls(
            why=why,
            age_seconds=age_seconds,
            parts=tuple(parts),
            token_count=sum(map(len, made)),
            ended=ended,
            seed=seed,
            **known,
        )

    def check(self, *, model: str, revision: str) -> None:
        """Whether such a model can go on: the tokens are known, and are of this model. Raises
        CannotGoOn."""
        begun = self.started
        is_same = begun is not None and (begun.model, begun.revision) == (model, revision)
        if self.parts and not (is_same and self.token_count):
            raise CannotGoOn(CUT)


def cut_off(message: str = CUT) -> Failed:
    """How a reply ends that nobody can go on with."""
    return Failed(error_type="incomplete_generation", message=message)


def noted(choice: int, token_ids: Iterable[int]) -> str:
    """How the tokens of one choice are kept in Redis; such notes are put one after another."""
    return f"{choice}:{','.join(map(str, token_ids))};"


def read_notes(notes: str) -> tuple[tuple[int, ...], ...]:
    """By choice."""
    made: defaultdict[int, list[int]] = defaultdict(list)
    for note in filter(None, notes.split(";")):
        choice, _, token_ids = note.partition(":")
        made[int(choice)] += map(int, token_ids.split(","))
    return tuple(tuple(made[choice]) for choice in range(max(made, default=-1) + 1))


def read_earlier(
    redis: Redis, request_id: str, *, why: str, age_seconds: float
) -> tuple[tuple[tuple[int, ...], ...], Earlier]:
    """Made and told by earlier attempts, which the fence keeps from adding to it. Raises
    StoreUnavailable."""
    with store_errors():
        notes: Any = redis.get(made_key(request_id))
        about: Any = redis.hget(state_key(request_id), "about")
    made = read_notes((notes or b"").decode())
    log = read_log(request_id, redis)
    return made, Earlier.of(log, made, why=why, age_seconds=age_seconds, seed=_seed_of(about))


def _seed_of(about: bytes | None) -> int | None:
    """`None` where nothing was drawn: a seed that is asked for may make a greedy model draw."""
    sampling = Provenance.from_json(json.loads(about or b"{}")).sampling
    return sampling.seed if sampling.temperature else None


def hand_on_lost(redis: Redis) -> list[Ended]:
    """Queue again what lost its worker. Return those that ended instead: lost too often, or stopped
    by their readers meanwhile. Raises StoreUnavailable."""
    ending = encode(cut_off(LOST_TOO_OFTEN))
    with store_errors():
        flat = redis.register_script(LOOK)(
            args=[REPLAY_SECONDS, LOG_SECONDS, GRACE_SECONDS, ATTEMPTS, ending]
        )
    moved = [(flat[i], flat[i + 1].decode(), flat[i + 2]) for i in range(0, len(flat), 3)]
    for what, request_id, _ in moved:
        logger.warning("Reply %s has lost its worker: %s", request_id, what.decode())
    return [
        (request_id, json.loads(on_outcome or "{}"))
        for what, request_id, on_outcome in moved
        if what == b"ended"
    ]


def find_left_over(redis: Redis, request_ids: Sequence[str]) -> dict[str, LeftOver]:
    """Those for which no worker will do more. The first look notes what is missing; if a worker has
    it, it says so before a later look."""
    if not request_ids:
        return {}
    with store_errors():
        answers = redis.register_script(LEFT_OVER)(
            keys=list(map(state_key, request_ids)),
            args=[GRACE_SECONDS, LEASE_SECONDS + GRACE_SECONDS, *request_ids],
        )
    found = zip(request_ids, answers, strict=True)
    return {request_id: answer.decode() for request_id, answer in found if answer}
