"""How a reply was made and how it went, as labels and values for people. What is not known says so.
Knows no markup."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime

from chat.models import Generation
from chat.replaying.reading import Reading
from chat.replaying.timeline import describe, seconds
from inference.contract import Provenance, Sampling

UNKNOWN = "not known"
Row = tuple[str, str]
SHOWN_SAMPLING = (
    *("temperature", "top_p", "top_k", "min_p", "repetition_penalty", "presence_penalty"),
    *("frequency_penalty", "max_tokens"),
)


def list_times(reading: Reading) -> Sequence[Row]:
    """By the clocks of those who did it, and then by Redis' one clock."""
    return [*_moments(reading.generation), *_went(reading)]


def list_provenance(reading: Reading) -> Sequence[Row]:
    generation, told = reading.generation, reading.provenance
    made = told or Provenance()
    rows: list[tuple[str, str]] = [
        ("Model", generation.model),
        ("Revision", generation.revision),
        ("Chat template (SHA-256)", made.template),
        ("Prompt tokens (SHA-256)", made.prompt),
        ("Reply tokens (SHA-256)", made.tokens),
        ("Seed", _seed(made.sampling)),
        *_sampling(made.sampling if told else Sampling.from_json(generation.sampling)),
        ("Backend", made.backend),
        ("Device", " ".join(filter(None, (made.device, made.dtype)))),
        ("Libraries", ", ".join(f"{name} {which}" for name, which in made.libraries.items())),
        ("Worker", made.worker),
        ("Attempt", str(generation.attempt)),
        *_attempts(reading),
        ("Prompt", _tokens(generation.prompt_token_count)),
        ("Reply", _tokens(generation.completion_token_count)),
        ("Reasoning", _tokens(generation.usage.get("reasoning_token_count"), "none")),
        ("Prompt from the cache", _tokens(generation.usage.get("cached_prompt_token_count"))),
        ("Turns left out", str(generation.left_out_turn_count or 0)),
    ]
    return [(label, value or UNKNOWN) for label, value in rows]


def _moments(generation: Generation) -> Iterator[Row]:
    for label, moment in (
        ("Sent", generation.created_at),
        ("Queued", generation.queued_at),
        ("Started", generation.started_at),
        ("First part", generation.first_token_at),
        ("Ended", generation.finished_at),
    ):
        yield label, _moment(moment)


def _went(reading: Reading) -> Iterator[Row]:
    generation, record, usage = reading.generation, reading.record, reading.generation.usage
    yield "Time to first token", _seconds(generation.ttft_seconds)
    speed = generation.tokens_per_second
    yield "Tokens per second", UNKNOWN if speed is None else f"{speed:.1f}"
    stalls = "; ".join(map(describe, reading.stalls)) or "none over a second"
    yield "Stalls", UNKNOWN if reading.moments is None else stalls
    yield "Ending", generation.get_finish_reason_display() or generation.error_type
    if generation.finish_reason != Generation.FinishReason.STOPPED:
        return
    asked = record.stop_asked_ms if record else None
    yield "Stop asked for", UNKNOWN if asked is None else f"after {seconds(asked)}"
    for label, name in (
        ("Steps after the stop", "steps_after_stop"),
        ("Tokens after the stop", "tokens_after_stop"),
    ):
        yield label, str(usage.get(name, UNKNOWN))
    freed = usage.get("freed_after_seconds")
    yield "Slot free after", UNKNOWN if freed is None else f"{freed:.3f} s"


def _seed(sampling: Sampling) -> str:
    if sampling.temperature == 0:
        return "none: the likeliest token each time"
    return "" if sampling.seed is None else str(sampling.seed)


def _sampling(sampling: Sampling) -> Iterator[Row]:
    for name in SHOWN_SAMPLING:
        value = getattr(sampling, name)
        yield (
            name,
            "" if value is None else f"{value:g}" if isinstance(value, float) else str(value),
        )
    yield "stop", ", ".join(map(repr, sampling.stop)) or "none"


def _attempts(reading: Reading) -> Iterator[Row]:
    whys = {"lost": "lost", "shutdown": "shut down"}
    for one in reading.attempts:
        left = ""
        if one["left_ms"] is not None:
            left = f", {whys.get(one['why'], one['why'])} at {seconds(one['left_ms'])}"
        yield f"Attempt {one['number']}", f"{one['worker']}, from {seconds(one['taken_ms'])}{left}"


def _tokens(count: int | None, none: str = "") -> str:
    return none if count is None else f"{count:,} tokens"


def _seconds(value: float | None) -> str:
    return UNKNOWN if value is None else f"{value:.3f} s"


def _moment(moment: datetime | None) -> str:
    return UNKNOWN if moment is None else date_format(localtime(moment), "Y-m-d H:i:s.u")
