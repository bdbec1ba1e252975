"""The access matrix of views that read with connections of their own, which see only what is
committed: exports, and what programs call."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from accounts.api_keys import SCOPES, create_api_key, revoke_api_key
from accounts.models import User
from tests.security.matrix import ALICE, BOB, NOBODY, World, person
from tests.security.routes import Route, all_routes
from tests.security.rules import RULES

EXPORTS = ("/c/{conversation_id}/export.md", "/c/{conversation_id}/export.json")
ROUTES = {route.path: route for route in all_routes()}
CALLED = [
    (route, verb)
    for route in ROUTES.values()
    if route.path in RULES
    for verb in sorted(RULES[route.path].scopes)
]
OF_ALICES = [
    (route, verb)
    for route, verb in CALLED
    if {"generation_id", "response_id"} & {*route.parameters}
]


@pytest.fixture
def world(real_commits: None) -> World:
    return World()


@pytest.fixture
def bob(real_commits: None) -> User:
    return person(BOB)


@pytest.mark.parametrize("path", EXPORTS)
def test_an_export_is_its_owners_alone(path: str, world: World) -> None:
    for name, user in world.people.items():
        client = Client()
        if user is not None:
            client.force_login(user)
        status = client.get(ROUTES[path].filled(world.hers.parameters)).status_code
        assert status == {NOBODY: 302, ALICE: 200}.get(name, 404), name


def test_each_call_needs_a_key_that_is_good_and_has_its_scope(bob: User) -> None:
    """In whatever way a secret can be sent."""
    keys = {scope: create_api_key(owner=bob, scopes=[scope], name=scope)[1] for scope in SCOPES}
    revoked, lost = create_api_key(owner=bob, name="revoked")
    revoke_api_key(owner=bob, key_id=revoked.pk)
    past = timezone.now() - timedelta(seconds=1)
    _, expired = create_api_key(owner=bob, name="expired", expires_at=past)
    _, disabled = create_api_key(owner=person("gone", is_active=False), name="of somebody disabled")
    good = keys["generate"]
    nothing_good = {
        "none": {},
        "empty": {"Authorization": "Bearer "},
        "revoked": {"Authorization": f"Bearer {lost}"},
        "expired": {"Authorization": f"Bearer {expired}"},
        "of somebody disabled": {"Authorization": f"Bearer {disabled}"},
        "cut": {"Authorization": f"Bearer {good[:-1]}"},
        "another secret behind its prefix": {"X-Api-Key": good[:-43] + "A" * 43},
        "as a password": {"Authorization": f"Basic {good}"},
        "in a cookie": {"Cookie": f"api_key={good}"},
    }
    wrong = []
    for route, verb in CALLED:
        scope = RULES[route.path].scopes[verb]
        for name, headers in nothing_good.items():
            status = _call(route, verb, headers).status_code
            if status != 401:
                wrong.append(f"{verb} {route} with a key that is {name}: {status}")
        in_address = _call(route, verb, {}, query=f"?api_key={good}&access_token={good}&key={good}")
        if in_address.status_code != 401:
            wrong.append(f"{verb} {route} with the key in the address: {in_address.status_code}")
        for name, secret in keys.items():
            for headers in ({"Authorization": f"Bearer {secret}"}, {"X-Api-Key": secret}):
                status = _call(route, verb, headers).status_code
                if (status in {401, 403}) != (name != scope):
                    wrong.append(f"{verb} {route} with the scope {name}: {status}")
    assert not wrong, "\n".join(wrong)


def test_a_session_is_no_key(bob: User) -> None:
    client = Client()
    client.force_login(bob)
    answers = [(str(route), verb, _call(route, verb, {}, client=client)) for route, verb in CALLED]
    assert [(path, verb) for path, verb, answer in answers if answer.status_code != 401] == []


def test_what_alices_program_made_looks_to_bobs_as_if_it_were_not_there(world: World) -> None:
    bob = world.people[BOB]
    assert bob is not None
    headers = {"Authorization": f"Bearer {create_api_key(owner=bob, name='His')[1]}"}
    for route, verb in OF_ALICES:
        hers = {
            "generation_id": world.hers.called.pk,
            "response_id": f"resp_{world.hers.called.pk}",
        }
        nobodys = {name: world.hers.missing()["conversation_id"] for name in hers}
        seen, missing = (_call(route, verb, headers, values=values) for values in (hers, nobodys))
        assert seen.status_code == missing.status_code == 404, route
        shown = str(next(iter(route.parameters)))
        assert seen.content.replace(str(hers[shown]).encode(), b"") == missing.content.replace(
            str(nobodys[shown]).encode(), b""
        )
    world.hers.called.refresh_from_db()
    assert world.hers.called.is_active


def _call(
    route: Route,
    verb: str,
    headers: dict[str, str],
    *,
    query: str = "",
    values: dict[str, Any] | None = None,
    client: Client | None = None,
) -> HttpResponse:
    """With an empty body, which is refused once the key was looked at."""
    path = route.filled(values or dict.fromkeys(route.parameters, "x-1"))
    return (client or Client()).generic(  # type: ignore[return-value] # it has more than it says
        verb, path + query, json.dumps({}), content_type="application/json", headers=headers
    )
