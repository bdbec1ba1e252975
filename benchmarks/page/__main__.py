"""A long reply in a real browser, from a real server with the scripted backend: frames, the main
thread, and how soon a token is painted. A table of figures, and one of limits.

    --quick             3,000 tokens instead of 10,000
    --shapes mixed,list what the replies are made of: mixed, list, table, paragraph, code
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chatsite.settings")  # for deploy's and chat's

from playwright.sync_api import BrowserContext

from benchmarks.page.browser import COUNTERS, Reply, Sample, opening, reader
from benchmarks.page.texts import text
from benchmarks.tables import at_most, show, write
from deploy.browser_files import sizes
from deploy.browser_files.building import ROOT, build
from tests.support.site import running_site

SHAPES = ("mixed", "list", "table", "paragraph", "code")
RATE = 500  # tokens a second
Row = dict[str, Any]
LIMITS: dict[str, float] = {
    "longest frame, ms": 50,
    "p95 frame, ms": 17,
    "main thread busy, %": 35,
    "second half over first": 1.2,
    "to paint, median frames": 1,
    "to paint, p99 frames": 3,
}


def main() -> None:
    arguments = _arguments()
    tokens = 3_000 if arguments.quick else 10_000
    build(ROOT)
    with tempfile.TemporaryDirectory(prefix="chatsite-bench-") as directory:
        texts = Path(directory) / "texts"
        texts.mkdir()
        for shape in arguments.shapes:
            (texts / f"{shape}.md").write_text(text(shape, tokens))
        environment = {
            "SCRIPTED_TEXTS": str(texts),
            "SCRIPTED_CONTEXT_LENGTH": "1000000",
            "SCRIPTED_TOKENS_PER_SECOND": str(RATE),
        }
        with (
            running_site(Path(directory) / "site", environment) as site,
            reader(site.url) as context,
        ):
            page = list(_page(context))
            rows = [measured(context, shape, tokens) for shape in arguments.shapes]
    verdicts = [*judged(rows), *page]
    show(rows, f"One reply of {tokens:,} tokens at {RATE} tokens/s")
    show(verdicts, "What is wanted")
    write("page", {"rows": rows, "verdicts": verdicts})


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--shapes", type=lambda names: names.split(","), default=SHAPES)
    return parser.parse_args()


def measured(context: BrowserContext, shape: str, tokens: int) -> Row:
    """The costs first, then the way to paint: to look at every change costs something itself."""
    cost = Reply(context, shape)
    frames, samples = cost.frames(), cost.samples
    row = {
        "made of": shape,
        "longest frame, ms": round(max(frames), 1),
        "p95 frame, ms": round(_quantile(frames, 0.95), 1),
        "frames over 50 ms": sum(frame > 50 for frame in frames),
        "main thread busy, %": round(100 * _busy(samples), 1),
        **{f"{_short(name)}, %": round(100 * _busy(samples, name), 1) for name in COUNTERS[1:]},
        "CPU µs/token": round(1e6 * (_spent(samples[-1]) - _spent(samples[0])) / tokens),
        "second half over first": round(_halves(samples), 2),
        "layout shift": round(cost.shift(), 4),
        "as drawn at once": "yes" if cost.is_as_drawn_at_once() else "no",
    }
    cost.close()
    watched = Reply(context, shape, marks=True)
    waits = watched.waits()
    watched.close()
    return row | {
        "to paint, median frames": statistics.median(waits) if waits else None,
        "to paint, p99 frames": round(_quantile(waits, 0.99)) if waits else None,
    }


def judged(rows: Sequence[Row]) -> Iterator[Row]:
    for row in rows:
        for what, most in LIMITS.items():
            if row[what] is not None:
                yield at_most(f"{row['made of']}: {what}", most, row[what])
        yield {
            "what": f"{row['made of']}: equal to the text drawn at once",
            "wanted": "yes",
            "measured": row["as drawn at once"],
            "holds": row["as drawn at once"],
        }


def _page(context: BrowserContext) -> Iterator[Row]:
    painted, received, shift = opening(context)
    yield at_most("layout shift of the chat page", 0.05, round(shift, 4))
    yield at_most("JS of ours, kB gzipped", 60, round(sizes.all_scripts() / 1000, 1))
    yield at_most("JS before the first paint, kB", 25, round(sizes.first_scripts() / 1000, 1))
    yield at_most("CSS of the chat page, kB", 20, round(sizes.styles() / 1000, 1))
    yield _told("first contentful paint, ms", round(painted))
    yield _told("kB to open the chat page", round(received / 1000))


def _told(what: str, measured: float) -> Row:
    return {"what": what, "wanted": "", "measured": measured, "holds": ""}


def _spent(sample: Sample, name: str = COUNTERS[0]) -> float:
    return sample.spent[name]


def _busy(samples: Sequence[Sample], name: str = COUNTERS[0]) -> float:
    first, last = samples[0], samples[-1]
    return (_spent(last, name) - _spent(first, name)) / (last.at - first.at)


def _halves(samples: Sequence[Sample]) -> float:
    """What a character of the second half cost, over one of the first."""
    first, last = samples[0], samples[-1]
    half = (first.characters + last.characters) / 2
    middle = min(samples, key=lambda sample: abs(sample.characters - half))

    def cost(start: Sample, end: Sample) -> float:
        return (_spent(end) - _spent(start)) / max(end.characters - start.characters, 1)

    return cost(middle, last) / cost(first, middle)


def _quantile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def _short(name: str) -> str:
    return {"ScriptDuration": "script", "LayoutDuration": "layout"}.get(name, "style")


if __name__ == "__main__":
    main()
