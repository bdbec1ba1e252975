"""Taking, giving, finishing: one item is one reviewer's, whoever asks at the same moment."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.models import Membership, Team, User
from chat.models import ReviewItem
from chat.review import labelling, queue
from chat.review.access import items_for, list_reviewers, waiting_for
from chat.review.exceptions import Closed, Finished, ReviewRefused, Taken
from tests.review.conftest import queued
from tests.support.at_once import all_at_once
from tests.support.cast import conversations, make_reviewer, make_user

pytestmark = pytest.mark.django_db


def test_the_oldest_is_taken_first_and_by_one_alone(alice: User, bob: User, charlie: User) -> None:
    first, second = queued(alice), queued(alice)
    assert queue.take_next(bob) == first
    assert queue.take_next(charlie) == second
    assert queue.take_next(charlie) is None


@pytest.mark.django_db(transaction=True)
def test_reviewers_who_press_next_at_the_same_moment_get_different_ones(
    alice: User, bob: User
) -> None:
    made = ReviewItem.objects.bulk_create(
        ReviewItem(conversation=one, source="sample") for one in conversations(alice, 4)
    )
    taken = all_at_once(4, lambda: queue.take_next(bob))
    assert {one.pk for one in taken if isinstance(one, ReviewItem)} == {one.pk for one in made}


@pytest.mark.django_db(transaction=True)
def test_one_of_many_who_want_the_same_has_it(alice: User) -> None:
    item = queued(alice)
    people = [make_reviewer(f"reviewer{number}") for number in range(3)]
    left = list(people)
    outcomes = all_at_once(3, lambda: queue.finish(item, left.pop()))
    assert sum(isinstance(one, ReviewItem) for one in outcomes) == 1
    assert all(isinstance(one, ReviewItem | Closed | Taken) for one in outcomes), outcomes
    assert item.assessments.count() == 1


def test_what_another_has_cannot_be_touched_but_given_on(
    alice: User, bob: User, charlie: User
) -> None:
    item = queued(alice)
    queue.assign(item, bob)
    for touch in (queue.take, queue.finish, queue.dismiss):
        with pytest.raises(Taken):
            touch(item, charlie)
    assert queue.assign(item, charlie).assignee == charlie
    assert queue.finish(item, charlie).status == "done"
    with pytest.raises(Closed):
        queue.assign(item, bob)


def test_a_second_reviewer_is_another_one(alice: User, bob: User, charlie: User) -> None:
    item = queued(alice)
    queue.want_second(item)
    after_one = queue.finish(item, bob)
    assert (after_one.status, after_one.assignee) == ("open", None)
    assert queue.take_next(bob) is None
    with pytest.raises(Finished):
        queue.take(item, bob)
    with pytest.raises(ReviewRefused):
        queue.assign(item, bob)
    assert queue.take_next(charlie) == item
    assert queue.finish(item, charlie).status == "done"


def test_one_that_is_done_can_wait_for_a_second_reviewer(alice: User, bob: User) -> None:
    item = queued(alice)
    queue.finish(item, bob)
    asked = queue.want_second(item)
    assert (asked.status, asked.assignee, asked.closed_at) == ("open", None, None)
    assert not waiting_for(bob).exists()


def test_one_that_needs_no_second_reviewer_any_more_is_done(alice: User, bob: User) -> None:
    item = queue.want_second(queued(alice))
    assert queue.do_without_second(item, bob).status == "open"
    queue.want_second(item)
    queue.finish(item, bob)
    done = queue.do_without_second(item, bob)
    assert (done.status, done.assignee, done.wants_second) == ("done", bob, False)


def test_who_has_yet_to_label_cannot_do_without_the_second_reviewer(
    alice: User, bob: User, charlie: User
) -> None:
    item = queue.want_second(queued(alice))
    labelling.add_note(item, bob, "It is harmful.")
    queue.finish(item, bob)
    with pytest.raises(ReviewRefused):
        queue.do_without_second(item, charlie)
    queue.assign(item, charlie)
    with pytest.raises(Taken):
        queue.do_without_second(item, bob)
    item.refresh_from_db()
    assert item.wants_second
    assert labelling.get_opinion(item, charlie).notes == []


def test_nobody_reviews_what_is_theirs_or_their_teams(alice: User, bob: User) -> None:
    own = queued(bob)
    of_team = queued(alice)
    team = Team.objects.create(name="Team")
    type(of_team.conversation).objects.filter(pk=of_team.conversation_id).update(team=team)
    assert items_for(bob).get() == of_team
    Membership.objects.create(team=team, user=bob, role="reviewer")
    assert not items_for(bob).exists()
    with pytest.raises(ReviewRefused):
        queue.assign(own, bob)


@pytest.mark.parametrize("who", [{}, {"is_staff": True}, {"is_superuser": True}])
def test_only_staff_with_the_right_review(who: dict[str, Any], alice: User) -> None:
    queued(alice)
    assert not items_for(make_user("eve", **who)).exists()


def test_reviewers_are_those_to_whom_something_can_be_given(
    alice: User, bob: User, dora: User
) -> None:
    make_user("eve", is_staff=True)
    half = make_user("frank", is_staff=True)
    half.user_permissions.add(Permission.objects.get(codename="review"))
    assert list_reviewers() == [bob, dora]


def test_however_many_reviewers_there_are_one_query_lists_them(
    alice: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    several = [make_reviewer(f"r{number}") for number in range(5)]
    with django_assert_num_queries(1):
        assert list_reviewers() == several


def test_what_the_policy_closes_is_in_nobodys_queue(
    alice: User, bob: User, settings: Settings
) -> None:
    queued(alice)
    for policy in ("flagged", "nobody"):
        settings.REVIEW_POLICY = policy
        assert queue.take_next(bob) is None


def test_what_its_owner_has_deleted_is_reviewed_no_more(alice: User, bob: User) -> None:
    item = queued(alice)
    type(item.conversation).objects.update(deleted_at=item.queued_at)
    assert queue.take_next(bob) is None


def test_a_reviewer_who_leaves_gives_everything_back(alice: User, bob: User, charlie: User) -> None:
    item = queued(alice)
    queue.assign(item, bob)
    bob.delete()
    assert queue.take_next(charlie) == item


def test_a_sample_takes_what_was_in_no_queue(alice: User, bob: User) -> None:
    made = conversations(alice, 5) + conversations(bob, 3)
    ReviewItem.objects.create(conversation=made[0], source="hand", status="open")
    everything = type(made[0]).objects.all()
    assert queue.put_sample(bob, everything, 2) == 2
    assert ReviewItem.objects.filter(source="sample").count() == 2
    assert queue.put_sample(bob, everything, 100) == 2
    assert not ReviewItem.objects.filter(conversation__owner=bob).exists()
