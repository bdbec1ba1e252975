"""What somebody thinks of a reply: given, taken back, looked up. Whoever takes part in a
conversation may rate its replies; refusals are those of chat.exceptions."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from chat import selectors
from chat.exceptions import FeedbackRefused, Held, NotAReviewer, NotFound, TextTooLong
from chat.models import COMMENT_CHARACTERS, Conversation, Feedback, Message, ReviewItem
from chat.notices import announce_change
from chat.privacy.flags import flag
from chat.privacy.holds import is_held
from chat.privacy.policy import may_be_flagged, may_review, not_withdrawn, reviewable
from chat.texts import check_characters


def give(
    *,
    giver: User,
    message_id: UUID,
    rating: str,
    comment: str | None = None,
    reasons: Sequence[str] = (),
) -> Feedback:
    """A thumb; with a comment, be it empty, also its words and reasons in place of those before. A
    thumb alone keeps the comment that was there, and its reasons if it is the same thumb. Raises
    NotFound, FeedbackRefused, TextTooLong, TextInvalid, or Held where something would be lost."""
    if comment is not None:
        comment = _clean(comment)
    _check_choices(rating, reasons)
    reply = _get_rated(giver, message_id)
    with transaction.atomic():
        feedback, is_new = Feedback.objects.select_for_update().get_or_create(
            message=reply,
            giver=giver,
            defaults={"conversation": reply.conversation, "rating": rating},
        )
        before = None if is_new else feedback.rating
        if not is_new and is_held(reply.conversation):
            _check_keeps(feedback, rating, comment, reasons)
        was_bad = before == Feedback.Rating.BAD
        if comment is not None:
            feedback.comment, feedback.reasons = comment, list(reasons)
        elif feedback.rating != rating:
            feedback.reasons = []  # those of the other thumb
        feedback.rating = rating
        feedback.changed_at = feedback.created_at if is_new else timezone.now()
        feedback.save()
        if was_bad != (rating == Feedback.Rating.BAD):
            _tell_queue(reply.conversation, is_bad=not was_bad)
        if before != rating:
            _tell_pages(reply.conversation)
    return feedback


def take_back(*, giver: User, message_id: UUID) -> None:
    """With its words; what is not there is as good as taken back. Raises NotFound or Held."""
    message = selectors.get_message(giver, message_id)
    if is_held(message.conversation):
        raise Held
    with transaction.atomic():
        given = Feedback.objects.filter(message=message, giver=giver)
        was_bad = given.filter(rating=Feedback.Rating.BAD).exists()
        count, _of_each = given.delete()
        if was_bad:
            _tell_queue(message.conversation, is_bad=False)
        if count:
            _tell_pages(message.conversation)


def get_feedback(giver: User, message_id: UUID) -> Feedback:
    """Their own. Raises NotFound."""
    message = selectors.get_message(giver, message_id)
    feedback = Feedback.objects.filter(message=message, giver=giver).first()
    if feedback is None:
        raise NotFound
    return feedback


def ratings_in(conversation: Conversation, giver: User) -> dict[str, str]:
    """Their own, by message."""
    given = Feedback.objects.filter(conversation=conversation, giver=giver)
    return {str(message): rating for message, rating in given.values_list("message", "rating")}


def put_before_reviewers(feedback: Feedback) -> None:
    """The conversation that it is about; who may write in it can. Once more is no mistake. Raises
    NotFound or ReadOnly."""
    if not may_be_flagged():
        raise NotFound
    selectors.check_may_write(feedback.giver, feedback.conversation)
    flag(feedback.conversation, by=feedback.giver, note=feedback.comment)


def listed_to(reader: User) -> QuerySet[Feedback]:
    """Thumbs and comments are meant for reviewers. The replies that they are about are not: those
    are for the policy to open."""
    if may_review(reader) and may_be_flagged():
        return Feedback.objects.filter(conversation__in=not_withdrawn())
    theirs = selectors.taken_part_in(reader, "conversation__")
    return Feedback.objects.filter(Q(giver=reader) | theirs)


def check_reviewer(reader: User) -> None:
    """Raises NotAReviewer, for those who would wonder why they see nothing."""
    if not may_review(reader):
        raise NotAReviewer


def _check_keeps(given: Feedback, rating: str, comment: str | None, reasons: Sequence[str]) -> None:
    """Words may still be added to a thumb that has none. Raises Held."""
    has_words = bool(given.comment or given.reasons)
    words = given.comment if comment is None else comment, list(reasons)
    are_other = comment is not None and words != (given.comment, given.reasons)
    if given.rating != rating or (has_words and are_other):
        raise Held


def _tell_queue(conversation: Conversation, *, is_bad: bool) -> None:
    """A thumb that points down puts a conversation before reviewers who may read it anyway."""
    if not is_bad:
        ReviewItem.objects.withdraw(conversation)
    elif reviewable().filter(pk=conversation.pk).exists():
        ReviewItem.objects.put(conversation, ReviewItem.Source.FEEDBACK)


def _tell_pages(conversation: Conversation) -> None:
    """Whoever rated it may have it open elsewhere. To all others nothing has changed."""
    transaction.on_commit(partial(announce_change, conversation.pk))


def _get_rated(giver: User, message_id: UUID) -> Message:
    reply = selectors.get_message(giver, message_id)
    if reply.try_at_it is None or reply.try_at_it.is_active:
        raise FeedbackRefused
    return reply


def _clean(comment: str) -> str:
    check_characters(comment)
    comment = comment.replace("\r\n", "\n").strip()
    if len(comment) > COMMENT_CHARACTERS:
        raise TextTooLong(
            _("A comment has at most %(count)d characters.") % {"count": COMMENT_CHARACTERS}
        )
    return comment


def _check_choices(rating: str, reasons: Sequence[str]) -> None:
    if rating not in Feedback.Rating.values:
        raise FeedbackRefused(_("A rating is good or bad."))
    if not set(reasons) <= set(Feedback.REASONS[Feedback.Rating(rating)]):
        raise FeedbackRefused(_("These reasons do not go with this rating."))
