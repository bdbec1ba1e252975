"""Whom the quarantine lets in after deaths, and whom it blames. A simulated engine, no model."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from inference.backends.transformers.recovery import Quarantine


class Machine:
    """An engine that dies in every step that holds poison, or more requests than fit into memory.
    needs: key → tokens to make; poison: key → the token that cannot be made."""

    def __init__(self, needs: dict[str, int], poison: dict[str, int], fits: int = 1000) -> None:
        self.quarantine = Quarantine()
        self.needs, self.poison, self.fits = needs, poison, fits
        self.made = dict.fromkeys(needs, 0)
        self.inside: dict[str, bool] = {}
        self.given_up: list[str] = []
        self.deaths = 0
        for key in needs:
            self.quarantine.arrive(key)

    def run(self) -> None:
        here = set(self.needs)
        for _ in range(10_000):
            if not here:
                return
            for entry in self.quarantine.enter():
                self.inside[entry.key] = entry.is_trial
            assert self.inside, "nobody is let in any more"
            self._step(here)
        raise AssertionError("it never ends")

    def _step(self, here: set[str]) -> None:
        too_many = len(self.inside) > self.fits
        if too_many or any(self.made[key] == self.poison.get(key) for key in self.inside):
            batch, self.inside = list(self.inside), {}
            self.deaths += 1
            if (key := self.quarantine.died(batch, out_of_memory=too_many)) is not None:
                self.given_up.append(key)
                self._leave(key, here)
            return
        for key, is_trial in list(self.inside.items()):
            self.made[key] += 1
            if self.made[key] == self.needs[key]:
                self._leave(key, here)
            elif is_trial:
                del self.inside[key]
                self.quarantine.passed(key)

    def _leave(self, key: str, here: set[str]) -> None:
        here.discard(key)
        self.inside.pop(key, None)
        self.quarantine.leave(key)


keys = st.integers(0, 30).map(str)
lengths = st.dictionaries(keys, st.integers(1, 20), min_size=1)


@given(needs=lengths, poison=st.dictionaries(keys, st.integers(0, 25)))
def test_exactly_the_poison_is_given_up(needs: dict[str, int], poison: dict[str, int]) -> None:
    machine = Machine(needs, poison)
    machine.run()
    assert set(machine.given_up) == {
        key for key, token in poison.items() if key in needs and token < needs[key]
    }
    assert machine.deaths <= 2 * len(machine.given_up)


@given(needs=lengths, fits=st.integers(1, 40))
def test_nobody_is_given_up_when_there_are_just_too_many(needs: dict[str, int], fits: int) -> None:
    machine = Machine(needs, {}, fits)
    machine.run()
    assert machine.given_up == []


@given(needs=lengths, largest=st.integers(1, 8))
def test_a_company_that_is_deadly_without_a_culprit_is_split(
    needs: dict[str, int], largest: int
) -> None:
    """As a fault of the library that shows with many requests only; it looks like no other."""
    machine = Machine(needs, {}, 1000)
    original = machine.quarantine.died
    machine.fits = largest
    machine.quarantine.died = lambda batch, **_: original(batch, out_of_memory=False)  # type: ignore[method-assign]
    machine.run()
    assert machine.given_up == []


def test_who_is_suspected_most_is_tried_first_and_alone() -> None:
    quarantine = Quarantine()
    for key in "abc":
        quarantine.arrive(key)
    quarantine.enter()
    assert quarantine.died(["c", "a"], out_of_memory=False) is None
    assert [(entry.key, entry.is_trial) for entry in quarantine.enter()] == [("c", True)]
    assert quarantine.enter() == []
    assert quarantine.died(["c"], out_of_memory=False) == "c"
    quarantine.leave("c")
    assert [(entry.key, entry.is_trial) for entry in quarantine.enter()] == [
        ("a", False),
        ("b", False),
    ]


def test_when_all_who_saw_a_death_have_ended_everybody_may_enter_again() -> None:
    quarantine = Quarantine()
    for key in "ab":
        quarantine.arrive(key)
    quarantine.enter()
    quarantine.died(["a", "b"], out_of_memory=True)
    assert [entry.key for entry in quarantine.enter()] == ["a"]
    quarantine.arrive("c")
    assert quarantine.enter() == []
    quarantine.leave("a")
    assert [entry.key for entry in quarantine.enter()] == ["b"]
    quarantine.leave("b")
    quarantine.arrive("d")
    assert [entry.key for entry in quarantine.enter()] == ["c", "d"]
