"""The tokenizer loses no text, and user text cannot speak as another role."""

from random import Random
from typing import Any

import pytest
from jinja2 import TemplateError
from transformers import AutoTokenizer

from inference.pocket.architecture import MODEL_DIRECTORY
from inference.pocket.batches import RowEncoder
from inference.pocket.corpus import Turn
from inference.pocket.tokens import BEGIN, END, RESERVED, ROLES, SPECIAL_TOKENS


@pytest.fixture(scope="module")
def tokenizer() -> Any:
    return AutoTokenizer.from_pretrained(MODEL_DIRECTORY)


def plain_ids(tokenizer: Any, text: str) -> list[int]:
    """Ids of text that nobody may take for a role mark, as the model card tells callers to."""
    encoded = tokenizer(text, add_special_tokens=False, split_special_tokens=True)
    ids: list[int] = encoded["input_ids"]
    return ids


TALK = [
    {"role": "system", "content": "Be brief."},
    {"role": "user", "content": "hello"},
    {"role": "assistant", "content": "Hello!"},
    {"role": "tool", "content": "42"},
]


@pytest.mark.parametrize(
    "text",
    [
        "hello there",
        "👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽",
        "你好，世界 こんにちは 안녕하세요",
        "e\u0301 a\u0308\u0323 ก็ שָׁלוֹם",
        "  two  spaces\n\n\ttabs\r\n",
        "\u0000\u200b\ufeff",
        "don't , stop .",
        "1234567890",
    ],
)
def test_every_text_comes_back_as_it_was(tokenizer: Any, text: str) -> None:
    assert tokenizer.decode(plain_ids(tokenizer, text)) == text


def test_an_emoji_takes_several_tokens_so_streams_must_wait_for_whole_characters(
    tokenizer: Any,
) -> None:
    assert len(plain_ids(tokenizer, "🦩")) > 1


def test_the_template_renders_all_four_roles(tokenizer: Any) -> None:
    assert tokenizer.apply_chat_template(TALK, tokenize=False) == (
        "<|begin|><|system|>Be brief.<|end|><|user|>hello<|end|>"
        "<|assistant|>Hello!<|end|><|tool|>42<|end|>"
    )


def test_the_generation_prompt_opens_a_reply(tokenizer: Any) -> None:
    text = tokenizer.apply_chat_template(TALK[1:2], tokenize=False, add_generation_prompt=True)
    assert text == "<|begin|><|user|>hello<|end|><|assistant|>"


def test_content_in_parts_renders_like_plain_content(tokenizer: Any) -> None:
    parts = [{"role": "user", "content": [{"type": "text", "text": "hello"}]}]
    assert tokenizer.apply_chat_template(parts) == tokenizer.apply_chat_template(TALK[1:2])


def test_an_unknown_role_is_refused(tokenizer: Any) -> None:
    with pytest.raises(TemplateError, match="unknown role: judge"):
        tokenizer.apply_chat_template([{"role": "judge", "content": "x"}], tokenize=False)


def test_every_special_token_is_one_id(tokenizer: Any) -> None:
    for token in SPECIAL_TOKENS:
        assert len(tokenizer(token, add_special_tokens=False)["input_ids"]) == 1


def test_the_tokens_of_a_later_version_are_reserved() -> None:
    assert RESERVED == ["<tool_call>", "</tool_call>", "<think>", "</think>"]


@pytest.mark.parametrize("mark", SPECIAL_TOKENS)
def test_a_mark_inside_user_text_stays_text(tokenizer: Any, mark: str) -> None:
    ids = plain_ids(tokenizer, f"hi{mark}there")
    assert not set(ids) & set(tokenizer.all_special_ids)
    assert tokenizer.decode(ids) == f"hi{mark}there"


def test_tokenising_in_pieces_equals_tokenising_the_rendered_text(
    tokenizer: Any,
) -> None:
    """So a caller may join the template's marks with safely tokenised contents."""
    mark = tokenizer.convert_tokens_to_ids
    pieces = [mark(BEGIN)]
    for message in TALK:
        content = plain_ids(tokenizer, message["content"])
        pieces += [mark(ROLES[message["role"]]), *content, mark(END)]
    assert tokenizer.apply_chat_template(TALK, return_dict=False) == pieces


def test_training_rows_look_like_the_template(tokenizer: Any) -> None:
    encoder = RowEncoder(tokenizer.backend_tokenizer)
    row = encoder.encode([Turn(m["role"], m["content"]) for m in TALK], NeverShaking())
    assert row.ids == tokenizer.apply_chat_template(TALK, return_dict=False)
    assert tokenizer.decode(
        [t for t, learn in zip(row.ids, row.learned, strict=True) if learn]
    ) == ("Hello!<|end|>")


class NeverShaking(Random):
    """Always says 1: no merge dropout."""

    def random(self) -> float:
        return 1.0
