"""Many requests in one engine thread; token ids in, whole characters out.

Knows no Redis, streams or tasks. Three kinds of threads meet here: whoever calls `submit` and
`cancel`, the library's engine thread (see `manager`), and the one that iterates `steps`, which
does all the work that is not the model's.
"""

from __future__ import annotations

import itertools
import logging
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from queue import SimpleQueue
from typing import Any

import torch
from transformers.generation.continuous_batching.requests import GenerationOutput

from inference.backends.base import Piece, Prepared, Progress, Step
from inference.backends.transformers.detokeniser import ReplyText
from inference.backends.transformers.loading import load_model
from inference.backends.transformers.manager import Closed, Died, EngineThread, Freed, News, Outputs
from inference.backends.transformers.prompt import Prompts
from inference.backends.transformers.sampling import (
    GREEDY,
    ModelDefaults,
    check_sampling,
    library_arguments,
)
from inference.config import Config
from inference.contract import FinishReason, GenerationRequest, Text
from inference.exceptions import InvalidRequest, ModelUnavailable, PromptTooLong
from inference.fitting import fit_turns

logger = logging.getLogger(__name__)

# A reply of no stated length: old turns make room for a quarter of the context, a long last message
# is answered as long as a sixteenth is left.
REPLY_SHARE, LEAST_SHARE = 4, 16
FAILED = "The engine failed while working on this reply. Please try again."
DEFAULT_THREADS = torch.get_num_threads()


@dataclass(slots=True)
class _Slot:
    """One request in the engine thread. seen: how many of its tokens were told."""

    key: str
    request_id: str
    text: ReplyText
    seen: int = 0
    is_cancelled: bool = False


