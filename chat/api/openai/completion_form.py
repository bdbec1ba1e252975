"""How /v1/completions tells a generation: in chunks, or whole."""

from __future__ import annotations

from typing import Any

from chat.api.answering import Json
from chat.api.gathering import Choice, Gathered
from chat.api.openai.chunks import ChunkForm, fingerprint, usage_json
from chat.api.openai.completion_logprobs import TextOffsets, logprobs_json
from chat.models import ApiGeneration
from inference.contract import FinishReason, Part, Text


class CompletionForm(ChunkForm):
    """echo: the prompt, where it is to be told first. Nobody keeps it for who goes on with a
    stream."""

    def __init__(self, generation: ApiGeneration, echo: str = "") -> None:
        super().__init__(generation, _head(generation))
        self._echo = echo
        self._offsets = [TextOffsets() for _ in range(generation.form["choices"])]

    def _begin(self, place: int) -> Json | None:
        return _choice(place, self._echo) if self._echo else None

    def _go_on(self, part: Part) -> Json | None:
        if not isinstance(part, Text):
            return None  # of a raw prompt there is nothing else
        logprobs = None
        if self._form["logprobs"]:
            logprobs = logprobs_json(part.logprobs, self._offsets[part.choice].add(part))
        return _choice(part.choice, part.text, logprobs=logprobs)

    def _finish(self, place: int, reason: FinishReason) -> Json:
        return _choice(place, "", reason=reason)


def completion(generation: ApiGeneration, gathered: Gathered, echo: str = "") -> Json:
    """The whole answer. echo: the prompt, where it is wanted before what follows it."""
    revision = gathered.started.revision if gathered.started else ""
    return {
        **_head(generation),
        "system_fingerprint": fingerprint(revision),
        "choices": [
            _choice(
                place,
                echo + choice.text,
                reason=choice.finish_reason,
                logprobs=_whole_logprobs(choice) if generation.form["logprobs"] else None,
            )
            for place, choice in enumerate(gathered.choices)
        ],
        "usage": usage_json(gathered.usage),
    }


def _head(generation: ApiGeneration) -> Json:
    return {
        "id": f"cmpl-{generation.pk}",
        "object": "text_completion",
        "created": int(generation.created_at.timestamp()),
        "model": generation.model,
    }


def _choice(
    place: int, text: str, *, reason: FinishReason | None = None, logprobs: Json | None = None
) -> dict[str, Any]:
    return {"index": place, "text": text, "logprobs": logprobs, "finish_reason": reason}


def _whole_logprobs(choice: Choice) -> Json:
    offsets = TextOffsets()
    places = [
        place for part in choice.parts if isinstance(part, Text) for place in offsets.add(part)
    ]
    return logprobs_json(choice.logprobs, places)
