"""Asks a model for all cases of a set, some at a time. Knows no file and no database.

Its requests are in the background, as those for titles: people go before them, and nobody is
charged.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from uuid import uuid4

from chat.evaluation.cases import Case, Result
from inference.client import (
    check_sampling,
    find_left_over,
    recover_outcome,
    request_stop,
    start_generation,
)
from inference.contract import GenerationRequest, Outcome
from inference.exceptions import InferenceError, ModelUnavailable, Overloaded, StoreUnavailable

LOOK_SECONDS = 0.05
LOST_SECONDS = 5.0  # a worker that still has a reply says so again before
LOST = "The reply was lost: no worker has it. Run the set again."


def run(cases: Iterable[Case], *, model: str, concurrency: int) -> Generator[Result]:
    """Each as soon as it is there; one that fails says why. Who stops listening stops what is being
    written. Raises ModelUnavailable or StoreUnavailable, which would meet all the others too."""
    waiting, running = deque(cases), dict[str, Case]()
    not_before, lost_before = 0.0, set[str]()
    look_for_lost = time.monotonic() + LOST_SECONDS
    try:
        while waiting or running:
            if waiting and len(running) < concurrency and time.monotonic() >= not_before:
                case = waiting.popleft()
                try:
                    running[_ask(case, model)] = case
                except Overloaded as error:
                    waiting.appendleft(case)
                    not_before = time.monotonic() + error.retry_after_seconds
                except (ModelUnavailable, StoreUnavailable):
                    raise
                except InferenceError as error:
                    yield Result.of(case, model, error=str(error))
                continue
            yield from _ended(running, model)
            if time.monotonic() >= look_for_lost:
                lost = _lost(running)
                for request_id in lost & lost_before:
                    yield Result.of(running.pop(request_id), model, error=LOST)
                lost_before, look_for_lost = lost, time.monotonic() + LOST_SECONDS
            time.sleep(LOOK_SECONDS)
    finally:
        for request_id in running:
            request_stop(request_id)


def _ask(case: Case, model: str) -> str:
    check_sampling(case.sampling)
    request = GenerationRequest(
        id=str(uuid4()),
        owner="",
        turns=case.turns,
        sampling=case.sampling,
        model=model,
        is_background=True,
    )
    start_generation(request, on_outcome={}, must_be_live=True)  # its log is read instead
    return request.id


def _ended(running: dict[str, Case], model: str) -> Iterator[Result]:
    for request_id in list(running):
        outcome = recover_outcome(request_id)
        if outcome is not None:
            yield _result(running.pop(request_id), model, outcome)


def _result(case: Case, model: str, outcome: Outcome) -> Result:
    error = f"{outcome.error_type}: {outcome.error_message}" if outcome.error_type else None
    return Result.of(
        case,
        outcome.model or model,
        new=outcome.text,
        revision=outcome.revision,
        finish_reason=outcome.finish_reason,
        completion_token_count=outcome.completion_token_count,
        error=error,
    )


def _lost(running: dict[str, Case]) -> set[str]:
    return {one for one, why in find_left_over(list(running)).items() if why != "ended"}
