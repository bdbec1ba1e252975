"""The stand-in for a model keeps its pace and says what it was told to say."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from inference.backends.script import read_script
from inference.config import Config
from inference.contract import Reasoning, Text, ToolCallPart, Turn
from inference.exceptions import InvalidRequest, PromptTooLong
from tests.inference.conftest import hearing
from tests.inference.support.ear import Ear
from tests.inference.support.requests import ask, ask_raw


@pytest.fixture
def scripted(scripted_config: Config) -> Iterator[Ear]:
    with hearing(scripted_config) as ear:
        yield ear


def test_a_reply_shows_whose_it_is_and_has_the_length_of_the_setting(scripted: Ear) -> None:
    request = ask("What does Alice want?")
    text, last = scripted.complete(request)
    assert text.startswith("You said: What does Alice want?\n\n")
    assert scripted.tokens(request.id) == 20
    assert last.finish_reason == "stop"


def test_the_same_message_gets_the_same_reply_and_another_another(scripted: Ear) -> None:
    first, _ = scripted.complete(ask("one"))
    again, _ = scripted.complete(ask("one"))
    other, _ = scripted.complete(ask("two"))
    assert first == again
    assert first.removeprefix("You said: one") != other.removeprefix("You said: two")


def test_text_is_varied_markdown_beyond_ascii() -> None:
    text = "".join(read_script("anything", rate=1, length=400).tokens)
    for part in ("**", "\n- ", "\n### ", "`", "😀", "日本語", "e\u0301", "<"):
        assert part in text


def test_a_reply_keeps_its_pace(scripted: Ear) -> None:
    began = time.monotonic()
    scripted.complete(ask("!rate 50\n!tokens 26"))
    assert 0.45 <= time.monotonic() - began < 1.5


def test_every_reply_keeps_its_pace_however_many_there_are(scripted: Ear) -> None:
    began = time.monotonic()
    ids = [scripted.begin(ask(f"!rate 50\n!tokens 26\n{i}")) for i in range(100)]
    for request_id in ids:
        scripted.wait_for_end(request_id)
    assert time.monotonic() - began < 2.5
    steps = {step for request_id in ids for step, _ in scripted.pieces[request_id]}
    assert len(steps) < sum(len(scripted.pieces[request_id]) for request_id in ids) / 20


def test_a_script_says_exactly_its_text(scripted: Ear) -> None:
    words = "  exactly this,\n\n  with `white`  space 日本 \n"
    text, _ = scripted.complete(ask(f"!rate 1000\n!reply {words}"))
    assert text == words


def test_a_script_may_wait_and_fail(scripted: Ear) -> None:
    request = ask("!delay 0.2\n!fail after 3\nHello")
    began = time.monotonic()
    _, last = scripted.complete(request)
    assert time.monotonic() - began >= 0.2
    assert last.error_type == "generation"


@pytest.mark.parametrize(
    ("told", "rest"),
    [("One, two, ", "three."), ("One, two, three.", ""), ("Edited.", "One, two, three.")],
    ids=["begun", "whole", "by somebody else"],
)
def test_a_reply_goes_on_in_the_text_that_it_has(scripted: Ear, told: str, rest: str) -> None:
    asked = ask("!rate 1000\n!think 3\n!reply One, two, three.")
    turns = (*asked.turns, Turn(role="assistant", content=told))
    text, last = scripted.complete(replace(asked, turns=turns, continue_final_message=True))
    assert (text, last.finish_reason) == (rest, "stop")


def test_a_script_may_think_before_it_answers(scripted: Ear) -> None:
    request = ask("!rate 1000\n!think 7\n!reply The answer.")
    text, last = scripted.complete(request)
    assert (text, last.finish_reason) == ("The answer.", "stop")
    parts = [part for _, piece in scripted.pieces[request.id] for part in piece.parts]
    kinds = [type(part) for part in parts]
    assert Reasoning in kinds
    assert Reasoning not in kinds[kinds.index(Text) :]
    thoughts = "".join(part.text for part in parts if isinstance(part, Reasoning))
    assert len(thoughts.split()) <= 7
    assert scripted.tokens(request.id) == 7 + 2


def test_a_cancelled_reply_ends_at_the_next_step(scripted: Ear) -> None:
    request_id = scripted.begin(ask("!tokens 100000"))
    scripted.wait_for_tokens(request_id)
    step = scripted.backend.step_count()
    scripted.backend.cancel(request_id)
    assert scripted.wait_for_end(request_id).finish_reason == "stopped"
    assert scripted.pieces[request_id][-1][0] - step <= 2


def test_max_tokens_and_stop_strings_count_here_too(scripted: Ear) -> None:
    _, cut = scripted.complete(ask("hello", max_tokens=5))
    assert cut.finish_reason == "length"
    text, stopped = scripted.complete(ask("!reply one two. three four", stop=(". ",)))
    assert (text, stopped.finish_reason) == ("one two", "stop")


@pytest.mark.parametrize(
    "line",
    ["!tokens many", "!rate 0", "!rate fast", "!delay", "!fail after", "!rate inf", "!tokens 1e12"],
)
def test_a_command_without_a_number_is_refused(scripted: Ear, line: str) -> None:
    with pytest.raises(InvalidRequest, match="script"):
        scripted.begin(ask(line))


def test_an_unknown_command_is_text_like_any_other(scripted: Ear) -> None:
    text, _ = scripted.complete(ask("!important: hello"))
    assert "!important: hello" in text


def test_the_pace_is_the_settings(scripted_config: Config) -> None:
    with hearing(replace(scripted_config, scripted_tokens_per_second=100.0)) as ear:
        began = time.monotonic()
        ear.complete(ask("hello"))
        assert 0.15 <= time.monotonic() - began < 1.0


def test_a_raw_prompt_is_answered_as_a_message_would_be(scripted: Ear) -> None:
    message = "!tokens 5\nNaïve?"
    as_text, as_ids = ask_raw(message), ask_raw(tuple(message.encode()))
    assert scripted.complete(as_text)[0] == scripted.complete(ask(message))[0]
    assert scripted.complete(as_ids)[0] == scripted.complete(ask(message))[0]
    counts = [scripted.backend.prepare(one).prompt_token_count for one in (as_text, as_ids)]
    assert counts == [len(message.encode())] * 2


def test_a_raw_prompt_that_is_too_long_or_no_text_is_refused(scripted: Ear) -> None:
    with pytest.raises(PromptTooLong, match="the prompt is 8,193 tokens"):
        scripted.backend.prepare(ask_raw("a" * 8193))
    with pytest.raises(InvalidRequest, match="There is no token 256"):
        scripted.backend.prepare(ask_raw((256,)))


def test_calls_of_tools_follow_the_text_in_fragments(scripted: Ear) -> None:
    request = ask('!call find {"city": "Ulm"}\n!call count\n!reply One moment.')
    text, last = scripted.complete(request)
    parts = [part for _, piece in scripted.pieces[request.id] for part in piece.parts]
    calls = [part for part in parts if isinstance(part, ToolCallPart)]
    assert text == "One moment."
    assert [(call.index, call.name) for call in calls if call.id] == [(0, "find"), (1, "count")]
    assert "".join(call.arguments for call in calls) == '{"city": "Ulm"}'
    assert last.finish_reason == "tool_calls"


def test_a_text_is_read_from_the_folder_of_texts_and_from_nowhere_else(tmp_path: Path) -> None:
    (tmp_path / "prose.md").write_text("# Extraordinary\n\n$x_1$ is 12345.\n")
    script = read_script("!text prose", rate=1, length=1, texts=str(tmp_path))
    assert "".join(script.tokens) == "# Extraordinary\n\n$x_1$ is 12345.\n"
    assert script.tokens[:4] == ["#", " Extrao", "rdinar", "y"]
    for name in ("none", "../prose", ""):
        with pytest.raises(InvalidRequest):
            read_script(f"!text {name}", rate=1, length=1, texts=str(tmp_path))
    with pytest.raises(InvalidRequest):
        read_script("!text prose", rate=1, length=1)
