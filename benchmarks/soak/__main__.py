"""`python -m benchmarks.soak --minutes 20`: the whole site, the bundled model, random people and
programs, and an oracle over all of it. Exit code 1 when the oracle is broken.

Reproducible by --seed as far as it goes: who does what in which order. What overlaps in time is up
to the machine. Everything stays on the loopback.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from random import Random

import httpx
import psutil

from benchmarks.soak.book import Book
from benchmarks.soak.leftovers import (
    left_in_redis,
    read_log,
    read_metrics,
    read_rows,
    wrong_in_web,
    wrong_in_worker,
)
from benchmarks.soak.memory import Sample, Scale, growths, keep_sampling
from benchmarks.soak.oracle import Fault, Kept
from benchmarks.soak.people import sampling_of_the_page, take_a_seat
from benchmarks.soak.report import Report
from tests.support.site import Site

ROLES = ("web", "web-worker", "gpu-worker")
REST_SECONDS = 90.0  # the broker gives back what nobody confirmed after 60
PROGRESS_SECONDS = 10.0
WARM_UP_SHARE = 0.5  # logs of ended replies stay for ten minutes, so twenty are the least


def main() -> None:
    options = parse_options()
    with tempfile.TemporaryDirectory(prefix="chatsite-soak-") as folder:
        reply_sampling = sampling_of_the_page(Random(options.seed))
        environment = {
            "INFERENCE_BACKEND": "transformers",
            "CHAT_MODEL": "pocket",
            "DEVICE": "cpu",
            "MAX_REQUESTS_PER_USER": "4",
            # Little room, so that some wait in the queue and some are interrupted in the engine.
            "MAX_IN_FLIGHT": "5",
            "CACHE_TOKENS": "4096",
            "REPLY_SAMPLING": reply_sampling,
        }
        site = Site(Path(folder) / "site", environment)
        os.environ |= site.environment  # the programs live in this process
        try:
            site.start()
            soak = Soak(site, site.metrics_url("gpu-worker"), options)
            asyncio.run(soak.run())
            report = soak.report(reply_sampling)
            if not report.is_sound:
                keep_logs(site, options.json)
        finally:
            site.stop()
    report.write(options.json)
    report.show()
    print(f"\nWritten to {options.json}")
    sys.exit(0 if report.is_sound else 1)


def keep_logs(site: Site, beside: Path) -> None:
    """soak.json has soak-web.log and so on beside it."""
    beside.parent.mkdir(parents=True, exist_ok=True)
    for role in ROLES:
        log = beside.with_name(f"{beside.stem}-{role}.log")
        log.write_text(site.log(role))
        print(f"The log of {role} is kept in {log}")


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="The whole site under random people.")
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--people", type=int, default=6, help="seats at the page")
    parser.add_argument("--programs", type=int, default=3)
    parser.add_argument("--replies", type=int, default=50_000, help="it ends after so many, too")
    parser.add_argument("--json", type=Path, default=Path("var/bench/soak.json"))
    return parser.parse_args()


class Soak:
    """One run. metrics_url: the GPU worker's own."""

    def __init__(self, site: Site, metrics_url: str, options: argparse.Namespace) -> None:
        self._site, self._metrics_url, self._options = site, metrics_url, options
        self._book = Book()
        self._samples: list[Sample] = []
        self._seconds = 0.0
        self._rows: dict[str, Kept] = {}

    async def run(self) -> None:
        # Late: it reads the settings that main has just made.
        from benchmarks.soak.programs import take_turns

        options, book = self._options, self._book
        began = time.monotonic()

        def is_over() -> bool:
            is_late = time.monotonic() - began > 60 * options.minutes
            return bool(is_late or len(book.asked) >= options.replies)

        async with asyncio.TaskGroup() as group:
            for seat in range(options.people):
                seed = f"{options.seed}/person/{seat}"
                group.create_task(take_a_seat(self._site, book, seed, is_over))
            for number in range(options.programs):
                seed = f"{options.seed}/program/{number}"
                group.create_task(take_turns(book, seed, is_over))
            group.create_task(self._weigh(is_over))
            group.create_task(self._tell_progress(began, is_over))
        await book.witnessed()
        self._seconds = time.monotonic() - began
        print("everybody has left; what remains?", flush=True)
        await asyncio.to_thread(self._look_at_what_remains)

    async def _weigh(self, is_over: Callable[[], bool]) -> None:
        pids = {role: self._site.pid(role) for role in ROLES} | {"redis": self._site.redis.pid}
        with self._site.redis_client() as client:
            scale = Scale(pids, client)
            try:
                await keep_sampling(scale, self._samples, lambda: self._book.ended_count, is_over)
            except psutil.NoSuchProcess as error:
                self._book.fault("a process of the site", f"has ended: {error}")

    async def _tell_progress(self, began: float, is_over: Callable[[], bool]) -> None:
        from benchmarks.soak.programs import collect_outcomes

        while not is_over():
            await asyncio.sleep(PROGRESS_SECONDS)
            await asyncio.to_thread(collect_outcomes, self._book)
            seconds, book = time.monotonic() - began, self._book
            megabytes = self._samples[-1].megabytes if self._samples else {}
            told = ", ".join(f"{role} {megabytes[role]:.0f} MB" for role in ROLES if megabytes)
            print(
                f"{seconds:6.0f} s: {book.ended_count} replies ended, "
                f"{len(book.asked) - book.ended_count} go on, {len(book.faults)} faults; {told}",
                flush=True,
            )

    # --- afterwards -------------------------------------------------------------------------------

    def _look_at_what_remains(self) -> None:
        with self._site.redis_client() as client:
            for find in (self._unsaved, self._unsent, self._miscounted, self._misread):
                self._at_rest(find)
            self._at_rest(lambda: left_in_redis(client, self._book.asked.keys()))

    def _at_rest(self, find: Callable[[], Iterator[str]]) -> None:
        """What is wrong still, when it had time to become right."""
        deadline = time.monotonic() + REST_SECONDS
        while (wrong := _found(find)) and time.monotonic() < deadline:
            time.sleep(1)
        for what in wrong:
            self._book.fault("afterwards", what)

    def _unsaved(self) -> Iterator[str]:
        self._rows = read_rows(self._site.directory / "db.sqlite3")
        for request_id, row in self._rows.items():
            if row.status == "active":
                yield f"reply {request_id} is active in the database"
            if request_id not in self._book.asked:
                yield f"reply {request_id} is in the database, and nobody was told `accepted`"

    def _unsent(self) -> Iterator[str]:
        from benchmarks.soak.programs import collect_outcomes

        collect_outcomes(self._book)
        for asked in self._book.asked.values():
            if asked.owes_outcome and not asked.kept:
                yield f"no outcome came of {asked.id}"

    def _miscounted(self) -> Iterator[str]:
        return wrong_in_worker(read_metrics(self._metrics_url), self._book.asked.values())

    def _misread(self) -> Iterator[str]:
        refused = {
            name.removeprefix("refused: "): count
            for name, count in self._book.counts.items()
            if name.startswith("refused: ") and name[9:].islower()  # the others are programs'
        }
        return wrong_in_web(read_metrics(f"{self._site.url}/metrics"), refused)

    def report(self, reply_sampling: str) -> Report:
        faults, warnings = [], {}
        for role in ROLES:
            tracebacks, warnings[role] = read_log(self._site.log(role))
            faults += [
                Fault(f"the log of {role}", f"{count} times {line}")
                for line, count in Counter(tracebacks).items()
            ]
        for asked in self._book.asked.values():
            with suppress(KeyError):
                asked.kept += [self._rows[asked.id]] if asked.is_in_database else []
        return Report(
            seed=self._options.seed,
            seconds=self._seconds,
            replies=len(self._book.asked),
            reply_sampling=reply_sampling,
            counts=self._book.counts,
            faults=[*self._book.judged(), *faults],
            growths=growths(self._samples, warm_up_share=WARM_UP_SHARE),
            warm_up_share=WARM_UP_SHARE,
            samples=self._samples,
            warnings=warnings,
        )


def _found(find: Callable[[], Iterator[str]]) -> list[str]:
    try:
        return list(find())
    except httpx.TransportError as error:
        return [f"the metrics cannot be read: {error!r}"]


if __name__ == "__main__":
    main()
