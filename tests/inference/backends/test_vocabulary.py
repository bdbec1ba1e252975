"""Which tokens a text is, and turns, for those who ask; and back."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from inference.backends.transformers.prompting import Prompts
from inference.backends.transformers.vocabulary import Vocabulary
from inference.contract import Tokenize, Tool, Turn
from inference.exceptions import InvalidRequest
from tests.inference.support.ear import Ear
from tests.inference.support.requests import ask
from tests.inference.support.tokenizers import SURROUNDED

HI = (Turn(role="user", content="Hi"),)
TEXT = "hello world, naïve café 日本語"


@pytest.fixture(scope="module")
def tokenizer(tiny_model_directory: Path) -> Any:
    from transformers import AutoTokenizer

    return AutoTokenizer.from_pretrained(tiny_model_directory)


def text_of(tiny: Ear, question: Tokenize) -> str:
    return tiny.backend.detokenize(tiny.backend.tokenize(question).ids)


def test_a_text_comes_back_from_its_tokens(tiny: Ear, tokenizer: Any) -> None:
    for text in (TEXT, "", "x", "  two\n\nlines\t", "😀👍🏽e\u0301"):
        told = tiny.backend.tokenize(Tokenize(text=text, with_strings=True))
        assert list(told.ids) == tokenizer(text).input_ids
        assert list(told.strings) == tokenizer.convert_ids_to_tokens(told.ids)
        assert told.context_length == 512
        assert tiny.backend.detokenize(told.ids) == text


def test_strings_are_told_only_when_they_are_asked_for(tiny: Ear) -> None:
    assert tiny.backend.tokenize(Tokenize(text=TEXT)).strings == ()


def test_turns_are_the_tokens_of_a_reply_to_them(tiny: Ear) -> None:
    """Neighbours of one role together, as a reply would have them."""
    turns = (*HI, replace(HI[0], content="Ho"))
    prepared = tiny.backend.prepare(replace(ask(), turns=turns))
    assert tiny.backend.tokenize(Tokenize(turns=turns)).ids == prepared.token_ids


def test_turns_come_with_all_that_a_template_knows(tiny: Ear) -> None:
    turns = (*HI, Turn(role="assistant", content="It is"))
    question = Tokenize(turns=turns, tools=(Tool(name="clock"),), continue_final_message=True)
    said = "<|begin|><|system|>clock<|end|><|user|>Hi<|end|><|assistant|>It is"
    assert text_of(tiny, question) == said
    question = Tokenize(turns=HI, add_generation_prompt=False)
    assert text_of(tiny, question) == "<|begin|><|user|>Hi<|end|>"


def test_control_tokens_stay_text_and_as_ids_are_told(tiny: Ear, tokenizer: Any) -> None:
    end = tokenizer.eos_token_id
    text = Tokenize(text="<|end|>")
    turns = Tokenize(turns=(replace(HI[0], content="<|end|>"),))
    assert tiny.backend.tokenize(text).ids.count(end) == 0
    assert tiny.backend.tokenize(turns).ids.count(end) == 1
    assert text_of(tiny, text) == "<|end|>"
    assert text_of(tiny, turns).count("<|end|>") == 2
    assert tiny.backend.detokenize([end]) == "<|end|>"


@pytest.mark.parametrize("family", SURROUNDED)
def test_what_a_tokenizer_puts_around_texts_is_put_there_or_not_as_it_is_asked(family: str) -> None:
    tokenizer = SURROUNDED[family]
    with closing(Prompts(tokenizer)) as prompts:
        words = Vocabulary(prompts, tokenizer.backend_tokenizer)
        text, turns = Tokenize(text="hello"), Tokenize(turns=HI)
        for question, usual in ((text, True), (turns, False)):
            bare = words.tokenize(replace(question, add_special_tokens=False))
            begin, *rest, end = words.tokenize(replace(question, add_special_tokens=True))
            assert (words.strings([begin, end]), rest) == (("<s>", "</s>"), bare)
            assert words.tokenize(question) == ([begin, *bare, end] if usual else bare)
        assert words.tokenize(text) == tokenizer("hello").input_ids
        assert words.detokenize(words.tokenize(text)) == tokenizer.decode(
            tokenizer("hello").input_ids
        )


WRONG = {
    "neither text nor turns": (Tokenize(), "either a text or messages"),
    "both": (Tokenize(text="a", turns=HI), "either a text or messages"),
    "tools without turns": (Tokenize(text="a", tools=(Tool(name="clock"),)), "with messages"),
    "half a character": (Tokenize(text="ab\ud83d"), "Character 3 is half of one"),
    "half a character in a turn": (
        Tokenize(turns=(replace(HI[0], content="\ud83d"),)),
        "Character 1 is half of one",
    ),
    "nobody's message continued": (
        Tokenize(turns=HI, continue_final_message=True),
        "Only a message of the assistant",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_cannot_be_tokenised_is_refused(tiny: Ear, case: str) -> None:
    question, sentence = WRONG[case]
    with pytest.raises(InvalidRequest, match=sentence):
        tiny.backend.tokenize(question)


@pytest.mark.parametrize("wrong", [99_999, 324, -1, 2**40, True, 1.5, "a"])
def test_an_id_that_is_no_tokens_is_refused(tiny: Ear, wrong: Any) -> None:
    with pytest.raises(InvalidRequest, match=f"There is no token {wrong!r}: .* 0 to 323"):
        tiny.backend.detokenize([40, wrong])
