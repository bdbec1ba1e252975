"""Make a real engine fail at what a test says: a token that no forward pass survives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import torch

from inference.backends.transformers import TransformersBackend
from tests.inference.support.ear import Ear

POISON = "\x7f"  # a byte of its own in the tiny model's tokenizer


def backend_of(ear: Ear) -> TransformersBackend:
    assert isinstance(ear.backend, TransformersBackend)
    return ear.backend


def token_of(ear: Ear, text: str) -> int:
    (token,) = backend_of(ear).tokenizer.encode(text, add_special_tokens=False).ids
    return int(token)


@contextmanager
def failing(
    ear: Ear, when: Callable[[set[int], int], bool], error: Exception
) -> Iterator[list[int]]:
    """The model raises when a step has such tokens, for so many requests; the list has one item
    for each time."""
    deaths: list[int] = []

    def look(_: Any, __: Any, arguments: dict[str, Any]) -> None:
        tokens = set(arguments["input_ids"].flatten().tolist())
        if when(tokens, len(arguments["cu_seq_lens_q"]) - 1):
            deaths.append(len(tokens))
            raise error

    handle = backend_of(ear)._model.register_forward_pre_hook(look, with_kwargs=True)
    try:
        yield deaths
    finally:
        handle.remove()


@contextmanager
def no_number(ear: Ear, bad: int) -> Iterator[None]:
    """Whatever has read this token has no numbers any more."""

    def spoil(_: Any, arguments: tuple[torch.Tensor], output: torch.Tensor) -> torch.Tensor:
        return output.masked_fill((arguments[0] == bad).unsqueeze(-1), torch.nan)

    embeddings: Any = backend_of(ear)._model.get_input_embeddings()
    handle = embeddings.register_forward_hook(spoil)
    try:
        yield
    finally:
        handle.remove()
