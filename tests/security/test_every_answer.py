"""What every answer of the site tells browsers, and where none leads: all of the URLconf."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from tests.security.matrix import ALICE, BOB, NOBODY, ROOT, World
from tests.security.routes import Route, all_routes
from tests.security.rules import RULES
from tests.security.test_access import FORMS, IN_THREADS, values_of
from tests.security.test_access_of_staff import values_of as values_of_staff
from tests.support.cast import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(900)]

# A browser takes each of these for an address of another site.
ELSEWHERE = ("//evil.example/", "https://evil.example/", "/\\evil.example/", "\thttps:evil.example")
NAMES_OF_NEXT = ("next", "url", "return", "continue", "redirect_to")
HEADERS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
COOKIES = {"sessionid": {"httponly", "samesite"}, "csrftoken": {"samesite"}}


@pytest.mark.parametrize("who", [NOBODY, ALICE, ROOT])
def test_no_answer_is_framed_kept_guessed_at_or_leads_away(who: str, world: World) -> None:
    wrong = []
    for number, route in enumerate(all_routes()):
        if route.path in IN_THREADS or (who == ALICE and route.path.startswith("/admin/")):
            continue
        away = ELSEWHERE[number % len(ELSEWHERE)]
        answer = _look(world, who, route, dict.fromkeys(NAMES_OF_NEXT, away))
        wrong += [f"{route} {answer.status_code}: {one}" for one in _missing(answer)]
    assert wrong == []


@pytest.mark.parametrize("away", ELSEWHERE)
def test_no_form_leads_to_another_site(away: str, world: World) -> None:
    found = []
    for route in FORMS:
        rule = RULES[route.path]
        who = NOBODY if rule.whose == "strangers" else ALICE
        form = {**dict.fromkeys(NAMES_OF_NEXT, away), **rule.form}
        path = route.filled(values_of(route, world))
        answer = _answer(world, who, "POST", path, form, headers={"Referer": away.strip()})
        found += [str(route)] if _leads_away(answer) else []
    assert found == []


@pytest.mark.parametrize("away", ELSEWHERE)
def test_who_signs_in_stays_on_this_site(away: str, world: World) -> None:
    bob = world.people[BOB]
    assert bob is not None
    form = {"login": bob.username, "password": PASSWORD, "next": away}
    answer = Client().post("/sign-in/", form)
    assert answer.headers["Location"] == "/"


def _missing(answer: HttpResponse) -> list[str]:
    headers = [name for name, value in HEADERS.items() if answer.headers.get(name) != value]
    policy = answer.headers.get("Content-Security-Policy", "")
    checks = {
        "it may be kept": "no-store" in answer.headers.get("Cache-Control", ""),
        "it may be framed": "frame-ancestors 'none'" in policy,
        "its policy is weak": "default-src 'none'" in policy and "unsafe" not in policy,
        "it leads away": not _leads_away(answer),
        "a cookie is open": not _open_cookies(answer),
    }
    return headers + [words for words, is_good in checks.items() if not is_good]


def _open_cookies(answer: HttpResponse) -> list[str]:
    return [
        name
        for name, flags in COOKIES.items()
        if (cookie := answer.cookies.get(name))
        and cookie["max-age"] != 0  # it is taken away
        and not all(cookie[flag] for flag in flags)
    ]


def _leads_away(answer: HttpResponse) -> bool:
    location = answer.headers.get("Location", "").strip().replace("\\", "/")
    return urlsplit(location).netloc not in {"", "testserver"} or location.startswith("https:evil")


def _look(world: World, who: str, route: Route, query: dict[str, str]) -> HttpResponse:
    values = values_of_staff if route.path.startswith("/admin/") else values_of
    return _answer(world, who, "GET", route.filled(values(route, world)), query)


def _answer(
    world: World, who: str, verb: str, path: str, said: dict[str, Any], **more: Any
) -> HttpResponse:
    client = world.client(who, raise_request_exception=False)
    with transaction.atomic():
        ask = client.get if verb == "GET" else client.post
        answer = ask(path, said, **more)
        transaction.set_rollback(True)
    return answer  # type: ignore[return-value] # it has more than it says
