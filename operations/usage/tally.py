"""Adding up replies by model, user and team. Knows no table of the chat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from operations.models import CountedReply, Usage
from operations.usage.histogram import Buckets, bucket_of, from_json

By = Usage.By
COUNTS = ("replies", "api_replies", "prompt_tokens", "completion_tokens", "stopped", "failed")


@dataclass(slots=True)
class Sum:
    """Of any number of replies; see Usage. The rest is of other sources: refusals and thumbs."""

    replies: int = 0
    api_replies: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    stopped: int = 0
    failed: int = 0
    overloaded: int = 0
    over_quota: int = 0
    good: int = 0
    bad: int = 0
    errors: Counter[str] = field(default_factory=Counter)
    ttft: Buckets = field(default_factory=Counter)
    gap: Buckets = field(default_factory=Counter)

    def count(self, reply: CountedReply) -> None:
        self.replies += 1
        self.api_replies += reply.kind == CountedReply.Kind.API
        self.prompt_tokens += reply.prompt_tokens
        self.completion_tokens += reply.completion_tokens
        self.stopped += reply.is_stopped
        self.failed += reply.error_type != ""
        if reply.error_type:
            self.errors[reply.error_type] += 1
        if reply.ttft is not None:
            self.ttft[bucket_of(reply.ttft)] += 1
        if reply.gap is not None:
            self.gap[bucket_of(reply.gap)] += 1

    def add(self, other: Sum) -> None:
        for name in (*COUNTS, "overloaded", "over_quota", "good", "bad"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in ("errors", "ttft", "gap"):
            getattr(self, name).update(getattr(other, name))

    @classmethod
    def of(cls, kept: Usage) -> Sum:
        counts = {name: getattr(kept, name) for name in COUNTS}
        ttft, gap = from_json(kept.ttft), from_json(kept.gap)
        return cls(**counts, errors=Counter(kept.errors), ttft=ttft, gap=gap)


Tally = dict[tuple[str, str], Sum]  # by (By, key)


def add_up(replies: Iterable[CountedReply]) -> Tally:
    tally: Tally = {}
    for reply in replies:
        for place in ((By.MODEL, reply.model), (By.USER, reply.user), (By.TEAM, reply.team)):
            tally.setdefault(place, Sum()).count(reply)
    return tally