class TransformersBackend:
    """See `base.Backend`."""

    def __init__(self, config: Config) -> None:
        self.name, self.revision = config.chat_model, ""
        self.context_length = 0
        self._config = config
        self._news: SimpleQueue[News] = SimpleQueue()
        self._keys = itertools.count(1)
        self._slots: dict[str, _Slot] = {}  # by the key that the engine thread knows
        self._by_request: dict[str, _Slot] = {}
        self._lock = threading.RLock()  # for both, and for changing the engine thread
        self._closing = False

    # --- life ---

    def load(self, progress: Progress) -> None:
        _set_threads(self._config.torch_threads)
        loaded = load_model(self._config.chat_model, device=self._config.device, progress=progress)
        self._model, self.name, self.revision = loaded.model, loaded.name, loaded.revision
        self._tokenizer = loaded.tokenizer.backend_tokenizer
        self._prompts = Prompts(loaded.tokenizer)
        self._eos = _end_tokens(loaded.model, loaded.tokenizer)
        text_config = loaded.model.config.get_text_config()
        self._vocabulary = int(text_config.vocab_size)
        self._defaults = ModelDefaults.of(loaded.model.generation_config, self._vocabulary)
        self._engine = self._start_engine()
        self._try_out()
        self.context_length = min(
            int(text_config.max_position_embeddings), self._engine.most_tokens_per_request
        )
        self._supervisor = threading.Thread(target=self._supervise, name="engine-supervisor")
        self._supervisor.start()

    def close(self) -> None:
        if hasattr(self, "_supervisor"):
            with self._lock:  # else it could start one more just now
                self._closing = True
            self._engine.close()
            self._supervisor.join()
        self._news.put(Closed())

    def _start_engine(self, first_step: int = 0) -> EngineThread:
        try:
            return EngineThread(
                self._model, self._config, self._news, eos=sorted(self._eos), first_step=first_step
            )
        except Exception as error:  # the library raises many kinds for what it cannot run
            raise ModelUnavailable(
                f"The model {self.name} cannot run here ({error}). With too little memory, lower "
                "CACHE_TOKENS or MAX_BATCH_TOKENS."
            ) from error

    def _try_out(self) -> None:
        """One token: a model that cannot run says so now, and no person waits for the first step,
        which is the slowest."""
        self._engine.add("0", [0], max_tokens=1, sampling=GREEDY)
        news = self._news.get()
        error = news.outputs[0].error if isinstance(news, Outputs) else str(news)
        if error is not None:
            self._engine.close()
            raise ModelUnavailable(f"The model {self.name} cannot run here: {error}")

    def _supervise(self) -> None:
        """Tell of every death of the engine thread; on a CPU bring it back."""
        while (error := self._engine.wait()) is not None:
            logger.error("The engine thread died: %s", error)
            with self._lock:
                if self._closing:
                    return
                step, keys = self._engine.step, tuple(self._slots)
                is_final = not self._revive(step)
                self._news.put(Died(step, error, keys, is_final))
            if is_final:
                return

    def _revive(self, first_step: int) -> bool:
        """A GPU context cannot be trusted after an error: there the process must go."""
        if self._model.device.type != "cpu":
            return False
        try:
            self._engine = self._start_engine(first_step)
        except ModelUnavailable:
            logger.exception("The engine could not be started again.")
            return False
        return True

    # --- requests in ---

    def prepare(self, request: GenerationRequest) -> Prepared:
        sampling = request.sampling
        check_sampling(sampling, vocabulary=self._vocabulary)
        if not request.turns:
            raise InvalidRequest("There is no message to answer.")
        token_ids, left_out = fit_turns(
            request.turns,
            self._prompts.render,
            limit=self.context_length,
            reserved=sampling.max_tokens or self.context_length // REPLY_SHARE,
            least=sampling.max_tokens or self.context_length // LEAST_SHARE,
        )
        return Prepared(
            request=request,
            token_ids=tuple(token_ids),
            prompt_token_count=len(token_ids),
            max_tokens=sampling.max_tokens or self.context_length - len(token_ids),
            left_out_turn_count=left_out,
        )

    def submit(self, prepared: Prepared) -> None:
        self._check(prepared)
        request = prepared.request
        sampling = library_arguments(request.sampling, self._defaults)
        text = ReplyText(self._tokenizer, request.sampling.stop)
        slot = _Slot(str(next(self._keys)), request.id, text)
        with self._lock:
            if request.id in self._by_request:
                raise InvalidRequest(f"The request {request.id} is being worked on already.")
            self._slots[slot.key] = self._by_request[request.id] = slot
            taken = self._engine.add(
                slot.key, prepared.token_ids, max_tokens=prepared.max_tokens, sampling=sampling
            )
            if not taken:
                self._forget(slot)
                raise ModelUnavailable("The engine is starting again. Try again in a moment.")

    def cancel(self, request_id: str) -> None:
        with self._lock:
            slot = self._by_request.get(request_id)
            if slot is not None:
                slot.is_cancelled = True
                self._engine.cancel(slot.key)

    def step_count(self) -> int:
        return self._engine.step if hasattr(self, "_engine") else 0  # none made before loading

    def _check(self, prepared: Prepared) -> None:
        """All that would kill the engine thread, and everybody's reply with it."""
        check_sampling(prepared.request.sampling, vocabulary=self._vocabulary)
        ids, max_tokens = prepared.token_ids, prepared.max_tokens
        if not ids:
            raise InvalidRequest("The prompt is empty.")
        if not all(type(one) is int and 0 <= one < self._vocabulary for one in ids):
            raise InvalidRequest(f"The prompt has a token that is not 0 to {self._vocabulary - 1}.")
        if type(max_tokens) is not int or max_tokens < 1:
            raise InvalidRequest(f"max_tokens must be a whole number from 1; it is {max_tokens!r}.")
        if len(ids) + max_tokens > self.context_length:
            raise PromptTooLong(
                f"The prompt of {len(ids):,} tokens and the reply of {max_tokens:,} do not fit "
                f"into the {self.context_length:,} tokens that the model holds."
            )

    # --- pieces out ---

    def steps(self) -> Iterator[Step]:
        while True:
            news = self._news.get()
            match news:
                case Outputs():
                    yield Step(news.step, self._advance_all(news), more=not self._news.empty())
                case Freed():
                    yield Step(news.step, self._end_freed(news))
                case Died():
                    yield Step(news.step, self._fail(news))
                    if news.is_final:
                        raise ModelUnavailable(f"The engine cannot go on: {news.error}")
                case Closed():
                    return

    def _advance_all(self, news: Outputs) -> list[Piece]:
        return [
            self._advance(slot, output)
            for output in news.outputs
            if (slot := self._slots.get(output.request_id)) is not None
        ]

    def _advance(self, slot: _Slot, output: GenerationOutput) -> Piece:
        new = output.generated_tokens[slot.seen :]
        slot.seen += len(new)
        if output.error is not None:
            logger.error("The engine gave up request %s: %s", slot.request_id, output.error)
            return self._end(slot, error_type="generation", error_message=FAILED)
        text = self._text(slot, new, is_over=output.is_finished())
        parts = (Text(text=text),) if text else ()
        piece = Piece(request_id=slot.request_id, parts=parts, token_count=len(new))
        if slot.text.is_stopped and not output.is_finished():
            self._engine.cancel(slot.key)
        elif not output.is_finished():
            return piece
        return self._end(slot, piece, finish_reason=self._reason(slot, new))

    def _text(self, slot: _Slot, new: list[int], *, is_over: bool) -> str:
        if slot.is_cancelled:
            return ""
        text = slot.text.push(one for one in new if one not in self._eos)
        return text + slot.text.flush() if is_over else text

    def _reason(self, slot: _Slot, new: list[int]) -> FinishReason:
        if slot.is_cancelled:
            return "stopped"
        return "stop" if slot.text.is_stopped or new[-1] in self._eos else "length"

    def _end_freed(self, news: Freed) -> list[Piece]:
        for key in news.missed:
            if key in self._slots:  # the cancellation overtook its request
                self._engine.cancel(key)
        slots = [self._slots[key] for key in news.keys if key in self._slots]
        return [self._end(slot, finish_reason="stopped") for slot in slots]

    def _fail(self, news: Died) -> list[Piece]:
        slots = [self._slots[key] for key in news.keys if key in self._slots]
        return [self._end(slot, error_type="generation", error_message=FAILED) for slot in slots]

    def _end(self, slot: _Slot, piece: Piece | None = None, **ending: Any) -> Piece:
        self._forget(slot)
        return replace(piece or Piece(request_id=slot.request_id), **ending)

    def _forget(self, slot: _Slot) -> None:
        with self._lock:
            del self._slots[slot.key], self._by_request[slot.request_id]


def _set_threads(count: int) -> None:
    torch.set_num_threads(count or max(DEFAULT_THREADS - 1, 1))


def _end_tokens(model: Any, tokenizer: Any) -> frozenset[int]:
    """A chat model often ends its turn with another token than the one that ends a document."""
    ends = model.generation_config.eos_token_id
    ends = ends if isinstance(ends, list) else [ends]
    return frozenset(one for one in [*ends, tokenizer.eos_token_id] if one is not None)
