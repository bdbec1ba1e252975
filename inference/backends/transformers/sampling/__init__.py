"""How tokens are chosen: what a request's sampling means for one choice (`rules`), and all choices
of a step at once (`processor`). Knows no text and no events."""

from inference.backends.transformers.sampling.processor import SamplingProcessor
from inference.backends.transformers.sampling.rules import (
    GREEDY,
    GrammarMask,
    ModelDefaults,
    Rules,
    RuleSet,
    Scored,
    fill_in,
    resolve,
)

__all__ = [
    "GREEDY",
    "GrammarMask",
    "ModelDefaults",
    "RuleSet",
    "Rules",
    "SamplingProcessor",
    "Scored",
    "fill_in",
    "resolve",
]
