"""Whole characters only, whatever the tokens split."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers

from inference.backends.transformers.detokeniser import Detokeniser
from inference.backends.transformers.parsing import ReplyParts
from inference.contract import Text
from tests.inference.support.tiny_model import make_tokenizer

SAMPLES = {
    "emoji": "good 😀 better 👍🏽 best 👩‍👩‍👧‍👦!",
    "Chinese and Japanese": "你好,世界。日本語のテキストです。",
    "combining marks": "e\u0301 o\u0308 n\u0303 — न\u093fः",
    "right to left": "שלום עליכם، السلام عليكم",
    "accents": "naïve café, Übergröße, žluťoučký kůň",
    "white space": "  two  spaces\n\n\tand a tab ",
    "code": "def f(x):\n    return x  # ünïcode\n",
}

BYTE_LEVEL: Tokenizer = make_tokenizer().backend_tokenizer


def byte_fallback_tokenizer() -> Tokenizer:
    """As Llama 2 and Mistral: pieces with ▁, and <0xE2> for every byte without a piece."""
    vocabulary = {"<unk>": 0, "<s>": 1, "</s>": 2}
    vocabulary |= {f"<0x{byte:02X}>": 3 + byte for byte in range(256)}
    for piece in ["▁", *"abcdefghijklmnopqrstuvwxyz", "▁a", "th", "▁th", "▁the", "is", "▁is"]:
        vocabulary.setdefault(piece, len(vocabulary))
    merges = [("▁", "a"), ("t", "h"), ("▁", "th"), ("▁th", "e"), ("i", "s"), ("▁", "is")]
    tokenizer = Tokenizer(models.BPE(vocabulary, merges, unk_token="<unk>", byte_fallback=True))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")]
    )
    tokenizer.decoder = decoders.Sequence(
        [
            decoders.Replace("▁", " "),
            decoders.ByteFallback(),
            decoders.Fuse(),
            decoders.Strip(content=" ", left=1),
        ]
    )
    tokenizer.add_special_tokens(
        [AddedToken("<s>", special=True), AddedToken("</s>", special=True)]
    )
    return tokenizer


TOKENIZERS = {"byte level": BYTE_LEVEL, "byte fallback": byte_fallback_tokenizer()}


def told(tokenizer: Tokenizer, ids: Iterable[int]) -> list[str]:
    detokeniser = Detokeniser(tokenizer)
    return [*(detokeniser.push([one]) for one in ids), detokeniser.flush()]


@pytest.mark.parametrize("tokenizer", TOKENIZERS.values(), ids=TOKENIZERS)
@pytest.mark.parametrize("text", SAMPLES.values(), ids=SAMPLES)
def test_token_by_token_gives_the_whole_text_and_never_half_a_character(
    tokenizer: Tokenizer, text: str
) -> None:
    ids = tokenizer.encode(text, add_special_tokens=False).ids
    pieces = told(tokenizer, ids)
    assert "".join(pieces) == text
    assert not any("\ufffd" in piece for piece in pieces)


def test_the_samples_do_split_characters_over_tokens() -> None:
    ids = BYTE_LEVEL.encode("👩‍👧", add_special_tokens=False).ids
    assert len(ids) > 3
    assert "" in told(BYTE_LEVEL, ids)[:-1]


def test_a_broken_character_after_a_told_byte_ends_nothing() -> None:
    """In Llama 2 a line break is a byte as well: with half a character after it, the bytes
    together stand for nothing, and the library's stream raises."""
    tokenizer = TOKENIZERS["byte fallback"]
    vocabulary = tokenizer.get_vocab()
    broken = [vocabulary[token] for token in ("<0x0A>", "<0xF0>", "<0x9F>", "▁the", "▁is")]
    assert "".join(told(tokenizer, broken)) == "\n\ufffd\ufffd the is"


@given(st.lists(st.integers(3, TOKENIZERS["byte fallback"].get_vocab_size() - 1), max_size=30))
def test_no_order_of_tokens_ends_the_detokeniser(ids: list[int]) -> None:
    told(TOKENIZERS["byte fallback"], ids)


def test_a_character_cut_off_by_the_end_is_not_told() -> None:
    ids = BYTE_LEVEL.encode("ok 語", add_special_tokens=False).ids
    cut = next(n for n in range(1, len(ids)) if "\ufffd" in BYTE_LEVEL.decode(ids[:n]))
    assert "".join(told(BYTE_LEVEL, ids[:cut])) in ("ok ", "ok")


def test_special_tokens_are_not_text() -> None:
    end = BYTE_LEVEL.token_to_id("<|end|>")
    assert end is not None
    ids = BYTE_LEVEL.encode("one", add_special_tokens=False).ids
    assert "".join(told(BYTE_LEVEL, [end, *ids, end, *ids, end])) == "oneone"


def test_nul_is_not_told_because_it_can_be_neither_shown_nor_stored() -> None:
    ids = BYTE_LEVEL.encode("a\0b", add_special_tokens=False).ids
    assert "".join(told(BYTE_LEVEL, ids)) == "ab"


@given(ids=st.lists(st.integers(min_value=5, max_value=BYTE_LEVEL.get_vocab_size() - 1)))
def test_any_tokens_at_all_give_what_decoding_them_at_once_gives(ids: list[int]) -> None:
    whole = BYTE_LEVEL.decode(ids).replace("\0", "")
    assert "".join(told(BYTE_LEVEL, ids)).rstrip("\ufffd") == whole.rstrip("\ufffd")


@given(text=st.text(max_size=30), stop=st.text(min_size=1, max_size=4))
def test_a_stop_string_split_over_tokens_never_leaks(text: str, stop: str) -> None:
    reply = ReplyParts(BYTE_LEVEL, (stop,))
    ids = BYTE_LEVEL.encode(f"{text}{stop} and more", add_special_tokens=False).ids
    parts = [part for one in ids for part in reply.push([one])]
    pieces = [part.text for part in parts if isinstance(part, Text)]
    visible = f"{text}{stop} and more".replace("\0", "")
    if "\0" not in stop:
        assert reply.is_stopped
        assert "".join(pieces) == visible[: visible.index(stop)]
