"""What is asked of the engine. Knows no events and no model; limits are checked by the engine."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, Self

Role = Literal["system", "user", "assistant", "tool"]
ToolChoice = Literal["auto", "none", "required", "named"]
GrammarKind = Literal["json_object", "json_schema", "regex", "choice"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolCall:
    """A call that the assistant made. arguments: JSON text of an object."""

    id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One message of the prompt, as the chat template takes it.

    tool_calls: of an assistant. tool_call_id: of a tool turn, which call it answers.
    """

    role: Role
    content: str
    reasoning: str = ""
    tool_calls: tuple[ToolCall, ...] = ()
    tool_call_id: str = ""

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        calls = tuple(ToolCall(**call) for call in values.get("tool_calls", ()))
        return cls(**{**values, "tool_calls": calls})


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """A function that the model may call. parameters: the JSON schema of its arguments."""

    name: str
    description: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """What the whole reply must look like.

    value: the schema of `json_schema`, the pattern of `regex` (the whole reply matches it), the
    texts of `choice`; `None` for `json_object`.
    """

    kind: GrammarKind
    value: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampling:
    """How tokens are chosen. `None` means the model's own default.

    temperature: 0 is greedy, else 0.01 to 2. top_p: over 0, up to 1. top_k: 1 to the vocabulary.
    min_p: 0 to 1, a share of the likeliest token's probability. repetition_penalty: over 0, up to
    10, over prompt and reply; 1 is off. presence_penalty, frequency_penalty: -2 to 2, over the
    reply; 0 is off. logit_bias: token id to -100 … 100. seed: with the same one the same request
    gives the same text, whatever else runs; `None`: another text every time.
    max_tokens: new tokens at most; `None` means as many as the context holds.
    stop: up to 4 strings; generation ends before the first that appears.
    ignore_eos: go on to max_tokens whatever the model says (for benchmarks).
    logprobs: tell each token's log probability and this many of the likeliest beside it, 0 to 20.
    """

    temperature: float | None = None
    top_p: float | None = None
    top_k: int | None = None
    min_p: float | None = None
    repetition_penalty: float | None = None
    presence_penalty: float | None = None
    frequency_penalty: float | None = None
    logit_bias: Mapping[int, float] = field(default_factory=dict)
    seed: int | None = None
    max_tokens: int | None = None
    stop: tuple[str, ...] = ()
    ignore_eos: bool = False
    logprobs: int | None = None

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        bias = {int(token): number for token, number in values.get("logit_bias", {}).items()}
        return cls(**{**values, "stop": tuple(values.get("stop", ())), "logit_bias": bias})


@dataclass(frozen=True, slots=True, kw_only=True)
class GenerationRequest:
    """One try at one reply.

    id: names the event stream. owner: an opaque key for limits and fairness, never a user name.
    group: as owner, of several who have places together; empty: none. group_places: how many; 0: as
    many as there are.
    turns, prompt, prompt_token_ids: what is asked, by exactly one of them. A prompt goes to the
    model as it is, without its chat template, and is never shortened; what comes back is text,
    with no thoughts or calls looked for in it.
    model: the name of a live one; empty: the site's default. choices: replies to the same prompt,
    1 to 4. tool_choice `named`: the tool called tool_name. thinking: whether the model reasons
    first, if its template has a switch; `None`: as the template does by default.
    continue_final_message: the last turn is an assistant's, and the reply goes on in it.
    is_background: nobody waits for it: it has an owner and places of its own, and is taken only
    while no other request waits and a further slot is free.
    attempt: the fence; the stream refuses events of an older attempt.
    made: by choice, the tokens of earlier attempts, of which everything was told; the reply goes on
    after them.
    sent_at: when its writer sent it, epoch seconds; waiting times count from here.
    """

    id: str
    owner: str
    group: str = ""
    group_places: int = 0
    turns: tuple[Turn, ...] = ()
    prompt: str | None = None
    prompt_token_ids: tuple[int, ...] = ()
    sampling: Sampling = field(default_factory=Sampling)
    model: str = ""
    choices: int = 1
    tools: tuple[Tool, ...] = ()
    tool_choice: ToolChoice = "auto"
    tool_name: str = ""
    grammar: Grammar | None = None
    thinking: bool | None = None
    continue_final_message: bool = False
    is_background: bool = False
    attempt: int = 1
    made: tuple[tuple[int, ...], ...] = ()
    sent_at: float = field(default_factory=time.time)

    @property
    def is_raw(self) -> bool:
        """It has a prompt in place of turns."""
        return self.prompt is not None or bool(self.prompt_token_ids)

    def to_json(self) -> dict[str, Any]:
        """Without a group where there is none, and never with its places, which are for admission
        alone: in a rolling update it may be read by a worker of a version without groups."""
        values = asdict(self)
        del values["group_places"]
        if not self.group:
            del values["group"]
        return values

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        grammar = values.get("grammar")
        return cls(
            **{
                **values,
                "turns": tuple(map(Turn.from_json, values["turns"])),
                "prompt_token_ids": tuple(values.get("prompt_token_ids", ())),
                "sampling": Sampling.from_json(values.get("sampling", {})),
                "tools": tuple(Tool(**tool) for tool in values.get("tools", ())),
                "grammar": grammar and Grammar(**grammar),
                "made": tuple(map(tuple, values.get("made", ()))),
            }
        )
