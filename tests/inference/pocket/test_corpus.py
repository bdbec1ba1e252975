"""The generated corpus: the same for the same seed, without held-out phrasings, and sound."""

import json
import re
from itertools import islice, pairwise
from random import Random

import pytest

from inference.pocket.corpus import Conversation, conversations, plain_words
from inference.pocket.corpus.arithmetic import make_sum
from inference.pocket.corpus.counting import STEP_NAMES, make_count
from inference.pocket.corpus.grammar import expand
from inference.pocket.corpus.names import make_name_memory
from inference.pocket.corpus.noise import typed_by_hand
from inference.pocket.corpus.number_words import in_words
from inference.pocket.corpus.small_talk import make as make_small_talk
from inference.pocket.corpus.sums_aloud import think_of_sum
from inference.pocket.corpus.tool_talk import make as make_tool_talk
from inference.pocket.evaluate_tools import CALL, read_thinking_cases, read_tool_cases
from inference.pocket.rubric import SETS, held_out_phrasings, read_cases
from inference.pocket.train import SEED

SAMPLE_SIZE = 20_000


def sample(seed: int, size: int) -> list[Conversation]:
    return list(islice(conversations(seed, without=held_out_phrasings()), size))


@pytest.fixture(scope="module")
def asked() -> set[str]:
    """Everything that users say in the beginning of the corpus, as `plain_words`."""
    talks = sample(SEED, SAMPLE_SIZE)
    return {plain_words(turn.text) for talk in talks for turn in talk if turn.role == "user"}


@pytest.mark.parametrize("name", SETS)
def test_no_held_out_phrasing_is_in_the_corpus(asked: set[str], name: str) -> None:
    held_out = {plain_words(case.turns[-1]) for case in read_cases(name)}
    assert len(asked) > SAMPLE_SIZE / 2
    assert len(held_out) > 100
    assert not asked & held_out


def test_a_conversation_with_a_phrasing_to_leave_out_is_skipped() -> None:
    first = next(conversations(3))
    without = frozenset(plain_words(turn.text) for turn in first if turn.role == "user")
    assert next(conversations(3, without=without)) != first


def test_the_questions_for_tools_and_thoughts_are_not_in_the_corpus(asked: set[str]) -> None:
    questions = [case.question for case in read_tool_cases()]
    questions += [case.question for case in read_thinking_cases()]
    assert not asked & {plain_words(question) for question in questions}


def test_the_corpus_is_the_same_for_the_same_seed() -> None:
    assert sample(3, 200) == sample(3, 200)
    assert sample(3, 200) != sample(4, 200)


def test_every_conversation_ends_with_a_reply() -> None:
    for talk in sample(5, 500):
        assert talk[-1].role == "assistant"
        assert all(turn.text.strip() for turn in talk)


def test_no_pattern_is_left_unexpanded() -> None:
    for talk in sample(6, 3000):
        for turn in talk:
            assert not re.search(
                r"\{(x|lang|verb|noun|topic|hero|g|a|b)\}|<how>|<gimme>", turn.text
            )


def test_some_conversations_reach_far_positions() -> None:
    lengths = [sum(len(turn.text) for turn in talk) for talk in sample(7, 2000)]
    assert max(lengths) > 3000


def test_the_sums_are_right() -> None:
    rng = Random(1)
    for _ in range(300):
        left, sign, right, result = re.fullmatch(
            r"(\d+) ([+×÷-]) (\d+) = (-?\d+)", make_sum(rng)[-1].text
        ).groups()  # type: ignore[union-attr]
        assert int(result) == right_answer(int(left), sign, int(right))


def right_answer(left: int, sign: str, right: int) -> int:
    if sign == "÷":
        assert left % right == 0
        return left // right
    return {"+": left + right, "-": left - right, "×": left * right}[sign]


def test_the_thought_of_a_sum_leads_to_its_result() -> None:
    assert think_of_sum(48, "+", 27) == ("Ones: 8 + 7 = 15, write 5, carry 1. Tens: 4 + 2 + 1 = 7.")
    assert think_of_sum(50, "-", 18) == (
        "Ones: 0 - 8 needs a ten, 10 - 8 = 2. Tens: 5 - 1 - 1 = 3."
    )


