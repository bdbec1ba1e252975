"""The requests that the engine thread works on, or may again after one of its deaths.

Knows no text and no news. Not thread-safe.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from inference.backends.base import Prepared
from inference.backends.transformers.grammar import CompiledGrammar
from inference.backends.transformers.logprobs import UntoldLogprobs
from inference.backends.transformers.manager import EngineThread
from inference.backends.transformers.parsing import ReplyParts
from inference.backends.transformers.recovery import Quarantine
from inference.backends.transformers.sampling import GREEDY, Rules, RuleSet
from inference.exceptions import InvalidRequest


@dataclass(slots=True)
class Slot:
    """One choice of one request. told: the ids of its reply so far, in this life of the engine.
    before: those of earlier lives, which are part of its prompt now. rules: those of this life."""

    key: str
    prepared: Prepared
    choice: int
    rule_set: RuleSet
    reply: ReplyParts
    logprobs: UntoldLogprobs
    rules: Rules = field(default_factory=lambda: Rules(GREEDY))
    told: Sequence[int] = ()
    before: tuple[int, ...] = ()
    is_cancelled: bool = False
    is_on_trial: bool = False

    @property
    def request_id(self) -> str:
        return self.prepared.request.id

    @property
    def tokens_left(self) -> int:
        return self.prepared.max_tokens - len(self.before) - len(self.told)

    def refusal(self) -> dict[str, Any]:
        """The ending of a reply whose form cannot be followed further, which asking again does not
        change; empty: it has no such fault."""
        if not self.rules.complaint:
            return {}
        return {
            "error_type": "validation",
            "error_message": self.rules.complaint,
            "error_field": "tools" if self.prepared.request.grammar is None else "grammar",
        }

    def begin_again(self) -> None:
        """From the last token that was told, in the next life of the engine."""
        self.before, self.told = (*self.before, *self.told), ()
        self.is_on_trial = False

    def start_rules(self) -> Rules:
        """As they stand after what was told; what a dying engine chose is forgotten."""
        grammar: CompiledGrammar | None = self.prepared.grammar
        self.rules = Rules(
            self.rule_set,
            self.prepared.token_ids,
            self.before,
            None if grammar is None else grammar.matcher(),
        )
        return self.rules


class Slots:
    """By the key that the engine thread knows, and by request."""

    def __init__(self) -> None:
        self._by_key: dict[str, Slot] = {}
        self._by_request: dict[str, list[Slot]] = {}
        self._followers: dict[str, list[Slot]] = {}
        self._quarantine = Quarantine()

    def __len__(self) -> int:
        return len(self._by_key)

    def __iter__(self) -> Iterator[Slot]:
        return iter(self._by_key.values())

    def add(self, choices: Sequence[Slot], *, one_first: bool) -> None:
        """All choices of one request. one_first: the others come when the first has made a token,
        so that they find its prompt in the cache. Raises InvalidRequest."""
        request_id = choices[0].request_id
        if request_id in self._by_request:
            raise InvalidRequest(f"The request {request_id} is being worked on already.")
        self._by_request[request_id] = list(choices)
        self._by_key |= {slot.key: slot for slot in choices}
        now = choices[:1] if one_first else choices
        for slot in now:
            self._quarantine.arrive(slot.key)
        self._followers[request_id] = list(choices[len(now) :])

    def call_followers(self, slot: Slot) -> None:
        """It has made a token, or has ended."""
        if followers := self._followers.get(slot.request_id):
            for one in followers:
                self._quarantine.arrive(one.key)
            followers.clear()

    def get(self, key: str) -> Slot | None:
        return self._by_key.get(key)

    def of_request(self, request_id: str) -> list[Slot]:
        """Its choices that have not ended."""
        return list(self._by_request.get(request_id, ()))

    def forget(self, slot: Slot) -> None:
        choices, followers = self._by_request[slot.request_id], self._followers[slot.request_id]
        choices.remove(slot)
        del self._by_key[slot.key]
        if slot in followers:
            followers.remove(slot)
        else:
            self._quarantine.leave(slot.key)
        if not choices:
            del self._by_request[slot.request_id], self._followers[slot.request_id]

    def is_inside(self, slot: Slot) -> bool:
        """The engine thread has it: else it waits for others to be tried."""
        return self._quarantine.is_inside(slot.key)

    @property
    def inside_count(self) -> int:
        return self._quarantine.inside_count

    def let_in(self, engine: EngineThread) -> None:
        """All that may be in the engine now. One that is dying loses what it is given; then `Died`
        comes, and all it had is let in once more."""
        for entry in self._quarantine.enter():
            slot = self._by_key[entry.key]
            slot.is_on_trial = entry.is_trial
            engine.add(
                slot.key,
                [*slot.prepared.token_ids, *slot.before],
                max_tokens=1 if entry.is_trial else slot.tokens_left,
                rules=slot.start_rules(),
            )

    def begin_again(
        self, batch: Sequence[str] | None, *, out_of_memory: bool
    ) -> tuple[Slot | None, list[Slot]]:
        """After a death: return the one to give up, and those nobody wants any more."""
        poison = self._quarantine.died(batch, out_of_memory=out_of_memory)
        for slot in self:
            slot.begin_again()
        cancelled = [slot for slot in self if slot.is_cancelled and slot.key != poison]
        return (self._by_key[poison] if poison else None), cancelled

    def passed(self, slot: Slot) -> None:
        """It made its token alone, so it is not to blame: it waits for the others' trials."""
        slot.begin_again()
        self._quarantine.passed(slot.key)
