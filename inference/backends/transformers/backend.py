"""Many requests in one engine thread; token ids in, whole characters out.

Knows no Redis, streams or tasks. Three kinds of threads meet here: whoever calls `submit` and
`cancel`, the library's engine thread (see `manager`), and the one that iterates `steps`, which
does all the work that is not the model's.
"""

from __future__ import annotations

import itertools
import logging
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from queue import SimpleQueue
from typing import Any

import torch
from transformers.generation.continuous_batching.requests import GenerationOutput

from inference.backends.base import Piece, Prepared, Progress, Recovered, Step, Vitals
from inference.backends.transformers.loading import load_model
from inference.backends.transformers.manager import (
    PAGE_TOKENS,
    Closed,
    Died,
    EngineThread,
    Freed,
    News,
    Outputs,
)
from inference.backends.transformers.preparing import Preparing
from inference.backends.transformers.slots import Slot, Slots
from inference.config import Config
from inference.contract import FinishReason, GenerationRequest, Part, Tokenize, Tokens
from inference.exceptions import ModelUnavailable
from inference.watchdog import StepWatch

logger = logging.getLogger(__name__)

FAILED = "The engine failed while working on this reply. Please try again."
GIVEN_UP = (
    "The engine failed twice at this request, so it was given up. Please ask in another way; "
    "the worker's log says what went wrong."
)
TOO_BIG = "The engine has not enough memory for this request. Please make it shorter."
DEFAULT_THREADS = torch.get_num_threads()


