"""Token ids for a model that has no tokenizer: the bytes of UTF-8. Knows no scripts."""

from __future__ import annotations

from collections.abc import Sequence

from inference.contract import GenerationRequest, Tokenize
from inference.prompt_rules import unknown_token

VOCABULARY = 256


def ids_of(text: str) -> tuple[int, ...]:
    return tuple(text.encode())


def text_of(ids: Sequence[int]) -> str:
    """Raises InvalidRequest for an id that is no byte."""
    for one in ids:
        if type(one) is not int or not 0 <= one < VOCABULARY:
            raise unknown_token(one, VOCABULARY)
    return bytes(ids).decode(errors="replace")


def raw_text(request: GenerationRequest) -> str:
    """The prompt of a request that has one. Raises InvalidRequest."""
    return text_of(request.prompt_token_ids) if request.prompt is None else request.prompt


def tokenised(question: Tokenize) -> tuple[int, ...]:
    """Turns are written down as in a play."""
    if question.text is not None:
        return ids_of(question.text)
    lines = [f"{turn.role}: {turn.content}\n" for turn in question.turns]
    if question.continue_final_message:
        lines[-1] = lines[-1].removesuffix("\n")
    elif question.add_generation_prompt:
        lines.append("assistant: ")
    return ids_of("".join(lines))


def strings_of(ids: Sequence[int]) -> tuple[str, ...]:
    """Bytes that are no characters by themselves as SentencePiece spells them."""
    return tuple(chr(one) if 32 <= one < 127 else f"<0x{one:02X}>" for one in ids)
