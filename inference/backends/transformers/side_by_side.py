"""Steps in which every request adds one token: their keys and values lie side by side.

To gather them from the cache's pages anew in each step costs more than to look at them. So they
are gathered once, and while the same requests go on only their new tokens are added, to the cache
and here. Requests of very different lengths lie in groups of their own, so that padding never
costs more than the keys. Knows tensors and pages, no text.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import torch
from torch.nn.functional import scaled_dot_product_attention

SPARE_PAGES = 4  # a request grows by so many before all are gathered again
# Of the cache's own pages: pages that many requests share lie here once for each of them.
MOST_COPIES = 2


@dataclass(frozen=True, slots=True)
class Group:
    """Requests of a like length. rows: which of the step, `None`: all. start: its first page here;
    each of its rows has room for `width` pages from there on."""

    rows: torch.Tensor | None
    count: int
    start: int
    width: int

    @property
    def stop(self) -> int:
        return self.start + self.count * self.width

    def of(self, values: torch.Tensor) -> torch.Tensor:
        return values if self.rows is None else values[self.rows]


@dataclass(frozen=True, slots=True)
class Look:
    """What a group looks at in this step. lengths: of its requests, tokens: of the longest. mask:
    float [count, 1, 1, tokens], `None`: they are all as long."""

    group: Group
    lengths: Sequence[int]
    tokens: int
    mask: torch.Tensor | None


class SideBySide:
    """The requests of one engine thread. Its buffers grow with what is in a step, up to
    MOST_COPIES of the cache, and are kept; what does not fit into them is looked at row by row.
    cache_pages: how many the cache has."""

    def __init__(self, page_tokens: int, cache_pages: int) -> None:
        self._page_tokens, self._most_pages = page_tokens, MOST_COPIES * cache_pages
        self._requests: Sequence[Hashable] = ()
        self._sizes: list[int] = []
        self._groups: list[Group] = []
        self._gathered: set[int] = set()  # layers that hold the present requests
        self._buffers: dict[int, tuple[torch.Tensor, torch.Tensor]] = {}
        self._table = self._places = self._own_places = torch.empty(0)
        self._looks: list[Look] = []

    def forget(self) -> None:
        """The next step's requests are gathered anew: the cache was written without us."""
        self._requests = ()

    def begin_step(
        self, requests: Sequence[Hashable], table: torch.Tensor, lengths: torch.Tensor
    ) -> None:
        """table: int64 [requests, pages], the pages of each in the cache. lengths: int64
        [requests], with the new token."""
        sizes, earlier = lengths.tolist(), [size + 1 for size in self._sizes]
        if requests != self._requests or sizes != earlier or not self._have_room(sizes):
            self._requests, self._gathered = requests, set()
            self._arrange(sizes)
        self._sizes, self._table = sizes, table
        last = lengths - 1
        page, offset = last // self._page_tokens, last % self._page_tokens
        self._places = table.gather(1, page[:, None])[:, 0] * self._page_tokens + offset
        starts = torch.empty_like(last)
        for group in self._groups:
            first = torch.arange(group.start, group.stop, group.width)
            starts[slice(None) if group.rows is None else group.rows] = first
        self._own_places = starts * self._page_tokens + last
        self._looks = [_look(group, group.of(lengths)) for group in self._groups]

    def attend(
        self,
        layer: int,
        query: torch.Tensor,
        new: Sequence[torch.Tensor],
        cached: Sequence[torch.Tensor],
        scaling: float | None,
    ) -> torch.Tensor:
        """query: [requests, heads, head_dim]; new: their keys and values, [requests, kv_heads,
        head_dim]; cached: the layer's pages, [pages, page_tokens, kv_heads, head_dim].
        → [requests, heads, head_dim]"""
        for pages, one in zip(cached, new, strict=True):
            pages.view(-1, *one.shape[1:]).index_copy_(0, self._places, one)
        queries = query.unflatten(1, (new[0].shape[1], -1))  # those that share a key together
        if self._groups[-1].stop > self._most_pages:
            return self._attend_by_rows(queries, cached, scaling).flatten(1, 2)
        buffers = self._own(layer, cached)
        if layer in self._gathered:
            self._add(buffers, new)
        else:
            self._gather(buffers, cached)
            self._gathered.add(layer)
        told = [_attend(look, queries, buffers, scaling) for look in self._looks]
        if len(told) == 1:
            return told[0].flatten(1, 2)
        answer = torch.empty_like(queries)
        for group, one in zip(self._groups, told, strict=True):
            answer[group.rows] = one
        return answer.flatten(1, 2)

    def _attend_by_rows(
        self, queries: torch.Tensor, cached: Sequence[torch.Tensor], scaling: float | None
    ) -> torch.Tensor:
        told = []
        for row, size in enumerate(self._sizes):
            pages = self._table[row, : -(-size // self._page_tokens)]
            keys, values = (all_pages[pages].flatten(0, 1)[:size] for all_pages in cached)
            told.append(
                scaled_dot_product_attention(
                    queries[row], keys.transpose(0, 1), values.transpose(0, 1), scale=scaling
                )
            )
        return torch.stack(told)

    def _have_room(self, sizes: Sequence[int]) -> bool:
        for group in self._groups:
            rows = range(len(sizes)) if group.rows is None else group.rows.tolist()
            if max(sizes[row] for row in rows) > group.width * self._page_tokens:
                return False
        return True

    def _arrange(self, sizes: Sequence[int]) -> None:
        self._groups, start = [], 0
        for rows in alike(sizes):
            pages = -(-max(sizes[row] for row in rows) // self._page_tokens)
            all_rows = len(rows) == len(sizes)
            chosen = None if all_rows else torch.tensor(rows)
            self._groups.append(Group(chosen, len(rows), start, pages + SPARE_PAGES))
            start = self._groups[-1].stop

    def _own(self, layer: int, cached: Sequence[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
        needed = self._groups[-1].stop
        known = self._buffers.get(layer)
        if known is None or len(known[0]) < needed:
            keys, values = (pages.new_empty((needed, *pages.shape[1:])) for pages in cached)
            known = self._buffers[layer] = (keys, values)
        return known

    def _add(self, buffers: Sequence[torch.Tensor], new: Sequence[torch.Tensor]) -> None:
        for buffer, one in zip(buffers, new, strict=True):
            for look in self._looks:
                if look.mask is not None:  # the shorter ones look one place further, too
                    _tokens_of(look.group, buffer)[:, look.tokens - 1].zero_()
            buffer.view(-1, *one.shape[1:]).index_copy_(0, self._own_places, one)

    def _gather(self, buffers: Sequence[torch.Tensor], cached: Sequence[torch.Tensor]) -> None:
        """What is masked away is emptied: not even a mask hides what is no number, and others may
        have left that in a page or here."""
        for look in self._looks:
            group = look.group
            width = min(group.width, self._table.shape[1])
            pages = group.of(self._table)[:, :width].clamp(min=0)  # where it has none: any
            for buffer, all_pages in zip(buffers, cached, strict=True):
                own = buffer[group.start : group.stop].unflatten(0, (group.count, group.width))
                own[:, :width] = all_pages[pages]
                tokens = _tokens_of(group, buffer)
                for row, length in enumerate(look.lengths):
                    tokens[row, length : look.tokens].zero_()


def alike(sizes: Sequence[int]) -> list[Sequence[int]]:
    """Rows in groups: none is more than twice as long as another of its group."""
    if 2 * min(sizes) >= max(sizes):
        return [range(len(sizes))]
    groups: list[list[int]] = []
    for row in sorted(range(len(sizes)), key=sizes.__getitem__, reverse=True):
        if not groups or sizes[groups[-1][0]] > 2 * sizes[row]:
            groups.append([])
        groups[-1].append(row)
    return list(groups)


def _look(group: Group, lengths: torch.Tensor) -> Look:
    sizes = lengths.tolist()
    longest = max(sizes)
    if min(sizes) == longest:
        return Look(group, sizes, longest, None)
    beyond = torch.arange(longest) >= lengths[:, None]
    mask = torch.zeros(beyond.shape).masked_fill_(beyond, -torch.inf)
    return Look(group, sizes, longest, mask[:, None, None])


def _tokens_of(group: Group, buffer: torch.Tensor) -> torch.Tensor:
    """[count, tokens, kv_heads, head_dim]"""
    return buffer[group.start : group.stop].view(group.count, -1, *buffer.shape[2:])


def _attend(
    look: Look, queries: torch.Tensor, buffers: Sequence[torch.Tensor], scaling: float | None
) -> torch.Tensor:
    keys, values = (
        _tokens_of(look.group, buffer)[:, : look.tokens].transpose(1, 2) for buffer in buffers
    )
    mask = None if look.mask is None else look.mask.to(keys.dtype)
    return scaled_dot_product_attention(
        look.group.of(queries), keys, values, attn_mask=mask, scale=scaling
    )
