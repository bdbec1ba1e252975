"""One reply on its way: pieces in, events out, exactly one ending, and the receipt of a stop.

Knows no threads but its lock, no Redis and no backend.
"""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from dataclasses import dataclass, replace

from inference.backends.base import Piece, Prepared
from inference.contract import (
    ChoiceFinished,
    Ending,
    Event,
    Failed,
    Finished,
    FinishReason,
    GenerationRequest,
    Outcome,
    Part,
    Reasoning,
    Started,
    Usage,
)
from inference.handover import Earlier, cut_off, noted
from inference.provenance import Making
from inference.thinking import Thinking
from inference.transcript import Transcript


@dataclass(slots=True)
class _Stop:
    """When the stop was seen (monotonic: a clock that is set must not make it overdue), what ending
    it asks for, and what the engine still made."""

    step: int
    seen_at: float
    ending: Ending
    token_count: int = 0


class Reply:
    """Every method that returns events returns them once; after the ending there are none.

    key: names it in the engine, where an earlier attempt may still be on its way out. taken_at: by
    the monotonic clock, by the first who did. making: how it is made. done: nothing is left to be
    told. earlier: what other workers told before; this one goes on after it.
    """

    def __init__(self, request: GenerationRequest, earlier: Earlier | None = None) -> None:
        self.request, self.key = request, f"{request.id}/{request.attempt}"
        self.taken_at = time.monotonic()
        self.lock = threading.RLock()
        self.done = threading.Event()
        self.making = Making(request.made[0] if request.made else ())
        self.ending: Ending | None = None
        self.usage: Usage | None = None
        self.is_submitted = False
        self.is_lost = False  # another attempt owns the stream: no outcome of ours counts
        self.is_handed_over = False  # it tells no more, and another worker goes on
        self.last_seq = self.append_count = 0  # where the stream is, for whoever appends
        self._started: Started | None = None
        self._stop: _Stop | None = None
        self._transcript, self._thinking = Transcript(), Thinking()
        self._unfinished_choices = set(range(request.choices))
        self._first_reason: FinishReason | None = None
        self._completion_token_count = 0
        self._untold_token_counts: defaultdict[int, int] = defaultdict(int)  # by choice
        self._reasoning_token_count = 0
        self._prompt_token_count = 0
        self._cached_prompt_token_count: int | None = None
        self._started_at: float | None = None
        self._first_part_at: float | None = None
        self._last_part_at: float | None = None
        self._finished_at: float | None = None
        self._made, self._has_tokens = "", any(request.made)
        self._untold: dict[int, list[int]] = {}
        self.earlier = earlier
        if earlier is not None:
            self._go_on_after(earlier)

    def _go_on_after(self, earlier: Earlier) -> None:
        self.taken_at -= earlier.age_seconds
        self._started, self._started_at = earlier.started, earlier.started_at
        self._first_part_at, self._last_part_at = earlier.first_part_at, earlier.last_part_at
        self._thinking = earlier.thinking
        for part in earlier.parts:
            self._transcript.add(part)
            if isinstance(part, Reasoning):
                self._reasoning_token_count += part.token_count
        self._completion_token_count = earlier.token_count
        self._unfinished_choices -= set(earlier.ended)
        self._first_reason = earlier.ended.get(0)
        if earlier.started is not None:
            self._prompt_token_count = earlier.started.prompt_token_count

    def start(self, prepared: Prepared, *, model: str, revision: str) -> tuple[Event, ...]:
        with self.lock:
            if self.is_over() or self.has_begun:
                return ()
            self._started_at = self._started_at or time.time()
            self._prompt_token_count = prepared.prompt_token_count
            self._started = Started(
                model=model,
                revision=revision,
                prompt_token_count=prepared.prompt_token_count,
                left_out_turn_count=prepared.left_out_turn_count,
            )
            return (self._started,)

    def stop(self, ending: Ending, step: int) -> None:
        """Its reader asked for an end, or a deadline did, when the engine had made `step` steps."""
        with self.lock:
            self._stop = self._stop or _Stop(step, time.monotonic(), ending)

    def leave(self, step: int) -> tuple[Event, ...]:
        """Its worker shuts down: from now on it is handed over, or its ending is told here."""
        with self.lock:
            if self.is_over():
                return ()
            if self._stop is not None:
                return self.end(self._stop.ending, step)
            if self.has_begun and not self._has_tokens:
                return self.end(cut_off(), step)
            self.is_handed_over = True
            return ()

    def is_over(self) -> bool:
        """Here."""
        return self.ending is not None or self.is_handed_over

    def take_made(self) -> str:
        """The tokens whose text was told since the last call, as `handover.noted` has them."""
        made, self._made = self._made, ""
        return "" if self.ending else made

    @property
    def is_stopping(self) -> bool:
        return self._stop is not None

    @property
    def stopping_seconds(self) -> float:
        """How long its slot has not become free; 0 if it need not."""
        return time.monotonic() - self._stop.seen_at if self._stop else 0.0

    @property
    def has_begun(self) -> bool:
        return self._first_part_at is not None

    def take(self, piece: Piece, step: int) -> tuple[Event, ...]:
        """What the engine made in its step number `step`."""
        with self.lock:
            if self.is_over():
                return ()
            events = self._tell(piece) if self._stop is None else self._overhear(piece, step)
            return events + self._finish(piece, step) if piece.is_last else events

    def end(self, ending: Ending, step: int, *, is_freed: bool = True) -> tuple[Event, ...]:
        """Usage and ending. A stopped reply ends as stopped, however far it came meanwhile.
        is_freed: the engine works on it no more."""
        with self.lock:
            if self.is_over():
                return ()
            if self._stop is not None and isinstance(ending, Finished):
                ending = self._stop.ending
            self._finished_at = time.time()
            usage = self._count(step, self._finished_at)
            if not is_freed:
                usage = replace(usage, freed_after_seconds=None)
            self.ending, self.usage = ending, usage
            self.making.tell()
            return (usage, ending)

    def outcome(self) -> Outcome:
        """Call it after the ending."""
        started, ending = self._started, self.ending
        return Outcome(
            id=self.request.id,
            attempt=self.request.attempt,
            text=self._transcript.text,
            reasoning=self._transcript.reasoning,
            tool_calls=self._transcript.tool_calls,
            finish_reason=ending.reason if isinstance(ending, Finished) else None,
            error_type=ending.error_type if isinstance(ending, Failed) else None,
            error_message=ending.message if isinstance(ending, Failed) else "",
            model=started.model if started else "",
            revision=started.revision if started else "",
            prompt_token_count=self._prompt_token_count,
            completion_token_count=self._completion_token_count,
            left_out_turn_count=started.left_out_turn_count if started else 0,
            started_at=self._started_at,
            first_token_at=self._first_part_at,
            finished_at=self._finished_at,
            provenance=self.making.provenance,
            **(self.usage.of_some() if self.usage else {}),
        )

    def _tell(self, piece: Piece) -> tuple[Event, ...]:
        self._completion_token_count += piece.token_count
        self._untold_token_counts[piece.choice] += piece.token_count
        if piece.prompt_token_count is not None:
            self._prompt_token_count = piece.prompt_token_count
        if piece.cached_prompt_token_count is not None:
            self._cached_prompt_token_count = piece.cached_prompt_token_count
        if piece.token_ids:
            self._note(piece)
        if not piece.parts:
            return ()
        self._last_part_at = time.time()
        self._first_part_at = self._first_part_at or self._last_part_at
        at = self._last_part_at
        parts = tuple(self._thinking.timed(self._counted(part), at) for part in piece.parts)
        for part in parts:
            self._transcript.add(part)
        return parts

    def _note(self, piece: Piece) -> None:
        """Tokens of which nothing was told yet are made again by whoever goes on: so their log
        probabilities are not lost with this process."""
        if piece.choice == 0:
            self.making.add(piece.token_ids)
        untold = self._untold.setdefault(piece.choice, [])
        untold += piece.token_ids
        if piece.parts or piece.is_last:
            self._made += noted(piece.choice, untold)
            self._has_tokens = True
            untold.clear()

    def _counted(self, part: Part) -> Part:
        """The first part that can be told after some tokens carries all of them."""
        count = self._untold_token_counts.pop(part.choice, 0)
        if isinstance(part, Reasoning):
            self._reasoning_token_count += count
        return part if part.token_count == count else replace(part, token_count=count)

    def _finish(self, piece: Piece, step: int) -> tuple[Event, ...]:
        """A choice has ended: the reply has with the last of them, or with any that failed."""
        if piece.finish_reason is None:
            failed = Failed(
                error_type=piece.error_type or "generation",
                message=piece.error_message,
                field=piece.error_field,
            )
            return self.end(failed, step)
        self._unfinished_choices.discard(piece.choice)
        if piece.choice == 0:
            self._first_reason = piece.finish_reason
        told: tuple[Event, ...] = ()
        if self.request.choices > 1 and self._stop is None:
            told = (
                ChoiceFinished(
                    choice=piece.choice,
                    reason=piece.finish_reason,
                    stop_string=piece.stop_string,
                ),
            )
        if self._unfinished_choices:
            return told
        ending = Finished(
            reason=self._first_reason or piece.finish_reason,
            stop_string=piece.stop_string if self.request.choices == 1 else "",
        )
        return told + self.end(ending, step)

    def _overhear(self, piece: Piece, step: int) -> tuple[Event, ...]:
        """Its reader is gone: count what the engine still makes, tell nothing."""
        if self._stop is not None and step > self._stop.step:
            self._stop.token_count += piece.token_count
        return ()

    def _count(self, step: int, now: float) -> Usage:
        sent, first, last = self.request.sent_at, self._first_part_at, self._last_part_at
        stop = self._stop
        return Usage(
            prompt_token_count=self._prompt_token_count,
            completion_token_count=self._completion_token_count,
            queue_seconds=_seconds(sent, self._started_at or now),
            ttft_seconds=None if first is None else _seconds(sent, first),
            decode_seconds=_seconds(first, last) if first and last else 0.0,
            reasoning_token_count=self._reasoning_token_count,
            reasoning_seconds=self._thinking.seconds(now),
            cached_prompt_token_count=self._cached_prompt_token_count,
            steps_after_stop=max(step - stop.step, 0) if stop else None,
            tokens_after_stop=stop.token_count if stop else None,
            freed_after_seconds=_seconds(stop.seen_at, time.monotonic()) if stop else None,
        )


def _seconds(start: float, end: float) -> float:
    """Never negative: the sender's clock may be ahead of ours."""
    return round(max(end - start, 0.0), 6)
