"""POST /tokenize and /detokenize, as vLLM has them: which tokens a text is, and back."""

from __future__ import annotations

from typing import Any

from ninja import Body, Router

from chat.api.auth import Caller, KeyAuth
from chat.api.openai.chat_call import check_continued, to_tools
from chat.api.openai.messages import to_turns
from chat.api.openai.token_request import DetokenizeRequest, TokenizeRequest
from chat.api.problems import InvalidCall, from_inference
from chat.api.requests import to_model
from chat.api.teams import model_of_team
from inference.client import adetokenize, atokenize
from inference.contract import Tokenize
from inference.exceptions import InferenceError

router = Router(tags=["vLLM"], auth=KeyAuth("models"))

OF_MESSAGES = {"add_generation_prompt", "continue_final_message", "tools", "chat_template_kwargs"}


@router.post("/tokenize", summary="Which tokens a text or a conversation is")
async def tokenize(request: Caller, body: Body[TokenizeRequest]) -> dict[str, Any]:
    """A live worker of the model is asked; nothing is generated."""
    question = to_question(body)
    try:
        tokens = await atokenize(model_of_team(request.auth.team, to_model(body.model)), question)
    except InferenceError as error:
        raise from_inference(error) from error
    return {
        "count": len(tokens.ids),
        "max_model_len": tokens.context_length,
        "tokens": tokens.ids,
        "token_strs": tokens.strings if body.return_token_strs else None,
    }


@router.post("/detokenize", summary="Which text some tokens are")
async def detokenize(request: Caller, body: Body[DetokenizeRequest]) -> dict[str, str]:
    try:
        return {
            "prompt": await adetokenize(
                model_of_team(request.auth.team, to_model(body.model)), body.tokens
            )
        }
    except InferenceError as error:
        raise from_inference(error) from error


def to_question(body: TokenizeRequest) -> Tokenize:
    """Raises InvalidCall where parameters do not go together."""
    check_together(body)
    template = body.chat_template_kwargs
    return Tokenize(
        text=body.prompt,
        turns=to_turns(body.messages or ()),
        tools=to_tools(body.tools),
        thinking=None if template is None else template.enable_thinking,
        continue_final_message=body.continue_final_message,
        add_generation_prompt=body.add_generation_prompt is not False,
        add_special_tokens=body.add_special_tokens,
        with_strings=bool(body.return_token_strs),
    )


def check_together(body: TokenizeRequest) -> None:
    if (body.prompt is None) is (body.messages is None):
        raise InvalidCall("Give one of prompt and messages.", param="prompt")
    if body.messages is None:
        for name in body.model_dump(include=OF_MESSAGES, exclude_defaults=True):
            raise InvalidCall(f"{name} goes with messages, not with a prompt.", param=name)
    if body.messages and body.continue_final_message:
        check_continued(body.messages)
        if body.add_generation_prompt:
            raise InvalidCall(
                "Give one of add_generation_prompt and continue_final_message.",
                param="add_generation_prompt",
            )
