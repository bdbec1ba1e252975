"""The door for chat and for programs: ask for a reply, stop it, see who is there to answer, and
which tokens a text is.

Everything raises StoreUnavailable when Redis is away or full. Imports neither torch nor Django.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from typing import Any

from redis.exceptions import ResponseError

from inference.admission import admit, attempt_after_forgetting, seq_before
from inference.asking import adetokenize, atokenize, detokenize, tokenize
from inference.broker import send_outcome
from inference.config import get_config
from inference.contract import (
    ErrorType,
    Failed,
    Finished,
    GenerationRequest,
    LeftOver,
    Numbered,
    Outcome,
    Reasoning,
    Started,
    Text,
    ToolCallPart,
    Usage,
)
from inference.handover import Ended, hand_on_lost
from inference.handover import find_left_over as find_left_over_in
from inference.listening import find_unheard, forget_listeners, listening
from inference.looking import RunningReply, StoreView, look_at_store
from inference.processes import REPORT_SECONDS, ProcessReport, report_process
from inference.refusals import Reason, Windows, count_refusal, drop_refusals, list_refusals
from inference.sampling_rules import check_sampling
from inference.store import get_redis, log_key, made_key, state_key, store_errors
from inference.stream import Append, StreamWriter, read_log, scripts
from inference.stream.writer import REPLAY_SECONDS, encode
from inference.thinking import Thinking
from inference.tracing import read_provenance, read_trace
from inference.transcript import Transcript
from inference.waiting import end_overdue
from inference.workers import alist_models, alist_workers, last_seen, list_models, list_workers

__all__ = [
    "REPORT_SECONDS",
    "ProcessReport",
    "Reason",
    "RunningReply",
    "StoreView",
    "Windows",
    "adetokenize",
    "alist_models",
    "alist_workers",
    "atokenize",
    "attempt_after_forgetting",
    "check_sampling",
    "compact_store",
    "count_refusal",
    "default_model",
    "detokenize",
    "drop_refusals",
    "end_overdue_generations",
    "fail_generation",
    "find_left_over",
    "find_unheard",
    "forget",
    "forget_listeners",
    "hand_on_lost_generations",
    "is_known_model",
    "list_models",
    "list_refusals",
    "list_workers",
    "listening",
    "look_at_store",
    "max_concurrent_requests",
    "read_provenance",
    "read_trace",
    "recover_outcome",
    "report_process",
    "request_stop",
    "start_generation",
    "tokenize",
]

logger = logging.getLogger(__name__)


def default_model() -> str:
    """The model of requests that name none."""
    return get_config().default_model


def is_known_model(name: str) -> bool:
    """Whether requests may name it: it is the default, or a worker served it within days."""
    return name == default_model() or last_seen(name) > 0


def max_concurrent_requests() -> int:
    """Replies waiting or being written on the whole site; more are refused."""
    return get_config().max_concurrent_requests


def start_generation(
    request: GenerationRequest,
    *,
    on_outcome: dict[str, Any],
    must_be_live: bool = False,
    must_be_known: bool = True,
    is_for_listener: bool = False,
) -> None:
    """Admit, and wake a worker. `on_outcome` is a Celery signature, as a dict, that gets Outcome as
    JSON. is_for_listener: `find_unheard` finds it if nobody is `listening` within some seconds.

    Asking twice is safe: the request has one place and is taken once. A request for a model that
    no worker serves at present waits for one, unless it `must_be_live`; for one that nobody served
    for days too, unless it `must_be_known`. Raises Overloaded, UnknownModel or AbsentModel; then,
    as after StoreUnavailable, no new request is queued.
    """
    admit(
        request,
        on_outcome=on_outcome,
        must_be_live=must_be_live,
        must_be_known=must_be_known,
        is_for_listener=is_for_listener,
    )


def end_overdue_generations() -> list[str]:
    """End those that no worker took before their deadline, and tell who asked. → their ids"""
    ended = end_overdue(get_redis())
    for one in ended:
        tell_ended(one)
    return [request_id for request_id, _ in ended]


def hand_on_lost_generations() -> list[str]:
    """Queue again those whose worker is lost, as every worker does twice a second; end those that
    lost too many, and tell who asked. → their ids"""
    ended = hand_on_lost(get_redis())
    for one in ended:
        tell_ended(one)
    return [request_id for request_id, _ in ended]


def tell_ended(ended: Ended) -> None:
    """What came of a reply that no worker ended, to whom it concerns."""
    request_id, on_outcome = ended
    outcome = recover_outcome(request_id)
    if outcome is not None:
        send_outcome(on_outcome, outcome)


def request_stop(request_id: str) -> bool:
    """Stop a reply, queued or running. True: no worker had taken it, and it has ended now.

    False: its worker ends it within two engine steps, or it was over, or Redis forgot it.
    """
    with store_errors():
        answer = get_redis().register_script(scripts.STOP)(
            keys=[state_key(request_id), log_key(request_id)],
            args=[request_id, REPLAY_SECONDS, encode(Finished(reason="stopped"))],
        )
    return bool(answer == b"ended")


def fail_generation(
    request_id: str, *, error_type: ErrorType, message: str, attempt: int
) -> Outcome | None:
    """End a reply that Redis forgot, fenced as `attempt` (one more than the worker's), and tell
    what it was. A reply that ended by itself meanwhile keeps its own ending; `None`: a newer
    attempt is at work on it."""
    ending = Failed(error_type=error_type, message=message)
    with store_errors():
        is_known = get_redis().hexists(state_key(request_id), "seq")
    # Else the ending leaps: with a low number it were old to whoever has read more before.
    last_seq = 0 if is_known else seq_before(attempt_after_forgetting(attempt))
    append = Append(request_id, attempt, (ending,), last_seq)
    (appended,) = StreamWriter(get_redis()).append([append])
    if appended.refused == "fenced":
        return None
    return recover_outcome(request_id) or Outcome(
        id=request_id, attempt=attempt, text="", error_type=error_type, error_message=message
    )


def forget(request_ids: Iterable[str]) -> list[str]:
    """Delete all that is kept of replies that have ended, before their time. → those that have not
    ended, and so were left alone: their worker would write on."""
    left = []
    with store_errors():
        for request_id in request_ids:
            if get_redis().hexists(state_key(request_id), "ended"):
                get_redis().delete(log_key(request_id), made_key(request_id), state_key(request_id))
            elif get_redis().exists(state_key(request_id)):
                left.append(request_id)
    return left


def compact_store() -> None:
    """Have Redis write its append-only file anew, without what was deleted. One that keeps none,
    or that is not ours to command, is left as it is."""
    with store_errors():
        try:
            if get_redis().info("persistence").get("aof_enabled"):
                get_redis().bgrewriteaof()
        except ResponseError as error:
            logger.warning("Redis does not write its file anew: %s", error)


def recover_outcome(request_id: str) -> Outcome | None:
    """The outcome as the log tells it; `None` if it has not ended, or the log is not whole: it has
    expired, or Redis was emptied in mid-reply and only the worker knows the beginning."""
    with store_errors():
        attempt, ended = get_redis().hmget(state_key(request_id), "attempt", "ended")
    # Asked of every running reply in each sweep: its log is not read for that.
    log = read_log(request_id) if ended else []
    if not log or not log[0][0].follows(0) or not log[-1][0].is_ending:
        return None
    return _outcome(request_id, int(attempt or 1), log)


def _outcome(request_id: str, attempt: int, log: Sequence[tuple[Numbered, float]]) -> Outcome:
    known: dict[str, Any] = {}
    transcript, thinking, tokens = Transcript(), Thinking(), 0
    for numbered, at in log:
        match numbered.event:
            case Started() as started:
                known |= {
                    "model": started.model,
                    "revision": started.revision,
                    "prompt_token_count": started.prompt_token_count,
                    "left_out_turn_count": started.left_out_turn_count,
                    "started_at": known.get("started_at", at),  # of the first attempt
                }
            case Text() | Reasoning() | ToolCallPart() as part:
                transcript.add(thinking.timed(part, at))
                tokens += part.token_count
                known.setdefault("first_token_at", at)
            case Usage() as usage:
                tokens = usage.completion_token_count
                known |= usage.of_some()
            case Finished() as ending:
                known |= {"finish_reason": ending.reason, "finished_at": at}
            case Failed() as ending:
                known |= {
                    "error_type": ending.error_type,
                    "error_message": ending.message,
                    "finished_at": at,
                }
    known.setdefault("reasoning_seconds", thinking.seconds(log[-1][1]))  # no worker counted it
    return Outcome(
        id=request_id,
        attempt=attempt,
        text=transcript.text,
        reasoning=transcript.reasoning,
        tool_calls=transcript.tool_calls,
        completion_token_count=tokens,
        provenance=read_provenance(request_id),
        **known,
    )


def find_left_over(request_ids: Sequence[str]) -> dict[str, LeftOver]:
    """Those for which neither a worker nor `hand_on_lost_generations` will do more: `ended` are for
    `recover_outcome`, `forgotten` for asking again, with `attempt_after_forgetting`, and `cut` for
    failing. What is missing now is told by a look some seconds later, when its worker would have
    said that it has it."""
    return find_left_over_in(get_redis(), request_ids)
