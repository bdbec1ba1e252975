"""All choices of one engine step: logits in, one token each out, every one by its own rules.

The order is that of `generate` and vLLM: penalties, bias, what may not come at all (grammar, end
of sequence), temperature, top_k, top_p, min_p. Log probabilities are of the logits as the model
made them (vLLM's default). A step in which everybody is greedy costs one pass for the check.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from transformers.generation.continuous_batching.cb_logits_processors import (
    ContinuousBatchingLogitsProcessor,
)
from transformers.generation.continuous_batching.requests import FutureRequestState

from inference.backends.transformers.sampling.rules import Rules, Scored

# How many of the likeliest are sorted, until they hold top_p: the first nearly always do, and to
# sort the whole vocabulary costs many times as much.
CANDIDATES = (32, 256)
NOT_A_NUMBER = "The model made numbers that are none."
NOTHING_ALLOWED = "The rules of this request leave no token to choose."


class SamplingProcessor(ContinuousBatchingLogitsProcessor):
    """One request gives its `rules`; the library then takes the largest score, which is its token.

    It works between two steps on the CPU's side, so the library must run step by step: neither
    asynchronously nor inside a CUDA graph.
    """

    def __init__(self, eos: Sequence[int]) -> None:
        self.supported_kwargs = {"rules": Rules}
        self.ignored_kwargs = ()
        self._eos = torch.tensor(list(eos), dtype=torch.int64)
        self._rows: list[Rules] = []

    def fill_defaults(self, int32_tensor: torch.Tensor) -> None:
        int32_tensor.zero_()

    def prepare_tensor_args(
        self, requests_with_new_token: list[FutureRequestState]
    ) -> torch.Tensor:
        """The rules go beside the tensors that the library has for this."""
        self._rows = [
            request.state.logit_processor_kwargs["rules"] for request in requests_with_new_token
        ]
        return torch.zeros(len(self._rows), dtype=torch.int32)

    def __call__(self, scores: torch.Tensor, tensor_arg: torch.Tensor) -> torch.Tensor:
        """scores: float32 [rows, vocabulary]; changed in place. Returns all of it, as it must."""
        rows = self._rows
        # A prompt that is still being read has a row too, behind the others, and gets no token.
        every_score, scores = scores, scores[: len(rows)]
        self._check(scores)
        if all(rules.is_plain for rules in rows):
            self._forbid_endings(scores)
            return every_score
        raw = self._raw_logprobs(scores)
        penalise(scores, rows)
        add_bias(scores, rows)
        self._forbid_endings(scores)
        self._forbid_by_grammar(scores)
        chosen = choose(scores, rows)
        self._tell(chosen.tolist(), raw)
        scores.scatter_(1, chosen.unsqueeze(1), torch.inf)
        return every_score

    def _check(self, scores: torch.Tensor) -> None:
        best = scores.amax(dim=-1)  # not a number, if any in the row is
        if math.isfinite(best.sum().item()):  # the quick way to see that all are
            return
        for index in torch.nonzero(~torch.isfinite(best)).flatten().tolist():
            self._rows[index].fault = NOT_A_NUMBER
            scores[index] = 0.0

    def _raw_logprobs(self, scores: torch.Tensor) -> dict[int, torch.Tensor]:
        return {
            index: torch.log_softmax(scores[index], dim=-1)
            for index, rules in enumerate(self._rows)
            if rules.set.logprobs >= 0
        }

    def _forbid_endings(self, scores: torch.Tensor) -> None:
        endless = [index for index, rules in enumerate(self._rows) if rules.set.ignore_eos]
        if endless and len(self._eos):
            scores[torch.tensor(endless).unsqueeze(1), self._eos] = -torch.inf

    def _forbid_by_grammar(self, scores: torch.Tensor) -> None:
        formed = [index for index, rules in enumerate(self._rows) if rules.grammar is not None]
        if not formed:
            return
        scores[formed] = scores[formed].masked_fill_(
            self._forbidden(formed, scores.shape[1]).to(scores.device), -torch.inf
        )
        for index, best in zip(formed, scores[formed].amax(dim=-1).tolist(), strict=True):
            if best == -torch.inf:
                self._rows[index].fault = self._rows[index].fault or NOTHING_ALLOWED
                scores[index] = 0.0

    def _forbidden(self, formed: Sequence[int], vocabulary: int) -> torch.Tensor:
        bits = np.full((len(formed), (vocabulary + 31) // 32), -1, dtype=np.int32)
        words = torch.from_numpy(bits)
        for place, index in enumerate(formed):
            grammar = self._rows[index].grammar
            assert grammar is not None
            grammar.fill(words[place])
        allowed = np.unpackbits(bits.view(np.uint8), axis=1, bitorder="little")[:, :vocabulary]
        return torch.from_numpy(allowed == 0)

    def _tell(self, chosen: list[int], raw: dict[int, torch.Tensor]) -> None:
        for index, token_id in enumerate(chosen):
            rules = self._rows[index]
            if index in raw:
                rules.scored.append(_scored(raw[index], token_id, rules.set.logprobs))
            rules.accept(token_id)


def penalise(scores: torch.Tensor, rows: Sequence[Rules]) -> None:
    """In place. Only the used tokens are touched, those of all rows at once."""
    used = [(index, rules.penalties) for index, rules in enumerate(rows)]
    some = [(index, one) for index, one in used if one is not None and len(one.ids)]
    if not some:
        return
    vocabulary, device = scores.shape[1], scores.device
    flat = scores.view(-1)
    counts = [len(one.ids) for _, one in some]
    places = np.concatenate([one.ids for _, one in some])
    places += np.repeat([index * vocabulary for index, _ in some], counts)
    repetitions = np.array([one.repetition for _, one in some], dtype=np.float32)
    factors = np.repeat(repetitions, counts)
    minus = np.concatenate([one.minus for _, one in some])
    where = torch.from_numpy(places).to(device)
    factor = torch.from_numpy(factors).to(device)
    values = flat[where]
    values = torch.where(values < 0, values * factor, values / factor)
    flat[where] = values - torch.from_numpy(minus).to(device)


def add_bias(scores: torch.Tensor, rows: Sequence[Rules]) -> None:
    """In place."""
    for index, rules in enumerate(rows):
        if rules.set.bias_ids:
            where = torch.tensor(rules.set.bias_ids, device=scores.device)
            scores[index, where] += torch.tensor(rules.set.bias_values, device=scores.device)


def choose(scores: torch.Tensor, rows: Sequence[Rules]) -> torch.Tensor:
    """The token of each row, int64 [rows]: the likeliest, or drawn."""
    drawn = [index for index, rules in enumerate(rows) if rules.set.temperature > 0]
    if len(drawn) == len(rows):
        return draw(scores, rows)
    chosen = scores.argmax(dim=-1)
    if drawn:
        chosen[drawn] = draw(scores[drawn], [rows[index] for index in drawn])
    return chosen


def draw(scores: torch.Tensor, rows: Sequence[Rules]) -> torch.Tensor:
    """One token a row, int64 [rows], by the inverse of the distribution function in the order of
    the vocabulary: near ties in the scores then move no other token's share."""
    sets = [rules.set for rules in rows]
    heat = _column([one.temperature for one in sets], scores)
    scaled = scores / heat
    scaled -= scaled.amax(dim=-1, keepdim=True)
    shares = scaled.exp()
    least = _least_scores(scaled, shares, sets)
    if least is not None:
        shares.masked_fill_(scaled < least, 0.0)
    sums = shares.to(torch.float64).cumsum_(dim=-1)
    total = sums[:, -1:]
    places = _column([rules.draw() for rules in rows], sums) * total
    chosen = torch.searchsorted(sums, places, right=True).squeeze(1)
    is_beyond = chosen >= scores.shape[1]  # rounding, at the very end
    return torch.where(is_beyond, scaled.argmax(dim=-1), chosen) if is_beyond.any() else chosen


