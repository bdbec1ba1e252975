"""Who somebody is, asked again before what nobody may do at a computer that was left alone."""

from __future__ import annotations

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.http import HttpRequest


def ask_again(request: HttpRequest) -> None:
    """Leads away to where the password or a second factor is asked, and goes on with this very
    request after that. Passes who was asked in the last minutes, and who has nothing to be asked
    for: who signs in elsewhere alone."""
    raise_if_reauthentication_required(request, app="")
