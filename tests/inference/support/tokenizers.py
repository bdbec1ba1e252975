"""Tokenizers of every family, small, made here: no hub can be reached.

Each has the same special tokens; its vocabulary is learnt from a few words of many scripts.
"""

from __future__ import annotations

import json
from typing import Any

from tokenizers import (
    AddedToken,
    Tokenizer,
    decoders,
    models,
    normalizers,
    pre_tokenizers,
    trainers,
)
from tokenizers.processors import TemplateProcessing
from transformers import PreTrainedTokenizerFast

SPECIALS = ["<s>", "</s>", "<unk>", "<|user|>", "<|assistant|>", "[INST]", "[SEP]"]
ADDED = ["<think>", "<tool_call>"]  # control tokens that are not marked as special, as in Qwen's
TEMPLATE = (
    "{% for one in messages %}{{ '<|' ~ one.role ~ '|>' ~ one.content ~ '</s>' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|assistant|><think>' }}{% endif %}"
)
TEXTS = [
    "hello world, this is some text to learn from; don't stop now!",
    "the naïve café isn't far. 日本語のテキスト 你好 世界 שלום 😀 👍🏽",
    "unaffable playing played replays: 12 345 e\u0301 न\u093f",
]


def byte_level() -> Tokenizer:
    """As GPT-2, Llama 3 and Qwen."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=360, special_tokens=SPECIALS, initial_alphabet=alphabet, show_progress=False
    )
    return _trained(tokenizer, trainer)


def byte_fallback() -> Tokenizer:
    """As Llama 2 and Mistral: pieces with ▁, and a token for each byte of what has no piece."""
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>", byte_fallback=True))
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
    of_bytes = [f"<0x{byte:02X}>" for byte in range(256)]
    trainer = trainers.BpeTrainer(
        vocab_size=400,
        special_tokens=[*SPECIALS, *of_bytes],
        limit_alphabet=60,
        show_progress=False,
    )
    return _as_ordinary(_trained(tokenizer, trainer), of_bytes)


def unigram() -> Tokenizer:
    """As T5 and Gemma's older kin, by SentencePiece: scores in place of merges."""
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.NFKC()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    trainer = trainers.UnigramTrainer(
        vocab_size=200, special_tokens=SPECIALS, unk_token="<unk>", show_progress=False
    )
    return _trained(tokenizer, trainer)


def word_piece() -> Tokenizer:
    """As BERT: `##` goes on with a word, and decoding tidies the space before marks."""
    tokenizer = Tokenizer(models.WordPiece(unk_token="<unk>"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=False, strip_accents=False)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece(prefix="##", cleanup=True)
    trainer = trainers.WordPieceTrainer(
        vocab_size=300, special_tokens=SPECIALS, continuing_subword_prefix="##", show_progress=False
    )
    return _trained(tokenizer, trainer)


def _trained(tokenizer: Tokenizer, trainer: Any) -> Tokenizer:
    tokenizer.train_from_iterator(TEXTS * 3, trainer)
    tokenizer.add_special_tokens([AddedToken(one, special=True) for one in SPECIALS])
    tokenizer.add_tokens([AddedToken(one, special=False) for one in ADDED])
    return tokenizer


def _as_ordinary(tokenizer: Tokenizer, pieces: list[str]) -> Tokenizer:
    """Only the trainer had to take them for special ones."""
    whole = json.loads(tokenizer.to_str())
    whole["added_tokens"] = [one for one in whole["added_tokens"] if one["content"] not in pieces]
    return Tokenizer.from_str(json.dumps(whole))


def finished(tokenizer: Tokenizer) -> Any:
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        bos_token="<s>",
        eos_token="</s>",
        unk_token="<unk>",
        chat_template=TEMPLATE,
        clean_up_tokenization_spaces=False,
    )


FAMILIES = {
    "byte level": byte_level(),
    "byte fallback": byte_fallback(),
    "Unigram": unigram(),
    "WordPiece": word_piece(),
}


def with_beginning_and_end(family: str) -> Any:
    """As Llama's puts a token before every text, and T5's one behind it."""
    tokenizer = Tokenizer.from_str(FAMILIES[family].to_str())
    ids = [(one, tokenizer.token_to_id(one)) for one in ("<s>", "</s>")]
    tokenizer.post_processor = TemplateProcessing(single="<s> $A </s>", special_tokens=ids)
    return finished(tokenizer)


SURROUNDED = {family: with_beginning_and_end(family) for family in FAMILIES}
