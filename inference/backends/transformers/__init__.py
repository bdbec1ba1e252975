"""The model in this process, with transformers' continuous batching. Only here is torch imported.

`backend` turns requests into pieces of text; `manager` is the border to the library's engine
thread; `loading`, `prompt`, `sampling` and `detokeniser` each know one thing beside it.
"""

from inference.backends.transformers.backend import TransformersBackend

__all__ = ["TransformersBackend"]
