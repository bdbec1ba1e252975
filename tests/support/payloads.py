"""Texts that somebody writes to see what breaks, or to harm who reads them; and what a page looks
like where one of them came through."""

from __future__ import annotations

import re
from html.parser import HTMLParser

RUNS = "kanarienvogel()"  # a function of the page that tells that it was called
ELSEWHERE = "evil.example"

# One for each way out of where a text stands: between tags, in a value, in a comment, in a script.
MARKUP = (
    f'"><x-canary onclick={RUNS}>',
    f"'><img src=x onerror={RUNS}>",
    f"</textarea></title></script></style><svg onload={RUNS}>",
    f"<script>{RUNS}</script>",
    f'<iframe srcdoc="<script>parent.{RUNS}</script>"></iframe>',
    f'" autofocus onfocus={RUNS} x="',
    f"--><x-canary onclick={RUNS}>",
    f"<img src=//{ELSEWHERE}/pixel.png>",
    f"<style>@import '//{ELSEWHERE}/x.css'</style>",
    f"<form action=//{ELSEWHERE}><button>Sign in</button></form>",
    f"<base href=//{ELSEWHERE}/><meta http-equiv=refresh content='0;url=//{ELSEWHERE}'>",
)
MARKDOWN = (
    f"[x](javascript:{RUNS})",
    f"[x](JaVa&#115;cript:{RUNS})",
    f"[x](data:text/html,<script>{RUNS}</script>)",
    f"<javascript:{RUNS}>",
    f"![x](https://{ELSEWHERE}/pixel.png)",
    f'![x](https://{ELSEWHERE}/" onerror="{RUNS})',
    f"$\\href{{javascript:{RUNS}}}{{x}}$",
    f"$$\\includegraphics{{https://{ELSEWHERE}/pixel.png}}$$",
    f"$\\htmlStyle{{background:url(//{ELSEWHERE})}}{{x}}$",
    f'```"><x-canary onclick={RUNS}>\ncode\n```',
)
ODD = (
    f"javascript:{RUNS}",
    "{{ 7|add:7 }}{% debug %}${7*7}",
    "\u202etxt.exe\u2066 \u200f",
    "\x01\x08\x1b[31mred\x7f",
    "W" * 300,
    "Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d" * 20,
    "\ufeff\u200b\u2028\u2029",
    "＜x-canary＞",
    "=cmd|' /C calc'!A0",
)
EVERYTHING = "\n\n".join((*MARKUP, *MARKDOWN, *ODD))
# For names, which are short: out of a value, a title and a script at once.
CANARY = "x-canary"
NAME = f"""'"></title></script><{CANARY}>"""

RUNNING = re.compile(r"\s*(javascript|vbscript|data)\s*:", re.IGNORECASE)
FETCHING = {
    "src",
    "srcset",
    "poster",
    "background",
    "action",
    "formaction",
    "data",
    "ping",
    "style",
}
SHOWN_AS_THEY_ARE = {"value", "title", "aria-label", "content", "placeholder", "alt"}


class Holes(HTMLParser):
    """What of these became more than text. found: in words. text: all that is only shown."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"x-canary", "iframe", "base", "style", "object", "embed"}:
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            self.text += value or ""
            if _is_hole(tag, name, value or ""):
                self.found.append(f"<{tag} {name}={value!r}>")

    def handle_data(self, data: str) -> None:
        self.text += data


def _is_hole(tag: str, name: str, value: str) -> bool:
    """An attribute that runs something, or fetches something of elsewhere by itself."""
    if name.startswith("on") or name == "srcdoc":
        return True
    if RUNNING.match(value) and name not in SHOWN_AS_THEY_ARE:
        return not (tag == "img" and value.startswith("data:image/"))
    fetches = name in FETCHING or (name == "href" and tag != "a")
    return fetches and ELSEWHERE in value
