"""Attention over the paged cache of a CPU: every request looks at its own keys alone.

The library's own, where there are no kernels of a GPU, shows every token the keys of all requests
and masks most of them away again, so that its cost grows with the square of their number: with 32
requests it is more than half of a step. Knows pages and tensors, no text.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import torch
from torch.nn.functional import scaled_dot_product_attention
from transformers import AttentionInterface
from transformers.generation.continuous_batching.cache import (
    PagedAttentionCache,
    group_layers_by_attn_type,
)
from transformers.integrations.sdpa_attention import repeat_kv, sdpa_attention_forward

from inference.backends.transformers.side_by_side import SideBySide

NAME = "paged_on_cpu"
LAYERS = "full_attention"  # the one kind of layers that it knows
NO_READING = torch.empty(0, dtype=torch.int64)


def suits(model: Any) -> bool:
    """Plain attention to all that came before, on a CPU."""
    config = model.config.get_text_config()
    return (
        model.device.type == "cpu"
        and config._attn_implementation == "sdpa"  # noqa: SLF001
        and set(group_layers_by_attn_type(config)) == {LAYERS}
        and getattr(config, "attn_logit_softcapping", None) is None
    )


def put_in(model: Any, manager: Any, *, pages_per_request: int) -> bool:
    """After the manager was made, which refuses names that it does not know, and before it makes
    its cache. False: the model lets nobody choose its attention."""
    model.set_attn_implementation(NAME)  # which may only warn
    if model.config._attn_implementation != NAME:  # noqa: SLF001
        return False
    # Steps in which every request adds one token come with their pages then, not with indices.
    manager.continuous_batching_config.max_blocks_per_request = pages_per_request
    return True


def take_out(model: Any) -> None:
    if model.config._attn_implementation == NAME:  # noqa: SLF001
        model.set_attn_implementation("sdpa")


@dataclass(frozen=True, slots=True)
class Span:
    """What one request adds to a step, and the keys that it looks at. mask: bool [queries, keys];
    `None`: all before each, or all."""

    queries: slice
    keys: slice
    is_new: bool  # all its keys are: none must be fetched from the cache
    mask: torch.Tensor | None


class PagedAttention:
    """What the layers of one step share, and what the steps of one cache do."""

    def __init__(self, page_tokens: int, cache_pages: int) -> None:
        self._requests: Sequence[Hashable] = ()
        self._step: Any = None  # a tensor that each step has anew
        self._spans: list[Span] = []
        self._side_by_side = SideBySide(page_tokens, cache_pages)

    @property
    def is_used(self) -> bool:
        """Some models do not hand on to their layers what it needs."""
        return self._step is not None

    def begin_step(self, requests: Sequence[Hashable]) -> None:
        """Who is in the step that comes, in its order."""
        self._requests = requests

    def attend(
        self,
        allocator: Any,
        layer: int,
        states: tuple[torch.Tensor, torch.Tensor, torch.Tensor],
        step: dict[str, Any],
        scaling: float | None,
    ) -> torch.Tensor:
        """states: query [1, heads, tokens, head_dim], key and value with kv_heads; step: the
        library's arguments. → [1, tokens, heads, head_dim]"""
        table, lengths = step["block_table"], step["cu_seq_lens_k"][LAYERS]
        is_begun = self._step is step["cu_seq_lens_q"]
        self._step = step["cu_seq_lens_q"]
        query, *new = (one[0].transpose(0, 1) for one in states)  # [tokens, heads, head_dim]
        if table is None:
            if not is_begun:
                self._side_by_side.forget()
                self._spans = _spans(self._step.tolist(), lengths.tolist())
            write, read = (step[name][allocator.index] for name in ("write_index", "read_index"))
            allocator.update(*new, layer, NO_READING, write)
            return self._attend_spans(
                states, allocator.get_cache_for_block_table(layer), read, scaling
            )
        if not is_begun:
            pages = table[allocator.index].long()
            self._side_by_side.begin_step(self._requests, pages, lengths.diff().long())
        cached = allocator.get_cache_for_block_table(layer)
        return self._side_by_side.attend(layer, query, new, cached, scaling)[None]

    def _attend_spans(
        self,
        states: tuple[torch.Tensor, torch.Tensor, torch.Tensor],
        cached: Sequence[torch.Tensor],
        read: torch.Tensor,
        scaling: float | None,
    ) -> torch.Tensor:
        query, *new = states
        sharing = query.shape[1] // new[0].shape[1]
        tokens = [pages.view(-1, *pages.shape[2:]) for pages in cached]
        told = []
        for span in self._spans:
            if span.is_new:
                seen = [one[:, :, span.queries] for one in new]
            else:
                where = read[span.keys]
                seen = [one.index_select(0, where).transpose(0, 1)[None] for one in tokens]
            keys, values = (repeat_kv(one, sharing) for one in seen)
            told.append(
                scaled_dot_product_attention(
                    query[:, :, span.queries],
                    keys,
                    values,
                    attn_mask=span.mask,
                    is_causal=span.is_new,
                    scale=scaling,
                )
            )
        return torch.cat(told, dim=2).transpose(1, 2)


_by_cache: WeakKeyDictionary[PagedAttentionCache, PagedAttention] = WeakKeyDictionary()


def attention_of(cache: PagedAttentionCache) -> PagedAttention:
    known = _by_cache.get(cache)  # asked by every layer in every step
    if known is None:
        page_tokens = cache.cache_allocators[LAYERS].tokens_per_page
        known = _by_cache[cache] = PagedAttention(page_tokens, cache.num_blocks)
    return known


def forward(
    module: Any,
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    attention_mask: torch.Tensor | None,
    *,
    scaling: float | None = None,
    cache: PagedAttentionCache | None = None,
    **kwargs: Any,
) -> tuple[torch.Tensor, None]:
    """What the library calls, see its AttentionInterface."""
    if cache is None:  # `generate`, on the same model
        kwargs.pop("is_causal", None)
        answer: tuple[torch.Tensor, None] = sdpa_attention_forward(
            module, query, key, value, attention_mask, scaling=scaling, **kwargs
        )
        return answer
    layer = module.layer_idx
    allocator = cache.layer_to_allocator[layer]
    states = (query, key, value)
    return attention_of(cache).attend(allocator, layer, states, kwargs, scaling), None


def _spans(queries: Sequence[int], keys: Sequence[int]) -> list[Span]:
    """From where each request's begin."""
    spans = []
    for row in range(len(queries) - 1):
        ours, theirs = slice(queries[row], queries[row + 1]), slice(keys[row], keys[row + 1])
        count, seen = ours.stop - ours.start, theirs.stop - theirs.start
        mask = None
        if 1 < count < seen:
            mask = torch.ones(count, seen, dtype=torch.bool).tril(seen - count)
        spans.append(Span(ours, theirs, count == seen, mask))
    return spans


AttentionInterface.register(NAME, forward)
