"""Requests for which nobody waits: they take nobody's turn, place or last slot."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest

from inference import admission
from inference.admission import BACKGROUND_PLACES, admit
from inference.config import get_config
from inference.contract import Finished
from inference.exceptions import Overloaded
from inference.room import Room
from inference.store import get_redis
from inference.stream import Append, StreamWriter
from inference.waiting import Waiting
from tests.inference.client.test_waiting import a_request, admitted, places, tend
from tests.support.taking import take, take_next


def in_the_background() -> str:
    request = replace(a_request("alice"), is_background=True)
    admit(request)
    return request.id


def test_everybody_goes_before_it_who_comes_later_too() -> None:
    background = in_the_background()
    first, second = admitted("alice"), admitted("alice")
    third = admitted("bob")
    order = [one.request.id for one in iter(take_next, None)]
    assert set(order[:3]) == {first, second, third}
    assert order[3] == background


def test_it_is_in_nobodys_way_in_the_line() -> None:
    in_the_background()
    first, second = admitted("alice"), admitted("bob")
    assert places(first) == [0]
    assert places(second) == [1]
    tend()
    assert places(first)[-1] == 0
    assert places(second)[-1] == 1


def test_it_takes_no_place_of_its_owner_nor_of_the_site(monkeypatch: pytest.MonkeyPatch) -> None:
    config = replace(get_config(), max_concurrent_requests=2, max_requests_per_user=2)
    monkeypatch.setattr(admission, "get_config", lambda: config)
    for _ in range(BACKGROUND_PLACES):
        in_the_background()
    admitted("alice"), admitted("alice")
    with pytest.raises(Overloaded):
        admitted("bob")
    with pytest.raises(Overloaded):
        in_the_background()


def test_it_leaves_the_last_slot_to_people() -> None:
    background = in_the_background()
    waiting = Waiting(get_redis(), model="scripted", worker="worker")
    assert waiting.take(uuid4().hex, has_spare_slot=False) is None
    first = admitted("alice")
    taken = waiting.take(uuid4().hex, has_spare_slot=False)
    assert taken is not None
    assert taken.request.id == first
    assert take(background)


@pytest.mark.parametrize(("places", "taken", "spare"), [(2, 1, True), (2, 2, False), (1, 1, True)])
def test_a_worker_has_a_slot_to_spare_or_only_one(places: int, taken: int, spare: bool) -> None:
    room = Room(places=places)
    room.open()
    for _ in range(taken):
        assert room.take_place()
    assert room.has_spare is spare


def test_how_long_it_took_says_nothing_of_what_people_wait_for() -> None:
    background = in_the_background()
    assert take(background)
    StreamWriter(get_redis()).append([Append(background, 1, (Finished(reason="stop"),))])
    assert not get_redis().exists("replies:seconds", "replies:seconds:scripted")
