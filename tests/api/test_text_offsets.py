"""Where the tokens of a completion begin in its text, whatever a tokenizer does."""

from __future__ import annotations

from chat.api.openai.completion_logprobs import TextOffsets
from inference.contract import Text, TokenLogprob


def part(text: str, *tokens: bytes) -> Text:
    told = (TokenLogprob(token="?", bytes=tuple(token), logprob=-1.0) for token in tokens)
    return Text(text=text, logprobs=tuple(told))


def test_a_first_space_that_the_text_has_not_counts_for_nothing() -> None:
    offsets = TextOffsets()
    assert offsets.add(part("Hello", b" Hello")) == [0]
    assert offsets.add(part(" world.", b" world", b".")) == [5, 11]


def test_a_first_space_that_the_text_has_counts() -> None:
    offsets = TextOffsets()
    assert offsets.add(part(" Hello", b" ", b"Hello")) == [0, 1]


def test_tokens_of_one_character_begin_where_it_does() -> None:
    offsets = TextOffsets()
    assert offsets.add(part("a\u65e5", b"a", b"\xe6", b"\x97\xa5")) == [0, 1, 1]
    assert offsets.add(part("b", b"b")) == [2]


def test_text_that_is_held_back_moves_no_token() -> None:
    offsets = TextOffsets()
    assert offsets.add(part("on", b"one ", b"tw")) == [0, 4]
    assert offsets.add(part("e two", b"o")) == [6]
