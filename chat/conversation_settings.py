"""What a conversation says of its replies: by which model, what that is told first, and how tokens
are chosen.

Whatever is left empty is as the site has it, or else the model. Knows no query.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Self

from django.utils.translation import gettext as _

from accounts.models import Team
from chat.exceptions import SettingRefused, TextInvalid
from chat.models import Conversation
from chat.models.tries import NAME_CHARACTERS
from chat.texts import check_characters
from inference.client import check_sampling, is_known_model
from inference.contract import Sampling
from inference.exceptions import InvalidRequest, StoreUnavailable

logger = logging.getLogger(__name__)

SYSTEM_PROMPT_CHARACTERS = 8_000  # it is read again with every reply
SAMPLING_NAMES = (
    *("temperature", "top_p", "top_k", "min_p", "max_tokens", "seed", "stop"),
    *("repetition_penalty", "presence_penalty", "frequency_penalty"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationSettings:
    """Make them with `read_settings`."""

    model: str = ""
    system_prompt: str = ""
    sampling: Mapping[str, Any] = field(default_factory=dict)

    def or_as_in(self, team: Team) -> Self:
        """What is left empty is as the team has it."""
        return replace(
            self,
            model=self.model or team.model,
            system_prompt=self.system_prompt or team.system_prompt,
        )

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


AS_THE_SITE = ConversationSettings()


def settings_of(conversation: Conversation) -> ConversationSettings:
    """As they were read before."""
    return ConversationSettings(
        model=conversation.model,
        system_prompt=conversation.system_prompt,
        sampling=conversation.sampling,
    )


def settings_from_form(form: Mapping[str, Any]) -> ConversationSettings:
    """Raises SettingRefused."""
    try:
        sampling = json.loads(form.get("sampling", "{}"))
    except (ValueError, RecursionError):
        raise SettingRefused(_("sampling must be a JSON object."), field="sampling") from None
    return read_settings(
        model=form.get("model", ""),
        system_prompt=form.get("system_prompt", ""),
        sampling=sampling,
    )


def read_settings(
    *, model: Any = "", system_prompt: Any = "", sampling: Any = None, **others: Any
) -> ConversationSettings:
    """Raises SettingRefused, which names what is wrong and what would be right."""
    for name in others:
        raise SettingRefused(_("There is no such setting."), field=name[:NAME_CHARACTERS])
    return ConversationSettings(
        model=_read_model(model),
        system_prompt=_read_system_prompt(system_prompt),
        sampling=_read_sampling({} if sampling is None else sampling),
    )


def _read_model(model: Any) -> str:
    name = _read_text(model, "model")
    try:
        if name and (len(name) > NAME_CHARACTERS or not is_known_model(name)):
            words = _("There is no model called “{name}”. Choose another one.")
            raise SettingRefused(words.format(name=name[:NAME_CHARACTERS]), field="model")
    except StoreUnavailable as error:
        logger.warning("Whether there is a model of that name is not known: %s", error)
    return name


def _read_system_prompt(system_prompt: Any) -> str:
    text = _read_text(system_prompt, "system_prompt").replace("\r\n", "\n")
    if len(text) > SYSTEM_PROMPT_CHARACTERS:
        words = _("The instructions have {count} characters; at most {limit} are kept.")
        counts = {"count": f"{len(text):,}", "limit": f"{SYSTEM_PROMPT_CHARACTERS:,}"}
        raise SettingRefused(words.format(**counts), field="system_prompt")
    return text


def _read_sampling(values: Any) -> dict[str, Any]:
    if not isinstance(values, dict):
        raise SettingRefused(_("sampling must be a JSON object."), field="sampling")
    given = {name: value for name, value in values.items() if value not in (None, [])}
    for name, value in given.items():
        _check_one(name, value)
    return given


def _check_one(name: str, value: Any) -> None:
    """By the same rules as every request of a program, one by one, so that it is clear which."""
    if name not in SAMPLING_NAMES:
        raise SettingRefused(_("There is no such setting."), field=name[:NAME_CHARACTERS])
    try:
        if name == "stop":
            for one in value if isinstance(value, list) else [None]:
                _read_text(one, "stop")
        check_sampling(Sampling.from_json({name: value}))
    except InvalidRequest as error:
        raise SettingRefused(str(error), field=name) from error


def _read_text(value: Any, name: str) -> str:
    if not isinstance(value, str):
        raise SettingRefused(_("It must be a text."), field=name)
    try:
        check_characters(value)
    except TextInvalid as error:
        raise SettingRefused(str(error), field=name) from error
    return value.strip() if name != "stop" else value
