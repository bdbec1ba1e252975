"""Keep what people write apart from what the template writes. Knows no template and no turns.

A second tokenizer knows the control tokens only under names that nobody can write: noncharacters
of Unicode. In a guarded prompt the template's own control tokens get those names, and everything
else is text by nature, in the words around it as in words of its own. A raw prompt is text as a
whole.
"""

from __future__ import annotations

import json
import re
from typing import Any

from tokenizers import Tokenizer

# U+FDD0 to U+FDEF mean no character in any text, and never will.
DIGITS = [chr(code) for code in range(0xFDD0, 0xFDE0)]
OPENING, CLOSING, WRITTEN, END = "\ufdec", "\ufded", "\ufdee", "\ufdef"
SPACES = " \u2581"  # the other is SentencePiece's
FORBIDDEN = re.compile("[\ufdd0-\ufdef]")


class Guard:
    """Control tokens: the special ones, and every other added token that is more than space:
    `<tool_call>` or `<think>` are often not marked as special."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._names = {
            token.content: _name(token_id)
            for token_id, token in tokenizer.get_added_tokens_decoder().items()
            if token.special or token.content.strip()
        }
        self.control_ids = frozenset(tokenizer.token_to_id(token) for token in self._names)
        longest_first = sorted(self._names, key=len, reverse=True)
        tokens = "|".join(map(re.escape, longest_first)) or "(?!)"
        self._control = re.compile(tokens)
        self._pieces = re.compile(f"{WRITTEN}((?:{tokens})){END}|[{WRITTEN}{END}]")
        self._guarded = _renamed(tokenizer, self._names)
        self._begin, self._end = _surroundings(tokenizer)
        self._normalizer = tokenizer.normalizer
        self._fickle = self._fickle_tokens()

    def is_harmless(self, text: str) -> bool:
        """Nothing in it could be a control token, whatever the template puts around it."""
        return not self._may_hold_control(text, self.encode(text))

    def _may_hold_control(self, text: str, ids: list[int]) -> bool:
        normal = self._normalizer.normalize_str(text) if self._normalizer else text
        if self._fickle.search(text) or self._fickle.search(normal):
            return True
        return not self.control_ids.isdisjoint(ids)

    def _fickle_tokens(self) -> re.Pattern[str]:
        """Those that are found or not by what stands before them: with Llama 2's normalizer, the
        space that it puts there belongs to them."""
        fickle = [
            token.content
            for token in self._tokenizer.get_added_tokens_decoder().values()
            if token.content in self._names and (token.normalized or token.single_word)
        ]
        if self._normalizer:
            fickle += [self._normalizer.normalize_str(one).strip(SPACES) for one in fickle]
        return re.compile("|".join(map(re.escape, filter(None, fickle))) or "(?!)")

    def encode(self, text: str) -> list[int]:
        """As everybody does it."""
        return _encode(self._tokenizer, text)

    def encode_raw(self, text: str) -> list[int]:
        """The ids of words that stand in no template."""
        ids = self.encode(text)
        if self._may_hold_control(text, ids):
            return _encode(self._guarded, FORBIDDEN.sub("", text))
        return ids

    def surround(self, ids: list[int]) -> list[int]:
        """With what the tokenizer puts around every text."""
        return [*self._begin, *ids, *self._end]

    def mark(self, value: Any) -> Any:
        """The same value, with all control tokens in its texts marked as written by people."""
        match value:
            case str():
                text = FORBIDDEN.sub("", value)
                return self._control.sub(rf"{WRITTEN}\g<0>{END}", text)
            case dict():
                return {self.mark(key): self.mark(one) for key, one in value.items()}
            case list() | tuple():
                return [self.mark(one) for one in value]
        return value

    def encode_marked(self, prompt: str) -> list[int]:
        """The ids of a prompt whose control tokens, but for the marked ones, are the template's."""
        pieces = self._pieces.split(prompt)
        for number, piece in enumerate(pieces):
            if number % 2 == 0:  # between the marked ones, which are at odd places
                pieces[number] = self._control.sub(lambda one: self._names[one[0]], piece)
        return _encode(self._guarded, "".join(filter(None, pieces)))  # a lone mark leaves None


def _encode(tokenizer: Tokenizer, text: str) -> list[int]:
    # Alone, `encode` keeps all other threads waiting, for a second where the text is long.
    (encoding,) = tokenizer.encode_batch_fast([text], add_special_tokens=False)
    ids: list[int] = encoding.ids
    return ids


def _surroundings(tokenizer: Tokenizer) -> tuple[list[int], list[int]]:
    """What it puts before and after every text."""
    text: list[int] = tokenizer.encode("a", add_special_tokens=False).ids
    whole: list[int] = tokenizer.encode("a", add_special_tokens=True).ids
    starts = range(len(whole) - len(text) + 1)
    start = next(one for one in starts if whole[one : one + len(text)] == text)
    return whole[:start], whole[start + len(text) :]


def _name(token_id: int) -> str:
    digits = "".join(DIGITS[int(digit, 16)] for digit in f"{token_id:x}")
    return f"{OPENING}{digits}{CLOSING}"


def _renamed(tokenizer: Tokenizer, names: dict[str, str]) -> Tokenizer:
    """A copy with the same ids, in which those tokens have other names."""
    whole = json.loads(tokenizer.to_str())
    whole["post_processor"] = None  # it speaks of tokens by name
    for token in whole["added_tokens"]:
        token["content"] = names.get(token["content"], token["content"])
    model = whole["model"]
    if isinstance(model["vocab"], dict):
        model["vocab"] = {names.get(one, one): number for one, number in model["vocab"].items()}
    else:  # Unigram: piece and score, by id
        model["vocab"] = [[names.get(one, one), score] for one, score in model["vocab"]]
    if (unknown := model.get("unk_token")) is not None:
        model["unk_token"] = names.get(unknown, unknown)
    return Tokenizer.from_str(json.dumps(whole))
