"""Whatever a JSON schema says, a finished reply meets it."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from inference.contract import Grammar
from tests.inference.support.grammars import Player
from tests.inference.support.schemas import Schema, schemas


@pytest.fixture(scope="module")
def player() -> Iterator[Player]:
    player = Player()
    yield player
    player.grammars.close()


@pytest.mark.timeout(600)
@settings(
    max_examples=500,
    deadline=None,
    database=None,
    phases=[Phase.generate],  # a failing example is small enough to read
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(schema=schemas(), seed=st.integers(0, 2**32))
def test_what_dice_write_under_a_schema_validates(
    player: Player, schema: Schema, seed: int
) -> None:
    compiled = player.grammars.compile(Grammar(kind="json_schema", value=schema))
    reply = player.play(compiled, seed=seed)
    assert reply.is_done, f"{reply.error} {reply.text[:200]}"
    checked = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    checked.validate(json.loads(reply.text))
