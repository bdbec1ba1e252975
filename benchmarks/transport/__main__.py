"""How fast, how dear and how surely tokens get from the append to many readers.

    python -m benchmarks.transport [--quick] [--only streams,viewers]

Prints tables and writes var/bench/transport.json. Read ratios of one run: machines are noisy.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.tables import show, write
from benchmarks.transport import percentile_ms
from benchmarks.transport.stage import Program, programs, web_process, whole_site
from benchmarks.transport.together import together
from benchmarks.transport.wanted import judged

Row = dict[str, Any]
STREAM_COUNTS = (400, 1000, 1500)
RATE = 20.0  # tokens a second of each reply
VIEWERS, VIEWED_RATE = 200, 50.0
PROGRAMS, MOST, REFUSALS = 200, 128, 50
DROPPED, DROPPED_RATE = 500, 10.0
LONG_TOKENS, LONG_RATE, RESUMES = 20_000, 2_000.0, 20


def streams(directory: Path, seconds: float) -> Iterator[Row]:
    """Many replies at 20 tokens/s each, one socket each, all in the same engine steps."""
    for bare in (True, False):
        web = "bare" if bare else "chatsite"
        with web_process(directory / web, bare=bare) as stage:
            stage.deliver(stage.people(20), rate=RATE, seconds=2)  # warms up
            for count in STREAM_COUNTS:
                told = stage.deliver(stage.people(count), rate=RATE, seconds=seconds)
                yield told.row(web, f"{count} replies")


def viewers(directory: Path, seconds: float) -> Iterator[Row]:
    """One reply at 50 tokens/s, watched by 200 sockets."""
    for bare in (True, False):
        web = "bare" if bare else "chatsite"
        with web_process(directory / web, bare=bare) as stage:
            readers = stage.people(1) * VIEWERS
            told = stage.deliver(readers, rate=VIEWED_RATE, seconds=seconds)
            yield told.row(web, f"{VIEWERS} viewers")


def over_http(directory: Path, seconds: float) -> Iterator[Row]:
    """200 programs that read a stream each over HTTP, beside as many people at sockets."""
    with web_process(directory / "web") as stage:
        for what, make in (("people", stage.people), ("programs", partial(programs, stage.site))):
            stage.deliver(make(20), rate=RATE, seconds=2)  # warms up
            told = stage.deliver(make(PROGRAMS), rate=RATE, seconds=seconds)
            yield told.row("chatsite", f"{PROGRAMS} {what}")


def refusals(directory: Path, seconds: float) -> Iterator[Row]:
    """How soon a program hears that there is no room, while as many as there may be stream on."""
    environment = {
        "MAX_IN_FLIGHT": str(MOST),
        "MAX_CONCURRENT_REQUESTS": str(MOST),
        "MAX_REQUESTS_PER_USER": str(2 * MOST),
        "SCRIPTED_TOKENS_PER_SECOND": str(RATE),
        "SCRIPTED_REPLY_TOKENS": str(round(RATE * (seconds + 10))),
    }
    with whole_site(directory / "site", database="sqlite", environment=environment) as site:
        readers = Program("benchmarks.transport.readers", site.environment)
        try:
            who = {"secret": programs(site, 1)[0]["secret"], "text": "Hello"}
            readers.ask(port=site.port, bare=False, readers=[who] * MOST)
            refused = sorted(readers.ask(refusals=REFUSALS, who=who)["seconds"])
            broken = readers.ask(wait=seconds + 60)["broken"]
        finally:
            readers.end()
    yield {
        "streams": MOST,
        "refused": len(refused),
        "median, ms": percentile_ms(refused, 0.5),
        "slowest, ms": percentile_ms(refused, 1.0),
        "broken streams": broken,
    }


def drops(directory: Path, seconds: float) -> Iterator[Row]:
    """500 sockets that lose their connection at once, in mid-reply."""
    with web_process(directory / "web") as stage:
        back: list[float] = []

        def drop() -> None:
            time.sleep(seconds / 3)
            back.append(stage.readers.ask(drop=True)["seconds"])

        told = stage.deliver(
            stage.people(DROPPED), rate=DROPPED_RATE, seconds=seconds + 10, meanwhile=drop
        )
        yield {
            "sockets": DROPPED,
            "all back after, s": round(back[0], 2),
            "lost": told.wanted - told.reading.tokens,
            "broken": told.reading.broken,
        }


def long_reply(directory: Path, seconds: float) -> Iterator[Row]:
    """One reply of 20,000 tokens: what is sent of it, and how long resuming takes."""
    random = Random(1)
    with web_process(directory / "web") as stage:
        stage.open(stage.people(1))
        stage.feed(rate=LONG_RATE, seconds=LONG_TOKENS / LONG_RATE, ends=False)
        tokens = stage.fed()
        points = sorted(random.randrange(tokens) for _ in range(RESUMES))
        told = stage.readers.ask(wait=1)
        resumed = sorted(stage.readers.ask(resume=points)["seconds"])
        yield {
            "tokens": told["tokens"],
            "lost": tokens - told["tokens"],
            "bytes of its text": told["text_bytes"],
            "sent, of that": round(told["bytes"] / told["text_bytes"], 2),
            "resume median, ms": percentile_ms(resumed, 0.5),
            "slowest, ms": percentile_ms(resumed, 1.0),
        }


QUESTIONS: dict[str, Callable[[Path, float], Iterator[Row]]] = {
    one.__name__: one
    for one in (streams, viewers, over_http, refusals, together, drops, long_reply)
}


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure from the append to the reader.")
    parser.add_argument("--quick", action="store_true", help="3 seconds of each, not 10")
    names = ",".join(QUESTIONS)
    parser.add_argument("--only", default=names, help=f"some of {names}")
    options = parser.parse_args()
    results: dict[str, list[Row]] = {}
    verdicts: list[Row] = []
    for name in options.only.split(","):
        question = QUESTIONS[name]
        with tempfile.TemporaryDirectory(prefix="chatsite-bench-") as directory:
            results[name] = list(question(Path(directory), 3.0 if options.quick else 10.0))
        show(results[name], (question.__doc__ or "").splitlines()[0])
        verdicts += judged(name, results[name])
    show(verdicts, "What is wanted")
    write("transport", {**results, "verdicts": verdicts})


if __name__ == "__main__":
    main()
