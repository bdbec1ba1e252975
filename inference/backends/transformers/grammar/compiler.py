"""From what a request asks to a compiled grammar, within bounds. Knows no engine.

The way of every grammar: refused for its size, or for what it means; tried by the child process;
compiled here, in the thread that asks; kept for the next one that asks the same.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from llguidance import LLMatcher, LLParserLimits, LLTokenizer
from tokenizers import Tokenizer

from inference.backends.transformers.grammar import lark, limits
from inference.backends.transformers.grammar.checker import Checker
from inference.backends.transformers.grammar.matcher import GrammarMatcher
from inference.backends.transformers.grammar.schemas import check_schema
from inference.backends.transformers.parsing import Thoughts, ToolFormat
from inference.contract import GenerationRequest, Grammar, Tool
from inference.exceptions import InvalidRequest

logger = logging.getLogger(__name__)

KEPT = 64  # compiled grammars and refusals; a program asks for few, a thousand times


class CompiledGrammar:
    """Shared by all that ask for the same; each choice of a request takes a matcher of its own."""

    def __init__(self, prototype: LLMatcher, eos: Collection[int]) -> None:
        self._prototype = prototype
        self._eos = eos

    def matcher(self, begun: Sequence[int] = ()) -> GrammarMatcher:
        """begun: the tokens of a reply that goes on after the engine lost it."""
        matcher = GrammarMatcher(self._prototype.deep_copy(), self._eos)
        for token_id in begun:
            matcher.accept(token_id)
        return matcher


class Grammars:
    """All grammars of one model; any number of threads may compile.

    tokenizer: is not changed. eos: every token that ends a reply. vocabulary: the rows of the
    model's output, which may be more than the tokenizer knows; those are never allowed.
    """

    def __init__(self, tokenizer: Tokenizer, *, eos: Collection[int], vocabulary: int) -> None:
        self._eos = sorted(eos)
        self._limits = LLParserLimits(verbose_errors=False, **limits.STEP_LIMITS)  # type: ignore[arg-type]
        self._kept: OrderedDict[str, CompiledGrammar | InvalidRequest] = OrderedDict()
        self._lock = threading.Lock()
        text = _plain(tokenizer)
        self._checker = Checker(tokenizer=text, vocabulary=vocabulary, eos=self._eos)
        self._tokenizer = self._open(text, vocabulary)
        # The library takes every added token in angle brackets for special, also where the
        # tokenizer does not, as with Qwen's and Pocket's marks of tool calls.
        self._specials = {
            token.content: token_id
            for token_id, token in tokenizer.get_added_tokens_decoder().items()
            if self._tokenizer is not None and self._tokenizer.is_special_token(token_id)
        }

    def compile_request(
        self,
        request: GenerationRequest,
        tool_format: ToolFormat | None = None,
        thoughts: Thoughts | None = None,
    ) -> CompiledGrammar | None:
        """The form that the request's reply must have, if any. Raises as `compile` does."""
        grammar, must_call = request.grammar, request.tool_choice in {"required", "named"}
        if grammar is None and not must_call:
            return None
        if request.sampling.ignore_eos:
            raise InvalidRequest(
                "A reply in a given form has its own end: leave out ignore_eos.", field="ignore_eos"
            )
        if grammar is not None and must_call:
            raise InvalidRequest(
                "A reply is either a tool call or in a given form: ask for one.",
                field="tool_choice",
            )
        try:
            if grammar is None:
                return self._compile_calls(request, tool_format, thoughts)
            if request.tools and request.tool_choice == "auto" and tool_format is not None:
                return self.compile_tool_calls(
                    request.tools, tool_format, thoughts=thoughts, otherwise=grammar
                )
            return self.compile(grammar, thoughts)
        except InvalidRequest as error:
            error.field = error.field or ("tools" if grammar is None else "grammar")
            raise

    def _compile_calls(
        self, request: GenerationRequest, tool_format: ToolFormat | None, thoughts: Thoughts | None
    ) -> CompiledGrammar:
        if tool_format is None:
            raise InvalidRequest(
                'This model writes no tool calls. Use tool_choice "auto".', field="tool_choice"
            )
        name = request.tool_name if request.tool_choice == "named" else ""
        return self.compile_tool_calls(
            request.tools, tool_format, name=name, parallel=not name, thoughts=thoughts
        )

    def compile(self, grammar: Grammar, thoughts: Thoughts | None = None) -> CompiledGrammar:
        """Raises InvalidRequest saying what is wrong with it, Overloaded when many wait."""
        return self._compiled(lark.reply_grammar(_body(grammar), self._specials, thoughts))

    def compile_tool_calls(
        self,
        tools: Sequence[Tool],
        tool_format: ToolFormat,
        *,
        name: str = "",
        parallel: bool = True,
        thoughts: Thoughts | None = None,
        otherwise: Grammar | None = None,
    ) -> CompiledGrammar:
        """The reply is one call, or several when parallel; with a name, of that tool alone.
        otherwise: the form of a reply that calls none; without it one must.

        Raises as `compile` does.
        """
        called = [tool for tool in tools if not name or tool.name == name]
        if not called:
            raise InvalidRequest(
                f"There is no tool called {name}." if name else "There are no tools."
            )
        if len(called) > limits.MOST_TOOLS:
            raise InvalidRequest(f"There are {len(called)} tools; {limits.MOST_TOOLS} are allowed.")
        text = lark.calls_grammar(
            [(tool.name, _arguments_schema(tool)) for tool in called],
            tool_format,
            self._specials,
            parallel=parallel,
            thoughts=thoughts,
            body="" if otherwise is None else _body(otherwise),
        )
        limits.check_text_size(text, "The schemas of all tools together")
        return self._compiled(text)

    def close(self) -> None:
        self._checker.close()

    def _open(self, tokenizer: str, vocabulary: int) -> LLTokenizer | None:
        """None: a model of such a kind works, only without grammars."""
        if not self._eos:
            return None
        try:
            return LLTokenizer(tokenizer, n_vocab=vocabulary, eos_token=self._eos)
        except ValueError:
            logger.exception("The model's tokenizer does not allow grammars.")
            return None

    def _compiled(self, text: str) -> CompiledGrammar:
        with self._lock:
            kept = self._kept.get(text)
            if kept is not None:
                self._kept.move_to_end(text)
        if kept is None:
            try:
                kept = self._compile(text)
            except InvalidRequest as error:
                kept = error  # a monster that is sent again and again costs its time once
            self._keep(text, kept)
        if isinstance(kept, InvalidRequest):
            raise InvalidRequest(str(kept))
        return kept

    def _compile(self, text: str) -> CompiledGrammar:
        if self._tokenizer is None:
            raise InvalidRequest("This model cannot be held to a form. Ask for plain text.")
        self._checker.check(text)
        prototype = LLMatcher(self._tokenizer, text, log_level=0, limits=self._limits)
        if prototype.is_error():
            raise InvalidRequest(f"The reply's form cannot be enforced: {prototype.get_error()}")
        return CompiledGrammar(prototype, self._eos)

    def _keep(self, text: str, compiled: CompiledGrammar | InvalidRequest) -> None:
        with self._lock:
            self._kept[text] = compiled
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)


def _body(grammar: Grammar) -> str:
    match grammar.kind:
        case "json_object":
            return lark.json_body({"type": "object"})
        case "json_schema":
            limits.check_schema_size(grammar.value)
            return lark.json_body(check_schema(grammar.value))
        case "regex":
            limits.check_pattern(grammar.value, "The regular expression")
            return lark.regex_body(grammar.value)
        case "choice":
            return lark.choice_body(limits.check_choices(grammar.value))


def _arguments_schema(tool: Tool) -> Mapping[str, Any]:
    """Arguments are an object, whatever else the tool says of them."""
    name = f"The schema of the tool {tool.name}"
    limits.check_schema_size(tool.parameters, name)
    schema = check_schema(tool.parameters, name)
    if schema.get("type", "object") != "object":
        raise InvalidRequest(f'{name} must have "type": "object".')
    return {"type": "object", **schema}


def _plain(tokenizer: Tokenizer) -> str:
    """As text, without what cuts or fills up."""
    copy = Tokenizer.from_str(tokenizer.to_str())
    copy.no_padding()
    copy.no_truncation()
    return str(copy.to_str())
