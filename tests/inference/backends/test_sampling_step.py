"""One step of many choices: the shares, the order of the rules, and what must not harm others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest
import torch
from transformers.generation.continuous_batching.requests import FutureRequestState

from inference.backends.transformers.sampling import GREEDY, Rules, RuleSet, SamplingProcessor

VOCABULARY = 50
EOS = [2]
LOGITS = torch.tensor(np.random.default_rng(5).normal(size=VOCABULARY) * 2, dtype=torch.float32)
WARM = RuleSet(top_k=VOCABULARY, temperature=1.0)


def step(rows: Sequence[Rules], scores: torch.Tensor) -> list[int]:
    """The token that the library takes for each row."""
    processor = SamplingProcessor(EOS)
    states = [SimpleNamespace(logit_processor_kwargs={"rules": rules}) for rules in rows]
    requests = [cast("FutureRequestState", SimpleNamespace(state=state)) for state in states]
    argument = processor.prepare_tensor_args(requests)
    chosen: list[int] = processor(scores.clone(), argument).argmax(dim=-1).tolist()
    return chosen


def counts(rules: RuleSet, logits: torch.Tensor = LOGITS, draws: int = 20_000) -> Any:
    """How often each token is drawn, by 20,000 seeds that are always the same."""
    rows = [Rules(replace(rules, seed=seed)) for seed in range(draws)]
    chosen = step(rows, logits.repeat(draws, 1))
    return np.bincount(chosen, minlength=VOCABULARY)


def shares(logits: torch.Tensor) -> Any:
    return logits.double().softmax(dim=-1).numpy()


def is_drawn_from(counted: Any, expected: Any) -> bool:
    """Pearson's chi-square; seeds are fixed, so that it says the same every time."""
    assert not counted[expected == 0].any()
    wanted = expected * counted.sum()
    some = wanted > 5
    statistic = ((counted[some] - wanted[some]) ** 2 / wanted[some]).sum()
    freedom = int(some.sum()) - 1
    return bool(statistic < freedom + 3 * np.sqrt(2 * freedom))


def test_tokens_are_drawn_by_their_shares() -> None:
    assert is_drawn_from(counts(WARM), shares(LOGITS))


def test_a_wrong_share_would_be_seen() -> None:
    assert not is_drawn_from(counts(WARM), shares(LOGITS * 1.05))


def test_temperature_divides() -> None:
    assert is_drawn_from(counts(replace(WARM, temperature=0.6)), shares(LOGITS / 0.6))


def test_top_k_keeps_the_likeliest() -> None:
    least = LOGITS.sort(descending=True).values[6]
    expected = shares(LOGITS.masked_fill(least > LOGITS, -torch.inf))
    assert is_drawn_from(counts(replace(WARM, top_k=7)), expected)


def test_top_p_keeps_the_smallest_set_that_reaches_it() -> None:
    ordered = sorted(shares(LOGITS), reverse=True)
    kept = int(np.searchsorted(np.cumsum(ordered), 0.8)) + 1
    least = LOGITS.sort(descending=True).values[kept - 1]
    expected = shares(LOGITS.masked_fill(least > LOGITS, -torch.inf))
    assert is_drawn_from(counts(replace(WARM, top_p=0.8)), expected)


def test_min_p_is_a_share_of_the_likeliest() -> None:
    all_shares = shares(LOGITS)
    expected = np.where(all_shares >= 0.1 * all_shares.max(), all_shares, 0)
    assert is_drawn_from(counts(replace(WARM, min_p=0.1)), expected / expected.sum())


def test_top_k_comes_before_top_p() -> None:
    ordered = LOGITS.sort(descending=True).values
    of_ten = np.cumsum(shares(ordered[:10]))
    kept = int(np.searchsorted(of_ten, 0.7)) + 1
    expected = shares(LOGITS.masked_fill(ordered[kept - 1] > LOGITS, -torch.inf))
    assert is_drawn_from(counts(replace(WARM, top_k=10, top_p=0.7)), expected)


