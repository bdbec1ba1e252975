"""Log probabilities of tokens, told with the parts that the tokens became. Knows no sampling."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import dropwhile

from tokenizers import Tokenizer

from inference.backends.transformers.sampling import Scored
from inference.contract import Part, Reasoning, TokenLogprob

BYTE_PIECE = re.compile(r"<0x([0-9A-Fa-f]{2})>")


class TokenBytes:
    """What single tokens of one tokenizer stand for."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._is_byte_level = "ByteLevel" in repr(tokenizer.decoder)

    def of(self, token_id: int) -> bytes:
        piece = self._tokenizer.id_to_token(token_id)
        if piece is None:  # a padded row of the model's output
            return b""
        if (found := BYTE_PIECE.fullmatch(piece)) is not None:
            return bytes([int(found[1], 16)])
        table = _byte_level_table()
        if self._is_byte_level and all(character in table for character in piece):
            return bytes(table[character] for character in piece)
        return piece.replace("\u2581", " ").encode()


class UntoldLogprobs:
    """Those of one choice, from when a token was made to when a part with it is told."""

    def __init__(self, token_bytes: TokenBytes) -> None:
        self._bytes = token_bytes
        self._waiting: list[TokenLogprob] = []
        self._is_answering = False

    def add(self, token_ids: Sequence[int], scored: Sequence[Scored]) -> None:
        for token_id, score in zip(token_ids, scored, strict=True):
            top = tuple(self._told(one, logprob) for one, logprob in score.top)
            self._waiting.append(replace(self._told(token_id, score.logprob), top=top))

    def tell(
        self, parts: tuple[Part, ...], *, is_cut: bool, closed_by: str = ""
    ) -> tuple[Part, ...]:
        """The parts with all that waited. is_cut: a stop string came, so the last tokens are not
        told, and their numbers are not either. closed_by: the marker between thoughts and answer,
        which is part of neither, as the white space behind it."""
        if not parts or not self._waiting:
            return parts
        told = self._waiting
        if not self._is_answering and not isinstance(parts[0], Reasoning):
            told = _behind(told, closed_by.encode())
        self._is_answering = not isinstance(parts[-1], Reasoning)
        if is_cut:
            told = list(_within(told, sum(len(_words(part).encode()) for part in parts)))
        self._waiting = []
        return (replace(parts[0], logprobs=tuple(told)), *parts[1:])

    def _told(self, token_id: int, logprob: float) -> TokenLogprob:
        raw = self._bytes.of(token_id)
        return TokenLogprob(
            token=raw.decode(errors="replace"),
            bytes=tuple(raw),
            logprob=round(logprob, 6),
            id=token_id,
        )


def _behind(waiting: list[TokenLogprob], marker: bytes) -> list[TokenLogprob]:
    """All of them where it is not there."""
    read = b""
    for place, one in enumerate(waiting):
        read += bytes(one.bytes)
        if marker and marker in read:
            behind = waiting[place + 1 :]
            return list(dropwhile(lambda one: not bytes(one.bytes).strip(), behind))
    return waiting


def _within(waiting: Iterable[TokenLogprob], count: int) -> Iterable[TokenLogprob]:
    for one in waiting:
        if count <= 0:
            return
        count -= len(one.bytes)
        yield one


def _words(part: Part) -> str:
    return str(getattr(part, "text", "") or getattr(part, "arguments", ""))


@lru_cache
def _byte_level_table() -> dict[str, int]:
    """GPT-2's: a printable character for each byte, those that are printable for themselves."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in printable]
    return {chr(byte): byte for byte in printable} | {
        chr(256 + place): byte for place, byte in enumerate(others)
    }
