"""A real engine holds many replies to their forms at once, and leaves the others alone."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from inference.config import Config
from inference.contract import GenerationRequest, Grammar, Tool, ToolCallPart
from inference.exceptions import InvalidRequest
from tests.inference.conftest import hearing
from tests.inference.support.ear import Ear
from tests.inference.support.requests import ask
from tests.inference.support.schemas import Schema, schemas

PERSON = {
    "type": "object",
    "properties": {"name": {"type": "string", "maxLength": 8}, "age": {"enum": [1, 20, 300]}},
    "required": ["name", "age"],
    "additionalProperties": False,
}
FORMS = [
    Grammar(kind="json_schema", value=PERSON),
    Grammar(kind="json_schema", value={"type": "array", "items": {"const": 1}, "maxItems": 4}),
    Grammar(kind="json_schema", value={"type": "integer", "minimum": 5, "maximum": 17}),
    Grammar(kind="json_schema", value={"anyOf": [{"const": "one"}, {"const": None}]}),
    Grammar(kind="regex", value="[ab]{5}(-[0-9]{2}){3}"),
    Grammar(kind="regex", value="(yes|no), (indeed|never)[!?]{1,4}"),
    Grammar(kind="choice", value=["red", "green", "blue"]),
    Grammar(kind="choice", value=["a", "ab", "abc"]),
]


def hot(text: str, form: Any = None, **sampling: Any) -> GenerationRequest:
    sampling = {"temperature": 2.0, "max_tokens": 400, **sampling}
    return replace(ask(text, **sampling), grammar=form)


@pytest.mark.timeout(900)
def test_every_finished_reply_under_500_schemas_validates(tiny: Ear) -> None:
    finished = 0

    @settings(
        max_examples=10,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(batch=st.lists(schemas(), min_size=50, max_size=50))
    def check(batch: list[Schema]) -> None:
        nonlocal finished
        asked = [
            (schema, tiny.begin(hot(f"go {i}", Grammar(kind="json_schema", value=schema))))
            for i, schema in enumerate(batch)
        ]
        for schema, request_id in asked:
            last = tiny.wait_for_end(request_id)
            assert last.finish_reason in {"stop", "length"}, last.error_message
            if last.finish_reason == "stop":
                finished += 1
                formats = Draft202012Validator.FORMAT_CHECKER
                value = json.loads(tiny.text(request_id))
                Draft202012Validator(schema, format_checker=formats).validate(value)

    check()
    assert finished > 450


def test_eight_forms_at_once_leave_their_neighbours_alone(tiny: Ear) -> None:
    prompts = [f"neighbour {i}" for i in range(8)]
    alone = [tiny.complete(ask(prompt, max_tokens=60))[0] for prompt in prompts]
    held = [tiny.begin(hot(f"form {i}", form)) for i, form in enumerate(FORMS)]
    free = [tiny.begin(ask(prompt, max_tokens=60)) for prompt in prompts]
    assert [tiny.wait_for_end(one).finish_reason for one in held] == ["stop"] * 8
    for one in free:
        tiny.wait_for_end(one)
    assert [tiny.text(one) for one in free] == alone
    texts = [tiny.text(one) for one in held]
    for form, text in zip(FORMS[:4], texts[:4], strict=True):
        Draft202012Validator(form.value).validate(json.loads(text))
    assert re.fullmatch(FORMS[4].value, texts[4])
    assert re.fullmatch(FORMS[5].value, texts[5])
    assert texts[6] in FORMS[6].value
    assert texts[7] in FORMS[7].value


def test_a_greedy_reply_has_its_form_too(tiny: Ear) -> None:
    for form in (FORMS[4], FORMS[6]):
        first, last = tiny.complete(hot("greedy", form, temperature=0.0))
        again, _ = tiny.complete(hot("greedy", form, temperature=0.0))
        assert last.finish_reason == "stop"
        assert first == again


def test_a_reply_that_is_cut_is_told_as_length(tiny: Ear) -> None:
    text, last = tiny.complete(hot("cut", FORMS[4], max_tokens=3))
    assert last.finish_reason == "length"
    assert re.match("[ab]+", text)


def test_a_bad_schema_fails_alone(tiny: Ear) -> None:
    running = tiny.begin(hot("running", FORMS[0]))
    with pytest.raises(InvalidRequest, match="no way to enforce"):
        tiny.backend.prepare(hot("bad", Grammar(kind="json_schema", value={"not": {}})))
    assert tiny.wait_for_end(running).finish_reason == "stop"
    assert tiny.complete(hot("after", FORMS[6]))[0] in FORMS[6].value


def test_a_form_cannot_be_without_an_end(tiny: Ear) -> None:
    with pytest.raises(InvalidRequest, match="leave out ignore_eos"):
        tiny.backend.prepare(hot("endless", FORMS[0], ignore_eos=True))


def test_a_form_that_becomes_too_costly_ends_its_reply_as_the_fault_of_its_schema(
    tiny: Ear,
) -> None:
    """Harmless where it was tried, and beyond the limits of one step later."""
    start = {"type": "string", "minLength": 150, "maxLength": 160}
    branches = [
        {"type": "object", "properties": {"k": {"const": i}}, "required": ["k"]}
        for i in range(2_500)
    ]
    costly = {"type": "array", "prefixItems": [start, {"anyOf": branches}], "minItems": 2}
    neighbour = tiny.begin(hot("neighbour", FORMS[4]))
    text, last = tiny.complete(hot("costly", Grammar(kind="json_schema", value=costly)))
    assert (last.error_type, last.error_field) == ("validation", "grammar")
    assert "too costly to follow" in last.error_message
    assert "Make its schema or pattern simpler" in last.error_message
    assert text.startswith("["), "what was made until then is told"
    assert tiny.wait_for_end(neighbour).finish_reason == "stop"


def test_replies_that_leave_the_cache_for_a_while_keep_their_form(tiny: Ear) -> None:
    """Forty of 300 tokens are more than the cache holds."""
    pattern = "([a-z][0-9]){140}"
    asked = [tiny.begin(hot(f"long {i}", Grammar(kind="regex", value=pattern))) for i in range(40)]
    for count in (50, 100, 150, 200):  # a busy machine is slow, but goes on
        tiny.wait_for_tokens(asked[0], count)
    for request_id in asked:
        assert tiny.wait_for_end(request_id).finish_reason == "stop"
        assert re.fullmatch(pattern, tiny.text(request_id))


def test_a_required_call_is_a_call_of_a_tool_that_is_there(tiny_config: Config) -> None:
    config = replace(tiny_config, tool_parser="hermes", reasoning_markers="<think>,</think>")
    dice = Tool(
        name="dice",
        parameters={
            "type": "object",
            "properties": {"sides": {"enum": [4, 6]}},
            "required": ["sides"],
            "additionalProperties": False,
        },
    )
    asked = replace(hot("roll"), tools=(dice,), tool_choice="named", tool_name="dice")
    with hearing(config) as ear:
        request_id = ear.begin(replace(asked, thinking=False))
        assert ear.wait_for_end(request_id).finish_reason == "tool_calls"
        parts = [part for _, piece in ear.pieces[request_id] for part in piece.parts]
        calls = [part for part in parts if isinstance(part, ToolCallPart)]
        assert {part.name for part in calls} - {""} == {"dice"}
        arguments = json.loads("".join(part.arguments for part in calls))
        assert arguments["sides"] in {4, 6}
        with pytest.raises(InvalidRequest, match="no tool called clock"):
            ear.backend.prepare(replace(asked, tool_name="clock"))


def test_a_model_that_writes_no_calls_cannot_be_made_to(tiny: Ear) -> None:
    asked = replace(hot("roll"), tools=(Tool(name="dice"),), tool_choice="required")
    with pytest.raises(InvalidRequest, match='Use tool_choice "auto"'):
        tiny.backend.prepare(asked)
