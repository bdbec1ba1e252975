"""Every sentence of the site is in every language, whole and with all its placeholders."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence

import pytest
from babel.messages.catalog import Catalog, Message
from django.conf import settings

from deploy.translations.compiling import ROOT
from deploy.translations.messages import (
    DOMAINS,
    PLURALS,
    catalogue_path,
    found,
    languages,
    parse,
    read_catalogue,
)
from deploy.translations.updating import as_po, is_translated

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")
EVERYWHERE = [(language, domain) for language in languages() for domain in DOMAINS]
IDS = [f"{language} {domain}" for language, domain in EVERYWHERE]


def messages(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def placeholders(words: str) -> Counter[str]:
    return Counter(found[0] for found in PLACEHOLDER.finditer(words))


@pytest.mark.parametrize(("language", "domain"), EVERYWHERE, ids=IDS)
def test_a_catalogue_has_what_the_sources_say_and_nothing_else(language: str, domain: str) -> None:
    """`make translations` brings it up to date."""
    wanted = {message.id for message in messages(found(domain))}
    assert {message.id for message in messages(read_catalogue(language, domain))} == wanted


@pytest.mark.parametrize(("language", "domain"), EVERYWHERE, ids=IDS)
def test_everything_is_translated_and_nobody_is_in_doubt(language: str, domain: str) -> None:
    catalogue = read_catalogue(language, domain)
    assert [one.id for one in messages(catalogue) if not is_translated(one) or one.fuzzy] == []


def forms_of(message: Message) -> Sequence[str]:
    assert isinstance(message.string, tuple | list)
    return message.string


@pytest.mark.parametrize(("language", "domain"), EVERYWHERE, ids=IDS)
def test_placeholders_are_those_of_the_english_words(language: str, domain: str) -> None:
    """But for "one minute" and "two minutes", which some languages say without a number."""
    wrong = []
    for message in messages(read_catalogue(language, domain)):
        if isinstance(message.id, str):
            assert isinstance(message.string, str)
            if placeholders(message.string) != placeholders(message.id):
                wrong.append(message.id)
            continue
        *fewer, other = forms_of(message)
        wanted = placeholders(message.id[1])
        if placeholders(other) != wanted or any(placeholders(one) - wanted for one in fewer):
            wrong.append(message.id[1])
    assert wrong == []


@pytest.mark.parametrize(("language", "domain"), EVERYWHERE, ids=IDS)
def test_plurals_have_all_forms_of_the_language(language: str, domain: str) -> None:
    forms, rule = PLURALS[language]
    catalogue = read_catalogue(language, domain)
    assert (catalogue.num_plurals, catalogue.plural_expr) == (len(forms), rule)
    counts = {len(forms_of(one)) for one in messages(catalogue) if not isinstance(one.id, str)}
    assert counts <= {len(forms)}


def test_catalogues_are_written_as_the_command_writes_them() -> None:
    """So that branches differ only where words do."""
    for language, domain in EVERYWHERE:
        content = catalogue_path(language, domain).read_bytes()
        assert as_po(parse(content, language), language) == content


def test_words_are_found_in_python_templates_and_scripts() -> None:
    python_and_templates = {message.id for message in messages(found("django"))}
    assert "Write something first." in python_and_templates
    assert "Forgot your password?" in python_and_templates
    assert ("%(count)d hour", "%(count)d hours") in python_and_templates
    assert ("{count} token", "{count} tokens") in {one.id for one in messages(found("page"))}


def test_scripts_get_plurals_by_the_names_that_browsers_give_them() -> None:
    path = ROOT / "locale" / "ar" / "LC_MESSAGES" / "page.json"
    tokens = json.loads(path.read_text())["{count} token"]
    assert list(tokens) == ["zero", "one", "two", "few", "many", "other"]
    assert tokens["two"] == "رمزان"


def test_every_language_of_the_settings_has_its_plural_rule() -> None:
    assert set(PLURALS) == {code for code, _ in settings.LANGUAGES} - {"en"}
