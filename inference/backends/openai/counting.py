"""How long a prompt is. Knows no HTTP.

The server's own /tokenize knows; else bytes are an estimate, and the server has the last word.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import overload

from inference.contract import GenerationRequest, Turn
from inference.fitting import fit_turns

BYTES_PER_TOKEN = 3  # low for English (about 4) and right for Chinese: rather too many than too few
TOKENS_PER_TURN = 6  # role and markers
REPLY_SHARE, LEAST_SHARE = 4, 16  # of the context: kept for a reply, and needed for one


@dataclass(frozen=True, slots=True)
class CountedTurns(Sequence[int]):
    """As long as the tokens of `turns`, for those who only ask for its length."""

    turns: Sequence[Turn]
    tokens: range

    def __len__(self) -> int:
        return len(self.tokens)

    @overload
    def __getitem__(self, index: int) -> int: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[int]: ...
    def __getitem__(self, index: int | slice) -> int | Sequence[int]:
        return self.tokens[index]


def fit(
    request: GenerationRequest, count: Callable[[Sequence[Turn]], int], *, limit: int
) -> tuple[CountedTurns, int]:
    """The turns that fit, and how many were left out. Raises PromptTooLong."""
    asked = request.sampling.max_tokens
    return fit_turns(
        request.turns,
        lambda turns: CountedTurns(turns, range(count(turns))),
        limit=limit,
        reserved=asked or limit // REPLY_SHARE,
        least=asked or limit // LEAST_SHARE,
    )


def estimated_token_count(turns: Sequence[Turn]) -> int:
    return sum(estimated_length(_words(turn)) + TOKENS_PER_TURN for turn in turns)


def estimated_length(text: str) -> int:
    return len(text.encode(errors="replace")) // BYTES_PER_TOKEN


def _words(turn: Turn) -> str:
    return turn.content + "".join(call.name + call.arguments for call in turn.tool_calls)
