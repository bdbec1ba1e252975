"""Texts and turns as token ids and back, for those who ask. Knows no requests and no limits.

Any number of threads may ask, beside the engine.
"""

from __future__ import annotations

from collections.abc import Sequence

from tokenizers import Tokenizer

from inference.backends.transformers.prompting import Prompts
from inference.contract import Tokenize
from inference.fitting import alternating
from inference.prompt_rules import check_question, unknown_token

LARGEST_ID = 2**32 - 1  # that the library takes


class Vocabulary:
    def __init__(self, prompts: Prompts, tokenizer: Tokenizer) -> None:
        self._prompts, self._tokenizer = prompts, tokenizer

    def tokenize(self, question: Tokenize) -> list[int]:
        """Turns as a reply to them would begin with, if none has to be left out. Raises
        InvalidRequest, or Overloaded when too many prompts are being made."""
        check_question(question)
        if question.text is not None:
            ids = self._prompts.raw(question.text)
        else:
            ids = self._prompts.render(
                alternating(question.turns),
                tools=question.tools,
                thinking=question.thinking,
                continue_final_message=question.continue_final_message,
                add_generation_prompt=question.add_generation_prompt,
            )
        return self._prompts.surround(ids) if question.has_special_tokens else ids

    def strings(self, ids: Sequence[int]) -> tuple[str, ...]:
        """As the vocabulary spells them."""
        return tuple(self._tokenizer.id_to_token(one) or "" for one in ids)

    def detokenize(self, ids: Sequence[int]) -> str:
        """Raises InvalidRequest."""
        for one in ids:
            is_number = type(one) is int and 0 <= one <= LARGEST_ID
            if not is_number or self._tokenizer.id_to_token(one) is None:
                raise unknown_token(one, self._tokenizer.get_vocab_size())
        # Alone, `decode` would keep other threads waiting.
        (text,) = self._tokenizer.decode_batch([list(ids)], skip_special_tokens=False)
        return str(text)
