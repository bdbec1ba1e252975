"""How /generate tells a generation: token by token, or whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import zip_longest
from typing import Any

from chat.api.answering import Json, block
from chat.api.gathering import Gathered
from chat.api.problems import ApiError, tgi_body
from chat.models import ApiGeneration
from inference.contract import Event, Finished, Text, TokenLogprob

NO_ID = -1  # the model runs on a server that does not name its tokens


class GenerateForm:
    """One block for each token, as soon as it is told; and one that carries the ending, with a
    special token that is no text, as TGI tells the end of a sequence."""

    def __init__(self, generation: ApiGeneration) -> None:
        self.gathered = Gathered.of(generation.form)
        self._generation = generation
        self._told = 0

    def tell(self, event: Event) -> Iterable[str]:
        match event:
            case Text():
                tops = _tops(event) if self._generation.form["top_n_tokens"] else []
                for token, top in zip_longest(_tokens(event), tops):
                    yield self._block(token, **({"top_tokens": top} if top else {}))
            case Finished():
                yield self._block(
                    {"id": NO_ID, "text": "", "logprob": None, "special": True},
                    generated_text=self.gathered.choices[0].text,
                    details=_details(self.gathered, self._generation.form),
                )

    def tell_problem(self, error: ApiError) -> Iterable[str]:
        yield block(tgi_body(error))

    def _block(self, token: Json, **more: Any) -> str:
        self._told += 1
        told = {"index": self._told, "token": token, "generated_text": None, "details": None}
        return block({**told, **more})


def generated(generation: ApiGeneration, gathered: Gathered, prompt: str = "") -> Json:
    """The whole answer. prompt: where it is wanted before its continuation."""
    choice, form = gathered.choices[0], generation.form
    told: Json = {"generated_text": prompt + choice.text}
    if not form["details"]:
        return told
    parts = [part for part in choice.parts if isinstance(part, Text)]
    details = {
        **_details(gathered, form),
        "prefill": [],
        "tokens": [token for part in parts for token in _tokens(part)],
    }
    if form["top_n_tokens"]:
        details["top_tokens"] = [top for part in parts for top in _tops(part)]
    return {**told, "details": details}


def _tokens(part: Text) -> list[Json]:
    """With texts that together are the part's: where several make one character, the last of them
    has it."""
    if not part.logprobs:
        return [_token(part.text)]
    texts, waiting = [], b""
    for token in part.logprobs:
        waiting += bytes(token.bytes)
        try:
            texts.append(waiting.decode())
            waiting = b""
        except UnicodeDecodeError:
            texts.append("")
    before = "".join(texts[:-1])
    if not part.text.startswith(before):  # some tokenizers leave the first space out
        texts, before = [""] * len(texts), ""
    texts[-1] = part.text[len(before) :]
    return [_token(text, token) for text, token in zip(texts, part.logprobs, strict=True)]


def _token(text: str, told: TokenLogprob | None = None) -> Json:
    return {
        "id": NO_ID if told is None or told.id is None else told.id,
        "text": text,
        "logprob": told and told.logprob,
        "special": False,
    }


def _tops(part: Text) -> list[list[Json]]:
    return [[_token(one.token, one) for one in token.top] for token in part.logprobs]


def _details(gathered: Gathered, form: Mapping[str, Any]) -> Json:
    usage, ending = gathered.usage, gathered.ending
    reason = "length"
    if isinstance(ending, Finished) and ending.reason == "stop":
        reason = "stop_sequence" if ending.stop_string else "eos_token"
    return {
        "finish_reason": reason,
        "generated_tokens": usage.completion_token_count if usage else 0,
        "seed": form["seed"],
        "input_length": usage.prompt_token_count if usage else 0,
    }
