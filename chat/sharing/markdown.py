"""From Markdown to HTML that is safe to show, on the server. Looks as what static/js/drawing.js
makes: HTML in the source is shown as the text that it is, a picture becomes a link."""

from __future__ import annotations

import re
from collections.abc import MutableMapping, Sequence
from functools import lru_cache
from typing import Any

import nh3
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from chat.sharing.formulas import formulas

LONGEST_MARKDOWN = 60_000  # characters; what is longer is shown as it was written
RENDERED_KEPT = 64  # what the worst of them costs, two seconds, is paid once
DEEPEST = 100  # what is nested deeper is left out
MAY_BE_LINKED = re.compile(r"(?:https?:|mailto:)", re.IGNORECASE)  # no path of this site
TOP_HEADING = 3  # h1 is the title, h2 the speaker of each message

TAGS_IN_WORDS = """
    a blockquote br code del div em h3 h4 h5 h6 hr li ol p pre s span strong table tbody td th thead
    tr ul
"""
TAGS = set(TAGS_IN_WORDS.split())
ATTRIBUTES = {
    "a": {"href", "title", "target"},
    "ol": {"start"},
    "th": {"align"},
    "td": {"align"},
    "div": {"tabindex"},
    "pre": {"tabindex", "dir"},
}
CLASSES = {
    "div": {"table-frame", "code-block", "code-head"},
    "li": {"task"},
    "span": {"task-box", "maths-inline", "maths-display"},
}
TASKS = {"[ ] ": "☐", "[x] ": "☑", "[X] ": "☑"}


@lru_cache(maxsize=RENDERED_KEPT)
def to_html(text: str) -> SafeString:
    if len(text) > LONGEST_MARKDOWN:
        return mark_safe(f'<p class="plain">{escape(text)}</p>')  # noqa: S308 - escaped
    cleaned = nh3.clean(
        markdown.render(text),
        tags=TAGS,
        attributes=ATTRIBUTES,
        allowed_classes=CLASSES,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )
    return mark_safe(cleaned)  # noqa: S308 - nh3 has cleaned it


class Renderer(RendererHTML):
    """As the page's own components have it."""

    def fence(
        self, tokens: Sequence[Token], idx: int, options: Any, env: MutableMapping[str, Any]
    ) -> str:
        language = (tokens[idx].info.split() or [""])[0]
        return _code(tokens[idx].content, language)

    def code_block(
        self, tokens: Sequence[Token], idx: int, options: Any, env: MutableMapping[str, Any]
    ) -> str:
        return _code(tokens[idx].content, "")

    def maths(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        """As the page has it until its formulas are drawn."""
        kind = "display" if tokens[idx].meta["is_display"] else "inline"
        return f'<span class="maths-{kind}">{escape(tokens[idx].content)}</span>'

    def image(
        self, tokens: Sequence[Token], idx: int, options: Any, env: MutableMapping[str, Any]
    ) -> str:
        """Fetching a picture would tell a foreign server who reads this."""
        address = str(tokens[idx].attrGet("src") or "")
        words = self.renderInlineAsText(tokens[idx].children or [], options, env)
        return f'<a href="{escape(address)}" target="_blank">{escape(words or address)}</a>'

    def heading_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return f"<{_lowered(tokens[idx].tag)}>"

    def heading_close(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return f"</{_lowered(tokens[idx].tag)}>\n"

    def table_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return '<div class="table-frame" tabindex="0"><table>\n'

    def table_close(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return "</table></div>\n"


def _code(code: str, language: str) -> str:
    return (
        f'<div class="code-block"><div class="code-head"><span>{escape(language or "text")}</span>'
        f'</div><pre tabindex="0" dir="ltr"><code>{escape(code)}</code></pre></div>\n'
    )


def _lowered(tag: str) -> str:
    return f"h{min(int(tag[1]) + TOP_HEADING - 1, 6)}"


def _dress(state: Any) -> None:
    """Links open beside the page; cells say their side in an attribute, not in a style; and the
    first words of an item may be its box."""
    tokens = state.tokens
    for place, token in enumerate(tokens):
        if token.type in ("th_open", "td_open") and "style" in token.attrs:
            token.attrs = {"align": str(token.attrs["style"]).removeprefix("text-align:")}
        if token.type != "inline":
            continue
        for child in token.children:
            if child.type == "link_open":
                child.attrSet("target", "_blank")
        item = tokens[place - 2] if place >= 2 else token
        if item.type == "list_item_open" and _dress_task(token.children):
            item.attrSet("class", "task")


def _dress_task(children: list[Token]) -> bool:
    """Whether it is one."""
    first = children[0] if children else None
    if first is None or first.type != "text" or first.content[:4] not in TASKS:
        return False
    box = Token("html_inline", "", 0)
    box.content = f'<span class="task-box">{TASKS[first.content[:4]]}</span> '
    first.content = first.content[4:]
    children.insert(0, box)
    return True


markdown = (
    MarkdownIt(
        "commonmark",
        {"html": False, "linkify": True, "maxNesting": DEEPEST},
        renderer_cls=Renderer,
    )
    .use(formulas)
    .enable(["table", "strikethrough", "linkify"])
    .disable(["html_block", "html_inline"])
)
markdown.validateLink = lambda url: bool(MAY_BE_LINKED.match(url))  # type: ignore[method-assign]
assert markdown.linkify is not None  # it is asked for above
markdown.linkify.set({"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})
markdown.core.ruler.push("dress", _dress)
