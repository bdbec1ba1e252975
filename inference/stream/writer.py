"""Writing a reply's events: one round trip per engine step, whatever the number of replies.

Knows neither model nor reader.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from redis import Redis

from inference.contract import Event, Failed, Finished, GenerationRequest, event_to_json
from inference.store import BACKGROUND, log_key, state_key, store_errors
from inference.stream import scripts

REPLAY_SECONDS = 600  # after the ending: a laptop shut over lunch finds it in the database
LOG_SECONDS = 24 * 3600  # while it runs: an orphaned log does not stay for ever
# Four heartbeats; with GRACE_SECONDS, see `handover`, a worker may be silent for three seconds.
LEASE_SECONDS = 2.0

Refusal = Literal["", "fenced", "ended", "forgotten"]
Renewal = Literal["ok", "lost", "stop"]


@dataclass(frozen=True, slots=True)
class Append:
    """More events of one reply. last_seq: the last number this writer was given, 0 if none;
    it matters only when Redis has forgotten the reply, or the end of it. number: 1, 2, 3… within
    the attempt; the same one is written once, however often it is sent again (0: it is not
    checked). made: the tokens whose text is told now, as `handover.noted` writes them. hands_over:
    after these events another worker goes on with it. about: how it is made, as JSON; kept until it
    is forgotten."""

    request_id: str
    attempt: int
    events: tuple[Event, ...]
    last_seq: int = 0
    number: int = 0
    made: str = ""
    hands_over: bool = False
    about: str = ""

    @property
    def after(self) -> str:
        """What comes after its events, as the script calls it."""
        if self.hands_over:
            return "handed_on"
        return "ends" if any(map(is_ending, self.events)) else "goes_on"


class Held(NamedTuple):
    """A reply that is being written. owner, group, model: see GenerationRequest; a Redis that was
    emptied learns from them whose places it holds."""

    request_id: str
    attempt: int
    owner: str = ""
    group: str = ""
    model: str = ""

    @classmethod
    def of(cls, request: GenerationRequest, *, model: str) -> Held:
        """What nobody waits for has places of its own."""
        if request.is_background:
            return cls(request.id, request.attempt, BACKGROUND, "", model)
        return cls(request.id, request.attempt, request.owner, request.group, model)


@dataclass(frozen=True, slots=True)
class Appended:
    """What became of it. refused: an ending or a newer attempt stands in the stream already, and
    nothing was written; `forgotten`: all was, but nobody else can go on, for Redis was emptied and
    has the request no more. stop_requested: its reader pressed Stop."""

    seq: int
    refused: Refusal
    stop_requested: bool


_to_json = json.JSONEncoder(separators=(",", ":")).encode  # made once: every token needs it


def encode(event: Event) -> str:
    """ASCII JSON: what is published is what is logged, and every client can split it."""
    return _to_json(event_to_json(event))


def is_ending(event: Event) -> bool:
    return isinstance(event, Finished | Failed)


class StreamWriter:
    """The one who may write events. Every method raises StoreUnavailable, and has then written
    everything or nothing: whoever must know sends the same numbered append again."""

    def __init__(self, redis: Redis) -> None:
        self._append = redis.register_script(scripts.APPEND)
        self._renew = redis.register_script(scripts.RENEW)

    def append(self, batch: Sequence[Append]) -> list[Appended]:
        """Number, log and publish; in the order of the batch, all in one script."""
        if not batch:
            return []
        keys = [
            key for one in batch for key in (state_key(one.request_id), log_key(one.request_id))
        ]
        arguments: list[Any] = [REPLAY_SECONDS, LOG_SECONDS, LEASE_SECONDS]
        for one in batch:
            arguments += [one.request_id, one.attempt, one.number, one.last_seq]
            arguments += [one.after, one.made, one.about, len(one.events)]
            arguments += map(encode, one.events)
        with store_errors():
            flat = self._append(keys=keys, args=arguments)
        return [
            Appended(flat[i], flat[i + 1].decode(), bool(flat[i + 2]))
            for i in range(0, len(flat), 3)
        ]

    def renew(self, held: Iterable[Held]) -> dict[str, Renewal]:
        """Heartbeat; `stop` tells what a silent stream cannot. A Redis that was emptied learns from
        it that they are being written."""
        replies = list(held)
        if not replies:
            return {}
        arguments: list[Any] = [LEASE_SECONDS, LOG_SECONDS]
        arguments += [value for one in replies for value in one]
        with store_errors():
            answers = self._renew(
                keys=[state_key(one.request_id) for one in replies], args=arguments
            )
        return {
            one.request_id: answer.decode() for one, answer in zip(replies, answers, strict=True)
        }
