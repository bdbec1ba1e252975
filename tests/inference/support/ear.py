"""Hear all that a backend says, in the one thread that may iterate its steps."""

from __future__ import annotations

import threading
from collections import defaultdict

from inference.backends.base import Backend, Piece
from inference.contract import GenerationRequest, Text
from inference.exceptions import ModelUnavailable
from tests.support.waiting import wait_for


class Ear:
    def __init__(self, backend: Backend) -> None:
        self.backend = backend
        self.pieces: defaultdict[str, list[tuple[int, Piece]]] = defaultdict(list)
        self.error: ModelUnavailable | None = None
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        try:
            for step in self.backend.steps():
                for piece in step.pieces:
                    self.pieces[piece.request_id].append((step.number, piece))
        except ModelUnavailable as error:
            self.error = error

    def begin(self, request: GenerationRequest) -> str:
        self.backend.submit(self.backend.prepare(request))
        return request.id

    def tokens(self, request_id: str) -> int:
        return sum(piece.token_count for _, piece in self.pieces[request_id])

    def text(self, request_id: str, choice: int = 0) -> str:
        parts = [part for _, piece in self.pieces[request_id] for part in piece.parts]
        told = [part for part in parts if isinstance(part, Text) and part.choice == choice]
        return "".join(part.text for part in told)

    def wait_for_choices(self, request_id: str, count: int) -> list[Piece]:
        """The last piece of each choice."""

        def ends() -> list[Piece]:
            return [piece for _, piece in self.pieces[request_id] if piece.is_last]

        wait_for(lambda: len(ends()) == count, what=f"{count} choices")
        return ends()

    def wait_for_tokens(self, request_id: str, count: int = 1) -> None:
        wait_for(lambda: self.tokens(request_id) >= count, what=f"{count} tokens")

    def wait_for_end(self, request_id: str) -> Piece:
        pieces = self.pieces[request_id]
        wait_for(lambda: pieces and pieces[-1][1].is_last, what="the last piece")
        return pieces[-1][1]

    def complete(self, request: GenerationRequest) -> tuple[str, Piece]:
        """The whole reply and its last piece."""
        last = self.wait_for_end(self.begin(request))
        return self.text(request.id), last

    def join(self) -> None:
        self._thread.join(timeout=20)
        assert not self._thread.is_alive()
