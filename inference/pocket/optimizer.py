"""Muon for the matrices, AdamW for the rest, and a rate that falls to zero at the end.

Knows parameters and progress. Knows no data.
"""

from collections.abc import Iterable

import torch
from torch import nn

MATRIX_RATE = 0.02
OTHER_RATE = 0.004
WARM_UP_SHARE = 0.02
DECAY_SHARE = 0.5  # a long fall: most of what a small model learns, it keeps in this part


class TwoOptimizers:
    """Muon learns about twice as much per token as AdamW here, but only fits matrices."""

    def __init__(self, model: nn.Module) -> None:
        matrices = [
            p for name, p in model.named_parameters() if p.ndim == 2 and "embed" not in name
        ]
        chosen = {id(p) for p in matrices}
        others = [p for p in model.parameters() if id(p) not in chosen]
        self.both: list[tuple[torch.optim.Optimizer, float]] = [
            (torch.optim.Muon(matrices, lr=MATRIX_RATE, weight_decay=0.01), MATRIX_RATE),
            (
                torch.optim.AdamW(
                    others, lr=OTHER_RATE, betas=(0.9, 0.95), weight_decay=0.0, fused=True
                ),
                OTHER_RATE,
            ),
        ]

    def step(self, progress: float) -> None:
        """Take one step at `progress` (0 to 1) of the run and forget the gradients."""
        for optimizer, rate in self.both:
            for group in optimizer.param_groups:
                group["lr"] = rate * rate_factor(progress)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)


def rate_factor(progress: float) -> float:
    if progress < WARM_UP_SHARE:
        return progress / WARM_UP_SHARE
    return min(1.0, (1.0 - progress) / DECAY_SHARE)


def clip(parameters: Iterable[torch.Tensor]) -> None:
    torch.nn.utils.clip_grad_norm_(parameters, 1.0)
