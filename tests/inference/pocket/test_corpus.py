"""The generated corpus: the same for the same seed, without held-out phrasings, and sound."""

import re
from itertools import islice, pairwise
from random import Random

from inference.pocket.corpus import Conversation, conversations, plain_words
from inference.pocket.corpus.arithmetic import make_count, make_sum
from inference.pocket.corpus.grammar import expand
from inference.pocket.corpus.names import make_name_memory
from inference.pocket.corpus.noise import typed_by_hand
from inference.pocket.corpus.small_talk import make as make_small_talk
from inference.pocket.rubric import held_out_phrasings, read_cases
from inference.pocket.train import SEED

SAMPLE_SIZE = 20_000


def sample(seed: int, size: int) -> list[Conversation]:
    return list(islice(conversations(seed, without=held_out_phrasings()), size))


def test_no_held_out_phrasing_is_in_the_corpus() -> None:
    held_out = held_out_phrasings()
    asked = {
        plain_words(turn.text)
        for talk in sample(SEED, SAMPLE_SIZE)
        for turn in talk
        if turn.role == "user"
    }
    assert len(asked) > SAMPLE_SIZE / 2
    assert not asked & held_out


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
            r"(\d+) ([+×-]) (\d+) = (-?\d+)", make_sum(rng)[-1].text
        ).groups()  # type: ignore[union-attr]
        right_answer = {"+": int(left) + int(right), "-": int(left) - int(right)}
        assert int(result) == right_answer.get(sign, int(left) * int(right))


def test_counting_moves_by_one_even_step() -> None:
    rng = Random(2)
    for _ in range(300):
        numbers = [int(number) for number in make_count(rng)[-1].text.split(", ")]
        steps = {later - earlier for earlier, later in pairwise(numbers)}
        assert steps <= {1} or steps <= {2} or steps <= {-1}


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


def test_there_are_enough_held_out_cases_of_every_kind() -> None:
    cases = read_cases()
    assert len(cases) >= 120
    assert {len(case.turns) for case in cases} >= {1, 2, 3}