def test_every_thought_for_two_numbers_is_true() -> None:
    for left in range(100):
        for right in range(100):
            for thought in (think_of_sum(left, "+", right), think_of_sum(left, "-", right)):
                for sum_, result in re.findall(r"(\d[\d +-]*) = (-?\d+)", thought):
                    assert sum(signed_numbers(sum_)) == int(result), thought


def signed_numbers(sum_: str) -> list[int]:
    return [int(number.replace(" ", "")) for number in re.findall(r"(?:[+-] )?\d+", sum_)]


def test_only_the_last_reply_of_a_conversation_is_thought_about() -> None:
    talks = sample(8, 3000)
    assert any(talk[-1].text.startswith("<think>") for talk in talks)
    for talk in talks:
        assert not any("think>" in turn.text for turn in talk[:-1])


def test_every_call_is_json_and_every_tool_that_is_called_is_listed() -> None:
    rng = Random(9)
    for _ in range(500):
        talk = make_tool_talk(rng, make_small_talk)
        tools = next(turn.text for turn in talk if turn.text.startswith("Tools:"))
        for turn in talk:
            for body in CALL.findall(turn.text):
                call = json.loads(body)
                assert set(call) == {"name", "arguments"}
                assert f"\n{call['name']}(" in tools


def test_every_call_is_followed_by_a_result_or_the_end() -> None:
    rng = Random(10)
    for _ in range(500):
        talk = make_tool_talk(rng, make_small_talk)
        for turn, following in pairwise(talk):
            if calls := len(CALL.findall(turn.text)):
                results = talk[talk.index(turn) + 1 :][:calls]
                assert following.role == "tool"
                assert [result.role for result in results] == ["tool"] * calls


def test_counting_moves_by_one_even_step() -> None:
    rng = Random(2)
    values = {in_words(number): number for number in range(100)}
    allowed = {1, -1, *STEP_NAMES}
    for _ in range(600):
        said = make_count(rng)[-1].text.split(", ")
        numbers = [values[number] if number in values else int(number) for number in said]
        steps = {later - earlier for earlier, later in pairwise(numbers)}
        assert len(steps) == 1
        assert steps <= allowed


def test_a_row_of_numbers_begins_and_ends_as_it_was_asked_for() -> None:
    rng = Random(12)
    values = {in_words(number): number for number in range(100)}
    compared = 0
    for _ in range(1000):
        question, reply = make_count(rng)
        for ends in re.findall(r"from (\d+) to (\d+)", question.text):
            said = [int(values.get(number, number)) for number in reply.text.split(", ")]
            if abs(said[1] - said[0]) == 1:  # "the even numbers from 1 to 10" begin later
                assert [int(end) for end in ends] == [said[0], said[-1]]
                compared += 1
    assert compared > 20


def test_the_last_name_told_is_the_name_remembered() -> None:
    rng = Random(3)
    for _ in range(300):
        talk = make_name_memory(rng, make_small_talk)
        name = re.fullmatch(r"Your name is (.+)\.", talk[-1].text).group(1)  # type: ignore[union-attr]
        assert any(name in turn.text for turn in talk if turn.role == "user")


def test_a_typist_never_touches_names_or_numbers() -> None:
    rng = Random(4)
    for _ in range(300):
        typed = typed_by_hand("my name is Zorbin and I am 42", rng, keep=["Zorbin"])
        assert "Zorbin" in typed
        assert "42" in typed


def test_a_pattern_expands_its_choices_and_slots() -> None:
    said = {expand("[a|b[c|d]] {x} ?", Random(seed), x="[y]") for seed in range(30)}
    assert said == {"a [y]?", "bc [y]?", "bd [y]?"}


@pytest.mark.parametrize("name", SETS)
def test_there_are_enough_held_out_cases_of_every_kind(name: str) -> None:
    cases = read_cases(name)
    assert len(cases) >= 120
    assert {len(case.turns) for case in cases} >= {1, 2, 3}
