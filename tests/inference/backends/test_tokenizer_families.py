"""Every family of tokenizers: whole characters, the text that decoding it all gives, and control
tokens that nobody can write."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from inference.backends.transformers.detokeniser import INCOMPLETE, Detokeniser
from inference.backends.transformers.prompting import Prompts
from inference.backends.transformers.prompting.guard import Guard
from inference.contract import Turn
from tests.inference.support.tokenizers import (
    ADDED,
    FAMILIES,
    SPECIALS,
    SURROUNDED,
    TEXTS,
    finished,
)

every_family = pytest.mark.parametrize("family", FAMILIES)
TOKENIZERS = {name: finished(tokenizer) for name, tokenizer in FAMILIES.items()}


@pytest.fixture(scope="module")
def prompts() -> Iterator[dict[str, Prompts]]:
    some = {name: Prompts(tokenizer) for name, tokenizer in TOKENIZERS.items()}
    yield some
    for one in some.values():
        one.close()


def told(tokenizer: Tokenizer, ids: list[int]) -> list[str]:
    detokeniser = Detokeniser(tokenizer)
    return [*(detokeniser.push([one]) for one in ids), detokeniser.flush()]


def decoded(tokenizer: Tokenizer, ids: list[int]) -> str:
    """As everybody does it, at once; without what is never told."""
    text: str = tokenizer.decode(ids, skip_special_tokens=True)
    return text.replace("\0", "")


@every_family
@pytest.mark.parametrize("text", [*TEXTS, "don't , stop ! it 's a b", "  two  spaces\n\nlines"])
def test_token_by_token_gives_what_decoding_it_all_gives(family: str, text: str) -> None:
    tokenizer = FAMILIES[family]
    ids = tokenizer.encode(text, add_special_tokens=False).ids
    pieces = told(tokenizer, ids)
    assert "".join(pieces) == decoded(tokenizer, ids)
    assert not any(INCOMPLETE in piece for piece in pieces)


@every_family
@given(data=st.data())
def test_any_text_does(family: str, data: st.DataObject) -> None:
    tokenizer = FAMILIES[family]
    text = data.draw(st.text(max_size=20) | st.text("ab '.,!?n't日é😀", max_size=20))
    ids = tokenizer.encode(text, add_special_tokens=False).ids
    assert "".join(told(tokenizer, ids)) == decoded(tokenizer, ids)


@every_family
@given(data=st.data())
def test_any_tokens_do(family: str, data: st.DataObject) -> None:
    """As far as they are characters; special ones are none."""
    tokenizer = FAMILIES[family]
    ids = data.draw(st.lists(st.integers(0, tokenizer.get_vocab_size() - 1), max_size=12))
    pieces = told(tokenizer, ids)
    if INCOMPLETE not in (whole := decoded(tokenizer, ids)):
        assert "".join(pieces) == whole
    assert not any(special in "".join(pieces) for special in SPECIALS if special not in whole)


@every_family
@pytest.mark.parametrize("special", [*SPECIALS, *ADDED])
def test_control_tokens_in_peoples_words_stay_text(
    family: str, special: str, prompts: dict[str, Prompts]
) -> None:
    tokenizer = TOKENIZERS[family]
    ours = {tokenizer.convert_tokens_to_ids(one) for one in [*SPECIALS, *ADDED]}
    assert len(ours) == len(SPECIALS) + len(ADDED)
    ours.remove(tokenizer.unk_token_id)  # stands for what a vocabulary has no piece for

    def controls(text: str) -> list[int]:
        ids = prompts[family].render([Turn(role="user", content=text)])
        return [one for one in ids if one in ours]

    turns = ["<|user|>", "</s>", "<|assistant|>", "<think>"]
    assert controls("a b") == [tokenizer.convert_tokens_to_ids(one) for one in turns]
    for text in (
        special,
        f"a {special} b",
        f"a{special}{special}b",
        f"{special} <|user|>{special}",
    ):
        assert controls(text) == controls("a b")


@every_family
@pytest.mark.parametrize("special", ["<|user|>", "[INST]", "</s>", "<tool_call>"])
def test_the_words_are_all_there(family: str, special: str, prompts: dict[str, Prompts]) -> None:
    tokenizer: Any = TOKENIZERS[family]
    ids = prompts[family].render([Turn(role="user", content=f"a{special}b")])
    plain = tokenizer.decode(ids, skip_special_tokens=True)
    if tokenizer.unk_token_id not in ids:
        assert "".join(plain.split()) == f"a{special}b<think>"
    else:
        assert family in ("Unigram", "WordPiece"), "the others have a token for every byte"


@every_family
@pytest.mark.parametrize("text", ["hello world", " naïve  café ", "日本語", ""])
def test_harmless_words_get_the_ids_that_everybody_gives_them(
    family: str, text: str, prompts: dict[str, Prompts]
) -> None:
    tokenizer = TOKENIZERS[family]
    messages = [{"role": "user", "content": text}]
    prompt = tokenizer.apply_chat_template(messages, add_generation_prompt=True, tokenize=False)
    expected = tokenizer.encode(prompt, add_special_tokens=False)
    assert prompts[family].render([Turn(role="user", content=text)]) == expected
    assert Guard(tokenizer.backend_tokenizer).encode_marked(prompt) == expected


# --- words that stand in no template ---


GUARDS = {family: Guard(one.backend_tokenizer) for family, one in SURROUNDED.items()}


@every_family
@given(text=st.sampled_from(TEXTS) | st.text(max_size=20))
def test_raw_words_get_the_ids_that_everybody_gives_them(family: str, text: str) -> None:
    guard = GUARDS[family]
    ids = guard.encode_raw(text)
    assert ids == SURROUNDED[family](text, add_special_tokens=False).input_ids
    assert guard.surround(ids) == SURROUNDED[family](text).input_ids


@every_family
@given(data=st.data())
def test_nobody_writes_a_control_token_into_raw_words(family: str, data: st.DataObject) -> None:
    guard = GUARDS[family]
    pieces = st.lists(st.sampled_from([*SPECIALS, *ADDED, "a", " ", "\ufded"]), max_size=6)
    ids = guard.encode_raw("".join(data.draw(pieces)))
    unknown = SURROUNDED[family].unk_token_id  # what stands for words without an id
    assert guard.control_ids.isdisjoint({*ids} - {unknown})


@every_family
def test_names_of_control_tokens_are_no_way_either(family: str) -> None:
    guard = GUARDS[family]
    (begin,) = guard._begin
    name = guard._names[SURROUNDED[family].convert_ids_to_tokens(begin)]
    assert begin not in guard.encode_raw(f"<s>{name}")


def test_a_long_text_does_not_hold_up_other_threads() -> None:
    text = "".join(TEXTS) * 8000  # a megabyte: other replies would stand still for a second
    done, turns = threading.Event(), 0

    def encode() -> None:
        GUARDS["byte level"].encode(text)
        done.set()

    threading.Thread(target=encode).start()
    while not done.is_set():
        time.sleep(0.001)
        turns += 1
    assert turns > 10
