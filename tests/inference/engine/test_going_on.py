"""One worker begins a reply and another goes on with it: everybody sees one reply, whole."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import replace
from typing import Any

import pytest
from prometheus_client import REGISTRY

from inference.client import recover_outcome, request_stop
from inference.config import Config
from inference.contract import (
    Failed,
    Finished,
    GenerationRequest,
    Grammar,
    Outcome,
    Started,
    Text,
)
from inference.handover import CUT
from inference.stream import read_log
from tests.inference.support.office import Office, events, text, usage, wait_for_text
from tests.inference.support.requests import ask, ask_raw
from tests.support.waiting import wait_for

LONG = "!rate 200\n!tokens 300\nTell me something."


def let_go(office: Office, request: GenerationRequest, characters: int = 1) -> None:
    """Shut it down in mid-reply."""
    future = office.send(request)
    wait_for_text(request, characters)
    office.engine.leave()
    assert future.result(timeout=10) is None


def taken_over(config: Config, request: GenerationRequest) -> Outcome:
    """What another worker makes of it."""
    with Office(config, worker="another") as other:
        outcome = expected(other, request).result(timeout=60)
    assert outcome is not None
    return outcome


def expected(office: Office, request: GenerationRequest) -> Future[Outcome | None]:
    future = office.expect(request)
    office.wait_until_settled()
    return future


def handed_over(config: Config, reason: str) -> float:
    labels = {"model": config.model_name, "reason": reason}
    return REGISTRY.get_sample_value("inference_handed_over_replies_total", labels) or 0.0


def assert_one_reply(request: GenerationRequest, outcome: Outcome) -> None:
    log = [numbered for numbered, _ in read_log(request.id)]
    assert [one.seq for one in log] == list(range(1, len(log) + 1))
    kinds = [type(one.event) for one in log]
    assert (kinds.count(Started), kinds.count(Finished), kinds.count(Failed)) == (1, 1, 0)
    recovered = recover_outcome(request.id)
    assert recovered is not None
    clocks: Any = {"started_at": 0.0, "first_token_at": 0.0, "finished_at": 0.0}
    assert replace(recovered, **clocks) == replace(outcome, **clocks)


def test_another_worker_writes_the_rest_of_what_one_began(
    scripted: Office, scripted_config: Config
) -> None:
    undisturbed = scripted.complete(ask(LONG))
    before = handed_over(scripted_config, "shutdown")
    request = ask(LONG)
    let_go(scripted, request, 100)
    told = len(text(request))
    outcome = taken_over(scripted_config, request)
    assert told < len(undisturbed.text)
    assert outcome.text == undisturbed.text
    assert outcome.attempt == 2
    assert_one_reply(request, outcome)
    assert handed_over(scripted_config, "shutdown") == before + 1


def test_its_usage_is_of_all_attempts_and_its_ttft_of_the_first(
    scripted: Office, scripted_config: Config
) -> None:
    request = ask("!think 20\n" + LONG)
    let_go(scripted, request, 100)
    first_at = next(at for one, at in read_log(request.id) if isinstance(one.event, Started | Text))
    outcome = taken_over(scripted_config, request)
    told = usage(request)
    texts = [one for one in events(request) if isinstance(one, Text)]
    (thought,) = (one.reasoning_seconds for one in texts if one.reasoning_seconds is not None)
    assert told.reasoning_seconds == outcome.reasoning_seconds == thought
    assert told.completion_token_count == outcome.completion_token_count == 320
    assert told.reasoning_token_count >= 20  # a step that tells both counts for the first
    assert told.prompt_token_count == outcome.prompt_token_count > 0
    assert told.ttft_seconds is not None
    assert told.ttft_seconds < 5
    assert outcome.started_at == pytest.approx(first_at, abs=0.5)


def test_thoughts_and_stop_strings_are_gone_on_with(
    scripted: Office, scripted_config: Config
) -> None:
    script = "!rate 100\n!think 10\n!reply " + "ab " * 100 + "abc and no more"
    whole = scripted.complete(ask(script, stop=("abc",)))
    assert whole.text == "ab " * 100
    request = ask(script, stop=("abc",))
    let_go(scripted, request, 30)
    outcome = taken_over(scripted_config, request)
    assert (outcome.text, outcome.reasoning) == (whole.text, whole.reasoning)
    assert outcome.finish_reason == "stop"


def test_one_that_had_not_begun_is_begun_by_the_other(
    scripted: Office, scripted_config: Config
) -> None:
    request = ask("!delay 1\n!tokens 5")
    future = scripted.send(request)
    wait_for(lambda: any(isinstance(one, Started) for one in events(request)), what="the start")
    scripted.engine.leave()
    assert future.result(timeout=10) is None
    outcome = taken_over(scripted_config, request)
    assert outcome.text == text(request) != ""
    assert outcome.completion_token_count == 5


def test_what_is_being_stopped_ends_where_it_is(scripted: Office) -> None:
    request = ask("!tokens 100000")
    future = scripted.send(request)
    wait_for_text(request)
    request_stop(request.id)
    scripted.engine.leave()
    future.result(timeout=10)
    wait_for(lambda: events(request)[-1] == Finished(reason="stopped"), what="the end")


def test_a_deadline_counts_from_the_first_worker(scripted: Office, scripted_config: Config) -> None:
    request = ask("!tokens 100000")
    let_go(scripted, request)
    outcome = taken_over(replace(scripted_config, total_timeout_seconds=0.5), request)
    assert outcome.error_type == "timeout"
    assert outcome.text == text(request)


def test_another_revision_of_the_model_does_not_go_on_with_it(
    scripted: Office, scripted_config: Config
) -> None:
    request = ask("!tokens 100000")
    let_go(scripted, request)
    said = text(request)
    with Office(scripted_config, worker="newer") as other:
        other.backend.revision = "2"
        outcome = expected(other, request).result(timeout=20)
    assert outcome is not None
    assert (outcome.error_type, outcome.error_message) == ("incomplete_generation", CUT)
    assert outcome.text == said


def test_a_reply_whose_tokens_are_not_known_ends_with_what_was_said(
    scripted: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As one of another server, which cannot be gone on with."""
    scripted.wait_until_settled()
    play = scripted.backend._play  # type: ignore[attr-defined]

    def without_tokens(playing: Any) -> Any:
        piece = play(playing)
        return piece and replace(piece, token_ids=())

    monkeypatch.setattr(scripted.backend, "_play", without_tokens)
    request = ask("!tokens 100000")
    future = scripted.send(request)
    wait_for_text(request)
    scripted.engine.leave()
    outcome = future.result(timeout=10)
    assert outcome is not None
    assert (outcome.error_type, outcome.error_message) == ("incomplete_generation", CUT)
    assert outcome.text == text(request) != ""


