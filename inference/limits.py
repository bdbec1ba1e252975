"""How much one worker takes on at once, and for how long. Knows no threads and no events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from inference.config import Config


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Times in seconds since a worker took the request; 0 is none. prompt_tokens 0: as many as the
    cache holds. stop_seconds: how long a slot may take to become free before a stop is told."""

    prompt_tokens: int = 0
    cache_tokens: int = 0
    first_token_seconds: float = 0.0
    total_seconds: float = 0.0
    stop_seconds: float = 5.0  # the longest step of a slow CPU; the engine is stuck after it

    @classmethod
    def of(cls, config: Config) -> Self:
        return cls(
            prompt_tokens=config.max_prompt_tokens,
            cache_tokens=config.cache_tokens,
            first_token_seconds=config.first_token_timeout_seconds,
            total_seconds=config.total_timeout_seconds,
        )

    def prompt_tokens_of(self, context_length: int) -> int:
        """Unless said otherwise every prompt that fits into the context can run."""
        return self.prompt_tokens or max(self.cache_tokens, context_length)

    def overdue(self, seconds: float, *, has_begun: bool) -> str:
        """What to tell of a reply that is `seconds` old; empty if it is in time. has_begun: it has
        its first token."""
        if 0 < self.total_seconds < seconds:
            return f"The reply was not done after {self.total_seconds:g} seconds."
        if 0 < self.first_token_seconds < seconds and not has_begun:
            return f"The model had not begun to answer after {self.first_token_seconds:g} seconds."
        return ""
