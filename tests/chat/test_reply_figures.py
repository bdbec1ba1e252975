"""What is kept of how a reply was made."""

from __future__ import annotations

from accounts.models import User
from chat.models import Generation
from chat.tasks import save_outcome
from chat.wire.outbound import generation_json
from inference.client import recover_outcome
from inference.contract import Event, Finished, Outcome, Started, Text, Usage
from inference.store import get_redis
from inference.stream import Append, StreamWriter
from tests.support.cast import reply_to, say

STOPPED = Usage(
    prompt_token_count=12,
    completion_token_count=5,
    queue_seconds=0.1,
    ttft_seconds=0.2,
    decode_seconds=0.3,
    reasoning_token_count=2,
    reasoning_seconds=4.25,
    cached_prompt_token_count=0,
    steps_after_stop=1,
    tokens_after_stop=1,
    freed_after_seconds=0.035,
)
RECEIPT = {"steps_after_stop": 1, "tokens_after_stop": 1, "freed_after_seconds": 0.035}


def test_a_reply_that_was_stopped_keeps_its_receipt_also_when_the_log_alone_tells_it(
    alice: User,
) -> None:
    generation = say(alice, "Hello")
    events: tuple[Event, ...] = (
        Started(model="pocket", revision="7", prompt_token_count=12),
        Text(text="Hi"),
        STOPPED,
        Finished(reason="stopped"),
    )
    StreamWriter(get_redis()).append([Append(str(generation.pk), 1, events)])
    outcome = recover_outcome(str(generation.pk))
    assert outcome is not None
    assert save_outcome(Outcome.from_json(outcome.to_json()))
    told = generation_json(Generation.objects.get(pk=generation.pk))
    counts = {"reasoning_token_count": 2, "cached_prompt_token_count": 0}
    assert told["usage"] == {**RECEIPT, **counts, "reasoning_seconds": 4.25}
    assert (told["model"], told["revision"], told["sampling"]) == ("pocket", "7", {})


def test_what_nobody_knows_of_a_reply_is_not_told(alice: User) -> None:
    generation = say(alice, "Hello")
    reply_to(generation)
    assert generation_json(Generation.objects.get(pk=generation.pk))["usage"] == {}
