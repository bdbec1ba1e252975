"""Our whole stack beside the library alone: `python -m benchmarks.engine`, `--quick` for minutes.

Every contender gets the same model, threads, prompts of 64 tokens and 128 new tokens. Waves of the
contenders alternate, so that a noisy machine harms all alike, and ratios are of medians within one
run. TTFT is in the asker's hands: the client's clock, from sending to the first text.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.contenders import PROMPT_TOKENS, Contender, Wave
from benchmarks.contenders.library import Library
from benchmarks.contenders.serve import Serve
from benchmarks.contenders.stack import Stack

POCKET = Path("inference/pocket/model")
WORDS = ("stop", "share", "search", "reply", "the", "team", "chat", "how", "list", "name", "say")
FULL_SAMPLING: dict[str, Any] = {
    "temperature": 0.8,
    "top_p": 0.9,
    "seed": 1,
    "presence_penalty": 0.5,
    "frequency_penalty": 0.5,
    "repetition_penalty": 1.1,
}
SLOW_FROM = 32  # one thread per reply takes minutes beyond

Row = dict[str, Any]


def main() -> None:
    options = parse_options()
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="chatsite-bench-") as folder:
        for name, model in models(Path(folder), only_pocket=options.quick):
            measured = measure(model, options)
            rows += [{"model": name, **row} for row in measured]
            show(rows[-len(measured) :])
    result = {"machine": platform.platform(), "cores": os.cpu_count(), "rows": rows}
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps(result, indent=2) + "\n")
    print(f"\nWritten to {options.json}")


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure the engine within the whole stack.")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--quick", action="store_true", help="one model, fewer rounds and sizes")
    parser.add_argument(
        "--rounds", type=int, default=0, help="waves of each kind; 5, or 2 if quick"
    )
    parser.add_argument("--concurrency", type=int, nargs="+", default=[])
    parser.add_argument("--json", type=Path, default=Path("var/bench/engine.json"))
    options = parser.parse_args()
    options.rounds = options.rounds or (2 if options.quick else 5)
    options.concurrency = options.concurrency or ([1, 8] if options.quick else [1, 8, 32, 64])
    return options


def measure(model: Path, options: argparse.Namespace) -> list[Row]:
    """One row for each contender and concurrency."""
    rows = []
    contenders: list[Contender] = [Library("raw"), Stack(), Serve(), Library("threads")]
    contenders.append(Stack("chatsite, full sampling", FULL_SAMPLING))
    contenders.append(Stack("chatsite, temperature", {"temperature": 0.8}))
    with ExitStack() as stack:
        running = [stack.enter_context(started(one, model, options.device)) for one in contenders]
        for concurrency in options.concurrency:
            asked = [one for one in running if one.name != "threads" or concurrency <= SLOW_FROM]
            waves = interleaved(model, asked, concurrency, options.rounds)
            raw = waves["raw"]
            rows += [row(name, concurrency, waves[name], raw) for name in waves]
    return rows


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


class Prompts:
    """User messages that make prompts of PROMPT_TOKENS tokens, all different."""

    def __init__(self, model: Path, *, seed: int) -> None:
        from transformers import AutoTokenizer

        self._tokenizer: Any = AutoTokenizer.from_pretrained(model)
        self._random = Random(seed)

    def make(self) -> str:
        words = str(self._random.randrange(10**6))
        while self._length(longer := f"{words} {self._random.choice(WORDS)}") <= PROMPT_TOKENS:
            words = longer
        while self._length(words) < PROMPT_TOKENS:
            words += "."
        return words

    def _length(self, words: str) -> int:
        messages = [{"role": "user", "content": words}]
        encoded = self._tokenizer.apply_chat_template(
            messages, add_generation_prompt=True, return_dict=True
        )
        return len(encoded["input_ids"])


def row(name: str, concurrency: int, waves: Sequence[Wave], raw: Sequence[Wave]) -> Row:
    ttft, raw_ttft = ttfts(waves), ttfts(raw)
    pairs = zip(waves, raw, strict=True)
    ratios = [ours.tokens_per_second / theirs.tokens_per_second for ours, theirs in pairs]
    return {
        "contender": name,
        "at once": concurrency,
        "tokens/s": round(statistics.median(wave.tokens_per_second for wave in waves)),
        "of raw": round(statistics.median(ratios), 3),
        "TTFT median, ms": round(1e3 * statistics.median(ttft), 1),
        "p99, ms": round(1e3 * percentile_99(ttft), 1),
        "median over raw, ms": round(
            1e3 * (statistics.median(ttft) - statistics.median(raw_ttft)), 1
        ),
        "p99 over raw, ms": round(1e3 * (percentile_99(ttft) - percentile_99(raw_ttft)), 1),
        "tokens a reply": round(statistics.mean(r.tokens for wave in waves for r in wave.replies)),
    }


def ttfts(waves: Sequence[Wave]) -> list[float]:
    return [reply.ttft for wave in waves for reply in wave.replies]


def percentile_99(values: Sequence[float]) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[98]


def models(folder: Path, *, only_pocket: bool) -> Iterator[tuple[str, Path]]:
    pocket = folder / "pocket"
    shutil.copytree(POCKET, pocket)
    endless(pocket)
    yield "pocket", pocket
    if not only_pocket:
        yield "random 25M", random_model(folder / "random", pocket)


def endless(model: Path) -> None:
    """Servers that have no ignore_eos go on to max_tokens too."""
    path = model / "generation_config.json"
    config = json.loads(path.read_text())
    config["eos_token_id"] = None
    path.write_text(json.dumps(config))


def random_model(directory: Path, pocket: Path) -> Path:
    import torch
    from transformers import AutoTokenizer, LlamaConfig, LlamaForCausalLM

    tokenizer: Any = AutoTokenizer.from_pretrained(pocket)
    torch.manual_seed(25)
    model = LlamaForCausalLM(
        LlamaConfig(
            vocab_size=len(tokenizer),
            hidden_size=512,
            intermediate_size=1408,
            num_hidden_layers=8,
            num_attention_heads=8,
            max_position_embeddings=2048,
            tie_word_embeddings=True,
        )
    )
    model.generation_config.eos_token_id = None
    model.save_pretrained(directory)
    tokenizer.save_pretrained(directory)
    return directory


def show(rows: Sequence[Row]) -> None:
    columns = list(rows[0])
    widths = {name: max(len(name), *(len(str(one[name])) for one in rows)) for name in columns}
    print("\n" + " | ".join(f"{name:>{widths[name]}}" for name in columns))
    for one in rows:
        print(" | ".join(f"{one[name]!s:>{widths[name]}}" for name in columns))


if __name__ == "__main__":
    main()
