"""What a key asks for a team is asked as its members ask: with its models, in its places."""

from __future__ import annotations

from dataclasses import replace

from accounts.models import ApiKey, Team
from chat.api.problems import NotAllowed
from chat.rights_watch import Right
from chat.team_rules import may_use, places_in
from inference.client import default_model
from inference.contract import GenerationRequest


def team_of(right: Right) -> Team | None:
    """Who asks at a page asks for themselves here."""
    return right.team if isinstance(right, ApiKey) else None


def as_of_team(request: GenerationRequest, team: Team | None) -> GenerationRequest:
    """Raises NotAllowed for a model that the team may not use."""
    if team is None:
        return request
    return replace(request, model=model_of_team(team, request.model), **places_in(team))


def model_of_team(team: Team | None, name: str) -> str:
    """name: as it was asked for; empty: any. → what is asked in the team. Raises NotAllowed."""
    if team is None:
        return name
    model = name or team.model
    if not may_use(team, model or default_model()):
        raise NotAllowed.lacks_model(model or default_model(), team.name, team.allowed_models)
    return model
