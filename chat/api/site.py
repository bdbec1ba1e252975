"""All routes of the API, its document and what becomes of errors."""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from functools import wraps
from http import HTTPStatus
from inspect import iscoroutinefunction
from typing import Any, TypeVar

from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from ninja import Router
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser
from pydantic_core import from_json

from chat.api import generations
from chat.api.anthropic import messages
from chat.api.document import DocumentedAPI
from chat.api.headers import call_number, collected_headers
from chat.api.openai import chat, completions, models, responses, tokens
from chat.api.problems import (
    ApiError,
    BadEnding,
    InvalidCall,
    NoSuchThing,
    NotNow,
    anthropic_body,
    anthropic_status,
    openai_body,
    tgi_body,
)
from chat.api.tgi import generate, info
from chat.api.validation import from_validation
from chat.metrics import API_ANSWERS

Run = Callable[..., Awaitable[HttpResponseBase]]
ResponseT = TypeVar("ResponseT", bound=HttpResponseBase)

LONGEST_RETRY_SECONDS = 60
ANTHROPIC_PATHS = "/v1/messages"
TGI_PATHS = ("/generate", "/info", "/health")

logger = logging.getLogger(__name__)


class StrictJson(Parser):
    """JSON as its standard has it: no NaN, no half surrogates, no bottomless nesting, and no number
    that could not be written as JSON again."""

    def parse_body(self, request: HttpRequest) -> Any:
        try:
            body = from_json(request.body, allow_inf_nan=False)
            json.dumps(body, allow_nan=False)  # 1e999 becomes infinite while it is read
        except ValueError as error:
            raise InvalidCall(f"The body is not JSON: {error}.", code="invalid_json") from error
        return body


def with_headers(run: Run) -> Run:
    """Every answer has a number that its caller can tell us, and we find in our log."""

    @wraps(run)
    async def inner(request: HttpRequest, **arguments: Any) -> HttpResponseBase:
        if request.method == "HEAD":
            request.method = "GET"  # the server leaves the body out
        with collected_headers() as headers:
            twice = next((one for one, values in request.GET.lists() if len(values) > 1), None)
            if twice is None:
                response = await run(request, **arguments)
            else:
                response = tell_twice(request, twice)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            response = tell_no_method(request, allowed=response["Allow"])
        match = request.resolver_match
        API_ANSWERS.labels(match.route if match else "", response.status_code).inc()
        return _with(response, headers)

    return inner


def _with(response: ResponseT, headers: Mapping[str, str]) -> ResponseT:
    for name, value in headers.items():
        response[name] = value
    return response


api = DocumentedAPI(
    title="Chatsite",
    version="1",
    description="The models of this site for programs, in the words of OpenAI's, Anthropic's and "
    "TGI's clients. Keys are made at /settings/keys/.",
    docs_url="/api/try",
    openapi_url="/api/openapi.json",
    parser=StrictJson(),
    urls_namespace="api",
)
nothing = Router()


@nothing.api_operation(
    ["GET", "POST", "PUT", "PATCH", "DELETE"], "/{path:rest}", include_in_schema=False
)
async def find_nothing(request: HttpRequest, rest: str) -> None:
    raise NoSuchThing(f"There is no {request.method} /v1/{rest[:80]}; see /api/docs.")


for router in (
    chat.router,
    completions.router,
    models.router,
    responses.router,
    messages.router,
    generations.router,
    nothing,  # comes last
):
    api.add_router("/v1", router)
for router in (generate.router, info.router, tokens.router):
    api.add_router("", router)


def urlpatterns() -> tuple[list[Any], str, str]:
    """Those of the API, for Django."""
    patterns, app, namespace = api.urls
    for pattern in patterns:
        if iscoroutinefunction(pattern.callback):  # all but the document
            pattern.callback = with_headers(pattern.callback)
    return patterns, app, namespace


def tell_no_route(request: HttpRequest) -> HttpResponse:
    with collected_headers() as headers:
        response = tell(request, NoSuchThing(f"There is no {request.method} {request.path[:80]}."))
    return _with(response, headers)


def tell_twice(request: HttpRequest, name: str) -> HttpResponse:
    """Django would take the last of them, and forget that the first was wrong."""
    return tell(request, InvalidCall(f"{name[:80]} is given more than once.", param=name[:80]))


def tell_no_method(request: HttpRequest, *, allowed: str) -> HttpResponse:
    """ninja itself answers with a line of HTML."""
    error = InvalidCall(f"{request.path[:80]} takes {allowed}, not {request.method}.")
    error.status = error.tgi_status = HTTPStatus.METHOD_NOT_ALLOWED
    response = tell(request, error)
    response["Allow"] = allowed
    return response


@api.exception_handler(ApiError)
def tell(request: HttpRequest, error: ApiError) -> HttpResponse:
    if request.path.startswith(ANTHROPIC_PATHS):
        body, status = anthropic_body(error), anthropic_status(error)
    elif request.path == "/" or request.path.startswith(TGI_PATHS):
        body, status = tgi_body(error), error.tgi_status or error.status
    else:
        body, status = openai_body(error), error.status
    response = api.create_response(request, body, status=status)
    if error.retry_after_seconds is not None:
        response["Retry-After"] = str(error.retry_after_seconds)
    if error.is_final or (error.retry_after_seconds or 0) > LONGEST_RETRY_SECONDS:
        response["X-Should-Retry"] = "false"  # OpenAI's and Anthropic's clients would, twice
    if error.status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = "Bearer"
    setattr(response, "_has_been_logged", True)  # noqa: B010 - or Django logs each as an error
    return response


@api.exception_handler(ValidationError)
def tell_validation(request: HttpRequest, error: ValidationError) -> HttpResponse:
    # What is wrong in the address says nothing of the body, which may then be anything.
    is_read = any(one["loc"][0] == "body" for one in error.errors)
    body = from_json(request.body) if is_read and request.body else None
    return tell(request, from_validation(error, body))


@api.exception_handler(DatabaseError)
def tell_database(request: HttpRequest, error: DatabaseError) -> HttpResponse:
    logger.warning("The database does not answer a program: %s", error)
    return tell(request, NotNow("The site's database does not answer. Try again in a moment."))


@api.exception_handler(Exception)
def tell_defect(request: HttpRequest, error: Exception) -> HttpResponse:
    logger.error(
        "Call %s failed: %s %s", call_number(), request.method, request.path, exc_info=error
    )
    return tell(request, BadEnding("Something broke here; the error is in the log of the site."))


@api.exception_handler(HttpError)
def tell_http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    if isinstance(error.__cause__, ApiError):  # of StrictJson
        return tell(request, error.__cause__)
    told = InvalidCall(str(error))
    told.status = error.status_code
    return tell(request, told)


@api.exception_handler(RequestDataTooBig)
def tell_too_big(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    told = InvalidCall("The request is too large.")
    told.status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    return tell(request, told)
