"""A model on another server, as a backend. See `base.Backend`.

One event loop in one thread carries all replies; what they bring while the engine is busy with the
last step becomes the next one.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Coroutine, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, wait
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

from inference.backends.base import Piece, Prepared, Progress, Step, Vitals
from inference.backends.openai.asking import ask
from inference.backends.openai.body import chat_body, completion_body, messages, tokenize_body
from inference.backends.openai.chunks import ReplyChunks
from inference.backends.openai.counting import (
    LEAST_SHARE,
    estimated_length,
    estimated_token_count,
    fit,
)
from inference.backends.openai.loading import find_model
from inference.backends.openai.tokens import text_of, tokens_of
from inference.backends.openai.wire import Patience, Wire
from inference.config import Config
from inference.contract import GenerationRequest, Tokenize, Tokens, Turn
from inference.exceptions import InvalidRequest, ModelUnavailable
from inference.prompt_rules import check_prompt, check_question, check_room
from inference.upstream import parse_upstream

LOOK_SECONDS = 1.0  # work that was handed to an ending loop may never begin
HELLO = Turn(role="user", content="Hello")

Answer = TypeVar("Answer")


class OpenAIBackend:
    """patience: how long it waits for what."""

    kind = "openai"
    libraries: tuple[str, ...] = ()  # its numbers are made elsewhere

    def __init__(self, config: Config, patience: Patience | None = None) -> None:
        self._upstream = parse_upstream(config.chat_model)
        self.name, self.revision, self.context_length = self._upstream.model, "", 0
        self.device = self.dtype = self.template_digest = ""
        self._config, self._patience = config, patience or Patience()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = threading.Thread(target=self._run, name="upstream", daemon=True)
        self._asking: dict[str, asyncio.Task[None]] = {}  # touched on the loop only
        self._taken: set[str] = set()  # ids whose reply has not ended
        self._news: list[Piece] = []
        self._changed = threading.Condition()  # for the two above, and what follows
        self._is_closing = False
        self._steps = 0

    # --- life ---

    def load(self, progress: Progress) -> None:
        logging.getLogger("httpx2").setLevel(logging.WARNING)  # else a line for every request
        progress(0.0, f"Waiting for the server {self._upstream.base_url}")
        self._thread.start()
        with self._changed:
            self._changed.wait_for(lambda: self._loop is not None or self._is_closing)
        self._wire = self._wait(self._make_wire())
        self._found = self._wait(find_model(self._wire, self._upstream, self._patience, progress))
        self.context_length = self._config.upstream_context_length or self._found.context_length
        self._can_count = self._counted(messages=messages([HELLO])) is not None
        progress(1.0, "")

    def close(self) -> None:
        with self._changed:
            self._is_closing = True
            self._changed.notify_all()
            if self._loop is not None:
                self._loop.call_soon_threadsafe(self._main.cancel)
        if self._thread.ident is not None and self._thread is not threading.current_thread():
            self._thread.join()

    def _run(self) -> None:
        with suppress(asyncio.CancelledError):
            asyncio.run(self._live())

    async def _live(self) -> None:
        """Until `close`; `asyncio.run` then cancels what is left and waits for it."""
        with self._changed:
            if self._is_closing:
                return
            self._loop = asyncio.get_running_loop()
            self._main = asyncio.ensure_future(asyncio.Event().wait())
            self._changed.notify_all()
        try:
            await self._main
        finally:
            with self._changed:
                self._loop = None
            for task in self._asking.values():
                task.cancel()
            await asyncio.gather(*self._asking.values(), return_exceptions=True)
            if hasattr(self, "_wire"):
                await self._wire.close()

    async def _make_wire(self) -> Wire:
        return Wire(self._upstream, self._config.upstream_api_key, self._patience)

    def _wait(self, work: Coroutine[Any, Any, Answer]) -> Answer:
        """What `work` gives, from another thread than the loop's. Raises ModelUnavailable."""
        with self._changed:
            loop = self._loop
            if loop is None:
                work.close()
                raise ModelUnavailable("The engine has ended.")
            future = asyncio.run_coroutine_threadsafe(work, loop)
        while not future.done() and self._loop is not None:
            wait([future], LOOK_SECONDS)
        try:
            return future.result(0)
        except (CancelledError, TimeoutError):
            raise ModelUnavailable("The engine has ended.") from None

    # --- requests in ---

    def prepare(self, request: GenerationRequest) -> Prepared:
        check_prompt(request)
        self._body(request)  # what this server cannot do is said before its reply begins
        if request.is_raw:
            return self._prepare_raw(request)
        prompt, left_out = fit(request, self._count, limit=self.context_length)
        room = max(self.context_length - len(prompt), 1)
        return Prepared(
            request=replace(request, turns=tuple(prompt.turns)),
            sampling=request.sampling,
            token_ids=(),
            prompt_token_count=len(prompt),
            max_tokens=request.sampling.max_tokens or room,
            left_out_turn_count=left_out,
        )

    def _prepare_raw(self, request: GenerationRequest) -> Prepared:
        length, limit = self._raw_length(request), self.context_length
        asked = request.sampling.max_tokens
        check_room(length, least=asked or limit // LEAST_SHARE, limit=limit)
        # Said always: here the servers' own limit is often 16.
        sampling = replace(request.sampling, max_tokens=asked or limit - length)
        return Prepared(
            request=replace(request, sampling=sampling),
            sampling=sampling,
            token_ids=(),
            prompt_token_count=length,
            max_tokens=asked or limit - length,
        )

    def _raw_length(self, request: GenerationRequest) -> int:
        if request.prompt is None:
            return len(request.prompt_token_ids)
        counted = self._counted(prompt=request.prompt) if self._can_count else None
        return estimated_length(request.prompt) if counted is None else counted

    def _count(self, turns: Sequence[Turn]) -> int:
        counted = self._counted(messages=messages(turns)) if self._can_count else None
        return estimated_token_count(turns) if counted is None else counted

    def _counted(self, **asked: Any) -> int | None:
        return self._wait(self._wire.count_tokens({"model": self.name, **asked}))

    def tokenize(self, question: Tokenize) -> Tokens:
        check_question(question)
        body = tokenize_body(question, model=self.name)
        ids, strings = self._wait(tokens_of(self._wire, body))
        return Tokens(ids=ids, strings=strings, context_length=self.context_length)

    def detokenize(self, token_ids: Sequence[int]) -> str:
        body = {"model": self.name, "tokens": list(token_ids)}
        return self._wait(text_of(self._wire, body))

    def _body(self, request: GenerationRequest) -> dict[str, Any]:
        make_body = completion_body if request.is_raw else chat_body
        return make_body(
            request,
            model=self.name,
            knows_structured_outputs=self._found.knows_structured_outputs,
        )

    def submit(self, prepared: Prepared) -> None:
        request = prepared.request
        with self._changed:
            if self._loop is None:
                raise ModelUnavailable("The engine has ended.")
            if request.id in self._taken:
                raise InvalidRequest(f"The request {request.id} is being worked on already.")
            self._taken.add(request.id)
            self._loop.call_soon_threadsafe(self._begin, request)

    def cancel(self, request_id: str) -> None:
        with self._changed:
            if self._loop is not None and request_id in self._taken:
                self._loop.call_soon_threadsafe(self._stop, request_id)

    # --- on the loop ---

    def _begin(self, request: GenerationRequest) -> None:
        chunks = ReplyChunks(request)
        asking = ask(
            chunks, self._body(request), wire=self._wire, patience=self._patience, tell=self._tell
        )
        task = self._asking[request.id] = asyncio.ensure_future(asking)
        task.add_done_callback(partial(self._forget, chunks))

    def _stop(self, request_id: str) -> None:
        if request_id in self._asking:
            self._asking[request_id].cancel()

    def _forget(self, chunks: ReplyChunks, task: asyncio.Task[None]) -> None:
        """The connection is closed by now: this is when its server hears of a stop."""
        if task.cancelled():
            self._tell(chunks.stopped())
        del self._asking[chunks.request.id]
        with self._changed:
            self._taken.discard(chunks.request.id)

    def _tell(self, pieces: Iterable[Piece]) -> None:
        """What came before an exception in `pieces` is told too."""
        with self._changed:
            for piece in pieces:
                self._news.append(piece)
                self._changed.notify()

    # --- pieces out ---

    def steps(self) -> Iterator[Step]:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._news or self._is_closing)
                if self._is_closing:
                    return
                pieces, self._news = self._news, []
                self._steps += 1
            yield Step(self._steps, pieces)

    def step_count(self) -> int:
        return self._steps

    def vitals(self) -> Vitals:
        return Vitals()  # its server has its own watchdog; our time-outs end what hangs
