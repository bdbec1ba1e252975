"""Markdown rendered on the server: as the page renders it, and nothing that could run."""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.sharing import markdown
from chat.sharing.markdown import ATTRIBUTES, LONGEST_MARKDOWN, TAGS, to_html

CLASSES = {"plain", *chain.from_iterable(markdown.CLASSES.values())}


class Seen(HTMLParser):
    """Every tag and attribute that a browser would find."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](vbscript:x)",
    "[x](/settings/delete-account/)",
    "[x](//evil.example)",
    "![x](javascript:alert(1))",
    '![x](https://a.example/" onerror="alert(1))',
    "<javascript:alert(1)>",
    '```"><script>alert(1)</script>\ncode\n```',
    '[x](https://a.example "\\"><script>alert(1)</script>")',
    "| a |\n|---|\n| <svg onload=alert(1)> |",
    "- [x] <iframe src=https://evil.example>",
    "[x]: javascript:alert(1)\n\n[x]",
    "<div class='button' style='position:fixed'>Sign in</div>",
    "<!-- --><style>*{display:none}</style>",
    "<a href='https://a.example' target=_self ping=https://b.example>x</a>",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_that_could_run_or_be_fetched_comes_through(attack: str) -> None:
    check(to_html(attack))


@given(st.lists(st.sampled_from([*ATTACKS, "\n\n", "> ", "* ", "`", "**", "[", "](", "<", "&"])))
def test_no_mixture_of_attacks_comes_through(pieces: list[str]) -> None:
    check(to_html("".join(pieces)))


def check(html: str) -> None:
    for tag, attributes in Seen(html).tags:
        assert tag in TAGS
        allowed = ATTRIBUTES.get(tag, set()) | {"class", "rel"}
        assert set(attributes) <= allowed
        if "href" in attributes:
            assert re.match(r"https?:|mailto:", attributes["href"] or "", re.IGNORECASE)
            assert attributes["rel"] == "noopener noreferrer nofollow"
            assert attributes["target"] == "_blank"
        classes = set((attributes.get("class") or "").split())
        assert classes <= CLASSES


def test_it_looks_as_on_the_page() -> None:
    html = to_html(
        "# Top\n\n- [ ] open\n- [x] done\n\n| a |\n|--:|\n| 1 |\n\n```py\nx < 1\n```\n\n"
        "~~old~~ https://a.example/b ![cat](https://a.example/cat.png)\n\n7. seventh"
    )
    assert "<h3>Top</h3>" in html
    assert '<li class="task"><span class="task-box">☐</span> open' in html
    assert '<span class="task-box">☑</span> done' in html
    assert '<div class="table-frame" tabindex="0"><table>' in html
    assert '<td align="right">1</td>' in html
    assert "<span>py</span>" in html
    assert "<code>x &lt; 1\n</code>" in html
    assert re.search("<(s|del)>old</", html)
    assert 'href="https://a.example/b"' in html
    assert "<img" not in html
    assert ">cat</a>" in html
    assert '<ol start="7">' in html


@pytest.mark.parametrize(
    ("text", "kind", "source"),
    [
        (r"so \(a_1 + b_2\,c\) and _on_", "inline", r"a_1 + b_2\,c"),
        (r"so $a_1 + b_2\$ * x_1$.", "inline", r"a_1 + b_2\$ * x_1"),
        (r"\[ \int_0^1 f(x)\,dx \]", "display", r"\int_0^1 f(x)\,dx"),
        ("Words\n$$\na\n+ b\n# c\n$$\nmore", "display", "a\n+ b\n# c"),
        ("$$\n1 & 2 \\\\\n3 < 4\n$$", "display", "1 & 2 \\\\\n3 < 4"),
        ("> $$\n> a\n> - b\n> $$", "display", "a\n- b"),
        ("1. $$\n   a\n   $$", "display", "a"),
        ("| a |\n|---|\n| $x_1 * y_1$ |", "inline", "x_1 * y_1"),
    ],
)
def test_a_formula_stays_as_it_was_written(text: str, kind: str, source: str) -> None:
    html = to_html(text)
    assert f'<span class="maths-{kind}">{escape(source, quote=False)}</span>' in html
    assert html.count("maths-") == 1
    check(html)


@pytest.mark.parametrize(
    "text",
    [
        "It is $5 and $10.",
        "US$5 or $ 6 $",
        r"\$a$ costs",
        "$$\na\n\nb$$",
        "`$a$`",
        "    $$a$$",
        r"\\(a\\)",
        "$$ $$",
        "12$a$",
    ],
)
def test_what_is_no_formula_stays_text(text: str) -> None:
    assert "maths-" not in to_html(text)


def test_a_huge_text_is_shown_as_it_was_written() -> None:
    html = to_html("<b>*a* " * LONGEST_MARKDOWN)
    assert html.startswith('<p class="plain">&lt;b&gt;*a* ')
    assert {tag for tag, _ in Seen(html).tags} == {"p"}


@pytest.mark.parametrize(
    "piece",
    ["[", "> ", "- ", "*a ", "`", "_", "![", "<", "|a", "[a](", r"\(", r"\[", "$$", "$a", "\n\\["],
)
def test_what_is_nested_without_end_is_rendered_all_the_same(piece: str) -> None:
    check(to_html((piece * LONGEST_MARKDOWN)[:LONGEST_MARKDOWN]))
