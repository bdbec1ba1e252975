"""The judge: what counts as a met keyword, and what fails a reply."""

import pytest

from inference.pocket.rubric import Case, says


@pytest.mark.parametrize(
    ("reply", "keyword", "expected"),
    [
        ("Press **Stop** now", "stop", True),
        ("nonstop", "stop", False),
        ("It is 12.", "12", True),
        ("It is 120.", "12", False),
        ("It is 312.", "12", False),
        ("- one\n- two", "- ", True),
        ("You're welcome!", "welcome", True),
        ("Administrators may", "admin", True),
    ],
)
def test_a_keyword_counts_only_where_a_reader_would_see_it(
    reply: str, keyword: str, expected: bool
) -> None:
    assert says(reply, keyword) is expected


def test_every_group_must_be_met() -> None:
    case = Case("site_help", ["x"], all=[["stop"], ["esc", "button"]])
    assert case.accepts("Press Esc to stop.", 5)
    assert not case.accepts("Stop!", 5)


def test_a_forbidden_word_fails_the_reply() -> None:
    case = Case("small_talk", ["x"], all=[["why"]], none=["demonstration"])
    assert not case.accepts("Why? I am a demonstration model.", 5)


def test_a_reply_that_should_be_long_must_be_long() -> None:
    case = Case("long", ["x"], all=[["once"]], min_tokens=120)
    assert not case.accepts("Once.", 3)
