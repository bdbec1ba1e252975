"""Muon for the matrices, AdamW for the rest, and a rate that falls to zero at the end.

Knows parameters and how far the run is. Knows no data.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import torch
from torch import nn

from inference.pocket.precision import bfloat16_is_fast

MATRIX_RATE = 0.02
MATRIX_DECAY = 0.01
MOMENTUM = 0.95
OTHER_RATE = 0.004
WARM_UP_TOKENS = 100_000
DECAY_SHARE = 0.5  # a long fall: most of what a small model learns, it keeps in this part
ORTHOGONALISING_STEPS = 5
COEFFICIENTS = (3.4445, -4.775, 2.0315)  # of Keller Jordan's Muon, as torch.optim.Muon has them


class StackedMuon:
    """`torch.optim.Muon`, but all matrices of one shape at once.

    Two cores spend twice the time on forty small products as on three large ones.
    """

    def __init__(self, matrices: Iterable[nn.Parameter]) -> None:
        by_shape: dict[torch.Size, list[nn.Parameter]] = defaultdict(list)
        for matrix in matrices:
            by_shape[matrix.shape].append(matrix)
        self.stacks = list(by_shape.values())
        self.momenta = [torch.zeros(len(stack), *stack[0].shape) for stack in self.stacks]

    @torch.no_grad()
    def step(self, rate: float) -> None:
        for stack, momentum in zip(self.stacks, self.momenta, strict=True):
            gradients = torch.stack([matrix.grad for matrix in stack if matrix.grad is not None])
            momentum.lerp_(gradients, 1 - MOMENTUM)
            updates = orthogonal(gradients.lerp_(momentum, MOMENTUM))
            rows, columns = stack[0].shape
            scaled = rate * max(1.0, rows / columns) ** 0.5
            for matrix, update in zip(stack, updates, strict=True):
                matrix.mul_(1 - rate * MATRIX_DECAY).add_(update, alpha=-scaled)
                matrix.grad = None


def orthogonal(matrices: torch.Tensor) -> torch.Tensor:
    """The nearest orthogonal matrices, roughly: float32 [stack, rows, columns], same shape back."""
    a, b, c = COEFFICIENTS
    wide = matrices.bfloat16() if bfloat16_is_fast() else matrices
    is_tall = wide.shape[1] > wide.shape[2]
    if is_tall:
        wide = wide.mT.contiguous()
    wide = wide / wide.norm(dim=(1, 2), keepdim=True).clamp(min=1e-7)
    for _ in range(ORTHOGONALISING_STEPS):
        gram = wide @ wide.mT
        wide = torch.baddbmm(wide, torch.baddbmm(gram, gram, gram, beta=b, alpha=c), wide, beta=a)
    return (wide.mT if is_tall else wide).float()


class TwoOptimizers:
    """Muon learns about twice as much per token as AdamW here, but only fits matrices."""

    def __init__(self, model: nn.Module) -> None:
        matrices = [
            p for name, p in model.named_parameters() if p.ndim == 2 and "embed" not in name
        ]
        chosen = {id(p) for p in matrices}
        others = [p for p in model.parameters() if id(p) not in chosen]
        self.muon = StackedMuon(matrices)
        self.adam = torch.optim.AdamW(
            others, lr=OTHER_RATE, betas=(0.9, 0.95), weight_decay=0.0, fused=True
        )

    def step(self, factor: float) -> None:
        """Take one step at `factor` (0 to 1) of the full rates and forget the gradients."""
        self.muon.step(MATRIX_RATE * factor)
        for group in self.adam.param_groups:
            group["lr"] = OTHER_RATE * factor
        self.adam.step()
        self.adam.zero_grad(set_to_none=True)

    def state(self) -> dict[str, Any]:
        return {"momenta": self.muon.momenta, "adam": self.adam.state_dict()}

    def load(self, state: dict[str, Any]) -> None:
        self.muon.momenta = state["momenta"]
        self.adam.load_state_dict(state["adam"])


def rate_factor(seen: int, total: int) -> float:
    """Until the fall it knows no `total`: a run can be made shorter while it goes."""
    return min(1.0, seen / WARM_UP_TOKENS, (1.0 - seen / total) / DECAY_SHARE)


def clip(parameters: Iterable[torch.Tensor]) -> None:
    torch.nn.utils.clip_grad_norm_(parameters, 1.0)
