"""A training that was cut off goes on as if nothing had happened."""

from pathlib import Path

import torch
from torch import nn

from inference.pocket.checkpoints import Done, load_state, save_state
from inference.pocket.optimizer import TwoOptimizers


def take_steps(model: nn.Module, optimizer: TwoOptimizers, seeds: list[int]) -> None:
    for seed in seeds:
        torch.manual_seed(seed)
        model(torch.randn(4, 8)).square().sum().backward()
        optimizer.step(1.0)


def small_model() -> nn.Module:
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(8, 16), nn.LayerNorm(16), nn.Linear(16, 8))


def test_a_run_that_was_cut_off_ends_with_the_same_weights(tmp_path: Path) -> None:
    whole = small_model()
    take_steps(whole, TwoOptimizers(whole), [1, 2, 3, 4])

    first = small_model()
    optimizer = TwoOptimizers(first)
    take_steps(first, optimizer, [1, 2])
    save_state(tmp_path, first, optimizer, Done(2, 64))

    second = small_model()
    optimizer = TwoOptimizers(second)
    assert load_state(tmp_path, second, optimizer) == Done(2, 64)
    take_steps(second, optimizer, [3, 4])
    for ours, theirs in zip(second.parameters(), whole.parameters(), strict=True):
        assert torch.equal(ours, theirs)


def test_a_run_without_checkpoints_begins_at_the_beginning(tmp_path: Path) -> None:
    model = small_model()
    assert load_state(None, model, TwoOptimizers(model)) == Done()
    assert load_state(tmp_path, model, TwoOptimizers(model)) == Done()