class TransformersBackend:
    """See `base.Backend`."""

    kind = "transformers"
    libraries: tuple[str, ...] = ("torch", "transformers", "tokenizers")

    def __init__(self, config: Config) -> None:
        self.name, self.revision = config.chat_model, ""
        self.context_length = 0
        self.device = self.dtype = self.template_digest = ""
        self._config = config
        self._news: SimpleQueue[News] = SimpleQueue()
        self._keys = itertools.count(1)
        self._slots = Slots()
        self._lock = threading.RLock()  # for them, and for changing the engine thread
        self._is_over = False  # it is closing, or dead for good
        self._watch = StepWatch()

    # --- life ---

    def load(self, progress: Progress) -> None:
        _set_threads(self._config.torch_threads)
        loaded = load_model(self._config.chat_model, device=self._config.device, progress=progress)
        self._model, self.name, self.revision = loaded.model, loaded.name, loaded.revision
        self.device = self._model.device.type
        self.dtype = str(self._model.dtype).removeprefix("torch.")
        self.tokenizer = loaded.tokenizer.backend_tokenizer
        self._preparing = Preparing(loaded, self._config)
        self.template_digest = self._preparing.template_digest
        try:
            self._engine = self._start_engine()
        except ModelUnavailable:
            self._preparing.close()  # it has processes of its own
            raise
        self.context_length = self._preparing.context_length = min(
            self._preparing.context_length, self._engine.most_tokens_per_request
        )

    def close(self) -> None:
        with self._lock:  # else one more could be started just now
            self._is_over = True
        if hasattr(self, "_engine"):
            self._engine.close()
        if hasattr(self, "_preparing"):
            self._preparing.close()
        self._news.put(Closed())

    def _start_engine(self, first_step: int = 0) -> EngineThread:
        """One that has made a token: a model that cannot run says so now, and no person waits for
        the first step, which is the slowest."""
        try:
            engine = EngineThread(
                self._model,
                self._config,
                self._news,
                eos=sorted(self._preparing.eos),
                first_step=first_step,
            )
        except Exception as error:  # the library raises many kinds for what it cannot run
            raise ModelUnavailable(
                f"The model {self.name} cannot run here ({error}). With too little memory, lower "
                "CACHE_TOKENS or MAX_BATCH_TOKENS."
            ) from error
        if (wrong := engine.try_out()) is not None:
            engine.close()
            raise ModelUnavailable(f"The model {self.name} cannot run here: {wrong}")
        return engine

    # --- requests in ---

    def prepare(self, request: GenerationRequest) -> Prepared:
        return self._preparing.prepare(request)

    def tokenize(self, question: Tokenize) -> Tokens:
        words = self._preparing.words
        ids = words.tokenize(question)
        strings = words.strings(ids) if question.with_strings else ()
        return Tokens(ids=tuple(ids), strings=strings, context_length=self.context_length)

    def detokenize(self, token_ids: Sequence[int]) -> str:
        return self._preparing.words.detokenize(token_ids)

    def submit(self, prepared: Prepared) -> None:
        self._preparing.check(prepared)
        choices = self._preparing.slots(prepared, self._keys)
        with self._lock:
            if self._is_over:
                raise ModelUnavailable("The engine has ended.")
            self._slots.add(choices, one_first=prepared.prompt_token_count > PAGE_TOKENS)
            self._slots.let_in(self._engine)

    def cancel(self, request_id: str) -> None:
        with self._lock:
            for slot in self._slots.of_request(request_id):
                self._cancel(slot)

    def _cancel(self, slot: Slot) -> None:
        slot.is_cancelled = True
        if self._slots.is_inside(slot):
            self._engine.cancel(slot.key)
        else:
            self._news.put(Freed(self._engine.step, [slot.key], []))

    def step_count(self) -> int:
        return self._engine.step if hasattr(self, "_engine") else 0  # none made before loading

    def vitals(self) -> Vitals:
        step, busy = self.step_count(), len(self._slots)
        age = self._watch.look(step=step, is_busy=busy > 0)
        if not hasattr(self, "_engine"):
            return Vitals()
        waiting = self._engine.waiting_count + busy - self._slots.inside_count
        return Vitals(step_age_seconds=age, waiting=waiting, cache_use=self._engine.cache_use)

    # --- pieces out ---

    def steps(self) -> Iterator[Step]:
        while not isinstance(news := self._news.get(), Closed):
            step = self._make_step(news)
            with self._lock:
                self._slots.let_in(self._engine)
            yield step

    def _make_step(self, news: Outputs | Freed | Died) -> Step:
        match news:
            case Outputs():
                pieces, more = self._advance_all(news), not self._news.empty()
                return Step(news.step, pieces, more=more, seconds=news.seconds)
            case Freed():
                return Step(news.step, self._end_freed(news))
            case Died():
                return self._recover(news)

    def _advance_all(self, news: Outputs) -> list[Piece]:
        return [
            self._advance(slot, output)
            for output in news.outputs
            if (slot := self._slots.get(output.request_id)) is not None
        ]

    def _advance(self, slot: Slot, output: GenerationOutput) -> Piece:
        done = len(slot.told)
        new = output.generated_tokens[done:]
        slot.told = output.generated_tokens
        if output.error is not None or (slot.rules.fault and not slot.is_cancelled):
            error = output.error or slot.rules.fault
            logger.error("The engine gave up request %s: %s", slot.request_id, error)
            self._engine.cancel(slot.key)
            failed = {"error_type": "generation", "error_message": FAILED}
            return self._end(slot, **(slot.refusal() or failed))
        if slot.rule_set.logprobs >= 0:
            shown = [
                one for one in new if one not in self._preparing.eos
            ]  # it can only be the last
            slot.logprobs.add(shown, slot.rules.scored[done : done + len(shown)])
        is_over = output.is_finished()
        if is_over and slot.is_on_trial and not self._is_complete(slot):
            is_over = False
            with self._lock:
                self._slots.passed(slot)
        parts = self._parts(slot, new, is_over=is_over)
        is_first = slot.choice == 0 and not done and not slot.before
        piece = Piece(
            request_id=slot.request_id,
            choice=slot.choice,
            parts=slot.logprobs.tell(
                parts, is_cut=slot.reply.is_stopped, closed_by=slot.reply.closed_by
            ),
            token_count=len(new),
            token_ids=new,
            cached_prompt_token_count=slot.rules.cached_prompt_token_count if is_first else None,
        )
        if not done and new:
            with self._lock:
                self._slots.call_followers(slot)
        if slot.reply.is_stopped and not is_over:
            self._engine.cancel(slot.key)
        elif not is_over:
            return piece
        stop_string = "" if slot.is_cancelled else slot.reply.stop_string
        return self._end(slot, piece, finish_reason=self._reason(slot), stop_string=stop_string)

    def _is_complete(self, slot: Slot) -> bool:
        return slot.is_cancelled or slot.tokens_left < 1 or slot.told[-1] in self._preparing.eos

    def _parts(self, slot: Slot, new: list[int], *, is_over: bool) -> tuple[Part, ...]:
        if slot.is_cancelled:
            return ()
        parts = slot.reply.push(one for one in new if one not in self._preparing.eos)
        parts += slot.reply.flush() if is_over else ()
        return tuple(replace(part, choice=slot.choice) for part in parts) if slot.choice else parts

    def _reason(self, slot: Slot) -> FinishReason:
        if slot.is_cancelled:
            return "stopped"
        if not (slot.reply.is_stopped or (slot.told and slot.told[-1] in self._preparing.eos)):
            return "length"
        return "tool_calls" if slot.reply.called_tools else "stop"

    def _end_freed(self, news: Freed) -> list[Piece]:
        for key in news.missed:
            if self._slots.get(key) is not None:  # the cancellation overtook its request
                self._engine.cancel(key)
        slots = [slot for key in news.keys if (slot := self._slots.get(key)) is not None]
        return [self._end(slot, finish_reason="stopped") for slot in slots]

    # --- after a death ---

    def _recover(self, news: Died) -> Step:
        """All replies go on in a new engine thread, but for the one that is to blame."""
        with self._lock:
            if self._is_over:
                return Step(news.step, [])
            logger.error("The engine thread died: %s", news.error)
            self._restart(news)
            inside = self._slots.inside_count
            poison, cancelled = self._slots.begin_again(
                news.batch, out_of_memory=news.out_of_memory
            )
            pieces = [self._end(slot, finish_reason="stopped") for slot in cancelled]
            if poison is not None:
                message = TOO_BIG if news.out_of_memory else GIVEN_UP
                pieces.append(self._end(poison, error_type="generation", error_message=message))
            given_up = int(poison is not None)
            recovered = Recovered(inside - given_up, given_up)
            return Step(news.step, pieces, recovered=recovered)

    def _restart(self, news: Died) -> None:
        """Raises ModelUnavailable: then the process must go. A GPU's context cannot be trusted
        after an error, unless there was just no memory left."""
        self._is_over = True
        if self._model.device.type != "cpu" and not news.out_of_memory:
            raise ModelUnavailable(f"The engine cannot go on: {news.error}")
        self._engine.discard()
        self._engine = self._start_engine(first_step=news.step)
        self._is_over = False

    def _end(self, slot: Slot, piece: Piece | None = None, **ending: Any) -> Piece:
        with self._lock:
            self._slots.call_followers(slot)
            self._slots.forget(slot)
            if "error_type" in ending:  # one choice that fails ends the whole request
                for other in self._slots.of_request(slot.request_id):
                    self._engine.cancel(other.key)
                    self._slots.forget(other)
        return replace(piece or Piece(request_id=slot.request_id, choice=slot.choice), **ending)


def _set_threads(count: int) -> None:
    torch.set_num_threads(count or max(DEFAULT_THREADS - 1, 1))
