"""The page of a person's API keys. What is not theirs is not there."""

from __future__ import annotations

import json
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.generic import FormView, View

from accounts.api_keys import create_api_key, list_api_keys, revoke_api_key
from accounts.exceptions import NoSuchKey, NoSuchTeam, TooManyKeys
from accounts.forms import ApiKeyForm
from accounts.models import User
from inference.client import default_model


class ApiKeysView(LoginRequiredMixin, FormView[ApiKeyForm]):
    """The keys, and a form for another.

    A new secret is in the answer to the form and nowhere else: to carry it over a redirect it would
    have to be stored.
    """

    template_name = "accounts/keys/page.html"
    form_class = ApiKeyForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"keys": list_api_keys(_owner(self.request))}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"owner": _owner(self.request)}

    def form_valid(self, form: ApiKeyForm) -> HttpResponse:
        try:
            key, secret = create_api_key(owner=(owner := _owner(self.request)), **form.wanted())
        except (TooManyKeys, NoSuchTeam) as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        context = self.get_context_data(form=ApiKeyForm(owner=owner), new_key=key, secret=secret)
        context["url"] = self.request.build_absolute_uri("/v1/chat/completions")
        of_team = key.team.model if key.team else ""
        context["model"] = _in_quotes(of_team or default_model())
        return self.render_to_response(context)


class RevokeApiKeyView(LoginRequiredMixin, View):
    """Asks, then revokes."""

    def get(self, request: HttpRequest, key_id: UUID) -> HttpResponse:
        key = get_object_or_404(_owner(request).api_keys, pk=key_id)
        return render(request, "accounts/keys/revoke.html", {"key": key})

    def post(self, request: HttpRequest, key_id: UUID) -> HttpResponse:
        try:
            key = revoke_api_key(owner=_owner(request), key_id=key_id)
        except NoSuchKey as error:
            raise Http404(str(error)) from None
        messages.success(request, _("“%(name)s” is revoked.") % {"name": key.name})
        return redirect("api_keys")


def _owner(request: HttpRequest) -> User:
    """Behind LoginRequiredMixin there is one."""
    return cast("User", request.user)


def _in_quotes(model: str) -> str:
    """As JSON that may stand in a shell's single quotes."""
    return json.dumps(model).replace("'", r"\u0027")
