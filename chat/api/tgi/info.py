"""GET /info and /health: what TGI's clients ask before they ask for anything."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from chat.api.auth import Caller, KeyAuth
from chat.api.problems import NotNow, from_inference
from chat.api.teams import model_of_team
from chat.api.tgi.generate_request import MOST_BEST_OF
from chat.database import in_database
from inference.client import default_model, list_models, max_concurrent_requests
from inference.contract import ModelStatus
from inference.exceptions import StoreUnavailable

router = Router(tags=["TGI"])
MOST_STOP_STRINGS = 4


@router.get("/info", auth=KeyAuth("models"), summary="About the model that is asked")
async def get_info(request: Caller) -> dict[str, Any]:
    model = await _find_model(model_of_team(request.auth.team, ""))
    return {
        "model_id": model.name,
        "model_sha": model.revision or None,
        "model_dtype": model.dtype or None,
        "model_device_type": model.device or None,
        "model_pipeline_tag": "text-generation",
        "max_concurrent_requests": max_concurrent_requests(),
        "max_best_of": MOST_BEST_OF,
        "max_stop_sequences": MOST_STOP_STRINGS,
        "max_input_tokens": min(model.max_prompt_tokens, model.context_length - 1),
        "max_total_tokens": model.context_length,
        "version": "3",  # of TGI's routes
        "router": "chatsite",
    }


@router.get("/health", summary="200 when a generation can be made, else 503")
async def get_health(request: HttpRequest) -> HttpResponse:
    await _find_model("")
    return HttpResponse()


async def _find_model(name: str) -> ModelStatus:
    """name: empty: the site's default."""
    try:
        models = await in_database(list_models)
    except StoreUnavailable as error:
        raise from_inference(error) from error
    for model in models:
        if model.name == (name or default_model()) and model.state == "ready":
            return model
    raise NotNow("No worker serves the model now. Try again in a moment.", code="model_unavailable")
