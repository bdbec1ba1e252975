"""Who may read what, by the site's policy: nobody, what was reported, or all for a reason."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import pytest
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from chat.models import ApiGeneration, Conversation, Hold
from chat.privacy.policy import POLICIES, Decision, may_read, may_search, open_to, readable_by
from tests.support.cast import make_user

pytestmark = pytest.mark.django_db

NO, NEEDS_REASON, YES = Decision.NO, Decision.NEEDS_REASON, Decision.YES


@dataclass(frozen=True)
class State:
    """Of a conversation."""

    is_flagged: bool
    is_deleted: bool
    held: str

    def make(self, owner: User) -> Conversation:
        now = timezone.now()
        conversation = Conversation.objects.create(
            owner=owner,
            title="Secret",
            flagged_at=now if self.is_flagged else None,
            deleted_at=now if self.is_deleted else None,
        )
        if self.held == "itself":
            Hold.objects.create(conversation=conversation, reason="A claim")
        return conversation

    def decision(self, policy: str) -> Decision:
        """For a reviewer, as docs/administration.md has it."""
        is_withdrawn = self.is_deleted and not self.held
        if policy == "nobody" or is_withdrawn:
            return NO
        if self.is_flagged:
            return YES
        return NEEDS_REASON if policy == "with_reason" else NO


STATES = [State(*one) for one in product((False, True), (False, True), ("", "itself", "owner"))]


@pytest.mark.parametrize("policy", POLICIES)
def test_a_reviewer_reads_what_the_policy_opens(
    policy: str, settings: Settings, charlie: User
) -> None:
    settings.REVIEW_POLICY = policy
    for number, state in enumerate(STATES):
        owner = make_user(f"owner-{number}")
        if state.held == "owner":
            Hold.objects.create(account=owner, reason="A claim")
        conversation = state.make(owner)
        wanted = state.decision(policy)
        assert may_read(charlie, conversation) is wanted, state
        assert readable_by(charlie).contains(conversation) == (wanted is not NO), state
        assert open_to(charlie).contains(conversation) == (wanted is YES), state


@pytest.mark.parametrize("policy", POLICIES)
def test_people_read_their_own_and_nobody_elses(
    policy: str, settings: Settings, alice: User, bob: User
) -> None:
    settings.REVIEW_POLICY = policy
    flagged = State(is_flagged=True, is_deleted=False, held="").make(alice)
    assert may_read(alice, flagged) is YES
    assert may_read(bob, flagged) is NO
    assert not readable_by(bob).exists()


def test_a_superuser_is_bound_by_it_too(settings: Settings, alice: User, dora: User) -> None:
    conversation = State(is_flagged=False, is_deleted=False, held="").make(alice)
    for policy, wanted in (("nobody", NO), ("flagged", NO), ("with_reason", NEEDS_REASON)):
        settings.REVIEW_POLICY = policy
        assert may_read(dora, conversation) is wanted


@pytest.mark.parametrize("missing", ["is_active", "is_staff", "right"])
def test_who_is_no_reviewer_any_more_reads_nothing(
    missing: str, alice: User, charlie: User
) -> None:
    conversation = State(is_flagged=True, is_deleted=False, held="").make(alice)
    assert may_read(charlie, conversation) is YES
    if missing == "right":
        charlie.groups.clear()
    else:
        User.objects.filter(pk=charlie.pk).update(**{missing: False})
    assert may_read(User.objects.get(pk=charlie.pk), conversation) is NO


def test_what_programs_said_is_read_for_a_reason_or_not_at_all(
    settings: Settings, alice: User, charlie: User, dora: User
) -> None:
    kept = ApiGeneration.objects.create(owner=alice, route="chat.completions", keeps_text=True)
    assert may_read(dora, kept) is NEEDS_REASON
    assert may_read(alice, kept) is YES
    assert may_read(charlie, kept) is NO, "reviewers have no right to programs' texts"
    for policy in ("nobody", "flagged"):
        settings.REVIEW_POLICY = policy
        assert may_read(dora, kept) is NO


def test_searching_everybodys_texts_needs_a_reason_where_reading_does(
    settings: Settings, charlie: User
) -> None:
    assert may_search(charlie) is NEEDS_REASON
    for policy in ("nobody", "flagged"):
        settings.REVIEW_POLICY = policy
        assert may_search(charlie) is YES, "of what is open to them"
