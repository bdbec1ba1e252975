"""How /v1/responses tells a generation event by event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import cast

from chat.api.answering import Json, block
from chat.api.gathering import Gathered, kind_of
from chat.api.openai.response_object import item, item_id, response, told_logprobs
from chat.api.problems import ApiError, openai_body
from chat.models import ApiGeneration
from inference.contract import (
    Event,
    Finished,
    Part,
    Queued,
    Reasoning,
    Started,
    Text,
    ToolCallPart,
    joined,
)


class ResponseForm:
    """repeated: of the request; `None`: what is kept of it. after: nothing up to this
    sequence_number is told."""

    def __init__(
        self, generation: ApiGeneration, repeated: Json | None = None, *, after: int = -1
    ) -> None:
        self.gathered = Gathered.of(generation.form)
        self._generation, self._repeated = generation, repeated
        self._after, self._number = after, -1
        self._has_started = False
        self._place = -1
        self._open: list[Part] = []  # what was told of the item that is being told

    def tell(self, event: Event) -> Iterable[str]:
        return filter(None, self._tell(event))

    def tell_problem(self, error: ApiError) -> Iterable[str]:
        return filter(None, self._tell_problem(error))

    def _tell(self, event: Event) -> Iterator[str]:
        match event:
            case Queued() if self._number < 0:
                yield self._stage("created")
                yield self._stage("queued")
            case Started() if not self._has_started:  # it comes again where it begins anew
                self._has_started = True
                yield self._stage("in_progress")
            case Text() | Reasoning() | ToolCallPart():
                yield from self._add(event)
            case Finished(reason=reason):
                stage = "incomplete" if reason == "length" else "completed"
                yield from self._close(stage)
                yield self._stage(stage)

    def _tell_problem(self, error: ApiError) -> Iterator[str]:
        yield self._stage("failed", error)
        # Its fields are the event's own; at the same ones in an `error` openai's clients raise, and
        # hear nothing that comes after it.
        told = openai_body(error)["error"]
        fields = {name: told[name] for name in ("message", "param", "code")}
        yield self._event("error", **fields, error=told)

    def _add(self, part: Part) -> Iterator[str]:
        if self._open and kind_of(part) == kind_of(self._open[0]):
            self._open.append(part)
        else:
            yield from self._close("completed")
            yield from self._begin(part)
        match part:
            case Text(text=text):
                logprobs = told_logprobs(self._generation, part)
                yield self._in_content("output_text.delta", delta=text, logprobs=logprobs)
            case Reasoning(text=text):
                yield self._in_content("reasoning_text.delta", delta=text)
            case ToolCallPart(arguments=arguments) if arguments:
                yield self._in_item("function_call_arguments.delta", delta=arguments)

    def _begin(self, part: Part) -> Iterator[str]:
        """Before anything of it is told."""
        self._place, self._open = self._place + 1, [part]
        told = item(self._generation, self._place, _emptied(part), status="in_progress")
        contents = told.get("content", [])
        opening = {**told, "content": []} if contents else told
        yield self._in_output("output_item.added", item=opening)
        for content in contents:
            yield self._in_content("content_part.added", part=content)

    def _close(self, status: str) -> Iterator[str]:
        if not self._open:
            return
        whole = cast("Part", joined(self._open)[0])
        told = item(self._generation, self._place, whole, status=status)
        for content in told.get("content", []):
            done = {name: content[name] for name in ("text", "logprobs") if name in content}
            yield self._in_content(f"{content['type']}.done", **done)
            yield self._in_content("content_part.done", part=content)
        if "arguments" in told:
            done = {name: told[name] for name in ("name", "arguments")}
            yield self._in_item("function_call_arguments.done", **done)
        yield self._in_output("output_item.done", item=told)

    def _stage(self, name: str, error: ApiError | None = None) -> str:
        told = response(self._generation, self.gathered, self._repeated, error=error)
        return self._event(f"response.{name}", response=told)

    def _in_output(self, kind: str, /, **fields: object) -> str:
        return self._event(f"response.{kind}", output_index=self._place, **fields)

    def _in_item(self, kind: str, /, **fields: object) -> str:
        place = item_id(self._generation, self._place, self._open[0])
        return self._in_output(kind, item_id=place, **fields)

    def _in_content(self, kind: str, /, **fields: object) -> str:
        return self._in_item(kind, content_index=0, **fields)

    def _event(self, kind: str, /, **fields: object) -> str:
        self._number += 1
        if self._number <= self._after:
            return ""
        return block({"type": kind, "sequence_number": self._number, **fields}, event=kind)


def _emptied(part: Part) -> Part:
    if isinstance(part, ToolCallPart):
        return replace(part, arguments="", logprobs=())
    return replace(part, text="", logprobs=())
