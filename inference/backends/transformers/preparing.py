"""From a request to what the engine thread can take, and nothing that could kill it.

Knows the loaded model's words: its template, its ways of writing, its vocabulary. Any number of
threads may ask. Knows no engine thread and no batch.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from inference.backends.base import Prepared
from inference.backends.transformers.grammar import Grammars
from inference.backends.transformers.loading import Loaded
from inference.backends.transformers.logprobs import TokenBytes, UntoldLogprobs
from inference.backends.transformers.parsing import ReplyParsing
from inference.backends.transformers.prompting import Prompts
from inference.backends.transformers.sampling import ModelDefaults, fill_in, resolve
from inference.backends.transformers.slots import Slot
from inference.backends.transformers.vocabulary import Vocabulary
from inference.config import Config
from inference.contract import GenerationRequest
from inference.exceptions import CannotGoOn, InvalidRequest, PromptTooLong
from inference.fitting import fit_turns
from inference.handover import CUT
from inference.prompt_rules import check_prompt, check_room
from inference.sampling_rules import check_sampling
from inference.tool_rules import check_tools

# A reply of no stated length: old turns make room for a quarter of the context, a long last message
# is answered as long as a sixteenth is left.
REPLY_SHARE, LEAST_SHARE = 4, 16
MOST_CHOICES = 4


class Preparing:
    """context_length: set it when the engine has said how much it can hold."""

    def __init__(self, loaded: Loaded, config: Config) -> None:
        text_config = loaded.model.config.get_text_config()
        self.vocabulary = int(text_config.vocab_size)
        self.context_length = int(text_config.max_position_embeddings)
        self.eos = _end_tokens(loaded.model, loaded.tokenizer)
        tokenizer = loaded.tokenizer.backend_tokenizer
        self._prompts = Prompts(loaded.tokenizer)
        self.template_digest = self._prompts.template_digest
        self.words = Vocabulary(self._prompts, tokenizer)
        self._parsing = ReplyParsing.of(loaded.tokenizer, config)
        self._grammars = Grammars(tokenizer, eos=self.eos, vocabulary=self.vocabulary)
        self._token_bytes = TokenBytes(tokenizer)
        self._defaults = ModelDefaults.of(loaded.model.generation_config, self.vocabulary)

    def close(self) -> None:
        self._grammars.close()
        self._prompts.close()

    def prepare(self, request: GenerationRequest) -> Prepared:
        """Raises InvalidRequest, PromptTooLong, or Overloaded when many grammars wait."""
        sampling = request.sampling
        check_sampling(sampling, vocabulary=self.vocabulary)
        check_prompt(request)
        if type(request.choices) is not int or not 1 <= request.choices <= MOST_CHOICES:
            raise InvalidRequest(
                f"choices must be 1 to {MOST_CHOICES}; it is {request.choices!r}.", field="choices"
            )
        check_tools(request)
        token_ids, left_out = self._raw(request) if request.is_raw else self._fitted(request)
        return Prepared(
            request=request,
            sampling=fill_in(sampling, self._defaults),
            token_ids=tuple(token_ids),
            prompt_token_count=len(token_ids),
            max_tokens=sampling.max_tokens or self.context_length - len(token_ids),
            left_out_turn_count=left_out,
            grammar=self._grammars.compile_request(
                request, self._parsing.tool_format, self._parsing.thoughts(request, token_ids)
            ),
        )

    def _fitted(self, request: GenerationRequest) -> tuple[Sequence[int], int]:
        """The ids of the turns that fit, and how many were left out."""
        asked = request.sampling.max_tokens
        return fit_turns(
            request.turns,
            partial(
                self._prompts.render,
                tools=request.tools if request.tool_choice != "none" else (),
                thinking=request.thinking,
                continue_final_message=request.continue_final_message,
            ),
            limit=self.context_length,
            reserved=asked or self.context_length // REPLY_SHARE,
            least=asked or self.context_length // LEAST_SHARE,
        )

    def _raw(self, request: GenerationRequest) -> tuple[Sequence[int], int]:
        ids: Sequence[int] = request.prompt_token_ids
        if request.prompt is not None:
            ids = self._prompts.surround(self._prompts.raw(request.prompt))
        self._check_ids(ids)
        least = request.sampling.max_tokens or self.context_length // LEAST_SHARE
        check_room(len(ids), least=least, limit=self.context_length)
        return ids, 0

    def _check_ids(self, ids: Sequence[int]) -> None:
        if not ids:
            raise InvalidRequest("The prompt is empty.", field="prompt")
        if not all(type(one) is int and 0 <= one < self.vocabulary for one in ids):
            raise InvalidRequest(
                f"The prompt has a token that is not 0 to {self.vocabulary - 1}.", field="prompt"
            )

    def check(self, prepared: Prepared) -> None:
        """All that would kill the engine thread, and everybody's reply with it."""
        check_sampling(prepared.request.sampling, vocabulary=self.vocabulary)
        ids, max_tokens = prepared.token_ids, prepared.max_tokens
        self._check_ids(ids)
        if type(max_tokens) is not int or max_tokens < 1:
            raise InvalidRequest(
                f"max_tokens must be a whole number from 1; it is {max_tokens!r}.",
                field="max_tokens",
            )
        if len(ids) + max_tokens > self.context_length:
            raise PromptTooLong(
                f"The prompt of {len(ids):,} tokens and the reply of {max_tokens:,} do not fit "
                f"into the {self.context_length:,} tokens that the model holds."
            )

    def slots(self, prepared: Prepared, keys: Iterator[int]) -> list[Slot]:
        """One for each choice that an earlier attempt has not made whole. Raises CannotGoOn."""
        slots = [
            self._slot(str(next(keys)), prepared, choice)
            for choice in range(prepared.request.choices)
        ]
        unfinished = [slot for slot in slots if not self._is_whole(slot)]
        if not unfinished:
            raise CannotGoOn(CUT)
        return unfinished

    def _is_whole(self, slot: Slot) -> bool:
        has_end = bool(slot.before) and slot.before[-1] in self.eos
        return has_end or slot.tokens_left < 1 or slot.reply.is_stopped

    def _slot(self, key: str, prepared: Prepared, choice: int) -> Slot:
        made = prepared.request.made
        before = made[choice] if choice < len(made) else ()
        reply = self._parsing.reply(prepared.request, prepared.token_ids)
        for token_id in before:  # one at a time, as it was told
            if token_id not in self.eos:
                reply.push([token_id])
        return Slot(
            key=key,
            prepared=prepared,
            choice=choice,
            rule_set=resolve(prepared.sampling, self._defaults, choice=choice),
            reply=reply,
            logprobs=UntoldLogprobs(self._token_bytes),
            before=before,
        )


def _end_tokens(model: Any, tokenizer: Any) -> frozenset[int]:
    """A chat model often ends its turn with another token than the one that ends a document."""
    ends = model.generation_config.eos_token_id
    ends = ends if isinstance(ends, list) else [ends]
    return frozenset(one for one in [*ends, tokenizer.eos_token_id] if one is not None)
