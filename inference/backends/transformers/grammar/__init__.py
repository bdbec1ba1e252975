"""Replies that must have a form: JSON, a pattern, one of some texts, tool calls.

`compiler` is the door; `limits` and `schemas` refuse what is monstrous or can never be met,
`lark` writes the grammar, `checker` lets a child process try it first (`trial`), and `matcher`
follows one reply token by token. Knows no logits, requests or threads of the engine.
"""

from inference.backends.transformers.grammar.compiler import CompiledGrammar, Grammars
from inference.backends.transformers.grammar.matcher import GrammarMatcher

__all__ = ["CompiledGrammar", "GrammarMatcher", "Grammars"]
