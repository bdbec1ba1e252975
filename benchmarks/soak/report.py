"""What a soak has found: tables on the screen, JSON in a file. Knows no site."""

from __future__ import annotations

import json
import math
import os
import platform
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.soak.memory import Growth, Sample
from benchmarks.soak.oracle import Fault

SHOWN_FAULTS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """seconds: of load. growths: in MB. warnings: of the site's logs, by role."""

    seed: int
    seconds: float
    replies: int
    reply_sampling: str
    counts: Mapping[str, int]
    faults: Sequence[Fault]
    growths: Mapping[str, Growth]
    warm_up_share: float
    samples: Sequence[Sample]
    warnings: Mapping[str, Counter[str]]

    @property
    def is_sound(self) -> bool:
        return not self.faults

    def show(self) -> None:
        print(f"\n{self.replies} replies in {self.seconds:.0f} s, seed {self.seed}")
        for name, count in sorted(self.counts.items()):
            print(f"  {name:<40} {count:>9,}")
        share = f"{self.warm_up_share:.0%}"
        print(f"\nMB of each process with its children; slopes without the first {share}")
        print(f"  {'':<20}" + "".join(f"{name:>11}" for name in HEADS))
        for role, growth in self.growths.items():
            print(f"  {role:<20}" + "".join(f"{number:>11.2f}" for number in _numbers(growth)))
        if self.samples:
            first, last = self.samples[0].files, self.samples[-1].files
            told = ", ".join(f"{role} {first[role]} → {last[role]}" for role in first)
            print(f"  open files: {told}")
        for role, warnings in self.warnings.items():
            for line, count in warnings.most_common(5):
                print(f"  {role} said {count} times: {line[:120]}")
        print(f"\n{len(self.faults)} faults" if self.faults else "\nNo fault.")
        for fault in self.faults[:SHOWN_FAULTS]:
            print(f"  {fault.subject}: {fault.what}")

    def write(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(self.to_json(), indent=2) + "\n")

    def to_json(self) -> dict[str, Any]:
        return {
            "machine": platform.platform(),
            "cores": os.cpu_count(),
            "seed": self.seed,
            "seconds": round(self.seconds, 1),
            "replies": self.replies,
            "reply_sampling": json.loads(self.reply_sampling),
            "counts": dict(sorted(self.counts.items())),
            "faults": [asdict(fault) for fault in self.faults],
            "warm_up_share": self.warm_up_share,
            "growths": {
                role: {
                    name: None if math.isnan(value) else round(value, 3)
                    for name, value in asdict(growth).items()
                }
                for role, growth in self.growths.items()
            },
            "warnings": {role: dict(lines) for role, lines in self.warnings.items()},
            "samples": [sample.to_json() for sample in self.samples],
        }


HEADS = ("first", "last", "highest", "an hour", "a 1000")


def _numbers(growth: Growth) -> tuple[float, ...]:
    return (
        growth.first,
        growth.last,
        growth.highest,
        growth.per_hour,
        growth.per_1000_replies,
    )