def test_a_worker_that_renews_no_more_loses_its_replies_to_another(
    scripted: Office, scripted_config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    undisturbed = scripted.complete(ask("!rate 50\n!tokens 300\nAgain"))
    monkeypatch.setattr(scripted.engine, "_renew", lambda: None)
    scripted.engine.intake.room.close()
    before = handed_over(scripted_config, "lost")
    request = ask("!rate 50\n!tokens 300\nAgain")
    with Office(scripted_config, worker="another") as other:
        other.engine.intake.room.close()
        scripted.engine.intake.room._is_closed = False
        lost = scripted.send(request)
        wait_for_text(request, 100)
        scripted.engine.intake.room.close()
        other.engine.intake.room._is_closed = False
        future: Future[Outcome | None] = Future()
        monkeypatch.setitem(other._futures, request.id, future)
        outcome = future.result(timeout=30)
    assert lost.result(timeout=10) is None
    assert outcome is not None
    assert outcome.text == undisturbed.text
    assert_one_reply(request, outcome)
    assert handed_over(scripted_config, "lost") == before + 1


# --- with tokens of a model ---

FORM = Grammar(kind="regex", value="([a-z][0-9]){100}")
KINDS: dict[str, GenerationRequest] = {
    "greedy": ask("tell me", max_tokens=200),
    "seeded": ask("tell me", temperature=1.0, seed=7, top_p=0.9, max_tokens=200),
    "penalties": ask(
        "tell me",
        frequency_penalty=0.5,
        presence_penalty=0.2,
        repetition_penalty=1.2,
        max_tokens=200,
    ),
    "logprobs": ask("tell me", temperature=1.0, seed=3, logprobs=2, max_tokens=200),
    "choices": replace(ask("tell me", temperature=1.0, seed=5, max_tokens=150), choices=3),
    "form": replace(ask("tell me", max_tokens=250), grammar=FORM),
    "bias": ask("tell me", logit_bias={30: 5.0, 31: 4.0}, ignore_eos=True, max_tokens=150),
    "raw": ask_raw("tell me", temperature=1.0, seed=8, ignore_eos=True, max_tokens=200),
    "raw ids": ask_raw((40, 50, 1, 60), ignore_eos=True, max_tokens=200),
}


@pytest.mark.parametrize("kind", list(KINDS))
def test_a_model_goes_on_with_it_to_the_letter(
    real: Office, tiny_config: Config, kind: str
) -> None:
    undisturbed, request = (replace(KINDS[kind], id=ask("").id) for _ in range(2))
    whole = real.complete(undisturbed)
    let_go(real, request, 20)
    assert len(text(request)) < len(text(undisturbed)), "it was too quick to be let go"
    outcome = taken_over(tiny_config, request)

    assert outcome.text == whole.text
    assert outcome.finish_reason == whole.finish_reason
    assert outcome.completion_token_count == whole.completion_token_count
    for choice in range(request.choices):
        assert parts_of(request, choice) == parts_of(undisturbed, choice)
    assert usage(request).completion_token_count == usage(undisturbed).completion_token_count
    assert_one_reply(request, outcome)


def parts_of(request: GenerationRequest, choice: int) -> tuple[str, list[Any]]:
    """Text and log probabilities; how they are cut into events does not matter."""
    parts = [one for one in events(request) if isinstance(one, Text) and one.choice == choice]
    scores = [(one.token, round(one.logprob, 3)) for part in parts for one in part.logprobs]
    return "".join(part.text for part in parts), scores
