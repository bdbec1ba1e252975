"""What cannot be enforced, or not within bounds, is refused with a reason; then all goes on."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from inference.contract import Grammar
from inference.exceptions import InvalidRequest
from tests.inference.support.grammars import Player

pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def player() -> Iterator[Player]:
    player = Player()
    yield player
    player.grammars.close()


def refusal(player: Player, value: Any, kind: Any = "json_schema") -> str:
    with pytest.raises(InvalidRequest) as refused:
        player.grammars.compile(Grammar(kind=kind, value=value))
    assert player.play(player.grammars.compile(Grammar(kind="regex", value="ok"))).text == "ok"
    return str(refused.value)


def nested(depth: int) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"}
    for _ in range(depth):
        schema = {"type": "object", "properties": {"a": schema}}
    return schema


def chained(length: int) -> dict[str, Any]:
    """Flat to look at, and deep when followed."""
    links = {
        f"d{i}": {"type": "object", "properties": {"next": {"$ref": f"#/$defs/d{i + 1}"}}}
        for i in range(length)
    }
    return {"$ref": "#/$defs/d0", "$defs": {**links, f"d{length}": {"type": "null"}}}


@pytest.mark.parametrize(
    "schema",
    [
        {"not": {"type": "string"}},
        {"type": "array", "uniqueItems": True},
        {"type": "array", "contains": {"type": "string"}},
        {"if": {"type": "string"}, "then": {"minLength": 2}},
        {"type": "object", "propertyNames": {"pattern": "^a"}},
        {"type": "object", "dependentRequired": {"a": ["b"]}},
        {"type": "object", "unevaluatedProperties": False},
    ],
    ids=lambda schema: list(schema)[-1] if "if" not in schema else "if",
)
def test_a_keyword_that_cannot_be_enforced_is_refused_by_name(
    player: Player, schema: dict[str, Any]
) -> None:
    unsupported = next(key for key in schema if key != "type")
    assert f'no way to enforce the keywords ["{unsupported}"' in refusal(player, schema)
    lenient = {**schema, "x-guidance": {"lenient": True}}
    assert unsupported in refusal(player, lenient), "nobody can make it ignore a keyword"


def test_what_the_schema_gets_wrong_is_told(player: Player) -> None:
    assert "Invalid type: text" in refusal(player, {"type": "text"})
    assert "minimum (5) is greater than maximum (2)" in refusal(
        player, {"type": "integer", "minimum": 5, "maximum": 2}
    )
    assert "Unknown format: colour" in refusal(player, {"type": "string", "format": "colour"})
    assert "must be an object, or true" in refusal(player, "object")
    assert "unsatisfiable" in refusal(
        player, {"type": "object", "properties": {"a": False}, "required": ["a"]}
    )
    assert "is not JSON" in refusal(player, {"const": {1, 2}})
    assert "minProperties 3" in refusal(player, {"type": "object", "minProperties": 3})
    assert "exclusiveMinimum 0" in refusal(
        player, {"type": "number", "exclusiveMinimum": 0, "maximum": 0.5}
    )
    assert "http://example.org/a" in refusal(player, {"$ref": "http://example.org/a"})


@pytest.mark.parametrize("kind", [5, 1.5, True, None, {"a": 1}, ["string", 5]], ids=str)
def test_a_type_that_is_no_name_is_told_wherever_it_stands(player: Player, kind: Any) -> None:
    schema = {"type": kind}
    required = {"type": "object", "properties": {"a": schema}, "required": ["a"]}
    for wrong in (schema, required, {"$ref": "#/$defs/a", "$defs": {"a": schema}}):
        assert "type must be a string" in refusal(player, wrong)


def test_a_wrong_pattern_or_choice_is_told(player: Player) -> None:
    assert "unclosed group" in refusal(player, "(a", "regex")
    assert "look-around" in refusal(player, "(?=a)b", "regex")
    assert "must be a text" in refusal(player, None, "regex")
    assert "must be a list of texts" in refusal(player, [], "choice")
    assert "not empty" in refusal(player, ["a", ""], "choice")
    assert "5,001 choices" in refusal(player, [str(i) for i in range(5_001)], "choice")
    assert "not Unicode" in refusal(player, ["\ud800"], "choice")


def test_deep_nesting_is_refused(player: Player) -> None:
    assert "deeper than 64 levels" in refusal(player, nested(10_000))
    assert "deeper than 64 levels" in refusal(player, nested(33))
    player.grammars.compile(Grammar(kind="json_schema", value=nested(30)))


def test_a_chain_of_references_that_would_overflow_the_stack_is_refused(player: Player) -> None:
    assert "nested too deep, counting what each $ref stands for" in refusal(player, chained(450))
    assert "502 $ref; 500 are allowed" in refusal(player, chained(501))
    player.grammars.compile(Grammar(kind="json_schema", value=chained(30)))


@pytest.mark.parametrize(
    "schema",
    [
        {"$ref": "#"},
        {"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}},
        {"type": "object", "properties": {"next": {"$ref": "#"}}, "required": ["next"]},
        {"type": "array", "items": {"$ref": "#"}, "minItems": 1},
        {
            "anyOf": [
                {"$ref": "#"},
                {"type": "array", "prefixItems": [{"$ref": "#"}], "minItems": 1},
            ]
        },
    ],
    ids=["itself", "each other", "required", "items", "every branch"],
)
def test_a_loop_that_no_reply_could_end_is_refused(player: Player, schema: dict[str, Any]) -> None:
    assert "inside itself without an end" in refusal(player, schema)


def test_a_loop_that_can_end_is_fine(player: Player) -> None:
    tree = {
        "$ref": "#/$defs/tree",
        "$defs": {
            "tree": {
                "type": "object",
                "properties": {
                    "left": {"anyOf": [{"$ref": "#/$defs/tree"}, {"type": "null"}]},
                    "right": {"$ref": "#/$defs/tree"},
                },
                "required": ["left"],
                "additionalProperties": False,
            }
        },
    }
    compiled = player.grammars.compile(Grammar(kind="json_schema", value=tree))
    assert player.takes(compiled, '{"left": {"left": null}, "right": {"left": null}}')
    assert not player.takes(compiled, '{"left": {}}')


def test_an_enormous_enum_is_refused(player: Player) -> None:
    assert "1,000,000 enum values; 5,000 are allowed" in refusal(
        player, {"enum": list(range(1_000_000))}
    )
    assert "bytes; 262,144 are allowed" in refusal(player, {"enum": ["x" * 300_000]})
    player.grammars.compile(
        Grammar(kind="json_schema", value={"enum": [f"value {i}" for i in range(5_000)]})
    )


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+$",
        "(a{1,1000}){1,1000}b",
        "(a+){1,1000000}b",
        "(a|b)*a(a|b){500}",
        "(x+x+)+y",
        "(.*a.*b.*){50}",
    ],
)
def test_catastrophic_patterns_are_followed_in_bounded_steps(player: Player, pattern: str) -> None:
    for grammar in (
        Grammar(kind="regex", value=pattern),
        Grammar(kind="json_schema", value={"type": "string", "pattern": f"^{pattern}"}),
    ):
        reply = player.play(player.grammars.compile(grammar), steps=200)
        assert not reply.error


def test_a_long_pattern_is_refused(player: Player) -> None:
    assert "2,001 characters; 2,000 are allowed" in refusal(player, "a" * 2_001, "regex")
    assert "2,001 characters" in refusal(player, {"patternProperties": {"a" * 2_001: True}})


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "integer", "allOf": [{"multipleOf": n} for n in (9973, 9967, 9949, 9941)]},
        {"type": "string", "allOf": [{"pattern": f"(a|b)*a(a|b){{{i}}}$"} for i in range(60)]},
        {
            "allOf": [
                {"anyOf": [{"properties": {f"{i}{j}": {"minimum": j}}} for j in range(9)]}
                for i in range(9)
            ]
        },
    ],
    ids=["multiples", "patterns", "product"],
)
def test_a_schema_that_would_compile_for_ever_is_refused(
    player: Player, schema: dict[str, Any]
) -> None:
    reason = refusal(player, schema)
    assert "takes too" in reason or "too large" in reason or "too big" in reason


def test_many_threads_get_each_their_own_verdict(player: Player) -> None:
    verdicts: dict[int, bool] = {}

    def compile_one(number: int) -> None:
        bad = number % 3 == 0
        value = {"const": number, **({"not": {}} if bad else {})}
        try:
            compiled = player.grammars.compile(Grammar(kind="json_schema", value=value))
            verdicts[number] = player.play(compiled).text == str(number)
        except InvalidRequest:
            verdicts[number] = bad

    threads = [threading.Thread(target=compile_one, args=(number,)) for number in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert verdicts == dict.fromkeys(range(24), True)
