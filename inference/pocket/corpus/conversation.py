"""The shapes that every subject of the corpus shares: turns, makers, questions with answers.

Knows no subject and no tokens.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random

from inference.pocket.corpus.grammar import expand, expand_any
from inference.pocket.corpus.noise import typed_by_hand


@dataclass(frozen=True)
class Turn:
    role: str
    text: str
    steady: bool = False  # holds words to copy: they must be cut into tokens as the reply does
    thought: str = ""  # what the model says before this reply where it is asked to think


PLAIN_THOUGHT = "I know how to answer this."  # where a subject has no better one
Conversation = list[Turn]
Maker = Callable[[Random], Conversation]


@dataclass(frozen=True)
class Intent:
    """One thing people ask for, in many words, with the few answers that fit."""

    questions: Sequence[str]
    answers: Sequence[str]
    weight: float = field(default=1.0)
    thought: str = ""

    def exchange(self, rng: Random) -> Conversation:
        question = expand_any(self.questions, rng)
        answer = expand_any(self.answers, rng)
        return [asked(question, rng), answered(answer, expand(self.thought, rng))]


def asked(question: str, rng: Random, *, keep: Sequence[str] = ()) -> Turn:
    """A user turn as people type it; words that hold one of `keep` are left as they are."""
    return Turn("user", typed_by_hand(question, rng, keep=keep), steady=bool(keep))


def answered(text: str, thought: str = "") -> Turn:
    return Turn("assistant", text, thought=thought)


def thinking_aloud(talk: Conversation) -> Conversation:
    """`talk` with the thought of its last reply: earlier ones are left out of a prompt."""
    last = talk[-1]
    return [*talk[:-1], answered(f"<think>{last.thought or PLAIN_THOUGHT}</think>{last.text}")]


def from_intents(intents: Sequence[Intent]) -> Maker:
    weights = [intent.weight for intent in intents]
    return lambda rng: rng.choices(intents, weights)[0].exchange(rng)


def sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]


__all__ = [
    "Conversation",
    "Intent",
    "Maker",
    "Turn",
    "answered",
    "asked",
    "expand",
    "from_intents",
    "sentence_case",
    "thinking_aloud",
]
