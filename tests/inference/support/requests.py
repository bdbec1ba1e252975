"""Short ways to say what is asked of an engine."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from inference.contract import GenerationRequest, Sampling, Turn


def ask(*texts: str, attempt: int = 1, **sampling: Any) -> GenerationRequest:
    """A conversation that begins and ends with the user; sampling is greedy unless said."""
    roles = ("user", "assistant")
    turns = tuple(Turn(role=roles[i % 2], content=text) for i, text in enumerate(texts))  # type: ignore[arg-type]
    return GenerationRequest(
        id=str(uuid.uuid4()),
        owner=str(uuid.uuid4()),
        turns=turns,
        attempt=attempt,
        sampling=Sampling(**{"temperature": 0.0, **sampling}),
    )


def ask_raw(prompt: str | Sequence[int], **sampling: Any) -> GenerationRequest:
    """A prompt without turns, as text or as token ids; sampling as in `ask`."""
    raw: Any = {"prompt": prompt} if isinstance(prompt, str) else {"prompt_token_ids": (*prompt,)}
    return replace(ask(**sampling), **raw)
