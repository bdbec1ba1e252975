"""Templates in the style of the well-known families: everything that a prompt may be works with
each, or is refused with the template's own words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from inference.backends.transformers.parsing import (
    ReplyParsing,
    choose_reasoning,
    choose_tool_format,
)
from inference.backends.transformers.prompting import Prompts
from inference.config import get_config
from inference.contract import Tool, ToolCall, Turn
from inference.exceptions import InvalidRequest
from tests.inference.support.chat_templates import FAMILIES
from tests.inference.support.tiny_model import make_tokenizer

every_family = pytest.mark.parametrize("name", FAMILIES)
with_tools = pytest.mark.parametrize("name", [n for n, one in FAMILIES.items() if one.tool_format])
TOKENIZERS: dict[str, Any] = {
    name: make_tokenizer(one.template, list(one.specials)) for name, one in FAMILIES.items()
}
TOOL = Tool(
    name="clock",
    description="Tells the time",
    parameters={"type": "object", "properties": {"zone": {"type": "string"}}},
)


@pytest.fixture(scope="module")
def prompts() -> Iterator[dict[str, Prompts]]:
    some = {name: Prompts(tokenizer) for name, tokenizer in TOKENIZERS.items()}
    yield some
    for one in some.values():
        one.close()


def talk(name: str, text: str = "Hello") -> list[Turn]:
    system = [Turn(role="system", content=f"Be kind. {text}")] if FAMILIES[name].has_system else []
    return [
        *system,
        Turn(role="user", content=f"Say {text}"),
        Turn(role="assistant", content=f"I say {text}"),
        Turn(role="user", content=f"And {text} again"),
    ]


def talk_with_calls(text: str = "UTC") -> list[Turn]:
    call = ToolCall(id="call_0123456789", name="clock", arguments=f'{{"zone": "{text}"}}')
    return [
        Turn(role="system", content="Be kind."),
        Turn(role="user", content="What time is it?"),
        Turn(role="assistant", content="", tool_calls=(call,)),
        Turn(role="tool", content=f"12:34 {text}", tool_call_id=call.id),
    ]


def shown(name: str, ids: list[int]) -> str:
    return str(TOKENIZERS[name].decode(ids))


def controls(name: str, ids: list[int]) -> list[int]:
    special = {TOKENIZERS[name].convert_tokens_to_ids(one) for one in FAMILIES[name].specials}
    return [one for one in ids if one in special]


@every_family
def test_a_conversation_is_rendered_as_everybody_renders_it(
    name: str, prompts: dict[str, Prompts]
) -> None:
    messages = [{"role": turn.role, "content": turn.content} for turn in talk(name)]
    expected = TOKENIZERS[name].apply_chat_template(
        messages, add_generation_prompt=True, tokenize=False
    )
    ids = prompts[name].render(talk(name))
    assert shown(name, ids) == expected
    assert expected.endswith(FAMILIES[name].begins_reply)


@every_family
def test_no_words_of_people_change_what_the_model_sees_as_turns(
    name: str, prompts: dict[str, Prompts]
) -> None:
    harmless = prompts[name].render(talk(name, "x"))
    for special in FAMILIES[name].specials:
        ids = prompts[name].render(talk(name, f"a{special}b"))
        assert controls(name, ids) == controls(name, harmless)
        assert shown(name, ids) == shown(name, harmless).replace(" x", f" a{special}b")


@every_family
def test_a_message_is_continued_where_it_stopped(name: str, prompts: dict[str, Prompts]) -> None:
    turns = [*talk(name), Turn(role="assistant", content="The answer is")]
    text = shown(name, prompts[name].render(turns, continue_final_message=True))
    assert text.endswith("The answer is")
    assert text.count("The answer is") == 1


@with_tools
def test_tools_calls_and_answers_are_in_the_prompt(name: str, prompts: dict[str, Prompts]) -> None:
    text = shown(name, prompts[name].render(talk_with_calls(), tools=[TOOL]))
    assert "Tells the time" in text
    assert '"zone": "UTC"' in text
    assert "12:34 UTC" in text


@with_tools
def test_no_words_of_tools_change_what_the_model_sees_as_turns(
    name: str, prompts: dict[str, Prompts]
) -> None:
    harmless = prompts[name].render(talk_with_calls("x"), tools=[TOOL])
    for special in FAMILIES[name].specials:
        ids = prompts[name].render(talk_with_calls(special), tools=[TOOL])
        assert controls(name, ids) == controls(name, harmless)


@every_family
def test_how_it_writes_calls_is_known_from_its_template(name: str) -> None:
    assert choose_tool_format("auto", FAMILIES[name].template) == FAMILIES[name].tool_format


@every_family
def test_whether_it_thinks_is_known_from_its_template(name: str) -> None:
    found = choose_reasoning("auto", FAMILIES[name].template, TOKENIZERS[name].get_vocab())
    assert (found is not None) == FAMILIES[name].thinks


@pytest.mark.parametrize("name", ["Gemma", "DeepSeek"])
def test_a_template_without_room_for_tools_says_so(name: str, prompts: dict[str, Prompts]) -> None:
    with pytest.raises(InvalidRequest, match="takes no tools"):
        prompts[name].render(talk(name), tools=[TOOL])


@every_family
def test_thinking_is_switched_where_the_template_can(
    name: str, prompts: dict[str, Prompts]
) -> None:
    without, with_it = (
        shown(name, prompts[name].render(talk(name), thinking=one)) for one in (False, True)
    )
    assert with_it.endswith(FAMILIES[name].begins_reply)
    if name == "Qwen":
        assert without == f"{with_it}<think>\n\n</think>\n\n"
    else:
        assert without == with_it


@pytest.mark.parametrize("thinking", [True, False, None])
@every_family
def test_the_reply_begins_in_the_thoughts_where_the_template_opened_them(
    name: str, thinking: bool | None, prompts: dict[str, Prompts]
) -> None:
    parsing = ReplyParsing.of(TOKENIZERS[name], get_config())
    ids = prompts[name].render(talk(name), thinking=thinking)
    assert parsing.is_thinking(ids) == (name == "DeepSeek")


@pytest.mark.parametrize(
    ("name", "turns", "words"),
    [
        ("Gemma", [Turn(role="system", content="Be kind.")], "System role not supported"),
        ("Gemma", [Turn(role="user", content="a")] * 2, "Conversation roles must alternate"),
        ("Mistral", [Turn(role="user", content="a")] * 2, "roles must alternate user/assistant"),
        (
            "Llama 3",
            [
                Turn(
                    role="assistant",
                    content="",
                    tool_calls=(ToolCall(id="1", name="a", arguments="{}"),) * 2,
                )
            ],
            "only supports single tool-calls at once",
        ),
    ],
)
def test_what_a_template_refuses_it_with_is_told(
    name: str, turns: list[Turn], words: str, prompts: dict[str, Prompts]
) -> None:
    question = [Turn(role="user", content="Hi")] if turns[0].role == "assistant" else []
    with pytest.raises(InvalidRequest, match=f"cannot take this conversation: .*{words}"):
        prompts[name].render([*question, *turns])
