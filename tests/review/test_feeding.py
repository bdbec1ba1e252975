"""What people report, or hold against a reply, waits for reviewers, as far as they may read it."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from accounts.models import User
from chat import services
from chat.exceptions import Held
from chat.feedback import give, take_back
from chat.models import Conversation, Hold, ReviewItem, ReviewLabel, ReviewNote
from chat.privacy import holds
from chat.privacy.flags import flag, unflag
from chat.review import labelling, queue
from chat.review.exceptions import ReviewRefused
from tests.review.conftest import item_of, page_of, queued
from tests.support.cast import browser_of, talk

pytestmark = pytest.mark.django_db


def test_a_report_is_queued_once_however_often_it_is_made(alice: User) -> None:
    conversation = talk(alice, "One?", "One.").conversation
    for note in ("It frightens me", "Really"):
        flag(conversation, by=alice, note=note)
    item = ReviewItem.objects.get()
    assert (item.conversation, item.source, item.status) == (conversation, "report", "open")


def test_a_report_that_is_taken_back_is_waited_for_no_more(alice: User) -> None:
    conversation = talk(alice, "One?", "One.").conversation
    flag(conversation, by=alice)
    unflag(conversation, by=alice)
    assert item_of(conversation).status == "dismissed"
    flag(conversation, by=alice)
    assert item_of(conversation).status == "open"
    assert item_of(conversation).closed_at is None


def test_what_a_reviewer_has_taken_stays_with_them(alice: User, bob: User) -> None:
    conversation = talk(alice, "One?", "One.").conversation
    flag(conversation, by=alice)
    queue.assign(item_of(conversation), bob)
    unflag(conversation, by=alice)
    item = item_of(conversation)
    assert (item.status, item.assignee) == ("open", bob)


def test_a_thumb_down_is_queued_and_one_up_is_not(alice: User) -> None:
    reply = talk(alice, "One?", "One.")
    give(giver=alice, message_id=reply.pk, rating="good")
    assert not ReviewItem.objects.exists()
    give(giver=alice, message_id=reply.pk, rating="bad")
    item = item_of(reply.conversation)
    assert (item.source, item.status) == ("feedback", "open")
    queue.dismiss(item, alice)
    give(giver=alice, message_id=reply.pk, rating="bad", comment="Still.")
    assert item_of(reply.conversation).status == "dismissed"


@pytest.mark.parametrize("turned", [True, False])
def test_a_thumb_that_is_turned_or_taken_back_is_waited_for_no_more(
    turned: bool, alice: User
) -> None:
    reply = talk(alice, "One?", "One.")
    give(giver=alice, message_id=reply.pk, rating="bad")
    if turned:
        give(giver=alice, message_id=reply.pk, rating="good")
    else:
        take_back(giver=alice, message_id=reply.pk)
    assert item_of(reply.conversation).status == "dismissed"


def test_of_two_reasons_the_other_one_stays(alice: User) -> None:
    reply = talk(alice, "One?", "One.")
    give(giver=alice, message_id=reply.pk, rating="bad")
    flag(reply.conversation, by=alice)
    assert item_of(reply.conversation).source == "report"
    reply.conversation.refresh_from_db()
    unflag(reply.conversation, by=alice)
    item = item_of(reply.conversation)
    assert (item.source, item.status) == ("feedback", "open")


def test_nothing_is_queued_that_nobody_may_read(alice: User, settings: Settings) -> None:
    settings.REVIEW_POLICY = "nobody"
    reply = talk(alice, "One?", "One.")
    give(giver=alice, message_id=reply.pk, rating="bad")
    settings.REVIEW_POLICY = "flagged"
    other = talk(alice, "Two?", "Two.")
    give(giver=alice, message_id=other.pk, rating="bad")
    assert not ReviewItem.objects.exists()
    flag(other.conversation, by=alice)
    assert ReviewItem.objects.count() == 1


def test_what_was_closed_is_opened_again_and_labelled_anew(alice: User, bob: User) -> None:
    item = queued(alice)
    queue.finish(item, bob)
    flag(item.conversation, by=alice)
    item.refresh_from_db()
    assert (item.status, item.source, item.assignee) == ("open", "report", None)
    assert queue.take_next(bob) == item


def test_a_conversation_that_goes_takes_items_and_notes_along(alice: User, bob: User) -> None:
    item = queued(alice)
    labelling.add_note(item, bob, "Ask Alice.")
    labelling.set_labels(item, bob, [])
    services.delete(item.conversation)
    assert not ReviewItem.objects.exists()
    assert not ReviewNote.objects.exists()


def test_a_legal_hold_keeps_them(alice: User, bob: User, dora: User) -> None:
    item = queued(alice)
    labelling.add_note(item, bob, "Ask Alice.")
    holds.place(Hold(conversation=item.conversation, reason="A court asked for it."), by=dora)
    with pytest.raises(Held):
        services.delete(item.conversation)
    assert ReviewNote.objects.get().item == item


def test_under_a_legal_hold_no_reviewer_takes_a_note_or_label_away(
    alice: User, bob: User, dora: User, harmful: ReviewLabel, wrong: ReviewLabel
) -> None:
    item = queued(alice)
    note = labelling.add_note(item, bob, "Ask Alice.")
    labelling.set_labels(item, bob, [harmful.pk])
    hold = Hold(conversation=item.conversation, reason="A court asked for it.")
    holds.place(hold, by=dora)
    with pytest.raises(ReviewRefused, match="legal hold"):
        labelling.delete_note(item, bob, note.pk)
    with pytest.raises(ReviewRefused, match="legal hold"):
        labelling.set_labels(item, bob, [wrong.pk])
    labelling.set_labels(item, bob, [harmful.pk, wrong.pk])
    assert labelling.get_opinion(item, bob).own == {harmful.pk, wrong.pk}
    assert item.notes.get() == note
    holds.release(hold, by=dora)
    labelling.delete_note(item, bob, note.pk)
    labelling.set_labels(item, bob, [])
    assert labelling.get_opinion(item, bob).own == set()
    assert not item.notes.exists()


def test_a_label_that_is_on_a_held_conversation_is_not_deleted(
    alice: User, bob: User, dora: User, harmful: ReviewLabel, wrong: ReviewLabel
) -> None:
    item = queued(alice)
    labelling.set_labels(item, bob, [harmful.pk])
    holds.place(Hold(account=alice, reason="A court asked for it."), by=dora)
    administrator = browser_of(dora)
    several = {"action": "delete_selected", "_selected_action": [str(harmful.pk)], "post": "yes"}
    assert "legal hold" in administrator.post("/admin/chat/reviewlabel/", several).text
    for label in (harmful, wrong):
        administrator.post(f"/admin/chat/reviewlabel/{label.pk}/delete/", {"post": "yes"})
    assert ReviewLabel.objects.get() == harmful
    assert labelling.get_opinion(item, bob).own == {harmful.pk}


def test_a_legal_hold_keeps_the_note_of_a_report_and_the_page_says_so(
    alice: User, dora: User
) -> None:
    conversation = talk(alice, "One?", "One.").conversation
    path = f"/c/{conversation.pk}/report/"
    browser_of(alice).post(path, {"note": "It frightens me"})
    hold = Hold(conversation=conversation, reason="A court asked for it.")
    holds.place(hold, by=dora)
    for more in ({}, {"withdraw": "1"}):
        page = browser_of(alice).post(path, {"note": "Nothing", **more}, follow=True).text
        assert "A legal hold keeps the note as it is until that is released." in page
        assert Conversation.objects.get().flag_note == "It frightens me"
    assert Conversation.objects.get().flagged_at is None, "it is taken back all the same"
    assert "frightens" not in browser_of(dora).get(page_of(item_of(conversation))).text
    holds.release(hold, by=dora)
    assert Conversation.objects.get().flag_note == "", "nobody is to read it any more"
