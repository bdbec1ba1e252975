"""What people say of a team: its name, whom they invite, and how it differs from the site."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.invitations import LIFETIME_DAYS, LONGEST_DAYS
from accounts.models import ADDRESS_CHARACTERS, TEAM_NAME_CHARACTERS, Membership, Team
from inference.client import default_model, list_models
from inference.exceptions import StoreUnavailable

SYSTEM_PROMPT_CHARACTERS = 8_000  # as many as a conversation may have of its own
MOST_REQUESTS = 1_000_000
MOST_TOKENS = 10**12
MOST_DAYS = 36_500


class NewTeamForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        max_length=TEAM_NAME_CHARACTERS,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=Membership.Role.choices)


class InviteForm(RoleForm):
    """Whom, as what, and for how long."""

    email = forms.EmailField(
        label=_("E-mail"),
        max_length=ADDRESS_CHARACTERS,
        required=False,
        help_text=_(
            "The link is sent there, and only the account with this address can use it. Without an "
            "address you get a link to hand on."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    days = forms.IntegerField(
        label=_("Works for days"), initial=LIFETIME_DAYS, min_value=1, max_value=LONGEST_DAYS
    )
    field_order = ("email", "role", "days")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].initial = Membership.Role.MEMBER


class TeamForm(forms.ModelForm[Team]):
    """The settings of a team; what is left empty is as the site has it."""

    allowed_models = forms.MultipleChoiceField(
        label=_("Models that may be used"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: all of the site."),
    )
    model = forms.ChoiceField(
        label=_("Model of new conversations"),
        required=False,
        help_text=_("Another can be chosen in each conversation."),
    )
    system_prompt = forms.CharField(
        label=_("Instructions in new conversations"),
        required=False,
        max_length=SYSTEM_PROMPT_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        help_text=_("What the model is told before everything else."),
    )
    requests_per_minute = forms.IntegerField(
        label=_("Replies a minute"),
        required=False,
        min_value=1,
        max_value=MOST_REQUESTS,
        help_text=_("Of all members together, beside what each may have. Empty: no limit."),
    )
    replies_at_once = forms.IntegerField(
        label=_("Replies at once"),
        required=False,
        min_value=1,
        max_value=MOST_REQUESTS,
        help_text=_(
            "In progress for all members together, beside what each may have. Empty: no limit."
        ),
    )
    tokens_per_day = forms.IntegerField(
        label=_("Tokens a day"),
        required=False,
        min_value=1,
        max_value=MOST_TOKENS,
        help_text=_("Of all members together, from midnight to midnight, UTC. Empty: no limit."),
    )
    retention_days = forms.IntegerField(
        label=_("Keep conversations for days"), required=False, min_value=1, max_value=MOST_DAYS
    )

    class Meta:
        model = Team
        fields = (
            *("name", "allowed_models", "model", "system_prompt"),
            *("requests_per_minute", "replies_at_once", "tokens_per_day", "retention_days"),
        )
        widgets: ClassVar = {"name": forms.TextInput(attrs={"autocomplete": "off"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "name" not in self.fields:  # in the administration, for who may only look
            return
        names = _known_models({*self.instance.allowed_models, self.instance.model})
        as_the_site = gettext("As the site has it (%(model)s)") % {"model": default_model()}
        self.fields["allowed_models"].choices = [(name, name) for name in names]  # type: ignore[attr-defined]
        self.fields["model"].choices = [("", as_the_site), *((name, name) for name in names)]  # type: ignore[attr-defined]
        self.fields["retention_days"].help_text = _about_retention()

    def clean_retention_days(self) -> int | None:
        """A rule of the site is for all of it."""
        days: int | None = self.cleaned_data["retention_days"]
        if days and settings.RETENTION_DAYS and days > settings.RETENTION_DAYS:
            words = gettext(
                "This site keeps conversations for %(days)d days. A team can only keep its own for "
                "less."
            )
            raise forms.ValidationError(words % {"days": settings.RETENTION_DAYS})
        return days

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        allowed = cleaned.get("allowed_models")
        model = cleaned.get("model") or default_model()
        if allowed and "model" in cleaned and model not in allowed:
            words = gettext(
                "New conversations would be answered by %(model)s, which may not be used. Allow "
                "it, or choose another."
            )
            self.add_error("model", words % {"model": model})
        return cleaned


def _known_models(named: Iterable[str]) -> list[str]:
    """Those of the site, and those that the team has chosen, also while nobody serves them."""
    try:
        served = {one.name for one in list_models()}
    except StoreUnavailable:
        served = set()  # what is chosen stays
    return sorted({*served, *named, default_model()} - {""})


def _about_retention() -> str:
    if settings.RETENTION_DAYS:
        words = gettext(
            "After the last message. Empty: as the site has it, %(days)d days. It can be less, not "
            "more."
        )
        return words % {"days": settings.RETENTION_DAYS}
    return gettext("After the last message; then they are deleted for good. Empty: for ever.")
