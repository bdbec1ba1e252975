"""When an engine is said to hang."""

from __future__ import annotations

from inference.watchdog import LONGEST_LOOK_SECONDS, StepWatch


def test_the_age_grows_while_there_is_work_and_no_step() -> None:
    watch = StepWatch()
    ages = [watch.look(step=7, is_busy=True, now=float(second)) for second in range(4)]
    assert ages == [0.0, 1.0, 2.0, 3.0]


def test_a_step_makes_it_young_again() -> None:
    watch = StepWatch()
    watch.look(step=7, is_busy=True, now=0.0)
    assert watch.look(step=7, is_busy=True, now=2.0) == 2.0
    assert watch.look(step=8, is_busy=True, now=3.0) == 0.0


def test_an_idle_engine_does_not_age() -> None:
    watch = StepWatch()
    watch.look(step=7, is_busy=False, now=0.0)
    assert watch.look(step=7, is_busy=False, now=1.0) == 0.0
    assert watch.look(step=7, is_busy=True, now=2.0) == 1.0


def test_a_process_that_was_frozen_was_not_hanging() -> None:
    watch = StepWatch()
    watch.look(step=7, is_busy=True, now=0.0)
    assert watch.look(step=7, is_busy=True, now=3600.0) == LONGEST_LOOK_SECONDS
