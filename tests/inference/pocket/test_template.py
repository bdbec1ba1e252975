"""The chat template: tools, calls, results, thoughts, and messages to go on with."""

import json
from random import Random
from typing import Any

import pytest
from transformers import AutoTokenizer

from inference.pocket.architecture import MODEL_DIRECTORY
from inference.pocket.corpus.tool_talk import tools_turn
from inference.pocket.corpus.tools_listed import Listing
from inference.pocket.evaluate_tools import CALCULATOR, CLOCK, DICE

ASK = [{"role": "user", "content": "12*7?"}]
TOOLS_TURN = (
    "<|system|>Tools:\nclock(): Knows how late it is on this machine.\n"
    "calculator(expression): Crunches numbers that are too large for a head.<|end|>"
)


@pytest.fixture(scope="module")
def tokenizer() -> Any:
    return AutoTokenizer.from_pretrained(MODEL_DIRECTORY)


def render(tokenizer: Any, messages: list[dict[str, Any]], **options: Any) -> str:
    return str(tokenizer.apply_chat_template(messages, tokenize=False, **options))


def called(arguments: object) -> dict[str, Any]:
    function = {"name": "calculator", "arguments": arguments}
    call = {"id": "call_1", "type": "function", "function": function}
    return {"role": "assistant", "content": None, "tool_calls": [call]}


def test_tools_are_one_line_each_in_a_system_turn(tokenizer: Any) -> None:
    text = render(tokenizer, ASK, tools=[CLOCK, CALCULATOR])
    assert text == f"<|begin|>{TOOLS_TURN}<|user|>12*7?<|end|>"


def test_tools_follow_the_system_message(tokenizer: Any) -> None:
    system = {"role": "system", "content": "Be brief. "}
    text = render(tokenizer, [system, *ASK], tools=[CLOCK, CALCULATOR])
    assert text == f"<|begin|><|system|>Be brief. <|end|>{TOOLS_TURN}<|user|>12*7?<|end|>"


def test_a_bare_function_is_a_tool_too(tokenizer: Any) -> None:
    bare = [CLOCK["function"], CALCULATOR["function"]]
    assert render(tokenizer, ASK, tools=bare) == render(tokenizer, ASK, tools=[CLOCK, CALCULATOR])


def test_a_tool_with_the_least_that_is_allowed_has_its_line(tokenizer: Any) -> None:
    text = render(tokenizer, ASK, tools=[{"name": "ping"}])
    assert text.startswith("<|begin|><|system|>Tools:\nping(): <|end|><|user|>")


def test_a_description_of_several_lines_takes_one(tokenizer: Any) -> None:
    text = render(tokenizer, ASK, tools=[{"name": "ping", "description": "Pings.\nTwice."}])
    assert "\nping(): Pings. Twice.<|end|>" in text


def test_without_tools_nothing_is_said_of_them(tokenizer: Any) -> None:
    assert render(tokenizer, ASK, tools=[]) == render(tokenizer, ASK)
    assert "Tools" not in render(tokenizer, ASK)


@pytest.mark.parametrize("arguments", [{"expression": "12*7"}, '{"expression": "12*7"}'])
def test_a_call_is_written_as_the_model_writes_it(tokenizer: Any, arguments: object) -> None:
    talk = [*ASK, called(arguments), {"role": "tool", "content": "84"}]
    assert render(tokenizer, talk, add_generation_prompt=True) == (
        "<|begin|><|user|>12*7?<|end|><|assistant|>"
        '<tool_call>{"name": "calculator", "arguments": {"expression": "12*7"}}</tool_call><|end|>'
        "<|tool|>84<|end|><|assistant|>"
    )


def test_two_calls_follow_each_other(tokenizer: Any) -> None:
    message = called({"expression": "1+1"})
    message["tool_calls"].append({"function": {"name": "clock", "arguments": {}}})
    assert render(tokenizer, [*ASK, message]).endswith(
        '</tool_call><tool_call>{"name": "clock", "arguments": {}}</tool_call><|end|>'
    )


def test_arguments_keep_their_letters(tokenizer: Any) -> None:
    text = render(tokenizer, [*ASK, called({"expression": 'é "<2'})])
    call = text[text.index("<tool_call>") + len("<tool_call>") : text.index("</tool_call>")]
    assert json.loads(call)["arguments"] == {"expression": 'é "<2'}


def test_thinking_opens_a_thought_only_when_it_is_asked_for(tokenizer: Any) -> None:
    plain = render(tokenizer, ASK, add_generation_prompt=True)
    assert plain.endswith("<|assistant|>")
    assert render(tokenizer, ASK, add_generation_prompt=True, enable_thinking=False) == plain
    thinking = render(tokenizer, ASK, add_generation_prompt=True, enable_thinking=True)
    assert thinking == f"{plain}<think>"


def test_past_thoughts_are_left_out(tokenizer: Any) -> None:
    reply = {"role": "assistant", "content": "84", "reasoning_content": "It is a sum."}
    text = render(tokenizer, [*ASK, reply], enable_thinking=True)
    assert text == "<|begin|><|user|>12*7?<|end|><|assistant|>84<|end|>"


@pytest.mark.parametrize("begun", ["It is", "<think>A sum", "It ends in a space "])
def test_a_begun_reply_can_go_on(tokenizer: Any, begun: str) -> None:
    talk = [*ASK, {"role": "assistant", "content": begun}]
    text = render(tokenizer, talk, continue_final_message=True)
    assert text.rstrip() == f"<|begin|><|user|>12*7?<|end|><|assistant|>{begun}".rstrip()


def test_the_corpus_lists_tools_as_the_template_does(tokenizer: Any) -> None:
    listings = [
        Listing(tool["function"]["name"], parameters, [tool["function"]["description"]])
        for tool, parameters in [(CLOCK, []), (DICE, ["sides", "count"])]
    ]
    lines = tools_turn(listings, OnlyOneDescription()).text
    assert f"<|system|>{lines}<|end|>" in render(tokenizer, ASK, tools=[CLOCK, DICE])


class OnlyOneDescription(Random):
    """Always takes the first choice."""

    def choice(self, seq: Any) -> Any:
        return seq[0]
