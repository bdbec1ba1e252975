"""Labels and notes: each reviewer's own, hidden from the other until both have judged."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from chat.exporting.files import account_json
from chat.models import NOTE_CHARACTERS, ReviewItem, ReviewLabel
from chat.review import labelling, queue
from chat.review.agreement import kappa, list_pairs
from chat.review.exceptions import Closed, Finished, ReviewRefused, Taken
from tests.review.conftest import queued

pytestmark = pytest.mark.django_db


def names(label: ReviewLabel, reader: User) -> int:
    return labelling.seen_with_label(reader, label.pk).count()


def test_two_label_the_same_without_each_others_labels(
    alice: User, bob: User, charlie: User, harmful: ReviewLabel, wrong: ReviewLabel
) -> None:
    item = queued(alice)
    queue.want_second(item)
    labelling.set_labels(item, bob, [harmful.pk])
    labelling.add_note(item, bob, "Look at the third line.")
    queue.finish(item, bob)
    item = queue.take_next(charlie) or item
    before = labelling.get_opinion(item, charlie)
    assert (before.own, before.others, before.notes, before.hidden_notes) == (set(), [], [], 1)
    assert (names(harmful, bob), names(harmful, charlie)) == (1, 0)
    labelling.set_labels(item, charlie, [wrong.pk])
    item = queue.finish(item, charlie)
    after = labelling.get_opinion(item, charlie)
    assert [one.reviewer for one in after.others] == [bob]
    assert [note.text for note in after.notes] == ["Look at the third line."]
    assert names(harmful, charlie) == 1


def test_a_label_takes_what_waits_and_leaves_what_another_has(
    alice: User, bob: User, charlie: User, harmful: ReviewLabel
) -> None:
    item = queued(alice)
    assert labelling.set_labels(item, bob, [harmful.pk]).assignee == bob
    with pytest.raises(Taken):
        labelling.set_labels(item, charlie, [harmful.pk])
    assert labelling.get_opinion(item, bob).own == {harmful.pk}
    labelling.set_labels(item, bob, [])
    assert labelling.get_opinion(item, bob).own == set()


def test_who_is_through_changes_nothing(
    alice: User, bob: User, charlie: User, harmful: ReviewLabel
) -> None:
    item = queued(alice)
    queue.want_second(item)
    queue.finish(item, bob)
    with pytest.raises(Finished):
        labelling.set_labels(item, bob, [harmful.pk])
    queue.finish(item, charlie)
    with pytest.raises(Closed):
        labelling.set_labels(item, bob, [harmful.pk])


def test_a_retired_label_is_put_no_more_and_stays_where_it_is(
    alice: User, bob: User, harmful: ReviewLabel
) -> None:
    old, new = queued(alice), queued(alice)
    labelling.set_labels(old, bob, [harmful.pk])
    ReviewLabel.objects.update(is_retired=True)
    for item in (old, new):
        labelling.set_labels(item, bob, [harmful.pk])
    assert labelling.get_opinion(old, bob).own == {harmful.pk}
    assert labelling.get_opinion(new, bob).own == set()
    ReviewLabel(name="Hopeful", letter="h").full_clean()


@pytest.mark.parametrize("letter", ["j", "d", "H", "é", "?", " "])
def test_a_letter_that_does_something_else_is_no_key(letter: str) -> None:
    with pytest.raises(ValidationError):
        ReviewLabel(name="Other", letter=letter).full_clean()


def test_two_labels_have_two_letters(harmful: ReviewLabel) -> None:
    with pytest.raises(ValidationError, match="Another label has this letter"):
        ReviewLabel(name="Hopeful", letter="h").full_clean()


def test_a_note_is_for_reviewers_and_never_among_its_owners_data(alice: User, bob: User) -> None:
    item = queued(alice)
    note = labelling.add_note(item, bob, " A canary \r\nsings. ")
    assert note.text == "A canary \nsings."
    assert "canary" not in json.dumps("".join(account_json(alice)))
    for text in ("  ", "x" * (NOTE_CHARACTERS + 1)):
        with pytest.raises(ReviewRefused):
            labelling.add_note(item, bob, text)
    labelling.delete_note(item, alice, note.pk)
    assert item.notes.exists()
    labelling.delete_note(item, bob, note.pk)
    assert not item.notes.exists()


def test_kappa_is_that_of_cohen() -> None:
    """The example of the article: 20, 5, 10 and 15 of 50."""
    judgements = [(1, 1)] * 20 + [(1, 0)] * 5 + [(0, 1)] * 10 + [(0, 0)] * 15
    assert kappa(judgements) == pytest.approx(0.4)
    assert kappa([(1, 0), (0, 1)]) == pytest.approx(-1.0)
    assert kappa([(1, 1)] * 3) is None
    assert kappa([(1, 1), (0, 0)]) == pytest.approx(1.0)


def test_who_may_know_what_others_said_agrees_with_nobody(
    alice: User, bob: User, charlie: User, harmful: ReviewLabel
) -> None:
    shown, reopened, noted = queued(alice), queue.want_second(queued(alice)), queued(alice)
    finish_with(shown, bob, harmful)
    assert labelling.get_opinion(ReviewItem.objects.get(pk=shown.pk), charlie).others
    finish_with(queue.want_second(shown), charlie, harmful)
    for _ in range(2):
        finish_with(reopened, bob, harmful)
        finish_with(reopened, charlie, harmful)
        queue.reopen(reopened)
    queue.finish(reopened, bob)
    queue.finish(reopened, charlie)
    labelling.add_note(noted, bob, "It is harmful.")
    queue.want_second(noted)
    finish_with(noted, charlie, harmful)
    finish_with(noted, bob, harmful)
    assert {item.status for item in ReviewItem.objects.all()} == {"done"}
    assert list_pairs(bob) == []


def finish_with(item: ReviewItem, who: User, label: ReviewLabel) -> None:
    labelling.set_labels(item, who, [label.pk])
    queue.finish(item, who)


def test_agreement_is_told_for_each_pair_and_label(
    alice: User,
    bob: User,
    charlie: User,
    harmful: ReviewLabel,
    wrong: ReviewLabel,
) -> None:
    said: list[tuple[list[int], list[int]]] = [
        ([harmful.pk], [harmful.pk]),
        ([harmful.pk, wrong.pk], [harmful.pk]),
        ([], []),
    ]
    for bobs, charlies in said:
        item = queue.want_second(queued(alice))
        for who, labels in ((bob, bobs), (charlie, charlies)):
            labelling.set_labels(item, who, labels)
            queue.finish(item, who)
    unfinished = queue.want_second(queued(alice))
    queue.finish(unfinished, bob)
    (pair,) = list_pairs(bob)
    assert (pair.first, pair.second) == (bob, charlie)
    assert pair.whole.count == 3
    assert pair.whole.percentage == pytest.approx(200 / 3)
    figures = {label.name: one for label, one in pair.labels}
    assert (figures["Harmful"].percentage, figures["Harmful"].kappa) == (100, 1)
    assert figures["Wrong"].kappa == pytest.approx(0.0)
    (apart,) = pair.disagreements
    assert (set(apart.first), set(apart.second)) == ({harmful, wrong}, {harmful})
    assert list_pairs(alice) == []
