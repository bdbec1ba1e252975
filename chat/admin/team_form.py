"""What staff say of a team: as its owners, on a page that asks the same before it saves."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.http import QueryDict

from accounts.teams.forms import TeamForm
from accounts.teams.retention import Forecast, days_of, foresee_if_shorter


class StaffTeamForm(TeamForm):
    """Asks before it saves a shorter retention, as the team's own page does. confirmed_days: those
    of which it was told what they delete; the tick is for no others."""

    confirmed = forms.BooleanField(
        label="Shorten the retention",
        required=False,
        help_text="Tick it when the form has said what the next night would delete.",
    )
    confirmed_days = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.before = days_of(self.instance)

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        is_new = self.instance._state.adding  # noqa: SLF001 - Django documents it
        if is_new or self.errors:
            return
        forecast = foresee_if_shorter(self.instance, self.before)
        if forecast is not None and not self._is_confirmed(forecast):
            self._ask(forecast)

    def _is_confirmed(self, forecast: Forecast) -> bool:
        told: str = self.cleaned_data["confirmed_days"]
        return bool(self.cleaned_data["confirmed"]) and told == str(forecast.days)

    def _ask(self, forecast: Forecast) -> None:
        self.add_error("retention_days", _words(forecast))
        shown = cast("QueryDict", self.data).copy()
        shown.pop("confirmed", None)
        shown["confirmed_days"] = str(forecast.days)
        self.data = shown


def _words(forecast: Forecast) -> str:
    told = f"Nothing is saved yet. The next night would delete {forecast.going:,} conversations"
    if forecast.oldest and forecast.newest:
        told += f", last touched from {forecast.oldest:%Y-%m-%d} to {forecast.newest:%Y-%m-%d}"
    stays = f"{forecast.held:,} are kept by a legal hold, {forecast.waiting:,} by a running reply"
    return f"{told}; {stays}. If that is meant, tick “Shorten the retention” and save again."
