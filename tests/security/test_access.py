"""The access matrix: every address × every verb × everybody, against the rules in rules.py."""

from __future__ import annotations

import re
from typing import Any

import pytest

from operations.models import Dismissal
from tests.security.matrix import ALICE, BOB, NOBODY, SAFE, VERBS, World, ask
from tests.security.routes import Route, all_routes
from tests.security.rules import RULES, Rule

pytestmark = pytest.mark.django_db  # or no database is made

ROUTES = [one for one in all_routes() if not one.path.startswith("/admin/")]
# Their views read with a connection of their own, which cannot see what is not committed: see
# test_access_in_threads.py.
IN_THREADS = ("/c/{conversation_id}/export.md", "/c/{conversation_id}/export.json")
OWNED = [one for one in ROUTES if one.path in RULES and RULES[one.path].whose in {"owner", "own"}]
# Whose the rule is not about what stands in the address would be a hole where something does.
NAME_NOTHING = {"everybody", "strangers", "people"}


def test_every_address_has_a_rule_and_every_rule_an_address() -> None:
    addresses = {route.path for route in ROUTES}
    assert addresses - RULES.keys() == set(), "say in tests/security/rules.py whose these are"
    assert RULES.keys() - addresses == set(), "these are gone"


def test_where_something_stands_in_the_address_the_rule_is_about_it() -> None:
    naming = [str(route) for route in ROUTES if route.parameters]
    assert len(naming) > 50
    assert [path for path in naming if RULES[path].whose in NAME_NOTHING] == []


@pytest.mark.parametrize("route", [one for one in ROUTES if one.path not in IN_THREADS], ids=str)
def test_everybody_gets_what_the_rule_says_and_nothing_else(route: Route, world: World) -> None:
    rule = RULES[route.path]
    path, wrong = route.filled(values_of(route, world)), []
    for name in world.people:
        for verb in VERBS:
            cell = ask(world, name, verb, path, rule.form)
            allowed = _allowed(rule, name, verb)
            may_write = verb not in SAFE and cell.outcome == "let in"
            if cell.outcome not in allowed or (cell.writes and not may_write):
                wrong.append(f"{name} {verb}: {cell}; allowed: {', '.join(sorted(allowed))}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("route", OWNED, ids=str)
def test_what_is_alices_looks_to_bob_as_if_it_were_not_there(route: Route, world: World) -> None:
    rule = RULES[route.path]
    for verb in sorted(rule.methods):
        hers = route.filled(values_of(route, world))
        nobodys = route.filled(values_of(route, world) | world.hers.missing())
        seen = ask(world, BOB, verb, hers, rule.form)
        missing = ask(world, BOB, verb, nobodys, rule.form)
        assert (seen.status, seen.location) == (missing.status, missing.location)
        assert plain(seen.body, hers) == plain(missing.body, nobodys)
        assert not seen.writes
        if route.path not in IN_THREADS:
            assert ask(world, ALICE, verb, hers, rule.form).outcome == "let in"


@pytest.mark.parametrize("route", [one for one in OWNED if RULES[one.path].whose == "own"], ids=str)
def test_what_bob_leaves_as_it_is_alice_can_change(route: Route, world: World) -> None:
    """Or it would be no question."""
    hers = route.filled(values_of(route, world))
    assert ask(world, ALICE, "POST", hers, RULES[route.path].form).writes


def test_what_bob_does_for_himself_he_does_for_nobody_else(world: World) -> None:
    closed: list[str] = []

    def look() -> None:
        closed.extend(Dismissal.objects.values_list("user__username", flat=True))

    (route,) = [one for one in ROUTES if one.path in RULES and RULES[one.path].whose == "each"]
    ask(world, BOB, "POST", route.filled(values_of(route, world)), look=look)
    assert closed == [BOB]


FORMS = [
    one for one in ROUTES if one.path in RULES and RULES[one.path].whose not in {"key", "nobody"}
]


@pytest.mark.parametrize("route", FORMS, ids=str)
def test_a_form_of_another_site_changes_nothing(route: Route, world: World) -> None:
    path, rule = route.filled(values_of(route, world)), RULES[route.path]
    name = NOBODY if rule.whose == "strangers" else ALICE
    for verb in ("POST", "DELETE"):
        cell = ask(world, name, verb, path, rule.form, is_of_another_site=True)
        assert not cell.writes
        assert cell.outcome in {"refused", "no such verb"} or path == "/", cell


def values_of(route: Route, world: World) -> dict[str, Any]:
    values = world.hers.parameters | world.hers.special.get(route.path, {})
    return {name: values.get(name, "x-1") for name in route.parameters}


def plain(body: bytes, path: str) -> bytes:
    """Without what is different in each answer: nonces, tokens of forms, the address itself."""
    body = body.replace(path.encode(), b"")
    return re.sub(rb'(nonce|value|content)="[A-Za-z0-9+/=_-]{16,}"', b"", body)


def _allowed(rule: Rule, name: str, verb: str) -> set[str]:
    if verb in rule.methods:
        return _outcomes(rule, name)
    # Some views take other verbs for GET or POST, as those of programs take HEAD.
    return _outcomes(rule, name) | {"no such verb", "sign in"}


def _outcomes(rule: Rule, name: str) -> set[str]:
    match rule.whose:
        case "key":
            return {"sign in"}
        case "nobody":
            return {"missing", "no such verb", "sign in"}
        case "people" | "owner" | "own" | "each" | "link" if name == NOBODY:
            return {"sign in"}
        case "owner" if name != ALICE:
            return {"missing"}
    return {"let in"}
