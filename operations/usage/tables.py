"""The dashboard's tables: one list of columns for the page, the CSV file and the charts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from operations.usage.histogram import Buckets, percentile
from operations.usage.reading import Report
from operations.usage.tally import Sum

Number = int | float | None

KINDS = {"days": "Day", "models": "Model", "users": "User", "teams": "Team", "errors": "Error type"}


@dataclass(frozen=True, slots=True)
class Column:
    """name: in the CSV file; unit: s or ms, of what is a time."""

    name: str
    label: str
    of: Callable[[Sum], Number]
    unit: str = ""

    def shown(self, one: Sum) -> str:
        value = self.of(one)
        if value is None:
            return "–"
        if not self.unit:
            return f"{value:,}"
        if self.unit == "ms":
            return f"{value:,.0f} ms" if value >= 10 else f"{value:.1f} ms"
        return f"{value:,.1f} s" if value >= 10 else f"{value:.2f} s"


def _ttft(share: float, one: Sum) -> Number:
    return _rounded(one.ttft, share, 1)


def _gap(share: float, one: Sum) -> Number:
    return _rounded(one.gap, share, 1000)


def _rounded(buckets: Buckets, share: float, factor: float) -> Number:
    value = percentile(buckets, share)
    return None if value is None else float(f"{value * factor:.4g}")


COLUMNS = (
    Column("replies", "Replies", lambda one: one.replies),
    Column("api_replies", "of these by API", lambda one: one.api_replies),
    Column("prompt_tokens", "Tokens read", lambda one: one.prompt_tokens),
    Column("completion_tokens", "Tokens written", lambda one: one.completion_tokens),
    Column("ttft_p50_seconds", "TTFT p50", partial(_ttft, 0.5), "s"),
    Column("ttft_p95_seconds", "p95", partial(_ttft, 0.95), "s"),
    Column("ttft_p99_seconds", "p99", partial(_ttft, 0.99), "s"),
    Column("inter_token_p50_ms", "Inter-token p50", partial(_gap, 0.5), "ms"),
    Column("inter_token_p95_ms", "p95", partial(_gap, 0.95), "ms"),
    Column("stopped", "Stopped", lambda one: one.stopped),
    Column("failed", "Failed", lambda one: one.failed),
    Column("overloaded", "Overloaded", lambda one: one.overloaded),
    Column("over_quota", "Over quota", lambda one: one.over_quota),
    Column("good", "Good", lambda one: one.good),
    Column("bad", "Bad", lambda one: one.bad),
)


@dataclass(frozen=True, slots=True)
class Table:
    """rows: a name and its cells."""

    kind: str
    title: str
    head: tuple[str, ...]
    rows: list[tuple[str, list[str]]]


def build_tables(report: Report) -> list[Table]:
    tables = []
    for kind in ("days", "models", "users", "teams"):
        rows = [
            (name, [one.shown(found) for one in COLUMNS]) for name, found in _rows(report, kind)
        ]
        labels = tuple(column.label for column in COLUMNS)
        title = f"By {KINDS[kind].lower()}"
        tables.append(Table(kind, title, (KINDS[kind], *labels), rows))
    errors = [(name, [f"{count:,}"]) for name, count in report.total.errors.most_common()]
    tables.append(Table("errors", "Failures by type", (KINDS["errors"], "Replies"), errors))
    return tables


def build_csv(report: Report, kind: str) -> tuple[list[str], Iterable[list[Any]]]:
    """Head and rows, with plain numbers; empty where nothing was measured."""
    if kind == "errors":
        counted = report.total.errors.most_common()
        return ["error_type", "replies"], [[name, count] for name, count in counted]
    head = [KINDS[kind].lower(), *(column.name for column in COLUMNS)]
    rows = _rows(report, kind)
    return head, (
        [name, *("" if (value := one.of(found)) is None else value for one in COLUMNS)]
        for name, found in rows
    )


def build_chart(report: Report) -> dict[str, Any]:
    """By day, for the scripts that draw it."""
    days = report.days.items()
    series = {one.name: [one.of(found) for _, found in days] for one in COLUMNS}
    return {"days": [day.isoformat() for day, _ in days], "series": series}


def _rows(report: Report, kind: str) -> list[tuple[str, Sum]]:
    """The newest day first."""
    if kind == "days":
        return [(day.isoformat(), one) for day, one in reversed(report.days.items())]
    return list(getattr(report, kind).items())
