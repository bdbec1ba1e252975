"""How a request may say what is asked. Knows no model."""

from __future__ import annotations

from inference.contract import GenerationRequest, Tokenize
from inference.exceptions import InvalidRequest, PromptTooLong


def check_prompt(request: GenerationRequest) -> None:
    """Raises InvalidRequest."""
    ways = (bool(request.turns), request.prompt is not None, bool(request.prompt_token_ids))
    if not any(ways):
        raise InvalidRequest("There is no message to answer.", field="turns")
    if sum(ways) > 1:
        raise InvalidRequest(
            "A request has messages, or a prompt as text, or one as token ids: it has several."
        )
    if request.is_raw and (request.tools or request.continue_final_message):
        raise InvalidRequest(
            "A raw prompt goes to the model as it is: tools and messages to continue need "
            "messages.",
            field="tools" if request.tools else "continue_final_message",
        )
    if request.is_raw and request.thinking is not None:
        raise InvalidRequest(
            "Whether to think is said in a chat template; a raw prompt has none.", field="thinking"
        )
    check_characters(request.prompt or "", field="prompt")
    for turn in request.turns:
        check_characters(turn.content, field="turns")


def check_characters(text: str, *, field: str) -> None:
    """Raises InvalidRequest for what no tokenizer can read."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise InvalidRequest(
            f"Character {error.start + 1:,} is half of one (a lone surrogate).", field=field
        ) from error


def check_question(question: Tokenize) -> None:
    """Raises InvalidRequest."""
    if (question.text is None) is (not question.turns):
        raise InvalidRequest("What is to be tokenised is either a text or messages.")
    if question.text is not None and (question.tools or question.continue_final_message):
        raise InvalidRequest("Tools and messages to continue are tokenised with messages.")
    check_characters(question.text or "", field="prompt")
    for turn in question.turns:
        check_characters(turn.content, field="turns")


def unknown_token(token_id: object, vocabulary: int) -> InvalidRequest:
    """vocabulary: how many there are."""
    return InvalidRequest(
        f"There is no token {token_id!r}: the ids of this model are 0 to {vocabulary - 1}.",
        field="tokens",
    )


def check_room(prompt: int, *, least: int, limit: int) -> None:
    """Of a raw prompt, which is never shortened. least: tokens kept for the reply. limit: of both.
    Raises PromptTooLong."""
    if prompt + least > limit:
        raise PromptTooLong(
            f"This is too long for the model: the prompt is {prompt:,} tokens, {least:,} are kept "
            f"for the reply, and {limit:,} fit in all.",
            field="prompt" if least < limit else "max_tokens",
        )
