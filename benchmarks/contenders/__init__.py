"""Ways to get replies out of one model on one machine, all asked the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

NEW_TOKENS = 128
PROMPT_TOKENS = 64


@dataclass(frozen=True, slots=True)
class Reply:
    """ttft: seconds from asking to the first token in the asker's hands."""

    ttft: float
    tokens: int


@dataclass(frozen=True, slots=True)
class Wave:
    """Replies asked for at the same moment; seconds until the last had ended."""

    seconds: float
    replies: Sequence[Reply]

    @property
    def tokens_per_second(self) -> float:
        return sum(reply.tokens for reply in self.replies) / self.seconds


class Contender(Protocol):
    """`ask` may be called many times between start and stop. plain: the name of the contender
    that does the same without what this one asks for in addition; empty if there is none."""

    name: str
    plain: str

    def start(self, model: Path, device: str) -> None: ...

    def ask(self, prompts: Sequence[str]) -> Wave:
        """One wave."""

    def stop(self) -> None: ...
