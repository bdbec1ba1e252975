"""What /api/openapi.json says of answers. Changes nothing of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from chat.api.shapes import anthropic, openai, own, responses, tgi
from chat.api.shapes.base import AnthropicError, OpenAIError, TGIError

REFERENCE = "#/components/schemas/{model}"

Json = dict[str, Any]

# Of each event; some clients know them by their names, and `[DONE]` may be the data of the last.
EVENT: Json = {
    "type": "object",
    "properties": {name: {"type": "string"} for name in ("id", "event", "data")},
    "required": ["data"],
}


@dataclass(frozen=True, slots=True)
class Answer:
    """shape: of a whole answer; `None`: there is none."""

    shape: type[BaseModel] | None = None
    error: type[BaseModel] = OpenAIError
    is_streamed: bool = False

    def told(self) -> Json:
        success: Json = {"description": "OK", "content": dict(self._contents())}
        problem: Json = {
            "description": "What went wrong",
            "content": {"application/json": {"schema": _reference(self.error)}},
        }
        return {"200": success, "4XX": problem, "5XX": problem}

    def _contents(self) -> Iterator[tuple[str, Json]]:
        if self.shape is not None:
            yield "application/json", {"schema": _reference(self.shape)}
        if self.is_streamed:
            yield "text/event-stream", {"schema": EVENT}


ANSWERS: Mapping[str, Answer] = {
    "create_chat_completion": Answer(openai.ChatCompletion, is_streamed=True),
    "create_completion": Answer(openai.Completion, is_streamed=True),
    "get_models": Answer(openai.ModelList),
    "get_model": Answer(openai.Model),
    "tokenize": Answer(openai.Tokens),
    "detokenize": Answer(openai.Detokenized),
    "create_response": Answer(responses.Response, is_streamed=True),
    "get_response": Answer(responses.Response, is_streamed=True),
    "cancel_response": Answer(responses.Response),
    "create_message": Answer(anthropic.Message, AnthropicError, is_streamed=True),
    "count_tokens": Answer(anthropic.TokenCount, AnthropicError),
    "get_generation": Answer(own.GenerationState),
    "resume_stream": Answer(is_streamed=True),
    "cancel_generation": Answer(own.GenerationState),
    "generate": Answer(tgi.Generated, TGIError),
    "generate_stream": Answer(None, TGIError, is_streamed=True),
    "get_info": Answer(tgi.Info, TGIError),
    "get_health": Answer(None, TGIError),
}


class DocumentedAPI(NinjaAPI):
    """Its operations answer as ANSWERS says, by the name of their function."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__

    def get_openapi_schema(self, **more: Any) -> OpenAPISchema:
        document = super().get_openapi_schema(**more)
        for operations in document["paths"].values():
            for operation in operations.values():
                operation["responses"] = ANSWERS[operation["operationId"]].told()
        document["components"]["schemas"] |= _shapes()
        return document


def _shapes() -> Json:
    shapes = {answer.error for answer in ANSWERS.values()}
    shapes |= {answer.shape for answer in ANSWERS.values() if answer.shape is not None}
    ordered = sorted(shapes, key=lambda shape: shape.__name__)
    _, told = models_json_schema(
        [(shape, "validation") for shape in ordered], ref_template=REFERENCE
    )
    schemas: Json = told["$defs"]
    return schemas


def _reference(shape: type[BaseModel]) -> Json:
    return {"$ref": REFERENCE.format(model=shape.__name__)}
