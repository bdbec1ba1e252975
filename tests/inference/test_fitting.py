"""The oldest turns go first; the system prompt and the last message never."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.contract import Role, ToolCall, Turn
from inference.exceptions import PromptTooLong
from inference.fitting import fit_turns

ROLES: dict[str, Role] = {"s": "system", "u": "user", "a": "assistant"}


def turns(roles: str, *, words: int = 10) -> list[Turn]:
    return [
        Turn(role=ROLES[role], content=f"{number} " + "word " * (words - 1))
        for number, role in enumerate(roles)
    ]


def render(some: Sequence[Turn]) -> list[int]:
    """One token a word; the first of each turn says which turn it is."""
    return [int(word) if word.isdigit() else -1 for turn in some for word in turn.content.split()]


def kept(roles: str, *, limit: int, reserved: int = 0, least: int = 0) -> tuple[str, int]:
    ids, left_out = fit_turns(turns(roles), render, limit=limit, reserved=reserved, least=least)
    return "".join(roles[one] for one in ids if one >= 0), left_out


def test_what_fits_is_left_whole() -> None:
    assert kept("suauau", limit=60) == ("suauau", 0)


def test_the_oldest_turns_are_left_out_until_it_fits() -> None:
    assert kept("suauau", limit=40) == ("suau", 2)
    assert kept("suauau", limit=59) == ("suau", 2)
    assert kept("suauau", limit=25) == ("su", 4)


def test_room_for_the_reply_is_kept() -> None:
    assert kept("uauau", limit=50, reserved=10) == ("uau", 2)


def test_what_remains_begins_with_a_user() -> None:
    assert kept("auau", limit=35) == ("uau", 1)
    assert kept("uaauu", limit=35) == ("uu", 3)


def test_the_last_message_stays_whoever_wrote_it() -> None:
    assert kept("uaa", limit=15) == ("a", 2)


def test_a_system_prompt_and_last_message_that_do_not_fit_say_so_with_counts() -> None:
    with pytest.raises(PromptTooLong, match="is 20 tokens, 5 are kept for the reply, and 24 fit"):
        kept("suauau", limit=24, reserved=10, least=5)


def test_a_long_last_message_is_answered_while_the_least_room_is_left() -> None:
    assert kept("suauau", limit=25, reserved=10, least=5) == ("su", 4)
    assert kept("u", limit=15, reserved=10, least=5) == ("u", 0)


def test_a_single_message_that_does_not_fit_says_so() -> None:
    with pytest.raises(PromptTooLong, match="is 10 tokens"):
        kept("u", limit=9)


@given(roles=st.text(alphabet="ua", max_size=12), limit=st.integers(min_value=20, max_value=140))
def test_as_much_as_fits_is_kept(roles: str, limit: int) -> None:
    roles = f"s{roles}u"
    ids, left_out = fit_turns(turns(roles), render, limit=limit, reserved=0, least=0)
    assert len(ids) <= limit
    rest = roles[1:][left_out:]
    assert left_out == 0 or rest.startswith("u")
    earlier = roles[1:].rfind("u", 0, left_out)
    if earlier >= 0:
        assert 10 * (1 + len(roles[1:]) - earlier) > limit


def test_neighbours_of_one_role_are_told_as_one_turn() -> None:
    heard: list[Sequence[Turn]] = []

    def listen(some: Sequence[Turn]) -> list[int]:
        heard.append(some)
        return render(some)

    fit_turns(turns("suuau", words=1), listen, limit=9, reserved=0, least=0)

    assert [(turn.role, turn.content) for turn in heard[0]] == [
        ("system", "0 "),
        ("user", "1 \n\n2 "),
        ("assistant", "3 "),
        ("user", "4 "),
    ]


def test_a_message_too_long_to_be_answered_does_not_spoil_the_next_one() -> None:
    too_long = Turn(role="user", content="0 " + "word " * 500)
    ids, left_out = fit_turns([too_long, *turns("u")], render, limit=50, reserved=10, least=5)

    assert (len(ids), left_out) == (10, 1)


def test_the_result_of_a_tool_stays_with_its_call() -> None:
    call = ToolCall(id="call_1", name="clock", arguments="{}")
    asked = Turn(role="assistant", content="1 word", tool_calls=(call,))
    answered = Turn(role="tool", content="2 word", tool_call_id="call_1")
    conversation = [Turn(role="user", content="0 " + "word " * 50), asked, answered, answered]

    ids, left_out = fit_turns(conversation, render, limit=20, reserved=0, least=0)

    assert ([one for one in ids if one >= 0], left_out) == ([1, 2, 2], 1)
