"""The few numbers that stand above the tables."""

from __future__ import annotations

from dataclasses import dataclass

from operations.usage.tables import COLUMNS
from operations.usage.tally import Sum


@dataclass(frozen=True, slots=True)
class Tile:
    label: str
    value: str
    more: str


def build_tiles(total: Sum) -> list[Tile]:
    shown = {column.name: column.shown(total) for column in COLUMNS}
    share = f"{100 * total.failed / total.replies:.1f} % of replies" if total.replies else ""
    return [
        Tile("Replies", shown["replies"], f"{shown['api_replies']} by API"),
        Tile("Tokens written", shown["completion_tokens"], f"{shown['prompt_tokens']} read"),
        Tile("TTFT p50", shown["ttft_p50_seconds"], f"p95 {shown['ttft_p95_seconds']}"),
        Tile("Inter-token p50", shown["inter_token_p50_ms"], f"p95 {shown['inter_token_p95_ms']}"),
        Tile("Stopped", shown["stopped"], "by their readers"),
        Tile("Failed", shown["failed"], share),
        Tile("Overloaded", shown["overloaded"], f"{shown['over_quota']} over quota"),
        Tile("Thumbs", f"{shown['good']} good", f"{shown['bad']} bad"),
    ]
