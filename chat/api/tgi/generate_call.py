"""From what /generate takes to what the engine is asked."""

from __future__ import annotations

from random import SystemRandom
from uuid import uuid4

from accounts.models import ApiKey
from chat.api.problems import from_inference
from chat.api.requests import to_temperature
from chat.api.running import Call
from chat.api.teams import model_of_team
from chat.api.tgi.generate_request import (
    GenerateRequest,
    JsonGrammar,
    JsonSchemaGrammar,
    Parameters,
    RegexGrammar,
)
from inference.client import atokenize
from inference.contract import GenerationRequest, Grammar, Sampling, Tokenize
from inference.exceptions import InferenceError

ROUTE = "generate"
SEEDS = 2**63  # one of them is made up where none is given, for TGI's answers name it

# What this route calls fields of the engine's; see problems.PARAMS.
PARAMS = {
    "prompt": "inputs",
    "max_tokens": "parameters.max_new_tokens",
    "top_k": "parameters.top_k",
    "stop": "parameters.stop",
    "grammar": "parameters.grammar",
}

_random = SystemRandom()


async def to_call(body: GenerateRequest, *, key: ApiKey, is_streamed: bool) -> Call:
    """Raises ApiError."""
    given, model = body.parameters, model_of_team(key.team, "")
    seed = _seed(given)
    kept = await _last_tokens(model, body.inputs, given.truncate) if given.truncate else ()
    logprobs = (given.top_n_tokens or 0) if given.details or is_streamed else None
    request = GenerationRequest(
        id=str(uuid4()),
        owner=str(key.owner_id),
        model=model,
        turns=(),
        prompt=None if kept else body.inputs,
        prompt_token_ids=kept,
        sampling=_sampling(given, seed, logprobs=logprobs),
        grammar=_grammar(given),
    )
    return Call(
        request=request,
        route=ROUTE,
        form={
            "choices": 1,
            "parallel_tool_calls": True,
            "seed": seed,
            "details": given.details,
            "top_n_tokens": given.top_n_tokens or 0,
            "is_list": False,
            "params": PARAMS,
        },
        is_streamed=is_streamed,
    )


async def _last_tokens(model: str, text: str, count: int) -> tuple[int, ...]:
    """What is left of a text that is cut at its beginning; nothing if it is short enough."""
    try:
        tokens = await atokenize(model, Tokenize(text=text))
    except InferenceError as error:
        raise from_inference(error) from error
    return tokens.ids[-count:] if len(tokens.ids) > count else ()


def _sampling(given: Parameters, seed: int | None, *, logprobs: int | None) -> Sampling:
    return Sampling(
        temperature=0.0 if seed is None else to_temperature(given.temperature or 1.0),
        top_k=given.top_k,
        top_p=given.top_p,
        repetition_penalty=given.repetition_penalty,
        frequency_penalty=given.frequency_penalty,
        seed=None if seed is None else seed % SEEDS,
        max_tokens=given.max_new_tokens,
        stop=tuple(given.stop or ()),
        logprobs=logprobs,
    )


def _seed(given: Parameters) -> int | None:
    """`None`: the likeliest token each time, as TGI does unless anything says otherwise."""
    warmers = (given.temperature, given.top_k, given.top_p)
    is_sampled = given.do_sample or any(one is not None for one in warmers)
    if not is_sampled or given.temperature == 0:
        return None
    return _random.randrange(SEEDS) if given.seed is None else given.seed


def _grammar(given: Parameters) -> Grammar | None:
    match given.grammar:
        case JsonGrammar(value=schema):
            return Grammar(kind="json_schema", value=schema)
        case JsonSchemaGrammar(value=named):
            return Grammar(kind="json_schema", value=named.schema_)
        case RegexGrammar(value=pattern):
            return Grammar(kind="regex", value=pattern)
    return None
