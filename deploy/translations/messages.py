"""Every sentence of the site that can be told in another language, as Babel catalogues.

Two of them: `django` for Python and templates, `page` for the scripts of the page. Templates are
read as Django itself reads them, so what is found is what it will look up.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.conf import settings
from django.template import Engine, TemplateSyntaxError
from django.template.base import NodeList
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

ROOT = Path(__file__).resolve().parents[2]
DOMAINS = ("django", "page")
PYTHON_PACKAGES = ("accounts", "chat", "chatsite", "operations")
ONE, ONE_AND_MANY = None, (1, 2)
KEYWORDS: dict[str, Any] = {
    "_": ONE,
    "gettext": ONE,
    "gettext_lazy": ONE,
    "gettext_noop": ONE,
    "ngettext": ONE_AND_MANY,
    "ngettext_lazy": ONE_AND_MANY,
}
# As CLDR has them, which Django and browsers follow. Of a language: its forms, and which is when.
PLURALS = {
    "ar": (
        ("zero", "one", "two", "few", "many", "other"),
        "(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5)",
    ),
    "de": (("one", "other"), "(n != 1)"),
    "es": (("one", "other"), "(n != 1)"),
    "fr": (("one", "other"), "(n > 1)"),
    "ja": (("other",), "0"),
}
Words = str | tuple[str, str]


def languages() -> list[str]:
    """Into which the site is translated."""
    return [code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


def catalogue_path(language: str, domain: str) -> Path:
    return ROOT / "locale" / language / "LC_MESSAGES" / f"{domain}.po"


def read_catalogue(language: str, domain: str) -> Catalog:
    """Empty if there is none yet."""
    path = catalogue_path(language, domain)
    return parse(path.read_bytes(), language) if path.exists() else Catalog(locale=language)


def parse(content: bytes, language: str) -> Catalog:
    return read_po(BytesIO(content), locale=language)


def found(domain: str) -> Catalog:
    """What the sources hold now."""
    catalogue = Catalog(fuzzy=False)
    for place, words in sorted(_found(domain), key=str):
        catalogue.add(words, locations=[(place, 0)])
    return catalogue


def _found(domain: str) -> Iterator[tuple[str, Words]]:
    if domain == "page":
        yield from _in_sources("javascript", (ROOT / "static" / "js").rglob("*.js"))
        return
    for package in PYTHON_PACKAGES:
        yield from _in_sources("python", (ROOT / package).rglob("*.py"))
    engine = Engine.get_default()
    for path in [*(ROOT / "templates").rglob("*.html"), *(ROOT / "templates").rglob("*.txt")]:
        for words in _in_template(engine, path):
            yield _place(path), words


def _in_sources(method: str, paths: Iterator[Path]) -> Iterator[tuple[str, Words]]:
    for path in paths:
        with path.open("rb") as source:
            for _, words, _, _ in extract(method, source, keywords=KEYWORDS):
                yield _place(path), words if isinstance(words, str) else (words[0], words[1])


def _in_template(engine: Engine, path: Path) -> Iterator[Words]:
    try:
        nodes: NodeList = engine.from_string(path.read_text()).nodelist
    except TemplateSyntaxError as error:
        raise SystemExit(f"{path}: {error}") from error
    for node in nodes.get_nodes_by_type((TranslateNode, BlockTranslateNode)):  # type: ignore[arg-type]
        if isinstance(node, TranslateNode):
            yield str(node.filter_expression.var.literal)
        elif isinstance(node, BlockTranslateNode):
            yield _in_block(node)


def _in_block(node: BlockTranslateNode) -> Words:
    one, _ = node.render_token_list(node.singular)
    many, _ = node.render_token_list(node.plural) if node.plural else ("", [])
    if node.trimmed:
        one, many = " ".join(one.split()), " ".join(many.split())
    return (one, many) if many else one


def _place(path: Path) -> str:
    return str(path.relative_to(ROOT))
