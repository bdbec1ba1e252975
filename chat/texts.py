"""Which texts may be stored: what people write and the titles made of it."""

from __future__ import annotations

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext as _

from chat.exceptions import TextEmpty, TextInvalid, TextTooLong
from chat.models import TITLE_CHARACTERS

MESSAGE_CHARACTERS = 32_768
SHORT_TITLE_CHARACTERS = 60


def check_text(text: str) -> None:
    """Raises TextEmpty, TextTooLong or TextInvalid."""
    if len(text) > MESSAGE_CHARACTERS:
        raise TextTooLong(
            _("The text has %(length)s characters; at most %(most)s can be sent.")
            % {"length": intcomma(len(text)), "most": intcomma(MESSAGE_CHARACTERS)}
        )
    if not text.strip():
        raise TextEmpty
    _check_characters(text)


def clean_title(title: str) -> str:
    """One line without needless space. Raises TextEmpty, TextTooLong or TextInvalid."""
    _check_characters(title)
    title = " ".join(title.split())
    if not title:
        raise TextEmpty(_("A title has at least one character."))
    if len(title) > TITLE_CHARACTERS:
        raise TextTooLong(
            _("A title has at most %(most)d characters.") % {"most": TITLE_CHARACTERS}
        )
    return title


def title_from(text: str) -> str:
    """The beginning of the first message, cut between words where one ends nearby."""
    line = " ".join(text.lstrip()[: 4 * SHORT_TITLE_CHARACTERS].split())
    if len(line) <= SHORT_TITLE_CHARACTERS:
        return line
    head = line[:SHORT_TITLE_CHARACTERS]
    words = head.rpartition(" ")[0]
    return (words if len(words) > SHORT_TITLE_CHARACTERS // 2 else head) + "…"


def _check_characters(text: str) -> None:
    if "\0" in text:
        raise TextInvalid
    try:
        text.encode()
    except UnicodeEncodeError:
        raise TextInvalid from None