@pytest.mark.parametrize(
    "rules",
    [
        {"top_p": 0.9},
        {"top_p": 0.999},
        {"top_k": 300},
        {"top_k": 300, "top_p": 0.95},
        {"top_k": 20, "top_p": 0.95},
        {},
    ],
    ids=str,
)
def test_the_same_tokens_stay_however_many_must_be_sorted(rules: dict[str, Any]) -> None:
    """In a vocabulary larger than the candidates that are sorted first; beside one row of each
    kind, whose needs are none of this one's."""
    logits = torch.randn(1000, generator=torch.Generator().manual_seed(3)) * 2
    warm = RuleSet(temperature=1.0, **{"top_k": 1000, **rules})
    ordered, tokens = logits.sort(descending=True)
    of_k = shares(ordered[: warm.top_k])
    before = np.cumsum(of_k) - of_k
    kept = {int(one) for one in tokens[: int((before < warm.top_p).sum())]}
    others = [Rules(WARM), Rules(replace(WARM, top_k=1)), Rules(replace(warm, top_p=0.5))]
    rows = [Rules(replace(warm, seed=seed)) for seed in range(3000)]
    chosen = step([*others, *rows], logits.repeat(3003, 1))[3:]
    assert set(chosen) <= kept
    assert len(set(chosen)) > 0.5 * min(len(kept), 600)
    assert chosen[:20] == [step([Rules(replace(warm, seed=i))], logits[None])[0] for i in range(20)]


def test_a_reply_that_goes_on_is_as_if_nothing_had_happened() -> None:
    rules = replace(WARM, seed=9, repetition_penalty=1.2, frequency_penalty=0.3)
    prompt, whole = [4, 5, 6], Rules(rules, [4, 5, 6])
    tokens = [step([whole], LOGITS[None])[0] for _ in range(30)]
    resumed = Rules(rules, prompt, tokens[:12])
    assert [step([resumed], LOGITS[None])[0] for _ in range(18)] == tokens[12:]


def test_the_place_in_the_batch_is_no_matter() -> None:
    chosen = [Rules(replace(WARM, seed=7)) for _ in range(3)]
    others = [Rules(replace(WARM, seed=seed, top_p=0.5)) for seed in range(6)]
    alone = step([chosen[0]], LOGITS[None])[0]
    assert step([*others, chosen[1]], LOGITS.repeat(7, 1))[-1] == alone
    assert step([chosen[2], *others], LOGITS.repeat(7, 1))[0] == alone


@pytest.mark.fault(27, "in one row of a step")
@pytest.mark.parametrize("wrong", [torch.nan, torch.inf])
def test_a_row_of_wrong_numbers_harms_nobody_else(wrong: float) -> None:
    scores = LOGITS.repeat(3, 1)
    scores[1, 20] = wrong
    rows = [Rules(GREEDY), Rules(GREEDY), Rules(replace(WARM, seed=1))]
    alone = [step([Rules(GREEDY)], LOGITS[None])[0], step([Rules(rows[2].set)], LOGITS[None])[0]]
    chosen = step(rows, scores)
    assert [chosen[0], chosen[2]] == alone
    assert [bool(rules.fault) for rules in rows] == [False, True, False]


def test_a_forbidden_token_is_never_drawn() -> None:
    endless = replace(WARM, ignore_eos=True, bias_ids=(EOS[0],), bias_values=(100.0,))
    assert counts(endless, draws=2_000)[EOS[0]] == 0


class Only:
    """A grammar in which one token may come."""

    error = complaint = ""

    def __init__(self, *allowed: int) -> None:
        self.allowed, self.accepted = allowed, list[int]()

    def fill(self, row: torch.Tensor) -> bool:
        row.zero_()
        for token in self.allowed:
            row[token // 32] |= 1 << token % 32
        return True

    def accept(self, token_id: int) -> None:
        self.accepted.append(token_id)


def test_a_grammar_rules_its_own_row_and_hears_what_was_chosen() -> None:
    grammar = Only(33)
    rows = [Rules(GREEDY), Rules(GREEDY, grammar=grammar), Rules(replace(WARM, seed=2))]
    chosen = step(rows, LOGITS.repeat(3, 1))
    assert chosen[1] == 33
    assert grammar.accepted == [33]
    assert chosen[0] == int(LOGITS.argmax())


def test_a_grammar_that_leaves_nothing_ends_its_own_request() -> None:
    rows = [Rules(GREEDY, grammar=Only()), Rules(GREEDY, grammar=Only(5))]
    assert step(rows, LOGITS.repeat(2, 1))[1] == 5
    assert [bool(rules.fault) for rules in rows] == [True, False]


def test_a_prompt_that_is_still_being_read_has_a_row_and_no_token() -> None:
    """The library's scores have a last row for it; nobody's rules are of that row."""
    rows = [Rules(replace(WARM, seed=seed)) for seed in range(3)]
    alone = step([Rules(one.set) for one in rows], LOGITS.repeat(3, 1))
    assert step(rows, LOGITS.repeat(5, 1))[:3] == alone
