"""Replies from another server that speaks the OpenAI API: vLLM, TGI, Ollama, llama.cpp…

Needs no GPU and no torch: the model runs elsewhere.
"""

from inference.backends.openai.backend import OpenAIBackend

__all__ = ["OpenAIBackend"]
