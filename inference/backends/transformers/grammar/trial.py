"""The child process that tries grammars first; started by `checker` as a script.

A grammar can make the library run for minutes, take gigabytes or overflow its stack, which ends
the process that does it. So that is this one: it limits itself before every trial, and its death
is the answer. Imports nothing of ours: the package above it would bring torch.

Standard input and output carry one JSON value a line: first the settings, then a grammar each,
answered by `{"error": ""}` or what is wrong.
"""

from __future__ import annotations

import json
import random
import resource
import signal
import sys
import threading
from pathlib import Path
from typing import Any

from llguidance import LLMatcher, LLParserLimits, LLTokenizer

STACK_BYTES = 2 * 1024 * 1024  # a quarter of what the threads of the parent have
STEPS = 32  # of one random reply: what explodes does so early


def main() -> None:
    settings = json.loads(sys.stdin.readline())
    threading.stack_size(STACK_BYTES)
    tokenizer = LLTokenizer(
        settings["tokenizer"], n_vocab=settings["vocabulary"], eos_token=settings["eos"]
    )
    limits = LLParserLimits(**settings["limits"], verbose_errors=False)
    _limit_memory(settings["bytes"])
    for line in sys.stdin:
        signal.setitimer(signal.ITIMER_PROF, settings["cpu_seconds"])
        signal.setitimer(signal.ITIMER_REAL, settings["seconds"])
        error = _try_in_small_stack(tokenizer, json.loads(line), limits)
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
        print(json.dumps({"error": error}), flush=True)  # noqa: T201  # the answer


def _limit_memory(more_bytes: int) -> None:
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    most = pages * resource.getpagesize() + more_bytes
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _try_in_small_stack(tokenizer: Any, grammar: str, limits: Any) -> str:
    errors: list[str] = []
    thread = threading.Thread(target=lambda: errors.append(_try(tokenizer, grammar, limits)))
    thread.start()
    thread.join()
    return errors[0]


def _try(tokenizer: Any, grammar: str, limits: Any) -> str:
    matcher = LLMatcher(tokenizer, grammar, log_level=0, limits=limits)
    dice = random.Random(0)  # noqa: S311  # no secret
    for _ in range(STEPS):
        if matcher.is_error() or matcher.is_stopped():
            break
        mask = matcher.compute_bitmask()
        if matcher.is_error() or not any(mask):
            break
        matcher.consume_token(_some_allowed(mask, dice))
    if matcher.is_error():
        return str(matcher.get_error())
    return "WARNING: " + "; ".join(found) if (found := matcher.get_grammar_warnings()) else ""


def _some_allowed(mask: bytes, dice: random.Random) -> int:
    start = dice.randrange(len(mask))
    at: int = next(i for i in (*range(start, len(mask)), *range(start)) if mask[i])
    bits = [bit for bit in range(8) if mask[at] >> bit & 1]
    return at * 8 + dice.choice(bits)


if __name__ == "__main__":
    main()
