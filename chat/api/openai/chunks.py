"""What the streams of OpenAI's chat and its older completions have in common: chunks of choices."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from typing import Any

from chat.api.answering import Json, block
from chat.api.gathering import Gathered
from chat.api.problems import ApiError, openai_body
from chat.models import ApiGeneration
from inference.contract import (
    ChoiceFinished,
    Event,
    Finished,
    FinishReason,
    Part,
    Reasoning,
    Started,
    Text,
    ToolCallPart,
    Usage,
)

DONE = "data: [DONE]\n\n"


class ChunkForm(ABC):
    """All chunks have the same head: id, time and model."""

    def __init__(self, generation: ApiGeneration, head: Json) -> None:
        self.gathered = Gathered.of(generation.form)
        self._form, self._head = generation.form, head
        self._has_begun = False

    @abstractmethod
    def _begin(self, place: int) -> Json | None:
        """The choice of the first chunk, if something is told before the model says anything."""

    @abstractmethod
    def _go_on(self, part: Part) -> Json | None:
        """The choice with this part; `None` where it is not told."""

    @abstractmethod
    def _finish(self, place: int, reason: FinishReason) -> Json:
        """The choice of the last chunk."""

    def tell(self, event: Event) -> Iterable[str]:
        match event:
            case Started(revision=revision) if not self._has_begun:  # or another worker goes on
                self._has_begun = True
                self._head["system_fingerprint"] = fingerprint(revision)
                for place in range(self._form["choices"]):
                    yield from self._chunk(self._begin(place))
            case Text() | Reasoning() | ToolCallPart():
                yield from self._chunk(self._go_on(event))
            case ChoiceFinished():
                yield from self._chunk(self._finish(event.choice, event.reason))
            case Finished():
                yield from self._end(event)

    def tell_problem(self, error: ApiError) -> Iterable[str]:
        yield block(openai_body(error))
        yield DONE

    def _end(self, ending: Finished) -> Iterator[str]:
        if self._form["choices"] == 1:
            yield from self._chunk(self._finish(0, ending.reason))
        if self._form["include_usage"]:
            yield block({**self._head, "choices": [], "usage": usage_json(self.gathered.usage)})
        yield DONE

    def _chunk(self, choice: Json | None) -> Iterator[str]:
        if choice is not None:
            nothing_yet = {"usage": None} if self._form["include_usage"] else {}
            yield block({**self._head, "choices": [choice], **nothing_yet})


def fingerprint(revision: str) -> str:
    """Which weights answered."""
    return f"fp_{revision or 'unknown'}"


def usage_json(usage: Usage | None) -> Json | None:
    if usage is None:
        return None
    prompt, completion = usage.prompt_token_count, usage.completion_token_count
    told: dict[str, Any] = {
        "prompt_tokens": prompt,
        "completion_tokens": completion,
        "total_tokens": prompt + completion,
        "prompt_tokens_details": {"cached_tokens": usage.cached_prompt_token_count or 0},
        "completion_tokens_details": {"reasoning_tokens": usage.reasoning_token_count},
    }
    return told
