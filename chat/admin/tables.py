"""Rows as a CSV file that a spreadsheet opens without running anything of it. Knows no model."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence

from django.http import HttpResponse

# What makes a formula of a cell, in Excel, LibreOffice or Google's, also behind spaces.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\N{FULLWIDTH EQUALS SIGN}")


def csv_download(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    text = "\N{BYTE ORDER MARK}" + "".join(csv_lines(head, rows))  # by which Excel knows UTF-8
    return download(name, text, "text/csv; charset=utf-8")


def csv_lines(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield writer.writerow(head)
    for row in rows:
        yield writer.writerow([defused(cell) for cell in row])


def defused(cell: object) -> str:
    """As text, whatever it begins with."""
    text = str(cell)
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text


class _Echo:
    """Gives each line back that csv writes into it."""

    def write(self, line: str) -> str:
        return line


def download(name: str, content: str, content_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
