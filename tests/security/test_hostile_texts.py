"""Every text in the database is hostile: no page of the site makes more of it than text. The pages
are those of the URLconf, the texts those of the models; how a browser takes them is for
tests/browser/test_hostile_texts.py."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import groupby
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from accounts import invitations
from accounts.models import TeamInvitation, User
from accounts.teams import invitations as team_invitations
from chat.models import AuditEntry
from chat.privacy import audit
from chat.review import labelling
from operations import announcing
from operations.models import Announcement
from tests.security.matrix import ALICE, BOB, NOBODY, ROOT, World
from tests.security.routes import Route, all_routes
from tests.security.rules import RULES
from tests.security.staff_texts import SHOW_NONE, STAFF_SEE
from tests.security.test_access import IN_THREADS, values_of
from tests.security.test_access_of_staff import PAGES
from tests.security.test_access_of_staff import values_of as values_of_staff
from tests.support.cast import say_why
from tests.support.mailbox import letters
from tests.support.payloads import CANARY, EVERYTHING, NAME, Holes

pytestmark = pytest.mark.django_db

OURS = ("accounts", "chat", "operations")
# What is no text: made by the site from others, and what it is found by.
NOT_WRITTEN = {
    "digest",
    "prefix",
    "password",
    "key",
    "tool_calls",
    "user",
    "team",
    "letter",
    "language",
}
LEAST_CHARACTERS = len(NAME) + 4
SHOWN = [
    route
    for route in all_routes()
    if route.path in RULES
    and "GET" in RULES[route.path].methods
    and RULES[route.path].whose not in {"key", "nobody", "strangers"}
    and route.path not in IN_THREADS
]
# Leads elsewhere, is no page, or has nothing that somebody wrote.
WITHOUT = {
    *(
        "/settings/second-factor/app/",
        "/password/set/",
        "/favicon.ico",
        "/compare/{generation_id}/",
    ),
    *("/sign-up/{token}/", "/teams/join/{token}/", "/password/reset/{uidb36}/{key}/"),
    *("/search/", "/prompts/", "/c/{conversation_id}/tags/", "/settings/export.json"),
    *("/health", "/healthz", "/readyz", "/metrics", "/sw.js", "/manifest.webmanifest"),
    *("/api/try", "/api/docs", "/api/openapi.json", "/demo/streaming"),
}
NAMED = {
    f"admin:{model._meta.app_label}_{model._meta.model_name}_{what}"
    for model in admin.site._registry
    for what in ("changelist", "change")
}
LISTS_AND_ROWS = [page for page in PAGES if page.path in STAFF_SEE or NAMED & {*page.names}]
OPENED_BY = {"secret": NOBODY, "link": BOB}
HTML = "text/html"


@pytest.fixture(scope="module")
def hostile(world: World) -> World:
    """The same world; all that anybody wrote in it is hostile now."""
    hers, root = world.hers, world.people[ROOT]
    assert root is not None
    labelling.add_note(hers.conversation.review, root, "A note")
    for model, fields in groupby(_texts(), lambda text: text[0]):
        texts = [field for _model, field in fields]
        rows = model._default_manager.order_by("pk").values_list("pk", flat=True)
        for number, row in enumerate(rows):
            _write(model, row, {field.name: _payload(field, number) for field in texts})
    for user in world.people.values():
        if user is not None:
            user.refresh_from_db()
    opened = AuditEntry.Action.OPENED
    entry = audit.record(opened, actor=root, about=hers.conversation, reason=EVERYTHING)
    hers.objects["chat.auditentry"] = entry.pk
    return world


def _write(model: type[models.Model], row: Any, texts: dict[str, str]) -> None:
    """What the database itself refuses there can be no text of somebody."""
    try:
        with transaction.atomic():
            model._base_manager.filter(pk=row).update(**texts)
    except IntegrityError:
        if len(texts) > 1:
            for name, text in texts.items():
                _write(model, row, {name: text})


def _texts() -> Iterator[tuple[type[models.Model], models.Field[Any, Any]]]:
    for app in OURS:
        for model in apps.get_app_config(app).get_models():
            if model is not AuditEntry and model._meta.managed:  # its guard lets nobody change it
                yield from ((model, field) for field in model._meta.fields if _is_written(field))


def _is_written(field: models.Field[Any, Any]) -> bool:
    is_text = isinstance(field, models.CharField | models.TextField)
    is_checked = isinstance(field, models.EmailField) or bool(field.choices)
    if not is_text or is_checked or field.name in NOT_WRITTEN:
        return False
    return not field.max_length or field.max_length >= LEAST_CHARACTERS


def _payload(field: models.Field[Any, Any], number: int) -> str:
    """Where one must be unlike the others, it is; and it says which field it stands in, if there
    is room for that."""
    text, mark = EVERYTHING, f" {_mark(field)}"
    if field.max_length and field.max_length < 4_000:
        is_one_of_its_kind = field.unique or field.name in {"name", "username"}
        text = NAME + (f" {number}" if is_one_of_its_kind else "")
    has_room = not field.max_length or len(text + mark) <= field.max_length
    return text + mark if has_room else text


def _mark(field: models.Field[Any, Any]) -> str:
    """With a full stop, so that none is the beginning of another."""
    return f"{field.model._meta.label_lower}.{field.name}."


def test_there_are_many_texts_and_pages() -> None:
    named = {f"{model._meta.label_lower}.{field.name}" for model, field in _texts()}
    assert named >= {
        *("chat.message.text", "chat.conversation.title", "chat.folder.name", "chat.tag.name"),
        *("chat.savedprompt.name", "chat.sharedmessage.text", "chat.reviewnote.text"),
        *("chat.feedback.comment", "chat.reviewlabel.name", "chat.import.name"),
        *("accounts.user.username", "accounts.user.first_name", "accounts.team.name"),
        *("accounts.apikey.name", "operations.announcement.text"),
    }
    assert len(SHOWN) > 50


@pytest.mark.parametrize("route", SHOWN, ids=str)
def test_no_page_makes_more_of_it_than_text(route: Route, hostile: World) -> None:
    who = OPENED_BY.get(RULES[route.path].whose, ALICE)
    status, page = _answer(hostile, who, route.filled(values_of(route, hostile)))
    assert page is None or page.found == []
    if route.path not in WITHOUT:
        assert status == 200
        assert page is not None
        assert CANARY in page.text


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_no_page_of_the_admin_does_either(page: Route, hostile: World) -> None:
    shown = _look(hostile, ROOT, page.filled(values_of_staff(page, hostile)))
    assert shown is None or shown.found == []


@pytest.mark.parametrize("page", LISTS_AND_ROWS, ids=str)
def test_staff_see_each_text_as_text(page: Route, hostile: World) -> None:
    shown = _look(hostile, ROOT, page.filled(values_of_staff(page, hostile)))
    assert shown is not None
    assert shown.found == []
    if page.path in SHOW_NONE:
        assert CANARY not in shown.text, "it shows one: say which in staff_texts.py"
        return
    assert page.path in STAFF_SEE, "say in staff_texts.py which texts it shows, or why none"
    assert CANARY in shown.text
    expected = STAFF_SEE[page.path].split()
    assert [text for text in expected if f"{text}." not in shown.text] == []


def test_staff_see_what_people_say_and_call_things() -> None:
    seen = {text for texts in STAFF_SEE.values() for text in texts.split()}
    assert seen >= {
        *("accounts.user.username", "accounts.user.first_name", "accounts.team.name"),
        *("chat.conversation.title", "chat.message.text", "accounts.team.system_prompt"),
        *("chat.feedback.comment", "chat.reviewnote.text", "chat.hold.reason"),
    }
    assert {page.path for page in LISTS_AND_ROWS} == STAFF_SEE.keys() | SHOW_NONE.keys()


@pytest.mark.parametrize(
    "path",
    [
        *("/c/{conversation_id}/", "/settings/", "/settings/prompts/", "/settings/keys/", "/"),
        *("/teams/{team_id}/", "/s/{token}", "/settings/devices/", "/settings/second-factor/"),
        *("/announcements/", "/settings/import/", "/c/{conversation_id}/share/"),
    ],
)
def test_the_text_is_there(path: str, hostile: World) -> None:
    """Or the pages would show nothing that could come through."""
    (route,) = [one for one in SHOWN if one.path == path]
    page = _look(
        hostile, BOB if path.startswith("/s/") else ALICE, route.filled(values_of(route, hostile))
    )
    assert page is not None
    assert CANARY in page.text


def test_letters_are_text_and_have_one_subject(hostile: World, settings: Any) -> None:
    settings.SITE_NAME = NAME
    with transaction.atomic():
        User.objects.update(first_name=f"{NAME}\nBcc: all@example.com")
        inviter = User.objects.get(username__startswith=NAME, is_superuser=True)
        invited = invitations.invite(by=inviter, email="x@example.com")
        invitations.send(invited, site_url="https://chat.example.com")
        to_team = TeamInvitation.objects.select_related("team", "invited_by").get()
        to_team.email = "x@example.com"
        team_invitations.send(to_team, site_url="https://chat.example.com")
        transaction.set_rollback(True)
    found = letters()
    assert len(found) == 2
    for letter in found:
        assert getattr(letter, "alternatives", []) == []
        assert letter.content_subtype == "plain"
        assert letter.recipients() == ["x@example.com"]
        assert "\n" not in letter.subject


def _look(world: World, who: str, path: str) -> Holes | None:
    return _answer(world, who, path)[1]


def _answer(world: World, who: str, path: str) -> tuple[int, Holes | None]:
    """As that person; None where it is no page."""
    client = world.client(who)
    announcing.forget()
    with transaction.atomic():
        if who == ROOT:
            # Or their own name and the announcement, at the top of each page, would be all that it
            # need show.
            User.objects.filter(is_superuser=True).update(username=ROOT, first_name="")
            Announcement.objects.update(starts_at=timezone.now() + timedelta(days=1))
            say_why(client)
            say_why(client, world.hers.conversation)
        response = client.get(path)
        is_page = response.headers.get("Content-Type", "").startswith(HTML)
        body = "" if response.streaming or not is_page else response.content.decode()
        transaction.set_rollback(True)
    assert response.status_code < 500 or response.status_code == 503  # no worker is there
    return response.status_code, Holes(body) if is_page else None
