"""Rows as a CSV file that a spreadsheet opens without running anything of it. Knows no model."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence

from django.http import HttpResponse

# A cell that begins with a sign is a formula in Excel, LibreOffice or Google's, also where nothing
# to be seen stands before the sign.
SIGNS = r"+\-@\N{FULLWIDTH PLUS SIGN}\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH COMMERCIAL AT}"
EQUALS = r"=\N{FULLWIDTH EQUALS SIGN}"
UNSEEN = (
    r"\x00-\x08\x0b\x0c\x0e-\x20\"\x7f-\xa0\xad\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f"
    r"\u3000\ufeff"
)
# Where decimals have commas, Excel cuts lines at semicolons, and takes a quotation mark in the
# middle for a letter: a cell begins behind each, and in a new line. There also begin lists and
# lines of a diff; without a call or a reference to elsewhere, a sign does no harm.
CALLS = r"(!\N{FULLWIDTH LEFT PARENTHESIS}\N{FULLWIDTH EXCLAMATION MARK}"
FORMULA = re.compile(
    rf"^(?=[{UNSEEN}\t\r\n]*[{EQUALS}{SIGNS}])"
    rf"|(?<=[;\t\r\n])(?=[{UNSEEN}]*(?:[{EQUALS}]|[{SIGNS}][^;\t\r\n]*[{CALLS}]))"
)
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def csv_download(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    text = "\N{BYTE ORDER MARK}" + "".join(csv_lines(head, rows))  # by which Excel knows UTF-8
    return download(name, text, "text/csv; charset=utf-8")


def csv_lines(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield writer.writerow(head)
    for row in rows:
        yield writer.writerow([defused(cell) for cell in row])


def defused(cell: object) -> str:
    """As text, whatever it or a part of it begins with; a number is one."""
    text = str(cell)
    return text if NUMBER.fullmatch(text) else FORMULA.sub("'", text)


class _Echo:
    """Gives each line back that csv writes into it."""

    def write(self, line: str) -> str:
        return line


def download(name: str, content: str, content_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
