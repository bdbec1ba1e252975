"""What a person may be refused, with the codes of docs/protocol.md.

ChatError
├── BadFrame              not a frame of the protocol
│   ├── Malformed
│   ├── UnknownType
│   └── UnsupportedProtocol
├── NotFound              missing, or somebody else's: the answer is the same
├── ReadOnly              of a team in which they only read
├── TextRefused
│   ├── TextEmpty
│   ├── TextTooLong
│   └── TextInvalid
├── SettingRefused         of a conversation; says which
├── StaleParent
├── Busy
├── CannotContinue        nothing is there to go on from, or another model wrote it
├── CannotRerun           the reply is still being written, or no worker can make it again
├── QueueFull
├── AlreadySent           it is no longer in the queue
├── AlreadyRemoved
├── FeedbackRefused       not a reply that has ended, or not one of the ratings and reasons
├── NotAReviewer          and so may read nobody else's conversations
├── NothingToShare        no message of the conversation is whole yet
├── NeedsSuccessor        the last administrator cannot just leave
├── TeamsChanged          other teams would go with the account than was told
├── Held                  a legal hold keeps it
├── NameTaken             another folder or saved prompt of this person is called so
├── LimitReached          of folders, tags, pins or saved prompts
├── SignInNeeded
├── TooMany               overloaded; says when to come back
│   └── OverQuota         of tokens: it may be hours
└── Unavailable           Redis or the database is away
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext, gettext_noop


class ChatError(Exception):
    """Base of all. `code` is for programs, the text for people, in their language."""

    code = "error"
    text = gettext_noop("Something went wrong.")

    def __init__(self, text: str = "") -> None:
        super().__init__(text or gettext(self.text))

    def to_json(self) -> dict[str, Any]:
        return {"code": self.code, "message": str(self)}


class BadFrame(ChatError):
    """The frame is not one of docs/protocol.md. `in_reply_to` is its type, where it has one."""

    in_reply_to: str | None = None


class Malformed(BadFrame):
    """Not JSON, not an object, or a missing, unknown or wrong field, which the text names."""

    code = "malformed"


class UnknownType(BadFrame):
    code = "unknown_type"


class UnsupportedProtocol(BadFrame):
    code = "unsupported_protocol"
    text = gettext_noop("This page is of another version of the site. Reload it.")


class NotFound(ChatError):
    code = "not_found"
    text = gettext_noop("There is no such conversation, message or reply.")


class ReadOnly(ChatError):
    """They may read it, and change nothing there."""

    code = "read_only"
    text = gettext_noop("You can read this conversation, but not write in it.")


class TextRefused(ChatError):
    """The message text; nothing was stored."""


class TextEmpty(TextRefused):
    code = "text_empty"
    text = gettext_noop("Write something first.")


class TextTooLong(TextRefused):
    code = "text_too_long"


class TextInvalid(TextRefused):
    code = "text_invalid"
    text = gettext_noop(
        "The text holds characters that cannot be stored (NUL or half of a surrogate pair)."
    )


class SettingRefused(ChatError):
    """Nothing was stored. `field`: model, system_prompt, or the name of one of sampling."""

    code = "setting_refused"

    def __init__(self, text: str, *, field: str) -> None:
        super().__init__(text)
        self.field = field

    def to_json(self) -> dict[str, Any]:
        return {**super().to_json(), "field": self.field}


class StaleParent(ChatError):
    code = "stale_parent"
    text = gettext_noop(
        "The message that is answered is not in this conversation. Reload the page."
    )


class Busy(ChatError):
    code = "busy"
    text = gettext_noop(
        "A reply is being written in this conversation. Stop it or wait for its end."
    )


class CannotContinue(ChatError):
    """The text says why."""

    code = "cannot_continue"


class CannotRerun(ChatError):
    """The text says why."""

    code = "cannot_rerun"


class QueueFull(ChatError):
    code = "queue_full"


class AlreadySent(ChatError):
    code = "already_sent"
    text = gettext_noop("This message has been sent meanwhile.")


class AlreadyRemoved(ChatError):
    code = "already_removed"
    text = gettext_noop("This message has been removed from the queue meanwhile.")


class FeedbackRefused(ChatError):
    """Nothing was stored."""

    code = "feedback_refused"
    text = gettext_noop("Only a reply that a model has ended can be rated.")


class NotAReviewer(ChatError):
    code = "not_a_reviewer"
    text = "This account may not read the conversations of others."


class NothingToShare(ChatError):
    code = "nothing_to_share"
    text = "Nothing has been said in this conversation yet."


class NeedsSuccessor(ChatError):
    code = "needs_successor"
    text = "Name somebody with an account here who will administer the site."


class TeamsChanged(ChatError):
    code = "teams_changed"
    text = gettext_noop(
        "Who is in your teams has changed meanwhile. Your account is still there: look again at "
        "what goes with it."
    )


class Held(ChatError):
    """Nothing was deleted."""

    code = "held"
    text = gettext_noop(
        "An administrator has placed a legal hold on it, so it must be kept until that is released."
    )


class NameTaken(ChatError):
    code = "name_taken"


class LimitReached(ChatError):
    code = "limit_reached"


class SignInNeeded(ChatError):
    code = "sign_in"
    text = gettext_noop("Your session has ended. Sign in again.")


class TooMany(ChatError):
    """Nothing was stored."""

    code = "overloaded"

    def __init__(self, text: str, *, retry_after_seconds: int) -> None:
        super().__init__(text)
        self.retry_after_seconds = retry_after_seconds

    def to_json(self) -> dict[str, Any]:
        return {**super().to_json(), "retry_after_seconds": self.retry_after_seconds}


class OverQuota(TooMany):
    code = "over_quota"


class Unavailable(ChatError):
    """Nothing was stored."""

    code = "unavailable"
    text = gettext_noop("The site cannot reach its store just now. Nothing was lost; send again.")
