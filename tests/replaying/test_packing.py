"""The arrivals of a reply take few bytes, come out as they went in, and are coarsened, not lost."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.replaying.packing import KINDS, LIMIT_BYTES, Moment, pack, unpack


def reply(count: int, *, seed: int = 1, kinds: int = 1) -> list[Moment]:
    """As an engine makes it: a token in about 20 ms, and a stall now and then."""
    chance, ms = random.Random(seed), 300
    moments = []
    for _ in range(count):
        ms += chance.randint(8, 60) if chance.random() > 0.001 else chance.randint(1_500, 9_000)
        kind = KINDS[chance.randrange(kinds)]
        moments.append(Moment(ms, kind, chance.randint(1, 9), 1))
    return moments


moments_in_order = st.lists(
    st.builds(
        Moment,
        st.integers(0, 10**9),
        st.sampled_from(KINDS),
        st.integers(0, 10**6),
        st.integers(0, 10**5),
    ),
    max_size=50,
).map(lambda some: sorted(some, key=lambda one: one.ms))


@given(moments_in_order)
def test_what_is_packed_comes_out_again(moments: list[Moment]) -> None:
    assert unpack(pack(moments)) == moments


def test_ten_thousand_tokens_take_less_than_forty_kilobytes() -> None:
    moments = reply(10_000)
    packed = pack(moments)
    assert len(packed) < LIMIT_BYTES
    assert unpack(packed) == moments


@pytest.mark.parametrize("kinds", [1, 3])
def test_a_reply_beyond_the_limit_is_coarser_and_loses_nothing(kinds: int) -> None:
    moments = reply(60_000, kinds=kinds)
    packed = pack(moments)
    assert len(packed) <= LIMIT_BYTES
    kept = unpack(packed)
    assert 1_000 < len(kept) < len(moments)
    for kind in KINDS:
        for name in ("characters", "token_count"):
            before = sum(getattr(one, name) for one in moments if one.kind == kind)
            assert sum(getattr(one, name) for one in kept if one.kind == kind) == before
    assert kept[0].ms == moments[0].ms
    assert [one.ms for one in kept] == sorted(one.ms for one in kept)


def test_stalls_survive_when_a_reply_is_coarser() -> None:
    def stalls(moments: list[Moment]) -> int:
        return sum(after.ms - before.ms > 1_400 for before, after in pairwise(moments))

    moments = reply(60_000)
    assert stalls(unpack(pack(moments))) == stalls(moments) > 10
