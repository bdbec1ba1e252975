"""/compare/: where two models are asked, and where their replies stand side by side. Translates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Team
from chat import selectors
from chat.authors import author_name
from chat.comparing import pairs
from chat.conversation_settings import ConversationSettings, read_settings
from chat.exceptions import Busy, ChatError, NotFound, ReadOnly, SettingRefused, Unavailable
from chat.models import Conversation, Generation
from chat.team_rules import may_use
from chat.views import SignedInRequest, read_form_id, read_id, signed_in
from chat.wire.outbound import message_json
from inference.client import default_model, list_workers
from inference.exceptions import StoreUnavailable

NAMES = "first", "second"


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def ask(request: SignedInRequest, conversation_id: UUID | None = None) -> HttpResponse:
    """`text`, and of each side `model`, `temperature` and `system_prompt`, in the form. `?team=`: a
    new conversation begins in it."""
    place = _place(request, conversation_id)
    there = place.conversation
    if request.method != "POST":
        return _form(request, place, _proposed(place))
    try:
        told = _system_prompt_in(place)
        first, second = (_read_side(request.POST, name, told) for name in NAMES)
        pair = pairs.compare(
            author=request.user,
            client_id=read_form_id(request),
            conversation_id=conversation_id,
            text=request.POST.get("text", "").replace("\r\n", "\n").strip(),
            sides=(_as_in(there, first), _as_in(there, second)),
            team_id=place.team.pk if place.team else None,
        )
    except (NotFound, ReadOnly):
        raise
    except ChatError as error:
        return _form(request, place, request.POST.dict(), error)
    return redirect("chat:compared", pair.second.pk)


@dataclass(frozen=True, slots=True)
class _Place:
    """The conversation that goes on, and the team of it or of one that begins."""

    conversation: Conversation | None
    team: Team | None


def _place(request: SignedInRequest, conversation_id: UUID | None) -> _Place:
    if conversation_id is not None:
        there = selectors.get_conversation(request.user, conversation_id, to_write=True)
        return _Place(there, there.team)
    team_id = read_id(request.GET.get("team", ""))
    team = team_id and selectors.get_team(request.user, team_id, to_write=True)
    return _Place(None, team or None)


@require_safe
@signed_in
def compared(request: SignedInRequest, generation_id: UUID) -> HttpResponse:
    """By the id of the second; that of another one leads there, or to its conversation."""
    pair = pairs.find_pair(request.user, generation_id)
    if pair is None:
        return redirect(selectors.get_generation(request.user, generation_id).conversation)
    if pair.second.pk != generation_id:
        return redirect("chat:compared", pair.second.pk)
    sides = [_shown(one, name) for one, name in zip(pair.sides, NAMES, strict=True)]
    asked = pair.first.message.parent
    if asked is not None:
        asked.conversation = pair.conversation
    context = {
        "conversation": pair.conversation,
        "asked": asked,
        "asked_by": "" if asked is None or asked.author == request.user else author_name(asked),
        "sides": sides,
        "may_write": selectors.may_write(request.user, pair.conversation),
    }
    return render(request, "chat/comparing/compared.html", context)


@require_POST
@signed_in
def keep(request: SignedInRequest, generation_id: UUID) -> HttpResponse:
    try:
        return redirect(pairs.keep(user=request.user, generation_id=generation_id))
    except (Busy, SettingRefused, Unavailable) as error:
        messages.error(request, str(error))
        return redirect("chat:compared", generation_id)


@require_POST
@signed_in
def again(request: SignedInRequest, generation_id: UUID) -> HttpResponse:
    try:
        pair = pairs.ask_again(
            author=request.user, client_id=read_form_id(request), generation_id=generation_id
        )
    except (Busy, SettingRefused, Unavailable) as error:
        messages.error(request, str(error))
        return redirect("chat:compared", generation_id)
    return redirect("chat:compared", pair.second.pk)


# --- the form -------------------------------------------------------------------------------------


def _form(
    request: SignedInRequest,
    place: _Place,
    values: Mapping[str, Any],
    error: ChatError | None = None,
) -> HttpResponse:
    wrong = error.field if isinstance(error, SettingRefused) else ""
    models = _list_models(place.team)
    context = {
        "conversation": place.conversation,
        "team": place.team,
        "sides": [
            {
                "name": name,
                "model": values.get(f"{name}_model", ""),
                "models": sorted({*models, values.get(f"{name}_model", "")} - {""}),
                "temperature": values.get(f"{name}_temperature", ""),
                "system_prompt": values.get(f"{name}_system_prompt", ""),
                "error": str(error) if wrong.startswith(f"{name}_") else "",
                "wrong": wrong,
            }
            for name in NAMES
        ],
        "default": default_model(),
        "text": values.get("text", ""),
        "problem": "" if wrong.startswith(NAMES) or error is None else str(error),
        "form_id": values.get("form") or uuid4(),
    }
    status = 400 if error else 200
    return render(request, "chat/comparing/ask.html", context, status=status)


def _proposed(place: _Place) -> dict[str, Any]:
    """The model that answers now, and another, if there is one."""
    conversation = place.conversation
    model = conversation.model if conversation else place.team.model if place.team else ""
    others = [one for one in _list_models(place.team) if one != (model or default_model())]
    temperature = conversation.sampling.get("temperature", "") if conversation else ""
    system_prompt = _system_prompt_in(place)
    return {
        "first_model": model,
        "first_temperature": temperature,
        "first_system_prompt": system_prompt,
        "second_model": others[0] if others else model,
        "second_temperature": temperature,
        "second_system_prompt": system_prompt,
    }


def _system_prompt_in(place: _Place) -> str:
    told = place.conversation or place.team
    return told.system_prompt if told else ""


def _list_models(team: Team | None) -> list[str]:
    """Those that can be chosen beside the site's own. team: of which some may not use all."""
    try:
        names = {worker.model for worker in list_workers()}
    except StoreUnavailable:
        return []  # sending says so
    return [name for name in sorted(names - {default_model()}) if may_use(team, name)]


def _read_side(form: Mapping[str, Any], name: str, told: str) -> ConversationSettings:
    """told: the system prompt of a side that says none. Raises SettingRefused, which names the
    field of the form."""
    temperature = form.get(f"{name}_temperature", "").strip().replace(",", ".")
    try:
        return read_settings(
            model=form.get(f"{name}_model", ""),
            system_prompt=form.get(f"{name}_system_prompt", told),
            sampling={"temperature": _number(temperature)} if temperature else {},
        )
    except SettingRefused as error:
        raise SettingRefused(str(error), field=f"{name}_{error.field}") from error


def _as_in(conversation: Any, side: ConversationSettings) -> ConversationSettings:
    """What is not asked for each side is as in the conversation."""
    rest = {**conversation.sampling} if conversation else {}
    rest.pop("temperature", None)
    return replace(side, sampling={**rest, **side.sampling})


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


# --- the pair -------------------------------------------------------------------------------------


def _shown(one: Generation, name: str) -> dict[str, Any]:
    return {
        "name": name,
        "generation": one,
        "model": one.model or default_model(),
        "temperature": one.sampling.get("temperature"),
        "system_prompt": one.system_prompt,
        "message": message_json(one.message, [one.message_id]),
        "form_id": uuid4(),
    }
