"""Token ids to text as they come: whole characters only. Knows nothing of models and requests."""

from __future__ import annotations

from collections.abc import Iterable

from tokenizers import Tokenizer
from tokenizers.decoders import DecodeStream

INCOMPLETE = "\ufffd"  # what a decoder makes of bytes that are not a whole character yet


class Detokeniser:
    """The text of one reply. Special tokens never appear in it."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._stream = DecodeStream(skip_special_tokens=True)
        self._pending: list[int] = []

    def push(self, token_ids: Iterable[int]) -> str:
        return "".join(filter(None, map(self._step, token_ids)))

    def flush(self) -> str:
        """What was held back at the end; bytes that never became a character are dropped."""
        pending, self._pending = self._pending, []
        return self._tokenizer.decode(pending, skip_special_tokens=True).rstrip(INCOMPLETE)

    def _step(self, token_id: int) -> str | None:
        self._pending.append(token_id)
        try:
            text = self._stream.step(self._tokenizer, token_id)
        except Exception:  # noqa: BLE001 - "Invalid prefix" has no kind of its own
            text = self._start_again(token_id)
        if text is not None:
            self._pending.clear()
        return text and text.replace("\0", "")  # it can be neither shown nor stored

    def _start_again(self, token_id: int) -> str:
        """Where bytes stand for characters, a broken one changes those before it, which were told:
        the stream then refuses to go on, and would end everybody's reply."""
        self._stream = DecodeStream(skip_special_tokens=True)
        self._stream.step(self._tokenizer, token_id)  # keeps the space before the next word
        return self._tokenizer.decode(self._pending, skip_special_tokens=True)
