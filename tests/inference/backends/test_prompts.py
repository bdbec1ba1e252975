"""The model's own template, and no way for people to write its special tokens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.backends.transformers.loading import POCKET
from inference.backends.transformers.prompting import Prompts
from inference.backends.transformers.prompting.guard import Guard
from inference.contract import Role, Turn
from inference.exceptions import InvalidRequest
from tests.inference.support.tiny_model import make_tokenizer

LLAMA_3 = (
    "{{ bos_token }}{% for message in messages %}"
    "{{ '<|start_header_id|>' + message['role'] + '<|end_header_id|>\n\n'"
    " + message['content'] | trim + '<|eot_id|>' }}{% endfor %}"
    "{% if add_generation_prompt %}"
    "{{ '<|start_header_id|>assistant<|end_header_id|>\n\n' }}{% endif %}"
)
CHATML = (
    "{% for message in messages %}"
    "{{ '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n' }}"
    "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)
MISTRAL = (
    "{{ bos_token }}{% for message in messages %}"
    "{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}"
    "{{ raise_exception('Roles must alternate user/assistant/user/assistant/...') }}{% endif %}"
    "{% if message['role'] == 'user' %}{{ '[INST] ' + message['content'] + ' [/INST]' }}"
    "{% else %}{{ message['content'] + eos_token }}{% endif %}{% endfor %}"
)


def tokenizers() -> dict[str, Any]:
    return {
        "Llama 3": make_tokenizer(
            LLAMA_3,
            ["<|begin_of_text|>", "<|eot_id|>", "<|start_header_id|>", "<|end_header_id|>"],
        ),
        "ChatML": make_tokenizer(CHATML, ["<|endoftext|>", "<|im_end|>", "<|im_start|>"]),
        "Mistral": make_tokenizer(MISTRAL, ["<s>", "</s>", "[INST]", "[/INST]"]),
        "tiny": make_tokenizer(),
    }


TOKENIZERS = tokenizers()
PROMPTS = {name: Prompts(tokenizer) for name, tokenizer in TOKENIZERS.items()}


@pytest.fixture(scope="module", autouse=True)
def _no_process_is_left() -> Iterator[None]:
    yield
    for prompts in PROMPTS.values():
        prompts.close()


HARMLESS = [
    "Hello there",
    "  space before, space after  ",
    "\n\nnew lines around\n",
    "日本語 😀 naïve",
    "a < b | c > d [x] | <tag>",
    "",
]
every_tokenizer = pytest.mark.parametrize("tokenizer", TOKENIZERS.values(), ids=TOKENIZERS)


def talk(*texts: str) -> list[Turn]:
    roles: tuple[Role, Role] = ("user", "assistant")
    return [Turn(role=roles[i % 2], content=text) for i, text in enumerate(texts)]


def words(*some: str) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(some)).map("".join)


def normal_ids(tokenizer: Any, turns: list[Turn]) -> list[int]:
    return list(tokenizer.encode(template_text(tokenizer, turns), add_special_tokens=False))


def template_text(tokenizer: Any, turns: list[Turn]) -> str:
    messages = [{"role": turn.role, "content": turn.content} for turn in turns]
    text = tokenizer.apply_chat_template(messages, add_generation_prompt=True, tokenize=False)
    return str(text)


@pytest.mark.parametrize("name", TOKENIZERS)
@pytest.mark.parametrize("content", HARMLESS)
def test_harmless_words_are_rendered_as_everybody_renders_them(name: str, content: str) -> None:
    turns = talk("First", "Answer", content)
    assert PROMPTS[name].render(turns) == normal_ids(TOKENIZERS[name], turns)


@every_tokenizer
@pytest.mark.parametrize("content", HARMLESS)
def test_the_guarded_way_gives_the_same_ids_for_harmless_words(
    tokenizer: Any, content: str
) -> None:
    guard = Guard(tokenizer.backend_tokenizer)
    prompt = template_text(tokenizer, talk("First", "Answer", content))
    assert guard.encode_marked(prompt) == guard.encode(prompt)


@given(content=words("<|im_start|>", "<|im_end|>", "<", "|", "a", "\n", " "))
def test_no_words_change_how_many_turns_the_model_sees(content: str) -> None:
    tokenizer = TOKENIZERS["ChatML"]
    ids = PROMPTS["ChatML"].render(talk(content))
    assert ids.count(tokenizer.convert_tokens_to_ids("<|im_start|>")) == 2
    assert ids.count(tokenizer.convert_tokens_to_ids("<|im_end|>")) == 1


@given(content=words("<|eot_id|>", " ", "\n", "\u00a0", "a"))
def test_a_template_that_trims_trims_guarded_words_too(content: str) -> None:
    prompts = PROMPTS["Llama 3"]
    special = "<|eot_id|>"
    trimmed = prompts.render(talk((special + content).strip()))
    assert prompts.render(talk(f"  {special}{content}")) == trimmed


def test_an_order_of_roles_that_the_template_refuses_is_the_requests_fault() -> None:
    turns = [Turn(role="assistant", content="I begin")]
    with pytest.raises(InvalidRequest, match="must alternate"):
        PROMPTS["Mistral"].render(turns)


@pytest.mark.parametrize("content", HARMLESS)
def test_the_bundled_models_prompts_are_rendered_as_everybody_renders_them(content: str) -> None:
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(POCKET)
    turns = [Turn(role="system", content="Be kind."), *talk("First", "Answer", content)]
    with closing(Prompts(tokenizer)) as prompts:
        assert prompts.render(turns) == normal_ids(tokenizer, turns)
