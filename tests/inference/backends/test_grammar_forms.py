"""Every kind of form, followed by dice instead of a model."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest
import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers

from inference.backends.transformers.grammar import Grammars
from inference.backends.transformers.parsing import (
    HERMES,
    LLAMA_3,
    MISTRAL,
    MISTRAL_NAMED,
    ReasoningMarkers,
    Thoughts,
    ToolFormat,
)
from inference.contract import Grammar, Tool
from inference.exceptions import InvalidRequest
from tests.inference.support.grammars import Player
from tests.inference.support.requests import ask

DICE = Tool(
    name="dice",
    parameters={
        "type": "object",
        "properties": {"sides": {"$ref": "#/$defs/sides"}},
        "required": ["sides"],
        "additionalProperties": False,
        "$defs": {"sides": {"enum": [4, 6, 20]}},
    },
)
CLOCK = Tool(name="clock", parameters={"type": "object", "additionalProperties": False})
THINK = ReasoningMarkers(opening="<think>", closing="</think>")
SEEDS = range(20)


@pytest.fixture(scope="module")
def player() -> Iterator[Player]:
    player = Player()
    yield player
    player.grammars.close()


def test_a_json_object_is_an_object_of_any_content(player: Player) -> None:
    compiled = player.grammars.compile(Grammar(kind="json_object"))
    assert player.takes(compiled, '{"a": [1, null, {"b": "c"}], "d": -2.5e3}')
    assert player.takes(compiled, "{}")
    for wrong in ("[1]", '"text"', '{"a": 1', '{"a": 1} and more', "{'a': 1}", "Sure: {}"):
        assert not player.takes(compiled, wrong)


def test_a_regular_expression_matches_the_whole_reply(player: Player) -> None:
    pattern = r'[a-c]{3}/\d+\n"(x|y)"'
    compiled = player.grammars.compile(Grammar(kind="regex", value=pattern))
    for seed in SEEDS:
        reply = player.play(compiled, seed=seed)
        assert reply.is_done
        assert re.fullmatch(pattern, reply.text)
    assert not player.takes(compiled, 'abc/1\n"x" ')


def test_a_choice_is_one_of_the_texts_and_nothing_else(player: Player) -> None:
    choices = ["yes", "yes, please", "no / never", 'a\nb"', "c|d (x)#", "日本語"]
    compiled = player.grammars.compile(Grammar(kind="choice", value=choices))
    assert all(player.takes(compiled, one) for one in choices)
    assert not player.takes(compiled, "yes,")
    assert not player.takes(compiled, "c")
    assert {player.play(compiled, seed=seed).text for seed in SEEDS} <= set(choices)


def test_special_tokens_and_rows_without_a_token_are_never_allowed(player: Player) -> None:
    compiled = player.grammars.compile(Grammar(kind="json_schema", value={"type": "string"}))
    matcher = compiled.matcher()
    for token_id in player.tokenizer.encode('"a', add_special_tokens=False).ids:
        matcher.accept(token_id)
    specials = set(player.tokenizer.get_added_tokens_decoder())
    allowed = player.allowed(matcher)
    assert len(allowed) > 200
    assert not specials & set(allowed)
    assert max(allowed) < player.size


def test_a_reply_that_is_done_has_only_its_end_left(player: Player) -> None:
    compiled = player.grammars.compile(Grammar(kind="choice", value=["yes"]))
    matcher = compiled.matcher()
    for token_id in player.tokenizer.encode("yes", add_special_tokens=False).ids:
        matcher.accept(token_id)
    assert player.allowed(matcher) == [player.end]
    matcher.accept(player.end)
    assert matcher.is_done


def test_a_reply_that_was_lost_goes_on_where_it_was(player: Player) -> None:
    compiled = player.grammars.compile(Grammar(kind="choice", value=["ab1", "ac2"]))
    begun = player.tokenizer.encode("a", add_special_tokens=False).ids
    begun += player.tokenizer.encode("c", add_special_tokens=False).ids
    assert player.allowed(compiled.matcher(begun)) == [player.tokenizer.token_to_id("2")]


def test_choices_of_one_request_go_their_own_ways(player: Player) -> None:
    compiled = player.grammars.compile(Grammar(kind="choice", value=["yes", "no"]))
    assert {player.play(compiled, seed=seed).text for seed in SEEDS} == {"yes", "no"}


def test_the_same_form_is_compiled_once(player: Player) -> None:
    first, second = (
        player.grammars.compile(Grammar(kind="regex", value="(same)+")) for _ in range(2)
    )
    assert first is second


@pytest.mark.parametrize(
    "tool_format", [HERMES, LLAMA_3, MISTRAL], ids=["hermes", "llama", "mistral"]
)
def test_a_required_call_is_written_as_the_model_writes_calls(
    player: Player, tool_format: ToolFormat
) -> None:
    compiled = player.grammars.compile_tool_calls([DICE, CLOCK], tool_format, parallel=False)
    names = set()
    for seed in SEEDS:
        reply = player.play(compiled, seed=seed)
        assert reply.is_done
        text = reply.text.removeprefix(tool_format.optional_begin)
        assert text.startswith(tool_format.begin)
        assert text.endswith(tool_format.end)
        text = text.removeprefix(tool_format.begin).removesuffix(tool_format.end)
        call = json.loads(text)[0] if tool_format.is_list else json.loads(text)
        names.add(call["name"])
        arguments = call[tool_format.arguments_key]
        assert arguments == {} if call["name"] == "clock" else arguments["sides"] in (4, 6, 20)
    assert names == {"dice", "clock"}


def test_mistrals_newer_way_and_llamas_tag_are_known_too(player: Player) -> None:
    compiled = player.grammars.compile_tool_calls([DICE, CLOCK], MISTRAL_NAMED)
    call = '[TOOL_CALLS]dice[ARGS]{"sides": 6}'
    assert player.takes(compiled, call)
    assert player.takes(compiled, f"{call}[TOOL_CALLS]clock[ARGS]{{}}")
    assert not player.takes(compiled, '[TOOL_CALLS]clock[ARGS]{"sides": 6}')
    compiled = player.grammars.compile_tool_calls([CLOCK], LLAMA_3)
    call = '{"name": "clock", "parameters": {}}'
    assert player.takes(compiled, call)
    assert player.takes(compiled, f"<|python_tag|>{call}; {call}")


@pytest.mark.parametrize(
    ("tool_format", "call"),
    [
        (HERMES, '<tool_call>\n{"name": "clock", "arguments": {}}\n</tool_call>'),
        (LLAMA_3, '{"name": "clock", "parameters": {}}'),
        (MISTRAL, '[TOOL_CALLS][{"name": "clock", "arguments": {}}]'),
    ],
    ids=["hermes", "llama", "mistral"],
)
def test_where_a_call_may_come_a_reply_is_one_or_has_its_form(
    player: Player, tool_format: ToolFormat, call: str
) -> None:
    form = Grammar(kind="choice", value=["yes", "no"])
    asked = replace(ask("Hi"), tools=(CLOCK, DICE), grammar=form)
    compiled = player.grammars.compile_request(asked, tool_format)
    assert player.takes(compiled, call)
    assert player.takes(compiled, "yes")
    assert not player.takes(compiled, "maybe")
    without = player.grammars.compile_request(replace(asked, tool_choice="none"), tool_format)
    assert not player.takes(without, call)


def test_a_named_tool_is_the_only_one_that_is_called(player: Player) -> None:
    compiled = player.grammars.compile_tool_calls([DICE, CLOCK], HERMES, name="clock")
    texts = {player.play(compiled, seed=seed).text for seed in SEEDS}
    assert all('"clock"' in text and '"dice"' not in text for text in texts)


def test_several_calls_only_when_they_are_allowed(player: Player) -> None:
    one = '<tool_call>\n{"name": "clock", "arguments": {}}\n</tool_call>'
    compiled = player.grammars.compile_tool_calls([CLOCK], HERMES, parallel=True)
    assert player.takes(compiled, f"{one}\n{one}")
    compiled = player.grammars.compile_tool_calls([CLOCK], HERMES, parallel=False)
    assert player.takes(compiled, one)
    assert not player.takes(compiled, f"{one}\n{one}")


def test_a_tool_without_a_schema_takes_any_object(player: Player) -> None:
    compiled = player.grammars.compile_tool_calls([Tool(name="search")], LLAMA_3)
    assert player.takes(compiled, '{"name": "search", "parameters": {"query": ["a", 1]}}')
    assert not player.takes(compiled, '{"name": "search", "parameters": "a"}')


def test_a_tool_that_is_not_there_or_takes_no_object_is_refused(player: Player) -> None:
    with pytest.raises(InvalidRequest, match="no tool called calendar"):
        player.grammars.compile_tool_calls([CLOCK], HERMES, name="calendar")
    with pytest.raises(InvalidRequest, match=r'tool wrong must have "type": "object"'):
        player.grammars.compile_tool_calls(
            [Tool(name="wrong", parameters={"type": "string"})], HERMES
        )


@pytest.mark.parametrize("specials", [["<think>", "</think>"], []], ids=["special", "plain"])
def test_reasoning_is_free_and_the_form_begins_after_it(specials: list[str]) -> None:
    player = Player(specials)
    form = Grammar(kind="choice", value=["yes", "no"])
    opened = player.grammars.compile(form, Thoughts(markers=THINK, is_open=True))
    assert player.takes(opened, 'I say {"no} < think.</think>\n\nyes')
    assert player.takes(opened, "</think>no")
    assert not player.takes(opened, "yes")
    assert not player.takes(opened, "I think</think>maybe")
    free = player.grammars.compile(form, Thoughts(markers=THINK, is_open=False))
    assert player.takes(free, "<think>\nhm\n</think>\n\nyes")
    assert player.takes(free, "yes")
    assert not player.takes(free, "hm</think>yes")
    player.grammars.close()


def test_a_form_that_the_model_has_no_token_for_says_so_to_its_reader() -> None:
    tokenizer = Tokenizer(models.BPE({"a": 0, "b": 1, "</s>": 2}, []))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens(["</s>"])
    with closing(Grammars(tokenizer, eos=[2], vocabulary=3)) as grammars:
        # Further in than where it was tried.
        matcher = grammars.compile(Grammar(kind="regex", value="a{40}c")).matcher()
    row = torch.zeros(1, dtype=torch.int32)
    for _ in range(40):
        assert matcher.fill(row)
        assert (row.tolist(), matcher.complaint) == ([1], "")
        matcher.accept(0)
    assert matcher.fill(row)
    assert row.tolist() == [4], "only the end is left"
    assert "no token for what the form of this reply asks next" in matcher.complaint
