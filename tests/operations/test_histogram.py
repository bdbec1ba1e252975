"""Percentiles of times that were added up are as exact as they say."""

from __future__ import annotations

import math
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from operations.usage.histogram import ERROR, bucket_of, from_json, percentile, to_json

seconds = st.floats(0.0002, 3_600)


@given(st.lists(seconds, min_size=1, max_size=200), st.sampled_from([0.5, 0.95, 0.99]))
def test_a_percentile_is_at_most_five_percent_away(measured: list[float], share: float) -> None:
    told = percentile(Counter(map(bucket_of, measured)), share)
    true = sorted(measured)[math.ceil(len(measured) * share) - 1]
    assert told is not None
    assert ERROR < 0.05
    assert told == pytest.approx(true, rel=ERROR + 1e-6)


@given(st.lists(seconds), st.lists(seconds))
def test_two_days_together_are_as_one_day_of_both(first: list[float], second: list[float]) -> None:
    one, other = Counter(map(bucket_of, first)), Counter(map(bucket_of, second))
    both = from_json(to_json(one))
    both.update(from_json(to_json(other)))
    assert both == Counter(map(bucket_of, first + second))


def test_nothing_measured_has_no_percentile_and_no_time_at_all_has_one() -> None:
    assert percentile(Counter(), 0.5) is None
    assert percentile(Counter([bucket_of(0.0)]), 0.5) == pytest.approx(0.0001, rel=0.05)
