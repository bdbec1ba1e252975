"""GET /v1/models: what can be asked for."""

from __future__ import annotations

from typing import Any

from ninja import Router

from accounts.models import ApiKey
from chat.api.auth import Caller, KeyAuth
from chat.api.problems import NoSuchThing, from_inference
from chat.database import in_database
from chat.team_rules import may_use
from inference.client import list_models
from inference.contract import ModelStatus
from inference.exceptions import StoreUnavailable

router = Router(tags=["OpenAI"], auth=KeyAuth("models"))


@router.get("/models", summary="List the models that are served now")
async def get_models(request: Caller) -> dict[str, Any]:
    return {"object": "list", "data": [_json(model) for model in await _ready(request.auth)]}


@router.get("/models/{path:name}", summary="One of them")
async def get_model(request: Caller, name: str) -> dict[str, Any]:
    for model in await _ready(request.auth):
        if model.name == name:
            return _json(model)
    raise NoSuchThing(
        f"There is no model called {name!r} here.", param="model", code="model_not_found"
    )


async def _ready(key: ApiKey) -> list[ModelStatus]:
    """Those that may be asked for with this key."""
    try:
        models = await in_database(list_models)
    except StoreUnavailable as error:
        raise from_inference(error) from error
    return [one for one in models if one.state == "ready" and may_use(key.team, one.name)]


def _json(model: ModelStatus) -> dict[str, Any]:
    return {
        "id": model.name,
        "object": "model",
        "created": 0,  # when a model was made is not in its files
        "owned_by": "chatsite",
        "max_model_len": model.context_length,
    }