def _least_scores(
    scaled: torch.Tensor, shares: torch.Tensor, sets: Sequence[Any]
) -> torch.Tensor | None:
    """The score that a token needs to stay, [rows, 1]; `None`: all stay."""
    vocabulary = scaled.shape[1]
    least: torch.Tensor | None = None
    if any(one.top_k < vocabulary or one.top_p < 1 for one in sets):
        least = _least_kept(
            scaled,
            shares.sum(dim=-1, keepdim=True),
            top_k=_column([one.top_k for one in sets], scaled),
            top_p=_column([one.top_p for one in sets], scaled),
            widths=[*(width for width in CANDIDATES if width < vocabulary), vocabulary],
        )
    if any(one.min_p > 0 for one in sets):
        shares_least = _column([one.min_p for one in sets], scaled).log()
        least = shares_least if least is None else torch.maximum(least, shares_least)
    return least


def _least_kept(
    scaled: torch.Tensor,
    totals: torch.Tensor,
    *,
    top_k: torch.Tensor,
    top_p: torch.Tensor,
    widths: Sequence[int],
) -> torch.Tensor:
    """By top_k and top_p. The first of `widths` is how many of the likeliest are sorted, the next
    are for those rows for which that is too few; so no row's width depends on its company.
    totals: of the shares."""
    vocabulary, width = scaled.shape[1], widths[0]
    best = scaled.topk(width, dim=-1).values  # sorted, the likeliest first
    ranks = torch.arange(width, device=scaled.device)
    shares = best.exp().masked_fill_(ranks >= top_k, 0.0)
    sums = shares.cumsum(dim=-1)
    total = torch.where(top_k < vocabulary, sums[:, -1:], totals)
    stays = (ranks < top_k) & ((sums - shares < top_p * total) | (top_p >= 1))
    count = stays.sum(dim=-1, keepdim=True).clamp_(min=1)
    least = best.gather(1, count - 1)
    if width == vocabulary:
        return least
    is_open = (top_k >= vocabulary) & (top_p >= 1)
    least.masked_fill_(is_open, -torch.inf)
    is_short = (top_k > width) & ((top_k < vocabulary) | (count == width)) & ~is_open
    short = is_short.squeeze(1).nonzero().squeeze(1)
    if short.numel():
        least[short] = _least_kept(
            scaled[short],
            totals[short],
            top_k=top_k[short],
            top_p=top_p[short],
            widths=widths[1:],
        )
    return least


def _column(values: Sequence[float], like: torch.Tensor) -> torch.Tensor:
    return torch.tensor(values, dtype=like.dtype, device=like.device).unsqueeze(1)


def _scored(logprobs: torch.Tensor, token_id: int, count: int) -> Scored:
    top = logprobs.topk(count) if count else None
    likeliest = zip(top.indices.tolist(), top.values.tolist(), strict=True) if top else ()
    return Scored(float(logprobs[token_id]), tuple(likeliest))
