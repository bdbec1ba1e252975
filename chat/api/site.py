"""All routes of the API, its document and what becomes of errors."""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser
from pydantic_core import from_json

from chat.api import generations
from chat.api.anthropic import messages
from chat.api.openai import chat, models
from chat.api.problems import (
    ApiError,
    InvalidCall,
    NotNow,
    anthropic_body,
    anthropic_status,
    openai_body,
)

Run = Callable[..., Awaitable[HttpResponseBase]]

ANTHROPIC_PATHS = "/v1/messages"
KIND = re.compile(r"[A-Z\[]|^(str|int|float|bool)$")  # of a value, as pydantic calls it

logger = logging.getLogger(__name__)


class StrictJson(Parser):
    """JSON as its standard has it: no NaN, no half surrogates, no bottomless nesting."""

    def parse_body(self, request: HttpRequest) -> Any:
        try:
            return from_json(request.body, allow_inf_nan=False)
        except ValueError as error:
            raise InvalidCall(f"The body is not JSON: {error}.", code="invalid_json") from error


def with_headers(run: Run) -> Run:
    """Every answer has a number that its caller can tell us, and we find in our log."""

    @wraps(run)
    async def inner(request: HttpRequest, **arguments: Any) -> HttpResponseBase:
        response = await run(request, **arguments)
        headers: Mapping[str, str] = getattr(request, "answer_headers", {})
        number = str(uuid4())
        numbers = {"X-Request-Id": number, "Request-Id": number}  # the second is Anthropic's name
        for name, value in {**numbers, **headers}.items():
            response[name] = value
        return response

    return inner


api = NinjaAPI(
    title="Chatsite",
    version="1",
    description="The site's models for programs, over OpenAI's API.",
    docs_url=None,
    openapi_url="/api/openapi.json",
    parser=StrictJson(),
    urls_namespace="api",
)
api.add_decorator(with_headers, mode="view")
for router in (chat.router, models.router, messages.router, generations.router):
    api.add_router("/v1", router)


@api.exception_handler(ApiError)
def tell(request: HttpRequest, error: ApiError) -> HttpResponse:
    if request.path.startswith(ANTHROPIC_PATHS):
        body, status = anthropic_body(error), anthropic_status(error)
    else:
        body, status = openai_body(error), error.status
    response = api.create_response(request, body, status=status)
    if error.retry_after_seconds is not None:
        response["Retry-After"] = str(error.retry_after_seconds)
    if error.status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = "Bearer"
    setattr(response, "_has_been_logged", True)  # noqa: B010 - or Django logs each as an error
    return response


@api.exception_handler(ValidationError)
def tell_validation(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return tell(request, from_validation(error))


@api.exception_handler(DatabaseError)
def tell_database(request: HttpRequest, error: DatabaseError) -> HttpResponse:
    logger.warning("The database does not answer a program: %s", error)
    return tell(request, NotNow("The site's database does not answer. Try again in a moment."))


@api.exception_handler(HttpError)
def tell_http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    told = InvalidCall(str(error))
    told.status = error.status_code
    return tell(request, told)


@api.exception_handler(RequestDataTooBig)
def tell_too_big(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    told = InvalidCall("The request is too large.")
    told.status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    return tell(request, told)


def from_validation(error: ValidationError) -> InvalidCall:
    """The first thing that is wrong, by the name of its field; of the kinds of a union, in the one
    that fits best."""
    first = max(error.errors, key=_fits)
    # Where it came from, the parameter of our function, and the kinds of a union are not the
    # caller's words.
    place = [str(part) for part in first["loc"][2:] if not KIND.search(str(part))]
    param = ".".join(place)
    if first["type"] == "extra_forbidden":
        return InvalidCall(f"Unknown parameter: {param!r}.", param=param, code="unknown_parameter")
    if first["type"] == "missing":
        return InvalidCall(
            f"Missing required parameter: {param!r}.",
            param=param,
            code="missing_required_parameter",
        )
    return InvalidCall(f"{param or 'body'}: {first['msg']}.", param=param, code="invalid_value")


def _fits(error: Any) -> tuple[int, bool]:
    return len(error["loc"]), not error["type"].endswith("_type")
