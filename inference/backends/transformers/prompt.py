"""From turns to token ids by the model's own chat template.

What people write can never become a special token. Knows no limits and no requests.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Sequence
from typing import Any

from jinja2 import TemplateError
from tokenizers import Tokenizer

from inference.contract import Turn
from inference.exceptions import InvalidRequest

MARGIN = "\x1f"  # str.strip takes it for white space, and no template writes it


class Prompts:
    """One tokenizer with its chat template; any number of threads may render with it."""

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer
        self._specials: Tokenizer = tokenizer.backend_tokenizer
        # A copy, because the switch lives in the tokenizer and other threads encode meanwhile.
        self._plain = Tokenizer.from_str(self._specials.to_str())
        self._plain.encode_special_tokens = True
        self._special_ids = {
            token_id
            for token_id, token in self._specials.get_added_tokens_decoder().items()
            if token.special
        }

    def render(self, turns: Sequence[Turn]) -> list[int]:
        """The ids of the prompt, up to where the reply begins.

        Raises InvalidRequest when the template refuses the turns, for their order for instance.
        """
        if all(self._is_harmless(turn.content) for turn in turns):
            return self._encode(self._specials, self._fill([turn.content for turn in turns], turns))
        return self._render_guarded(turns)

    def _is_harmless(self, content: str) -> bool:
        return self._special_ids.isdisjoint(self._encode(self._specials, content))

    def _render_guarded(self, turns: Sequence[Turn]) -> list[int]:
        """Fill the template with placeholders, so that only its own special tokens are special."""
        marks = [uuid.uuid4().hex for _ in turns]
        frame = self._fill([f"{MARGIN}{mark}{MARGIN}" for mark in marks], turns)
        contents = dict(zip(marks, (turn.content for turn in turns), strict=True))
        slots = re.compile(f"({MARGIN}?)({'|'.join(marks)})({MARGIN}?)")
        ids: list[int] = []
        for special, text in self._split(frame):
            filled = slots.sub(lambda found: _trim(contents[found[2]], found), text)
            ids += [special] if special is not None else self._encode(self._plain, filled)
        return ids

    def _split(self, frame: str) -> Iterator[tuple[int | None, str]]:
        """The special tokens of the frame, and the texts between them."""
        end = 0
        encoding = self._specials.encode(frame, add_special_tokens=False)
        for token_id, (start, stop) in zip(encoding.ids, encoding.offsets, strict=True):
            if token_id in self._special_ids:
                if frame[end:start]:
                    yield None, frame[end:start]
                yield token_id, ""
                end = stop
        if frame[end:]:
            yield None, frame[end:]

    def _fill(self, contents: Sequence[str], turns: Sequence[Turn]) -> str:
        messages = [
            {"role": turn.role, "content": content}
            for turn, content in zip(turns, contents, strict=True)
        ]
        try:
            return str(
                self._tokenizer.apply_chat_template(
                    messages, tokenize=False, add_generation_prompt=True
                )
            )
        except TemplateError as error:
            raise InvalidRequest(f"The model cannot take this conversation: {error}") from error

    @staticmethod
    def _encode(tokenizer: Tokenizer, text: str) -> list[int]:
        return tokenizer.encode(text, add_special_tokens=False).ids


def _trim(content: str, found: re.Match[str]) -> str:
    """As the template would have: it took the margin away where it trims."""
    content = content if found[1] else content.lstrip()
    return content if found[3] else content.rstrip()
