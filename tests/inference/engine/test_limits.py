"""Deadlines and the room for prompts: what takes too long ends, what does not fit waits."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inference.client import request_stop
from inference.config import Config
from inference.contract import Failed, Finished, Text
from inference.limits import Limits
from tests.inference.support.office import Office, events, text, usage, wait_for_text
from tests.inference.support.requests import ask
from tests.support.waiting import wait_for


def test_a_reply_that_takes_too_long_keeps_its_text_and_frees_its_slot(
    scripted_config: Config,
) -> None:
    with Office(replace(scripted_config, total_timeout_seconds=1.0)) as office:
        request = ask("!tokens 100000")
        outcome = office.complete(request)
        assert outcome.error_type == "timeout"
        assert "not done after 1 seconds" in outcome.error_message
        assert outcome.text == text(request) != ""
        told = usage(request)
        assert told.freed_after_seconds is not None
        assert told.steps_after_stop is not None
        assert told.steps_after_stop <= 1
        assert not office.backend._playing  # type: ignore[attr-defined]


def test_a_reply_that_does_not_begin_ends_but_one_that_has_begun_goes_on(
    scripted_config: Config,
) -> None:
    with Office(replace(scripted_config, first_token_timeout_seconds=1.0)) as office:
        slow, long = ask("!delay 100"), ask("!rate 20\n!tokens 60")
        running = office.send(long)
        outcome = office.complete(slow)
        assert (outcome.error_type, outcome.text) == ("timeout", "")
        assert "not begun to answer after 1 seconds" in outcome.error_message
        ended = running.result(timeout=20)
        assert ended is not None
        assert ended.finish_reason == "stop"


def test_a_stuck_engine_cannot_keep_a_deadline_from_its_reply(
    scripted_config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = replace(scripted_config, total_timeout_seconds=1.0)
    with Office(config) as office:
        office.engine._limits = replace(Limits.of(config), stop_seconds=0.5)
        office.wait_until_settled()
        monkeypatch.setattr(office.backend, "cancel", lambda _: None)
        request = ask("!tokens 100000")
        outcome = office.complete(request)
        assert outcome.error_type == "timeout"
        assert usage(request).freed_after_seconds is None, "its slot is not free"
        assert isinstance(events(request)[-1], Failed)


def test_a_prompt_waits_until_it_fits_beside_the_others(scripted_config: Config) -> None:
    with Office(replace(scripted_config, max_prompt_tokens=40)) as office:
        first, large, small = ask("!tokens 100000\n" + "a " * 15), ask("b " * 30), ask("c")
        running = office.send(first)
        wait_for_text(first)
        waiting = office.send(large)
        wait_for(lambda: office.engine._room._line, what="the line")
        overtaking = office.send(small)
        assert not office.engine.intake.room.free
        assert not any(isinstance(event, Text) for event in events(small) + events(large))
        request_stop(first.id)
        for future in (running, waiting, overtaking):
            outcome = future.result(timeout=20)
            assert outcome is not None
            assert outcome.error_type is None
        assert office.engine._room._held == {}


def test_a_prompt_in_line_ends_at_once_when_it_is_stopped(scripted_config: Config) -> None:
    with Office(replace(scripted_config, max_prompt_tokens=40)) as office:
        first, large = ask("!tokens 100000\n" + "a " * 15), ask("b " * 30)
        running = office.send(first)
        wait_for_text(first)
        waiting = office.send(large)
        wait_for(lambda: office.engine._room._line, what="the line")
        request_stop(large.id)
        waiting.result(timeout=10)
        assert events(large)[-1] == Finished(reason="stopped")
        assert not running.done()
        office.engine.stop(first.id)


def test_a_prompt_that_never_fits_is_refused(scripted_config: Config) -> None:
    with Office(replace(scripted_config, max_prompt_tokens=40)) as office:
        outcome = office.complete(ask("a " * 100))
        assert outcome.error_type == "prompt_too_long"
        assert "MAX_PROMPT_TOKENS" in outcome.error_message
        assert office.complete(ask("hello")).error_type is None
