"""Which texts may be stored: what people write and the titles made of it."""

from __future__ import annotations

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext as _

from chat.exceptions import TextEmpty, TextInvalid, TextTooLong
from chat.models import NAME_CHARACTERS, PROMPT_CHARACTERS, TITLE_CHARACTERS

MESSAGE_CHARACTERS = 32_768
REPLY_CHARACTERS = 131_072  # a model writes more at once than a person
SHORT_TITLE_CHARACTERS = 60


def check_text(text: str) -> None:
    """Raises TextEmpty, TextTooLong or TextInvalid."""
    _check(text, at_most=MESSAGE_CHARACTERS)


def check_reply_text(text: str) -> None:
    """Of a reply that was edited. Raises as check_text."""
    _check(text, at_most=REPLY_CHARACTERS)


def _check(text: str, *, at_most: int) -> None:
    if len(text) > at_most:
        raise TextTooLong(
            _("The text has %(length)s characters; at most %(most)s can be sent.")
            % {"length": intcomma(len(text)), "most": intcomma(at_most)}
        )
    if not text.strip():
        raise TextEmpty
    check_characters(text)


def clean_title(title: str) -> str:
    """One line without needless space. Raises TextEmpty, TextTooLong or TextInvalid."""
    check_characters(title)
    title = " ".join(title.split())
    if not title:
        raise TextEmpty(_("A title has at least one character."))
    if len(title) > TITLE_CHARACTERS:
        raise TextTooLong(
            _("A title has at most %(most)d characters.") % {"most": TITLE_CHARACTERS}
        )
    return title


def clean_name(name: str) -> str:
    """Of a folder, tag or saved prompt: one line without needless space. Raises as clean_title."""
    check_characters(name)
    name = " ".join(name.split())
    if not name:
        raise TextEmpty(_("A name has at least one character."))
    if len(name) > NAME_CHARACTERS:
        raise TextTooLong(
            _("A name has at most %(count)d characters.") % {"count": NAME_CHARACTERS}
        )
    return name


def clean_prompt(text: str) -> str:
    """Raises TextEmpty, TextTooLong or TextInvalid."""
    check_characters(text)
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise TextEmpty
    if len(text) > PROMPT_CHARACTERS:
        raise TextTooLong(
            _("A saved prompt has at most %(count)d characters.") % {"count": PROMPT_CHARACTERS}
        )
    return text


def title_from(text: str) -> str:
    """The beginning of the first message, cut between words where one ends nearby."""
    line = " ".join(text.lstrip()[: 4 * SHORT_TITLE_CHARACTERS].split())
    if len(line) <= SHORT_TITLE_CHARACTERS:
        return line
    head = line[:SHORT_TITLE_CHARACTERS]
    words = head.rpartition(" ")[0]
    return (words if len(words) > SHORT_TITLE_CHARACTERS // 2 else head) + "…"


def check_characters(text: str) -> None:
    """Raises TextInvalid for what cannot be stored."""
    if "\0" in text:
        raise TextInvalid
    try:
        text.encode()
    except UnicodeEncodeError:
        raise TextInvalid from None
