"""Paced text instead of a model, for tests and load; only with INFERENCE_BACKEND=scripted.

What a reply says is read by `script` from the message; here is the clock that plays it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from inference.backends.base import Piece, Prepared, Progress, Step, Vitals
from inference.backends.byte_tokens import ids_of, raw_text, strings_of, text_of, tokenised
from inference.backends.script import Script, read_script, rest_of
from inference.config import Config
from inference.contract import (
    FinishReason,
    GenerationRequest,
    Part,
    Text,
    Tokenize,
    Tokens,
    Turn,
    joined,
)
from inference.exceptions import InvalidRequest
from inference.fitting import fit_turns
from inference.prompt_rules import check_prompt, check_question, check_room
from inference.stop_strings import StopStrings

SHORTEST_TICK_SECONDS, LONGEST_TICK_SECONDS = 0.005, 0.05  # as the steps of a real engine
FAILURE = "The script asked for this failure."


@dataclass(slots=True)
class _Playing:
    request_id: str
    script: Script
    stop: StopStrings
    starts_at: float
    max_tokens: int
    is_cancelled: bool = False
    told: int = 0


class ScriptedBackend:
    """See `base.Backend`. All replies share one clock, and each of its ticks is a step. Tokens are
    words, but of raw prompts: those are counted in bytes."""

    name, revision = "scripted", "1"
    kind = "scripted"
    libraries: tuple[str, ...] = ()
    device = dtype = template_digest = ""

    def __init__(self, config: Config) -> None:
        self._rate, self._length = config.scripted_tokens_per_second, config.scripted_reply_tokens
        self._texts, self.context_length = config.scripted_texts, config.scripted_context_length
        self._tick = min(max(1 / self._rate, SHORTEST_TICK_SECONDS), LONGEST_TICK_SECONDS)
        self._playing: dict[str, _Playing] = {}
        self._changed = threading.Condition()
        self._closing = False
        self._steps = 0

    def load(self, progress: Progress) -> None:
        progress(1.0, "Nothing to load")

    def prepare(self, request: GenerationRequest) -> Prepared:
        check_prompt(request)
        if request.choices != 1:
            raise InvalidRequest("The scripted model gives one choice.", field="choices")
        reserved = request.sampling.max_tokens or 1
        if request.is_raw:
            prompt, left_out = range(len(ids_of(raw_text(request)))), 0
            check_room(len(prompt), least=reserved, limit=self.context_length)
        else:
            prompt, left_out = fit_turns(
                request.turns, _count, limit=self.context_length, reserved=reserved, least=reserved
            )
        return Prepared(
            request=request,
            sampling=request.sampling,
            token_ids=(),
            prompt_token_count=len(prompt),
            max_tokens=request.sampling.max_tokens or self.context_length - len(prompt),
            left_out_turn_count=left_out,
        )

    def tokenize(self, question: Tokenize) -> Tokens:
        check_question(question)
        ids = tokenised(question)
        strings = strings_of(ids) if question.with_strings else ()
        return Tokens(ids=ids, strings=strings, context_length=self.context_length)

    def detokenize(self, token_ids: Sequence[int]) -> str:
        return text_of(token_ids)

    def submit(self, prepared: Prepared) -> None:
        request = prepared.request
        script = self._read_script(request)
        with self._changed:
            if request.id in self._playing:
                raise InvalidRequest(f"The request {request.id} is being worked on already.")
            self._playing[request.id] = _playing(prepared, script)
            self._changed.notify()

    def _read_script(self, request: GenerationRequest) -> Script:
        if request.is_raw:
            return self._script_of(raw_text(request))
        last = request.turns[-1].content
        if not request.continue_final_message:
            return self._script_of(last)
        asked = next((one for one in reversed(request.turns) if one.role == "user"), None)
        return rest_of(self._script_of(asked.content if asked else ""), last)

    def _script_of(self, message: str) -> Script:
        return read_script(message, rate=self._rate, length=self._length, texts=self._texts)

    def cancel(self, request_id: str) -> None:
        with self._changed:
            if request_id in self._playing:
                self._playing[request_id].is_cancelled = True

    def step_count(self) -> int:
        return self._steps

    def vitals(self) -> Vitals:
        return Vitals()

    def close(self) -> None:
        with self._changed:
            self._closing = True
            self._changed.notify()

    def steps(self) -> Iterator[Step]:
        while self._wait_for_work():
            began = time.monotonic()
            with self._changed:
                self._steps += 1
                pieces = list(filter(None, map(self._play, list(self._playing.values()))))
                for piece in pieces:
                    if piece.is_last:
                        del self._playing[piece.request_id]
            if pieces:
                yield Step(self._steps, pieces)
            time.sleep(max(began + self._tick - time.monotonic(), 0))

    def _wait_for_work(self) -> bool:
        with self._changed:
            self._changed.wait_for(lambda: self._playing or self._closing)
            return not self._closing

    def _play(self, playing: _Playing) -> Piece | None:
        """What is due of one reply."""
        if playing.is_cancelled:
            return Piece(request_id=playing.request_id, finish_reason="stopped")
        due = int((time.monotonic() - playing.starts_at) * playing.script.rate) - playing.told
        if due <= 0:
            return None
        parts = playing.script.parts(playing.told, min(playing.told + due, playing.max_tokens))
        places = range(playing.told, playing.told + len(parts))
        playing.told = places.stop
        fail_after = playing.script.fail_after
        if fail_after is not None and playing.told >= fail_after:
            return Piece(
                request_id=playing.request_id, error_type="generation", error_message=FAILURE
            )
        text = playing.stop.push("".join(part.text for part in parts if isinstance(part, Text)))
        others = tuple(part for part in parts if not isinstance(part, Text))
        reason = _reason(playing)
        if reason or playing.told > len(playing.script.tokens):
            text += playing.stop.flush()
        return Piece(
            request_id=playing.request_id,
            parts=_in_order(text, others),
            token_count=len(places),
            token_ids=places,
            finish_reason=reason,
            stop_string=playing.stop.matched,
        )


def _playing(prepared: Prepared, script: Script) -> _Playing:
    """From its first token, which is due at once, or after those that another worker told."""
    made = len(prepared.request.made[0]) if prepared.request.made else 0
    delay = 0.0 if made else script.delay
    stop = StopStrings(prepared.request.sampling.stop)
    stop.push("".join(script.tokens[min(script.thought, made) : made]))
    return _Playing(
        prepared.request.id,
        script,
        stop,
        time.monotonic() + delay - (made + 1) / script.rate,
        prepared.max_tokens,
        told=made,
    )


def _in_order(text: str, others: tuple[Part, ...]) -> tuple[Part, ...]:
    said = (Text(text=text), *others) if text else others
    return cast("tuple[Part, ...]", joined(said))


def _reason(playing: _Playing) -> FinishReason | None:
    if playing.stop.found or playing.told == len(playing.script):
        return "tool_calls" if playing.script.calls else "stop"
    return "length" if playing.told == playing.max_tokens else None


def _count(turns: Sequence[Turn]) -> range:
    """Words, and four for each role."""
    return range(sum(len(turn.content.split()) + 4 for turn in turns))
