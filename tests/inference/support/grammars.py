"""Follow grammars without a model: a die takes any of the allowed tokens."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

import torch

from inference.backends.transformers.grammar import GrammarMatcher, Grammars
from tests.inference.support.tiny_model import make_tokenizer

MORE_ROWS = 37  # of the output than the tokenizer has tokens, as many models have
MARKERS = ["<think>", "</think>", "<tool_call>", "</tool_call>", "[TOOL_CALLS]", "[ARGS]"]


@dataclass(frozen=True, slots=True)
class Reply:
    """text: with its special tokens. is_done: the end was allowed and taken."""

    text: str
    is_done: bool
    error: str


class Player:
    """Grammars of the tiny model's tokenizer, and dice that write under them."""

    def __init__(self, specials: list[str] = MARKERS) -> None:
        tokenizer = make_tokenizer(specials=["<|begin|>", "<|end|>", *specials])
        self.tokenizer = tokenizer.backend_tokenizer
        self.end: int = tokenizer.eos_token_id
        self.size = len(tokenizer)
        self.grammars = Grammars(self.tokenizer, eos=[self.end], vocabulary=self.size + MORE_ROWS)

    def play(self, compiled: Any, *, seed: int = 0, steps: int = 3_000) -> Reply:
        """Ends as soon as it may: a die would hardly ever."""
        matcher, dice, ids = compiled.matcher(), random.Random(seed), list[int]()
        while not matcher.is_done and not matcher.error and len(ids) < steps:
            allowed = self.allowed(matcher)
            ids.append(self.end if self.end in allowed else dice.choice(allowed))
            matcher.accept(ids[-1])
        text = self.tokenizer.decode([one for one in ids if one != self.end], False)
        return Reply(text, matcher.is_done, matcher.error)

    def allowed(self, matcher: GrammarMatcher) -> list[int]:
        row = torch.full(((self.size + MORE_ROWS + 31) // 32,), -1, dtype=torch.int32)
        assert matcher.fill(row)
        return [i for i in range(row.numel() * 32) if int(row[i // 32]) >> (i % 32) & 1]

    def takes(self, compiled: Any, text: str) -> bool:
        """Whether it is a whole reply, in the tokens that the tokenizer makes of it.

        The mask may allow only others where the grammar forces the text.
        """
        matcher = compiled.matcher()
        for token_id in self.tokenizer.encode(text, add_special_tokens=False).ids:
            matcher.accept(token_id)
        return not matcher.error and self.end in self.allowed(matcher)
