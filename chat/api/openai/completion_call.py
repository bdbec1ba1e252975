"""From what /v1/completions takes to what the engine is asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from chat.api.openai.chat_call import to_grammar, to_sampling
from chat.api.openai.completion_request import CompletionRequest
from chat.api.problems import InvalidCall
from chat.api.requests import check_stream_options, to_model
from chat.api.running import Call
from inference.contract import GenerationRequest

ROUTE = "completions"
MAX_TOKENS = 16  # OpenAI's: this route was made for finishing lines

Prompt = str | tuple[int, ...]


def to_call(body: CompletionRequest, *, owner_id: int) -> Call:
    """Raises InvalidCall where parameters do not go together."""
    check_together(body)
    prompt, options, outputs = to_prompt(body), body.stream_options, body.structured_outputs
    request = GenerationRequest(
        id=str(uuid4()),
        owner=str(owner_id),
        prompt=prompt if isinstance(prompt, str) else None,
        prompt_token_ids=() if isinstance(prompt, str) else prompt,
        sampling=to_sampling(
            body, max_tokens=body.max_tokens or MAX_TOKENS, logprobs=body.logprobs
        ),
        model=to_model(body.model),
        choices=body.n or 1,
        grammar=to_grammar(outputs) if outputs is not None else None,
    )
    form = {
        "choices": body.n or 1,
        "parallel_tool_calls": True,
        "logprobs": body.logprobs is not None,
        "include_usage": options is not None and options.include_usage,
        "params": {"grammar": "structured_outputs", "logprobs": "logprobs"},
    }
    return Call(
        request=request,
        route=ROUTE,
        form=form,
        is_streamed=bool(body.stream),
        is_background=body.background,
    )


def to_prompt(body: CompletionRequest) -> Prompt:
    """The one there is, as text or as token ids."""
    prompt: Any = body.prompt
    if not isinstance(prompt, str) and not isinstance(prompt[0], int):
        prompt = _only(prompt)
    return prompt if isinstance(prompt, str) else tuple(prompt)


def _only(prompts: Sequence[Any]) -> Any:
    if len(prompts) == 1:
        return prompts[0]
    raise InvalidCall(
        f"These are {len(prompts)} prompts, and a generation has one: send a request for "
        "each. They are worked on together all the same.",
        param="prompt",
    )


def check_together(body: CompletionRequest) -> None:
    check_stream_options(body.stream_options, is_streamed=body.stream)
    if body.best_of not in (None, body.n or 1):
        raise InvalidCall(
            "best_of can only be what n is: all that is written is told.", param="best_of"
        )
    if body.echo and body.logprobs is not None:
        raise InvalidCall(
            "echo and logprobs do not go together: the tokens of a prompt are not rated here.",
            param="echo",
        )
