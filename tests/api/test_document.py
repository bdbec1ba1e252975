"""/api/openapi.json: of every operation what it takes and what it answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, get_args

import httpx
from pydantic import BaseModel

from chat.api.document import ANSWERS
from chat.api.site import api
from tests.support.program import Program


def operations() -> Iterator[Any]:
    for router in api._get_bound_routers():
        for view in router.path_operations.values():
            yield from (one for one in view.operations if one.include_in_schema)


def test_the_answers_of_every_operation_are_named_and_of_no_other() -> None:
    assert {one.view_func.__name__ for one in operations()} == set(ANSWERS)


def test_no_two_shapes_share_a_name_under_which_one_would_hide_the_other() -> None:
    named: dict[str, set[type]] = defaultdict(set)
    for operation in operations():
        for model in operation.models:
            for field in model.model_fields.values():
                _collect(field.annotation, named)
    for answer in ANSWERS.values():
        for shape in filter(None, (answer.shape, answer.error)):
            _collect(shape, named)
    assert {"ChatRequest", "ChatCompletion"} <= set(named)
    assert {name for name, models in named.items() if len(models) > 1} == set()


def test_every_reference_leads_somewhere(program: Program) -> None:
    document = httpx.get(f"{program.site.url}/api/openapi.json").json()
    schemas = document["components"]["schemas"]
    wanted = {one.removeprefix("#/components/schemas/") for one in _references(document)}
    assert wanted
    assert wanted <= set(schemas)


def _collect(kind: Any, named: dict[str, set[type]]) -> None:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        if kind in named[kind.__name__]:
            return
        named[kind.__name__].add(kind)
        for field in kind.model_fields.values():
            _collect(field.annotation, named)
    for part in get_args(kind):
        _collect(part, named)


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            if name == "$ref":
                yield inner
            else:
                yield from _references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _references(inner)
