"""Formulas in Markdown, as static/js/lexing.js finds them: kept as they were written, for nothing
in them is Markdown. A plugin of markdown-it; knows no HTML."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType

# Or a text of beginnings alone would be read as a whole for each of them.
LONGEST, MOST_LINES = 4_000, 50
DELIMITERS = {"$$": "$$", "\\[": "\\]", "\\(": "\\)"}
BLANK_LINE = re.compile(r"\n[ \t]*\n")
# It does not begin or end with a space, and no digit follows: so "$5 and $10" stays text.
IN_DOLLARS = re.compile(
    r"\$(?![\s$]|\d[\d.,]*\s+[a-z]{2})((?:\\[^\n]|[^\\$\n])*?(?:\\[^\n]|[^\\$\s]))\$(?![\d$])"
)


class Formula(NamedTuple):
    """source: TeX without its delimiters. end: the place behind them."""

    source: str
    is_display: bool
    end: int


def formulas(markdown: MarkdownIt) -> None:
    """Makes tokens of the type `maths`; meta: whether it `is_display`."""
    markdown.inline.ruler.before("escape", "maths", _inline)
    interrupts: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    markdown.block.ruler.before("fence", "maths", _block, interrupts)


def _find(text: str, start: int) -> Formula | None:
    opening = text[start : start + 2]
    closing = DELIMITERS.get(opening)
    if closing is None:
        found = IN_DOLLARS.match(text, start)
        return Formula(found[1].strip(), False, found.end()) if found else None
    end = text.find(closing, start + 2, start + LONGEST)
    inner = text[start + 2 : end]
    is_display = opening != "\\("
    if end < 0 or not inner.strip() or (BLANK_LINE.search(inner) if is_display else "\n" in inner):
        return None
    return Formula(inner.strip(), is_display, end + 2)


def _inline(state: Any, silent: bool) -> bool:
    start, text = state.pos, state.src
    if text[start] not in "$\\" or (text[start] == "$" and _belongs_to_a_word(text, start)):
        return False
    formula = _find(text, start)
    if formula is None:
        return False
    if not silent:
        _push(state, formula)
    state.pos = formula.end
    return True


def _belongs_to_a_word(text: str, dollar: int) -> bool:
    return dollar > 0 and (text[dollar - 1].isalnum() or text[dollar - 1] in "\\$")


def _block(state: Any, first: int, last: int, silent: bool) -> bool:
    """On lines of its own, in which nothing is a list, a quotation or a heading."""
    start = state.bMarks[first] + state.tShift[first]
    if state.is_code_block(first) or state.src[start : start + 2] not in ("$$", "\\["):
        return False
    last = min(last, first + MOST_LINES)
    behind = next((line for line in range(first, last) if state.isEmpty(line)), last)
    text = state.getLines(first, behind, state.blkIndent, False).lstrip(" ")
    formula = _find(text, 0)
    if formula is None or text[formula.end :].partition("\n")[0].strip():
        return False
    if not silent:
        state.line = first + text.count("\n", 0, formula.end) + 1
        state.push("paragraph_open", "p", 1).map = [first, state.line]
        _push(state, formula)
        state.push("paragraph_close", "p", -1)
    return True


def _push(state: Any, formula: Formula) -> None:
    token = state.push("maths", "", 0)
    token.content, token.meta = formula.source, {"is_display": formula.is_display}
