"""Keep a begun training on the disk, so that one that was cut off goes on where it was.

Knows files. Knows no corpus: the same seed gives the same batches again.
"""

from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from torch import nn

from inference.pocket.optimizer import TwoOptimizers

STATE_FILE = "training.pt"


@dataclass(frozen=True)
class Done:
    steps: int = 0
    tokens: int = 0


def save_state(directory: Path, model: nn.Module, optimizer: TwoOptimizers, done: Done) -> None:
    state = {"model": model.state_dict(), "optimizer": optimizer.state(), "done": asdict(done)}
    unfinished = directory / f"{STATE_FILE}.part"
    torch.save(state, unfinished)
    # Whole or not at all: a run may be killed while it writes.
    unfinished.replace(directory / STATE_FILE)


def load_state(directory: Path | None, model: nn.Module, optimizer: TwoOptimizers) -> Done:
    """How far a run had come; nothing done where `directory` holds none."""
    if directory is None or not (directory / STATE_FILE).exists():
        return Done()
    state = torch.load(directory / STATE_FILE, weights_only=True)
    model.load_state_dict(state["model"])
    optimizer.load(state["optimizer"])
    return Done(**state["done"])
