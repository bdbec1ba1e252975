"""A page that knows the rest is told of a saved reply without a look at the database."""

from __future__ import annotations

from typing import Any

from chat.wire.outbound import with_saved


def test_a_title_that_was_changed_while_a_reply_was_saved_stays() -> None:
    known: dict[str, Any] = {
        "conversation": {"title": "New", "updated_at": "before"},
        "messages": [{"id": "reply"}],
        "reply": {"generation": "1", "message": "reply"},
        "queue": {"messages": [], "held": False},
    }
    saved = {
        "conversation": {"title": "Old", "updated_at": "now"},
        "message": {"id": "reply", "text": "Hi"},
    }
    told = with_saved(known, saved)
    assert told is not None
    assert told["conversation"] == {"title": "New", "updated_at": "now"}


def test_more_may_have_changed_than_one_ending() -> None:
    saved = {"conversation": {"updated_at": "now"}, "message": {"id": "reply"}}
    known: dict[str, Any] = {
        "conversation": {},
        "messages": [{"id": "reply"}],
        "reply": {"generation": "1", "message": "reply"},
        "queue": {"messages": [], "held": False},
    }
    assert with_saved(known, saved) is not None
    waiting = {"messages": [{"client_id": "next"}], "held": False}
    for other in ({"reply": None}, {"reply": {"message": "another"}}, {"queue": waiting}):
        assert with_saved(known | other, saved) is None
