"""What a worker is asked about its model's tokens, and what it says. No reply comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, ClassVar, Self

from inference.contract.requests import Tool, Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokenize:
    """Which tokens a text is, or turns in the model's chat template: exactly one of the two.

    tools, thinking, continue_final_message: of turns, as in GenerationRequest.
    add_generation_prompt: of turns, up to where a reply begins, unless the last one is continued.
    add_special_tokens: with what the tokenizer puts around every text; `None`: around a text, but
    not around turns, whose template does so.
    with_strings: each token also as the vocabulary spells it.
    """

    type: ClassVar[str] = "tokenize"
    text: str | None = None
    turns: tuple[Turn, ...] = ()
    tools: tuple[Tool, ...] = ()
    thinking: bool | None = None
    continue_final_message: bool = False
    add_generation_prompt: bool = True
    add_special_tokens: bool | None = None
    with_strings: bool = False

    @property
    def has_special_tokens(self) -> bool:
        return self.text is not None if self.add_special_tokens is None else self.add_special_tokens

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        turns = tuple(map(Turn.from_json, values["turns"]))
        return cls(
            **{**values, "turns": turns, "tools": tuple(Tool(**one) for one in values["tools"])}
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Detokenize:
    """Which text these tokens are, special ones included."""

    type: ClassVar[str] = "detokenize"
    token_ids: tuple[int, ...]

    def to_json(self) -> dict[str, Any]:
        return {"token_ids": self.token_ids}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        return cls(token_ids=tuple(values["token_ids"]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """strings: where they were asked for. context_length: of prompt and reply together."""

    ids: tuple[int, ...]
    context_length: int
    strings: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        # asdict would look at each of a hundred thousand numbers.
        return {"ids": self.ids, "strings": self.strings, "context_length": self.context_length}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        lists = {name: tuple(values[name]) for name in ("ids", "strings")}
        return cls(context_length=values["context_length"], **lists)


Question = Tokenize | Detokenize


def question_to_json(question: Question) -> dict[str, Any]:
    return {"type": question.type, **question.to_json()}


def question_from_json(values: Mapping[str, Any]) -> Question:
    """Raises KeyError for an unknown type, TypeError for unknown fields."""
    given = {name: value for name, value in values.items() if name != "type"}
    kind: type[Question] = {"tokenize": Tokenize, "detokenize": Detokenize}[values["type"]]
    return kind.from_json(given)
