"""Brings the catalogues up to what the sources hold, and says what a translator has to do."""

from __future__ import annotations

from io import BytesIO

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from deploy.translations.messages import (
    DOMAINS,
    PLURALS,
    catalogue_path,
    found,
    languages,
    read_catalogue,
)


def update_all() -> list[str]:
    """→ what is not translated, one line each. What nobody says any more is dropped."""
    missing: list[str] = []
    for domain in DOMAINS:
        template = found(domain)
        for language in languages():
            catalogue = _updated(read_catalogue(language, domain), template, language)
            path = catalogue_path(language, domain)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(as_po(catalogue, language))
            missing += [f"{path}: {one.id!r}" for one in catalogue if not is_translated(one)]
    return missing


def _updated(catalogue: Catalog, template: Catalog, language: str) -> Catalog:
    known = {message.id: message.string for message in catalogue if message.id}
    forms = len(PLURALS[language][0])
    updated = Catalog(locale=language, fuzzy=False)
    for message in template:
        if not message.id:
            continue
        nothing = "" if isinstance(message.id, str) else ("",) * forms
        places = message.locations
        updated.add(message.id, known.get(message.id) or nothing, locations=places)
    return updated


def is_translated(message: object) -> bool:
    words = getattr(message, "string", "")
    return bool(words) if isinstance(words, str) else bool(words) and all(words)


def as_po(catalogue: Catalog, language: str) -> bytes:
    """With a header that says nothing of who wrote it when: git does, and branches would differ."""
    forms, rule = PLURALS[language]
    body = BytesIO()
    write_po(body, catalogue, width=100, omit_header=True, include_lineno=False, sort_output=True)
    header = (
        'msgid ""\nmsgstr ""\n'
        f'"Language: {language}\\n"\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n'
        f'"Plural-Forms: nplurals={len(forms)}; plural={rule};\\n"\n\n'
    )
    return header.encode() + body.getvalue().rstrip() + b"\n"
