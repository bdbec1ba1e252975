"""How /v1/completions tells a generation: in chunks, or whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from chat.api.answering import Json, block
from chat.api.gathering import Choice, Gathered
from chat.api.openai.chat_form import DONE, fingerprint, usage_json
from chat.api.openai.completion_logprobs import TextOffsets, logprobs_json
from chat.api.problems import ApiError, openai_body
from chat.models import ApiGeneration
from inference.contract import ChoiceFinished, Event, Finished, FinishReason, Started, Text


class CompletionForm:
    """The chunks of a stream, all with the same id, time and model.

    echo: the prompt, where it is to be told first. Nobody keeps it for who goes on with a stream.
    """

    def __init__(self, generation: ApiGeneration, echo: str = "") -> None:
        self.gathered = Gathered.of(generation.form)
        self._head = _head(generation)
        self._form, self._echo = generation.form, echo
        self._offsets = [TextOffsets() for _ in range(generation.form["choices"])]
        self._has_begun = False

    def tell(self, event: Event) -> Iterable[str]:
        match event:
            case Started(revision=revision) if not self._has_begun:  # or another worker goes on
                self._has_begun = True
                self._head["system_fingerprint"] = fingerprint(revision)
                if self._echo:
                    for place in range(self._form["choices"]):
                        yield self._chunk(place, self._echo)
            case Text():
                yield self._chunk(event.choice, event.text, logprobs=self._logprobs(event))
            case ChoiceFinished():
                yield self._chunk(event.choice, "", reason=event.reason)
            case Finished():
                yield from self._end(event)

    def tell_problem(self, error: ApiError) -> Iterable[str]:
        yield block(openai_body(error))
        yield DONE

    def _end(self, ending: Finished) -> Iterator[str]:
        if self._form["choices"] == 1:
            yield self._chunk(0, "", reason=ending.reason)
        if self._form["include_usage"]:
            yield block({**self._head, "choices": [], "usage": usage_json(self.gathered.usage)})
        yield DONE

    def _chunk(
        self,
        place: int,
        text: str,
        *,
        reason: FinishReason | None = None,
        logprobs: Json | None = None,
    ) -> str:
        choice = _choice(place, text, reason=reason, logprobs=logprobs)
        nothing_yet = {"usage": None} if self._form["include_usage"] else {}
        return block({**self._head, "choices": [choice], **nothing_yet})

    def _logprobs(self, event: Text) -> Json | None:
        if not self._form["logprobs"]:
            return None
        return logprobs_json(event.logprobs, self._offsets[event.choice].add(event))


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
    place: int, text: str, *, reason: FinishReason | None, logprobs: Json | None
) -> dict[str, Any]:
    return {"index": place, "text": text, "logprobs": logprobs, "finish_reason": reason}


def _whole_logprobs(choice: Choice) -> Json:
    offsets = TextOffsets()
    places = [
        place for part in choice.parts if isinstance(part, Text) for place in offsets.add(part)
    ]
    return logprobs_json(choice.logprobs, places)
