"""Lists of the admin whose address or form asks for what there cannot be: staff are led to the
list, or are told that they asked wrongly."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from django.contrib import admin
from django.db import models
from django.test import Client

from operations.admin.page import PageAdmin
from tests.security.matrix import ROOT, World

pytestmark = pytest.mark.django_db

LISTS = {model._meta.label_lower: one for model, one in admin.site._registry.items()}
DATES = {
    label: sorted(
        field.name
        for field in one.opts.get_fields()
        if isinstance(field, models.DateTimeField)
        and (field.name in one.list_filter or field.name == one.date_hierarchy)
    )
    for label, one in LISTS.items()
}
ODD_MOMENTS: tuple[dict[str, str], ...] = (
    *({"year": year} for year in ("99999", "9999", "0", "-1", "x", "1" * 30)),
    *({"month": "45"}, {"day": "45"}, {"day": "x"}),
    {"year": "2024", "month": "2", "day": "31"},
    {"year": "2024", "month": "45"},
    {"year": "9999", "month": "12", "day": "31"},
    *({"gte": moment} for moment in ("99999-01-01", "0001-01-01 00:00:00+14:00", "x", "\0")),
    *({"lt": "9999-12-31 23:59:59-14:00"}, {"isnull": "x"}, {"": "x"}),
)
ODD: tuple[dict[str, str], ...] = (
    *({"q": "\0"}, {"q": "x" * 3000}, {"id": "9" * 40}, {"id": "x"}, {"id__in": "\0"}),
    *({"p": "99999"}, {"p": "-1"}, {"p": "9" * 40}, {"o": "99.-1"}, {"o": "x"}, {"all": ""}),
    *({"_facets": "x"}, {"_to_field": "x"}, {"_popup": "x"}, {"nothing__there": "1"}, {"": ""}),
)
ODD_IDS = ("x", "", "\0", "9" * 40, "1.5", "00000000-0000-0000-0000-00000000000g")
SECRET = re.compile("password|digest|(extra_|session_)?data|session_key|(token_)?secret|token")
WITH_ROWS = sorted(label for label, one in LISTS.items() if not isinstance(one, PageAdmin))


def odd_addresses(label: str) -> Iterator[str]:
    for name in DATES[label]:
        for odd in ODD_MOMENTS:
            yield urlencode({f"{name}__{part}".removesuffix("__"): odd[part] for part in odd})
    yield from map(urlencode, ODD)


def test_there_are_lists_with_dates() -> None:
    assert len([label for label, names in DATES.items() if names]) >= 7


@pytest.mark.parametrize("label", sorted(LISTS))
def test_an_odd_address_is_answered_by_the_list_or_refused(label: str, world: World) -> None:
    client, wrong = Client(raise_request_exception=False), []
    root = world.people[ROOT]
    assert root is not None
    client.force_login(root)
    path = f"/admin/{label.replace('.', '/')}/"
    for query in odd_addresses(label):
        answer = client.get(f"{path}?{query}")
        is_list = answer.status_code == 200
        is_led = answer.status_code == 302 and answer["Location"] in {f"{path}?e=1", path}
        if not (is_list or is_led or answer.status_code == 400):
            wrong.append(f"{query}: {answer.status_code} {answer.get('Location', '')}")
    assert not wrong, "\n".join(wrong)
    assert client.get(f"{path}?e=1").status_code == 200


def secrets_near(model: type[models.Model], steps: int = 2) -> Iterator[str]:
    """As lookups of a model: its own secrets, and those so many relations away."""
    for field in model._meta.get_fields():
        if field.is_relation and isinstance(field.related_model, type):
            near = secrets_near(field.related_model, steps - 1) if steps else ()
            yield from (f"{field.name}__{one}" for one in near)
        elif SECRET.fullmatch(field.name):
            yield field.name


@pytest.mark.parametrize("label", WITH_ROWS)
def test_no_list_is_filtered_by_the_letters_of_a_secret(label: str, world: World) -> None:
    root = world.people[ROOT]
    assert root is not None
    client = Client()
    client.force_login(root)
    path = f"/admin/{label.replace('.', '/')}/"
    told = [
        lookup
        for secret in set(secrets_near(LISTS[label].model))
        for lookup in (secret, f"{secret}__startswith", f"{secret}__gte", f"{secret}__regex")
        if client.get(path, {lookup: "a"}).status_code != 400
    ]
    assert not told


def test_there_are_secrets_in_and_near_what_is_listed() -> None:
    found = {label: set(secrets_near(LISTS[label].model)) for label in WITH_ROWS}
    assert {"digest", "owner__password"} <= found["accounts.apikey"]
    assert {"password", "usersession__session_key"} <= found["accounts.user"]


@pytest.mark.parametrize("label", WITH_ROWS)
def test_a_selection_of_what_is_no_id_changes_nothing_and_leads_to_the_list(
    label: str, world: World
) -> None:
    client, wrong = Client(raise_request_exception=False), []
    root = world.people[ROOT]
    assert root is not None
    client.force_login(root)
    path = f"/admin/{label.replace('.', '/')}/"
    before = set(LISTS[label].model._default_manager.values_list("pk", flat=True))
    for action in [*map(str, LISTS[label].actions or ()), "delete_selected", "nothing"]:
        form = {"action": action, "post": "yes"}
        for odd in ODD_IDS:
            for selected in ([odd], [str(min(before, default="x")), odd]):
                for more in ({}, {"index": "0"}):
                    sent = {**form, **more, "_selected_action": selected}
                    answer = client.post(f"{path}?p=1", sent)
                    if (answer.status_code, answer.get("Location")) != (302, f"{path}?p=1"):
                        wrong.append(f"{action} {selected} {more}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)
    assert set(LISTS[label].model._default_manager.values_list("pk", flat=True)) == before
