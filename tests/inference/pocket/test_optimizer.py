"""The stacked Muon does what torch's does."""

import torch
from torch import nn

from inference.pocket.optimizer import MATRIX_DECAY, WARM_UP_TOKENS, StackedMuon, rate_factor

SHAPES = [(8, 8), (24, 8), (8, 24), (8, 8)]


def test_all_matrices_at_once_move_as_they_do_one_by_one() -> None:
    torch.manual_seed(1)
    one_by_one = [nn.Parameter(torch.randn(shape)) for shape in SHAPES]
    at_once = [nn.Parameter(matrix.detach().clone()) for matrix in one_by_one]
    before = [matrix.detach().clone() for matrix in one_by_one]
    theirs = torch.optim.Muon(one_by_one, lr=0.02, weight_decay=MATRIX_DECAY)
    ours = StackedMuon(at_once)
    for _ in range(3):
        for their, our in zip(one_by_one, at_once, strict=True):
            their.grad = torch.randn(their.shape)
            our.grad = their.grad.clone()
        theirs.step()
        ours.step(0.02)
    for start, their, our in zip(before, one_by_one, at_once, strict=True):
        assert not torch.allclose(start, their, atol=0.01)
        # bfloat16 rounds sums in another order.
        assert torch.allclose(their, our, atol=0.003)


def test_a_run_rises_stays_and_falls_to_nothing() -> None:
    assert rate_factor(0, 10_000_000) == 0.0
    assert rate_factor(WARM_UP_TOKENS // 2, 10_000_000) == 0.5
    assert rate_factor(4_000_000, 10_000_000) == 1.0
    assert rate_factor(7_500_000, 10_000_000) == 0.5
    assert rate_factor(10_000_000, 10_000_000) == 0.0
