"""The tokenizer loses no text, and user text cannot speak as another role."""

from random import Random
from typing import Any

import pytest
from jinja2 import TemplateError
from transformers import AutoTokenizer

from inference.pocket.architecture import MODEL_DIRECTORY
from inference.pocket.batches import Row, RowEncoder
from inference.pocket.corpus import Turn
from inference.pocket.tokens import BEGIN, END, ROLES, SPECIAL_TOKENS, SPOKEN_TOKENS


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


@pytest.mark.parametrize("token", [*SPECIAL_TOKENS, *SPOKEN_TOKENS])
def test_every_token_with_a_meaning_is_one_id(tokenizer: Any, token: str) -> None:
    assert len(tokenizer(token, add_special_tokens=False)["input_ids"]) == 1


@pytest.mark.parametrize("token", SPOKEN_TOKENS)
def test_a_server_reads_calls_and_thoughts_in_the_decoded_text(tokenizer: Any, token: str) -> None:
    ids = tokenizer(f"<|assistant|>{token}so<|end|>", add_special_tokens=False)["input_ids"]
    assert tokenizer.decode(ids, skip_special_tokens=True) == f"{token}so"


def test_only_the_frame_of_a_conversation_is_special(tokenizer: Any) -> None:
    assert set(tokenizer.all_special_tokens) == set(SPECIAL_TOKENS)


@pytest.mark.parametrize("mark", [*SPECIAL_TOKENS, *SPOKEN_TOKENS])
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


def learned_text(row: Row, tokenizer: Any) -> str:
    said = [token for token, learn in zip(row.ids, row.learned, strict=True) if learn]
    return str(tokenizer.decode(said))


def test_training_rows_look_like_the_template(tokenizer: Any) -> None:
    encoder = RowEncoder(tokenizer.backend_tokenizer)
    row = encoder.encode([Turn(m["role"], m["content"]) for m in TALK], NeverShaking())
    assert row.ids == tokenizer.apply_chat_template(TALK, return_dict=False)
    assert learned_text(row, tokenizer) == "Hello!<|end|>"


def test_a_thought_is_learned_but_not_to_begin_one(tokenizer: Any) -> None:
    encoder = RowEncoder(tokenizer.backend_tokenizer)
    talk = [Turn("user", "hello"), Turn("assistant", "<think>A greeting.</think>Hello!")]
    row = encoder.encode(talk, NeverShaking())
    assert learned_text(row, tokenizer) == "A greeting.</think>Hello!<|end|>"


class NeverShaking(Random):
    """Always says 1: no merge dropout."""

    def random(self) -> float:
        return 1.0
