"""What a reply in a form, or one of several choices, is after the engine thread died: whole, and
what it would have been."""

from __future__ import annotations

import json
import re
import uuid
from dataclasses import replace
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from inference.backends.transformers.manager import EngineThread
from inference.contract import GenerationRequest, Grammar
from tests.inference.support.ear import Ear
from tests.inference.support.poison import POISON, backend_of, failing, token_of
from tests.inference.support.requests import ask
from tests.support.waiting import wait_for

BIT_FLIP = RuntimeError("a bit flipped")
STORY = {
    "type": "object",
    "properties": {
        "title": {"type": "string", "minLength": 12, "maxLength": 16},
        "pages": {
            "type": "array",
            "items": {"enum": ["snow", "rain", "sun"]},
            "minItems": 3,
            "maxItems": 5,
        },
        "ends": {"const": True},
    },
    "required": ["title", "pages", "ends"],
    "additionalProperties": False,
}
FORM = Grammar(kind="json_schema", value=STORY)
# Longer than a page of the cache: then the other choices wait for the first one's prompt.
LONG = "tell me a story of snow and rain and sun, and of all that comes after it"


def ask_for(form: Grammar | None, choices: int, text: str, **sampling: Any) -> GenerationRequest:
    sampling = {"max_tokens": 200 if form else 40, **sampling}
    return replace(ask(text, **sampling), grammar=form, choices=choices)


def told(ear: Ear, request: GenerationRequest) -> list[tuple[str, str | None]]:
    """Text and finish reason of each choice, at the end of all."""
    ends = {one.choice: one for one in ear.wait_for_choices(request.id, request.choices)}
    assert {one.error_message for one in ends.values()} == {""}
    return [
        (ear.text(request.id, choice), ends[choice].finish_reason)
        for choice in range(request.choices)
    ]


def break_at_the_next_step(ear: Ear, monkeypatch: pytest.MonkeyPatch) -> EngineThread:
    def fail(*_: Any) -> None:
        raise BIT_FLIP

    engine: Any = backend_of(ear)._engine
    monkeypatch.setattr(engine._manager.batch_processor.model_runner, "compute_batch", fail)
    return backend_of(ear)._engine


@pytest.mark.parametrize("after_tokens", [1, 9])
@pytest.mark.parametrize(
    "request_like",
    [
        ask_for(FORM, 1, LONG),
        ask_for(FORM, 3, "a story"),
        ask_for(FORM, 3, LONG),
        ask_for(None, 3, LONG),
    ],
    ids=["one in a form", "three in a form", "three in a form after a long prompt", "three"],
)
def test_forms_and_choices_go_on_as_they_would_have(
    fragile_tiny: Ear,
    monkeypatch: pytest.MonkeyPatch,
    request_like: GenerationRequest,
    after_tokens: int,
) -> None:
    undisturbed, request = (replace(request_like, id=str(uuid.uuid4())) for _ in range(2))
    fragile_tiny.begin(undisturbed)
    expected = told(fragile_tiny, undisturbed)

    fragile_tiny.begin(request)
    fragile_tiny.wait_for_tokens(request.id, after_tokens)
    broken = break_at_the_next_step(fragile_tiny, monkeypatch)
    assert told(fragile_tiny, request) == expected
    assert backend_of(fragile_tiny)._engine is not broken
    for reply, reason in expected if request.grammar else ():
        assert reason == "stop"
        Draft202012Validator(STORY).validate(json.loads(reply))


def test_seeded_choices_in_a_form_go_on_as_they_would_have_beside_poison(
    fragile_tiny: Ear,
) -> None:
    """Two deaths, and trials between them, one choice at a time."""
    rules: dict[str, Any] = {"temperature": 1.0, "seed": 5}
    expected_of = ask_for(FORM, 3, LONG, **rules)
    fragile_tiny.begin(expected_of)
    expected = told(fragile_tiny, expected_of)
    assert len(set(expected)) == 3

    bad = token_of(fragile_tiny, POISON)
    with failing(fragile_tiny, lambda tokens, _: bad in tokens, BIT_FLIP) as deaths:
        request = ask_for(FORM, 3, LONG, **rules)
        fragile_tiny.begin(request)
        fragile_tiny.wait_for_tokens(request.id, 5)
        poison = fragile_tiny.begin(ask(f"poison {POISON}", max_tokens=60))
        assert fragile_tiny.wait_for_end(poison).error_type == "generation"
        assert told(fragile_tiny, request) == expected
    assert len(deaths) == 2


def test_replies_in_a_form_survive_two_deaths(
    fragile_tiny: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = Grammar(kind="regex", value="([a-z][0-9]){100}")
    texts = ("a form", "another form")
    undisturbed = [ask_for(form, 1, text, max_tokens=300) for text in texts]
    for request in undisturbed:
        fragile_tiny.begin(request)
    expected = [told(fragile_tiny, request) for request in undisturbed]
    asked = [ask_for(form, 1, text, max_tokens=300) for text in texts]
    for request in asked:
        fragile_tiny.begin(request)
    for count in (2, 40):
        for request in asked:
            fragile_tiny.wait_for_tokens(request.id, count)
        with monkeypatch.context() as once:
            broken = break_at_the_next_step(fragile_tiny, once)
            wait_for(lambda old=broken: backend_of(fragile_tiny)._engine is not old, what="a life")  # type: ignore[misc]
    assert [told(fragile_tiny, request) for request in asked] == expected
    for ((text, _),) in expected:
        assert re.fullmatch(form.value, text)
