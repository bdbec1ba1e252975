"""A reply that another worker began is gone on with after any of its tokens as if nothing had
happened: text, thoughts, calls, log probabilities, counts and ending."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest

from inference.config import get_config
from inference.contract import (
    Event,
    Failed,
    Finished,
    GenerationRequest,
    Grammar,
    Numbered,
    ToolCallPart,
    Usage,
    joined,
)
from inference.handover import Earlier, read_notes
from inference.reply import Reply
from tests.inference.backends.test_pocket_tools import TOOLS
from tests.inference.conftest import hearing
from tests.inference.support.ear import Ear
from tests.inference.support.requests import ask, ask_raw
from tests.support.waiting import wait_for

MOST_CUTS = 12  # of one reply, evenly spread, the first and the last among them


@dataclass(frozen=True, slots=True)
class Cut:
    """What Redis holds when a worker is lost there."""

    notes: str
    events: tuple[Event, ...]

    def earlier(self) -> tuple[Any, Earlier]:
        made = read_notes(self.notes)
        log = [(Numbered(seq, event), 1.0 + seq) for seq, event in enumerate(self.events, 1)]
        return made, Earlier.of(log, made, why="lost", age_seconds=1.0)


@pytest.fixture(scope="module")
def pocket() -> Iterator[Ear]:
    config = replace(get_config(), backend="transformers", chat_model="pocket", device="cpu")
    with hearing(config) as ear:
        yield ear


def heard(ear: Ear, request: GenerationRequest, earlier: Earlier | None = None) -> list[Cut]:
    """Where the reply can be cut, as the engine tells it; the last is its end."""
    request = replace(request, id=ask("").id)
    reply = Reply(request, earlier)
    prepared = ear.backend.prepare(request)
    events = reply.start(prepared, model="model", revision="1")
    cuts = [Cut("", events)]
    ear.backend.submit(prepared)

    def take() -> bool:
        pieces = ear.pieces[request.id]
        while len(cuts_of) < len(pieces):
            step, piece = pieces[len(cuts_of)]
            cuts_of.append(1)
            if told := reply.take(piece, step):
                cuts.append(Cut(cuts[-1].notes + reply.take_made(), (*cuts[-1].events, *told)))
        return reply.ending is not None

    cuts_of: list[int] = []
    wait_for(take, seconds=60, what="the ending")
    return cuts


def told(events: Sequence[Event], choice: int) -> list[Any]:
    """However it is cut into events; the ids of calls are drawn anew each time."""
    own: list[Any] = list(joined(one for one in events if getattr(one, "choice", -1) == choice))
    for place, one in enumerate(own):
        if hasattr(one, "token_count"):
            own[place] = replace(one, token_count=0)
        if isinstance(one, ToolCallPart):
            own[place] = replace(own[place], id=one.id and "an id")
    return own


def logprobs(events: Sequence[Event], choice: int) -> list[tuple[str, Any]]:
    """A prompt is read anew, not decoded: the last bits of a logarithm may differ."""
    scores = [score for one in told(events, choice) for score in getattr(one, "logprobs", ())]
    all_scores = [one for score in scores for one in (score, *score.top)]
    return [(one.token, pytest.approx(one.logprob, abs=1e-3)) for one in all_scores]


def assert_goes_on_after_every_token(ear: Ear, request: GenerationRequest) -> list[Cut]:
    cuts = heard(ear, request)
    whole = cuts.pop()
    assert isinstance(whole.events[-1], Finished)
    places = sorted({round(i * (len(cuts) - 1) / (MOST_CUTS - 1)) for i in range(MOST_CUTS)})
    for cut in (cuts[place] for place in places):
        made, earlier = cut.earlier()
        rest = heard(ear, replace(request, made=made, attempt=2), earlier)[-1]
        events = (*cut.events, *rest.events)
        for choice in range(request.choices):
            assert words(events, choice) == words(whole.events, choice)
            assert logprobs(events, choice) == logprobs(whole.events, choice)
        assert events[-1] == whole.events[-1]
        assert counts(events) == counts(whole.events)
        tokens = [tokens_of(one) for one in (events, whole.events)]
        assert tokens[0] == tokens[1]
    return cuts


WITHOUT = ("logprobs", "reasoning_seconds")  # in other pieces, and of another clock


def words(events: Sequence[Event], choice: int) -> list[Any]:
    return [
        replace(one, **{name: None for name in WITHOUT if hasattr(one, name)})
        for one in told(events, choice)
    ]


def counts(events: Sequence[Event]) -> tuple[int, int, int]:
    (usage,) = (one for one in events if isinstance(one, Usage))
    return (
        usage.prompt_token_count,
        usage.completion_token_count,
        usage.reasoning_token_count,
    )


def tokens_of(events: Sequence[Event]) -> int:
    return sum(getattr(one, "token_count", 0) for one in events)


# Random weights write broken characters, so each of these has some that are split over tokens.
KINDS: dict[str, GenerationRequest] = {
    "greedy": ask("tell me", max_tokens=60),
    "seeded": ask("tell me", temperature=1.0, seed=7, top_p=0.9, max_tokens=60),
    "penalties": ask(
        "tell me",
        temperature=1.0,
        seed=4,
        frequency_penalty=0.5,
        presence_penalty=0.2,
        repetition_penalty=1.2,
        logit_bias={30: 5.0, 31: 4.0},
        max_tokens=60,
    ),
    "logprobs": ask("tell me", temperature=1.0, seed=3, logprobs=2, max_tokens=60),
    "choices": replace(ask("tell me", temperature=1.0, seed=5, max_tokens=40), choices=4),
    "raw": ask_raw("tell me", temperature=1.0, seed=6, logprobs=1, max_tokens=60),
    "raw ids": ask_raw((40, 50, 1, 60), max_tokens=60),
    "form": replace(
        ask("tell me", temperature=1.0, seed=2, max_tokens=60),
        grammar=Grammar(kind="regex", value="([a-z][0-9]){20}(é|日本|😀){5}"),
    ),
}


@pytest.mark.parametrize("kind", list(KINDS))
def test_after_any_token(tiny: Ear, kind: str) -> None:
    assert len(assert_goes_on_after_every_token(tiny, KINDS[kind])) > 5


def test_after_the_beginning_of_a_stop_string(tiny: Ear) -> None:
    """What is held back for it is neither lost nor doubled, and it is found across the cut."""
    text = tiny.complete(KINDS["form"])[0]
    stop = text[20:24]
    found = replace(KINDS["form"].sampling, stop=(stop, text[5:8] + "no"), logprobs=1)
    cuts = assert_goes_on_after_every_token(tiny, replace(KINDS["form"], sampling=found))
    assert len(cuts) > 5


def test_when_some_choices_are_whole_the_others_go_on(tiny: Ear) -> None:
    """They end at different times; those that have ended are not begun anew."""
    for seed in range(3):
        request = replace(
            ask("tell me", temperature=1.5, seed=seed, max_tokens=60, stop=("e", "a")), choices=4
        )
        assert_goes_on_after_every_token(tiny, request)


@pytest.mark.parametrize(
    "request_",
    [
        pytest.param(ask("Tell me about the sea.", max_tokens=60), id="answer"),
        pytest.param(replace(ask("What is 12*7?", max_tokens=80), tools=TOOLS), id="call"),
        pytest.param(
            replace(ask("Good morning!", max_tokens=80), tools=TOOLS, tool_choice="required"),
            id="required-call",
        ),
        pytest.param(replace(ask("What is 3+4?", max_tokens=80), thinking=True), id="thoughts"),
        pytest.param(
            replace(ask("A person, please.", max_tokens=60), grammar=Grammar(kind="json_object")),
            id="json",
        ),
    ],
)
def test_calls_and_thoughts_of_the_bundled_model(pocket: Ear, request_: GenerationRequest) -> None:
    cuts = assert_goes_on_after_every_token(pocket, request_)
    assert not any(isinstance(event, Failed) for cut in cuts for event in cut.events)
