"""Every field of every model is posted to every form: none is taken that the form does not ask."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from accounts.models import User
from tests.security.matrix import ALICE, BOB, NOBODY, World, ask
from tests.security.routes import Route, all_routes
from tests.security.rules import RULES
from tests.support.cast import PASSWORD

pytestmark = pytest.mark.django_db

# Values that nothing else has, so that each is found wherever it went.
WORD, NUMBER, MOMENT = "Overposted", 770_077, datetime(2001, 2, 3, 4, 5, tzinfo=UTC)
UUID = "77777777-7777-4777-8777-777777777777"
FORMS = [
    route
    for route in all_routes()
    if route.path in RULES
    and "POST" in RULES[route.path].methods
    and RULES[route.path].whose in {"people", "owner", "link", "strangers"}
]
# What a form does ask, beside what makes it a good one in rules.py; told by the form itself.
ASKED = {
    "/settings/": {"first_name", "last_name", "email"},
    "/c/{conversation_id}/settings/": {"model", "system_prompt"},
    "/c/{conversation_id}/report/": {"flag_note"},
    "/c/{conversation_id}/folder/": {"name", "key"},  # of a new folder
    "/feedback/{message_id}/": {"comment"},
    "/sign-up/": {"username", "email"},
    "/teams/{team_id}/invite/": {"email"},
    "/teams/{team_id}/settings/": {
        *("system_prompt", "requests_per_minute", "replies_at_once"),
        *("tokens_per_day", "retention_days"),
    },
}
SIGN_UP = {"username": "charlie", "password1": PASSWORD, "password2": PASSWORD}
OURS = ("accounts", "chat", "operations")

Rights = tuple[Any, ...]


def test_there_are_forms() -> None:
    assert len(FORMS) > 40


@pytest.mark.parametrize("route", FORMS, ids=str)
def test_nothing_is_taken_that_the_form_does_not_ask(route: Route, world: World) -> None:
    rule = RULES[route.path]
    values = world.hers.parameters | world.hers.special.get(route.path, {})
    form = {**_everything(world), **rule.form}
    if route.path == "/sign-up/":
        form |= SIGN_UP | {"email": "charlie@example.com"}
    who = NOBODY if rule.whose == "strangers" else ALICE
    asked = ASKED.get(route.path, set()) | rule.form.keys()
    before, after = _rights(), dict[str, Rights]()
    found: list[str] = []

    def look() -> None:
        after.update(_rights())
        found.extend(_found())

    path = route.filled({name: values.get(name, "x-1") for name in route.parameters})
    cell = ask(world, who, "POST", path, form, look=look)
    assert [one for one in found if one.rpartition(".")[2] not in asked] == [], cell
    assert ("charlie" in after) == (route.path == "/sign-up/"), cell
    assert {name: after[name] for name in after if after[name] != before.get(name, ORDINARY)} == {}


ORDINARY = (True, False, False, None, (), ())  # who has just signed up


def _rights() -> dict[str, Rights]:
    """What an account may, by its name."""
    rights: dict[str, Rights] = {}
    for user in User.objects.prefetch_related("groups", "user_permissions"):
        flags = (user.is_active, user.is_staff, user.is_superuser, user.is_founder)
        groups = tuple(group.name for group in user.groups.all())
        rights[user.username] = (*flags, groups, tuple(user.user_permissions.all()))
    return rights


def _fields() -> Iterator[tuple[type[models.Model], models.Field[Any, Any]]]:
    for app in OURS:
        for model in apps.get_app_config(app).get_models():
            for field in model._meta.get_fields():
                if isinstance(field, models.Field) and model._meta.managed:
                    yield model, field


def _everything(world: World) -> dict[str, Any]:
    """Each field of each model by both its names, with a value that is good for it."""
    bob = world.people[BOB]
    assert bob is not None
    posted: dict[str, Any] = {"pk": UUID}
    for _model, field in _fields():
        value = _value(field, bob)
        posted |= {field.name: value, getattr(field, "attname", field.name): value}
    return posted


def _value(field: models.Field[Any, Any], bob: User) -> Any:
    if field.is_relation:
        return bob.pk if field.related_model is User else UUID
    kinds: Mapping[type[models.Field[Any, Any]], Any] = {
        models.BooleanField: "on",
        models.DateTimeField: MOMENT.isoformat(),
        models.UUIDField: UUID,
        models.IntegerField: NUMBER,
        models.JSONField: f'["{WORD}"]',
        models.EmailField: f"{WORD}@example.com",
    }
    return next((value for kind, value in kinds.items() if isinstance(field, kind)), WORD)


def _found() -> Iterator[str]:
    """Where a posted value stands now."""
    for model, field in _fields():
        if isinstance(field, models.ManyToManyField):
            continue
        name = f"{model._meta.label}.{field.name}"
        rows = model._default_manager.all()
        match field:
            case models.DateTimeField():
                is_found = rows.filter(**{field.name: MOMENT}).exists()
            case models.UUIDField():
                is_found = rows.filter(**{field.name: UUID}).exists()
            case models.ForeignKey() if field.related_model is User:
                is_found = rows.filter(**{f"{field.name}__username": BOB}).exists()
            case models.IntegerField():
                is_found = rows.filter(**{field.name: NUMBER}).exists()
            case models.CharField() | models.TextField() | models.JSONField():
                is_found = rows.filter(**{f"{field.name}__icontains": WORD}).exists()
            case _:
                is_found = False
        if is_found:
            yield name
