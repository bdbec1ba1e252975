"""The access matrix of the admin: every page × every verb × everybody, against staff_rules.py."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType

from chat.models import Conversation
from tests.security.matrix import LOOKER, REVIEWER, ROOT, SAFE, STAFF, VERBS, World, ask
from tests.security.routes import Route, all_routes
from tests.security.staff_rules import ACTIONS, MAY, OWN_RIGHT, STAFF_PAGES

pytestmark = pytest.mark.django_db

PAGES = [one for one in all_routes() if one.path.startswith("/admin/")]
OF_A_MODEL = re.compile(
    r"/admin/(?P<model>\w+/\w+)/((?P<list>)|(?P<add>add/)|{object_id}/((?P<led>)|(?P<page>\w+)/))"
)
MODELS = {model._meta.label_lower for model in admin.site._registry}
DOING = {"change": "view", "history": "view", "delete": "delete"}


def test_every_model_and_every_other_page_of_the_admin_has_a_rule() -> None:
    assert MODELS ^ MAY.keys() == set(), "say in staff_rules.py who may do what"
    others = {page.path for page in PAGES if _of_model(page) is None}
    assert others ^ STAFF_PAGES.keys() == set(), "say in staff_rules.py whose these are"


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_staff_do_what_they_may_and_nothing_else(page: Route, world: World) -> None:
    path, wrong = page.filled(values_of(page, world)), []
    for name in world.people:
        is_let_in = _is_let_in(page, name)
        for verb in VERBS:
            cell = ask(world, name, verb, path)
            if cell.writes and (verb in SAFE or not is_let_in):
                wrong.append(f"{name} {verb}: {cell}")
            # Who is let in may be refused all the same: a page that only shows takes no form.
            if not is_let_in and cell.outcome == "let in" and not _leads_away(cell.location):
                wrong.append(f"{name} {verb}: {cell}; must not be let in")
            if is_let_in and verb == "GET" and cell.outcome != "let in":
                wrong.append(f"{name} {verb}: {cell}; must be let in")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("label", sorted(MODELS))
def test_rows_are_changed_by_whom_the_rule_names(label: str, world: World) -> None:
    model_admin = next(one for kind, one in admin.site._registry.items() if _label(kind) == label)
    path = f"/admin/{label.replace('.', '/')}/"
    named = [str(one) for one in model_admin.actions or ()]
    assert {f"{label} {one}" for one in named} == {one for one in ACTIONS if _of(one) == label}
    # Not the one that was put before reviewers: it is in their queue already.
    chosen = defaultdict(str, world.hers.objects)
    chosen["chat.conversation"] = world.hers.active.conversation_id
    wrong = []
    for action in [*named, "delete_selected"]:
        form = {"_selected_action": chosen[label], "action": action}
        for name in (STAFF, LOOKER, REVIEWER):
            asked = ask(world, name, "POST", path, form | {"post": "yes"})
            nothing = ask(world, name, "POST", path, form | {"action": "nothing"})
            is_done = asked.writes != nothing.writes or asked.status != nothing.status
            if is_done != (name in ACTIONS.get(f"{label} {action}", "").split()):
                wrong.append(f"{name} {action}: {asked}")
    assert not wrong, "\n".join(wrong)


def _label(model: Any) -> str:
    return str(model._meta.label_lower)


def _of(action: str) -> str:
    return action.split(maxsplit=1)[0]


def _leads_away(location: str) -> bool:
    """Django leads staff to the index where there is nothing for them, and who signs out away."""
    return location in {"/admin/", "/sign-in/"}


def _of_model(page: Route) -> tuple[str, str] | None:
    """Its model, and what is done with it there; `None`: it is a page of its own."""
    found = OF_A_MODEL.fullmatch(page.path)
    label = found["model"].replace("/", ".") if found else ""
    if found is None or label not in MODELS or (found["page"] and found["page"] not in DOING):
        return None
    if found["led"] is not None:
        return label, "be led"
    return label, "add" if found["add"] else DOING.get(found["page"] or "", "view")


def _is_let_in(page: Route, name: str) -> bool:
    if name not in {STAFF, LOOKER, REVIEWER, ROOT}:
        return False
    of_model = _of_model(page)
    rule = " ".join(of_model) if of_model else STAFF_PAGES[page.path]
    if rule in {"staff", "nobody"} or rule.endswith(" be led"):
        return rule != "nobody"
    label, doing = rule.split()
    may, looks = MAY[label], set() if label in OWN_RIGHT else {"view"}
    return doing in {STAFF: (), LOOKER: looks, REVIEWER: may.reviewers, ROOT: may.superuser}[name]


def values_of(page: Route, world: World) -> dict[str, Any]:
    parts = page.path.split("/")
    objects = world.hers.objects
    return {
        "conversation_id": world.hers.conversation.pk,
        "message_id": world.hers.reply.pk,
        "object_id": objects.get(".".join(parts[2:4]), objects["chat.conversation"]),
        "id": objects["accounts.user"],
        "content_type_id": ContentType.objects.get_for_model(Conversation).pk,
        "app_label": "chat",
        "kind": "users",
        "generation_id": world.hers.active.pk,
        "url": "x-1",
    }
