"""Rows as a CSV file that a spreadsheet opens without running anything of it. Knows no model."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from django.http import HttpResponse

# What makes a formula of a cell, in Excel, LibreOffice or Google's, also behind spaces.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\N{FULLWIDTH EQUALS SIGN}")


def csv_download(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    text = StringIO()
    text.write("\N{BYTE ORDER MARK}")  # by which Excel knows UTF-8
    writer = csv.writer(text)
    writer.writerow(head)
    writer.writerows([defused(cell) for cell in row] for row in rows)
    return download(name, text.getvalue(), "text/csv; charset=utf-8")


def defused(cell: object) -> str:
    """As text, whatever it begins with."""
    text = str(cell)
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text


def download(name: str, content: str, content_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
