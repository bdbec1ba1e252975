"""From turns and tools to token ids by the model's own chat template."""

from inference.backends.transformers.prompting.prompts import Prompts

__all__ = ["Prompts"]
