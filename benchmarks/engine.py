"""Our whole stack beside the library alone: `python -m benchmarks.engine`, `--quick` for minutes.

Every contender gets the same model, threads, prompts of 64 tokens and 128 new tokens, greedy unless
its name says otherwise. Waves of the contenders alternate, so that a noisy machine harms all alike,
and ratios are of waves within one round: `of raw`, and `of plain`, which is the same path without
what the contender asks for in addition. TTFT is in the asker's hands: the client's clock, from
sending to the first text. At the end stands whether that is what we want of it.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import psutil

from benchmarks.contenders import Contender, Wave
from benchmarks.contenders.library import Library
from benchmarks.contenders.programs import Programs
from benchmarks.contenders.serve import Serve
from benchmarks.contenders.stack import Stack
from benchmarks.material import Prompts, models
from benchmarks.tables import show, write
from benchmarks.verdict import judge

FULL_SAMPLING: dict[str, Any] = {
    "temperature": 0.8,
    "top_p": 0.9,
    "seed": 1,
    "presence_penalty": 0.5,
    "frequency_penalty": 0.5,
    "repetition_penalty": 1.1,
}
# Goes on by itself for longer than any reply may.
LONG_LIST = {
    "type": "array",
    "items": {"type": "string", "minLength": 40, "maxLength": 80},
    "minItems": 60,
}
SLOW_FROM = 32  # one thread per reply takes minutes beyond
IDLE_SECONDS = 5.0

Row = dict[str, Any]


def main() -> None:
    options = parse_options()
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="chatsite-bench-") as folder:
        for name, model in models(Path(folder), only_pocket=options.quick):
            measured = measure(model, options)
            rows += [{"model": name, **row} for row in measured]
            show(rows[-len(measured) :])
    verdicts = list(judge(rows))
    if verdicts:
        show([asdict(one) for one in verdicts])
    result = {"rows": rows, "verdicts": [asdict(one) for one in verdicts]}
    write("engine", result, options.json)


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure the engine within the whole stack.")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--quick", action="store_true", help="one model, fewer rounds and sizes")
    parser.add_argument(
        "--rounds", type=int, default=0, help="waves of each kind; 5, or 2 if quick"
    )
    parser.add_argument(
        "--contenders",
        type=lambda names: names.split(","),
        default=list(contenders()),
        help=f"some of {','.join(contenders())}",
    )
    parser.add_argument("--concurrency", type=int, nargs="+", default=[])
    parser.add_argument("--json", type=Path, help="instead of var/bench/engine.json")
    options = parser.parse_args()
    unknown = set(options.contenders) - set(contenders())
    if unknown:
        parser.error(f"There are no contenders {', '.join(sorted(unknown))}.")
    options.rounds = options.rounds or (2 if options.quick else 5)
    options.concurrency = options.concurrency or ([1, 8] if options.quick else [1, 8, 32, 64])
    return options


def contenders() -> dict[str, Contender]:
    """By their short names, none of them started."""
    site, by_program = Stack(), "chatsite, by program"
    return {
        "raw": Library("raw"),
        "chatsite": site,
        "serve": Serve(),
        "threads": Library("threads"),
        "sampling": Stack("chatsite, full sampling", FULL_SAMPLING, plain=site.name),
        "temperature": Stack("chatsite, temperature", {"temperature": 0.8}, plain=site.name),
        "program": Programs(by_program, site, plain=""),
        "schema": Programs("chatsite, JSON schema", site, schema=LONG_LIST, plain=by_program),
    }


def measure(model: Path, options: argparse.Namespace) -> list[Row]:
    """One row for each contender and concurrency."""
    rows = []
    chosen = [one for name, one in contenders().items() if name in options.contenders]
    with ExitStack() as stack:
        running = [stack.enter_context(started(one, model, options.device)) for one in chosen]
        print(f"all of them idle take {idle_share():.1%} of one core", flush=True)
        for concurrency in options.concurrency:
            asked = [one for one in running if one.name != "threads" or concurrency <= SLOW_FROM]
            waves = interleaved(model, asked, concurrency, options.rounds)
            rows += [row(one, concurrency, waves) for one in asked]
    return rows


def idle_share() -> float:
    """Of the time of one core, for all processes that were started: who does not run must not
    harm who does."""
    family = psutil.Process().children(recursive=True)
    before = sum(map(_cpu_seconds, family))
    time.sleep(IDLE_SECONDS)
    return (sum(map(_cpu_seconds, family)) - before) / IDLE_SECONDS


def _cpu_seconds(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return float(times.user + times.system)


@contextmanager
def started(contender: Contender, model: Path, device: str) -> Iterator[Contender]:
    print(f"starting {contender.name} …", flush=True)
    contender.start(model, device)
    try:
        yield contender
    finally:
        contender.stop()


def interleaved(
    model: Path, contenders: Sequence[Contender], concurrency: int, rounds: int
) -> dict[str, list[Wave]]:
    """The first round is thrown away: whatever is made once is made in it."""
    waves: dict[str, list[Wave]] = {one.name: [] for one in contenders}
    prompts = Prompts(model, seed=concurrency)
    for number in range(rounds + 1):
        for contender in contenders:
            wave = contender.ask([prompts.make() for _ in range(concurrency)])
            if number:
                waves[contender.name].append(wave)
        print(f"{concurrency} at once: round {number} of {rounds}", flush=True)
    return waves


def row(one: Contender, concurrency: int, everyone: Mapping[str, Sequence[Wave]]) -> Row:
    waves, raw = everyone[one.name], everyone.get("raw", ())
    ttft, raw_ttft = ttfts(waves), ttfts(raw)
    median, last = statistics.median(ttft), percentile_99(ttft)
    return {
        "contender": one.name,
        "at once": concurrency,
        "tokens/s": round(statistics.median(wave.tokens_per_second for wave in waves)),
        "of raw": share(waves, raw),
        "of plain": share(waves, everyone.get(one.plain, ())),
        "TTFT median, ms": round(1e3 * median, 1),
        "p99, ms": round(1e3 * last, 1),
        "median over raw, ms": (
            round(1e3 * (median - statistics.median(raw_ttft)), 1) if raw_ttft else None
        ),
        "p99 over raw, ms": round(1e3 * (last - percentile_99(raw_ttft)), 1) if raw_ttft else None,
        "tokens a reply": round(statistics.mean(r.tokens for wave in waves for r in wave.replies)),
    }


def share(ours: Sequence[Wave], theirs: Sequence[Wave]) -> float | None:
    """The median of the rounds' ratios of tokens/s; `None` if they were not asked."""
    if not theirs:
        return None
    pairs = zip(ours, theirs, strict=True)
    ratios = [one.tokens_per_second / other.tokens_per_second for one, other in pairs]
    return round(statistics.median(ratios), 3)


def ttfts(waves: Sequence[Wave]) -> list[float]:
    return [reply.ttft for wave in waves for reply in wave.replies]


def percentile_99(values: Sequence[float]) -> float:
    if len(values) == 1:
        return values[0]
    return statistics.quantiles(values, n=100, method="inclusive")[98]


if __name__ == "__main__":
    main()
