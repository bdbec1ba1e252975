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


@dataclass(frozen=True, slots=True)
class Views:
    """One layer's keys and values, ready to write and to look at: to make a view takes as long as
    to write a token. cached, own: of the cache and those here, [tokens, kv_heads, head_dim].
    grouped: those here, for each group, [count, kv_heads, tokens, head_dim]."""

    cached: Sequence[torch.Tensor]
    own: Sequence[torch.Tensor]
    grouped: Sequence[Sequence[torch.Tensor]]

    def add(
        self, new: Sequence[torch.Tensor], places: torch.Tensor, own_places: torch.Tensor
    ) -> None:
        for cached, own, one in zip(self.cached, self.own, new, strict=True):
            cached.index_copy_(0, places, one)
            own.index_copy_(0, own_places, one)


class SideBySide:
    """The requests of one engine thread. Its buffers grow with what is in a step, up to
    MOST_COPIES of the cache, and are kept; what does not fit into them is looked at row by row.
    cache_pages: how many the cache has."""

    def __init__(self, page_tokens: int, cache_pages: int) -> None:
        self._page_tokens, self._most_pages = page_tokens, MOST_COPIES * cache_pages
        self._requests: Sequence[Hashable] = ()
        self._sizes: list[int] = []
        self._groups: list[Group] = []
        self._views: dict[int, Views] = {}  # of layers that hold the present requests
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
        last = lengths - 1
        if requests == self._requests and sizes == earlier and self._have_room(sizes):
            self._own_places += 1
        else:
            self._requests, self._views = requests, {}
            self._arrange(sizes)
            self._own_places = self._starts(len(sizes)) + last
        self._sizes, self._table = sizes, table
        page, offset = last // self._page_tokens, last % self._page_tokens
        self._places = table.gather(1, page[:, None])[:, 0] * self._page_tokens + offset
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
        queries = query.unflatten(1, (new[0].shape[1], -1))  # those that share a key together
        if (views := self._views.get(layer)) is not None:
            self._empty_next(views)
            views.add(new, self._places, self._own_places)
        else:
            for pages, one in zip(cached, new, strict=True):
                _tokens_of(pages).index_copy_(0, self._places, one)
            if self._groups[-1].stop > self._most_pages:
                return self._attend_by_rows(queries, cached, scaling).flatten(1, 2)
            views = self._views[layer] = self._gather(layer, cached)
        told = [
            _attend(look, queries, states, scaling)
            for look, states in zip(self._looks, views.grouped, strict=True)
        ]
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

    def _starts(self, count: int) -> torch.Tensor:
        """int64 [count]: where each request's tokens begin here."""
        starts = torch.empty(count, dtype=torch.int64)
        for group in self._groups:
            first = torch.arange(group.start, group.stop, group.width)
            starts[slice(None) if group.rows is None else group.rows] = first
        return starts * self._page_tokens

    def _own(self, layer: int, cached: Sequence[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
        needed = self._groups[-1].stop
        known = self._buffers.get(layer)
        if known is None or len(known[0]) < needed:
            keys, values = (pages.new_empty((needed, *pages.shape[1:])) for pages in cached)
            known = self._buffers[layer] = (keys, values)
        return known

    def _empty_next(self, views: Views) -> None:
        """The shorter ones of a group look one place further than they did, too."""
        for look, states in zip(self._looks, views.grouped, strict=True):
            if look.mask is not None:
                for one in states:
                    one[:, :, look.tokens - 1].zero_()

    def _gather(self, layer: int, cached: Sequence[torch.Tensor]) -> Views:
        """What is masked away is emptied: not even a mask hides what is no number, and others may
        have left that in a page or here."""
        buffers = self._own(layer, cached)
        grouped = []
        for look in self._looks:
            group = look.group
            width = min(group.width, self._table.shape[1])
            pages = group.of(self._table)[:, :width].clamp(min=0)  # where it has none: any
            states = []
            for buffer, all_pages in zip(buffers, cached, strict=True):
                own = buffer[group.start : group.stop].unflatten(0, (group.count, group.width))
                own[:, :width] = all_pages[pages]
                tokens = own.view(group.count, -1, *buffer.shape[2:])
                for row, length in enumerate(look.lengths):
                    tokens[row, length : look.tokens].zero_()
                states.append(tokens.transpose(1, 2))
            grouped.append(states)
        return Views(
            [_tokens_of(pages) for pages in cached],
            [_tokens_of(pages) for pages in buffers],
            grouped,
        )


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


def _tokens_of(pages: torch.Tensor) -> torch.Tensor:
    """[tokens, kv_heads, head_dim], of the same memory."""
    return pages.view(-1, *pages.shape[2:])


def _attend(
    look: Look, queries: torch.Tensor, states: Sequence[torch.Tensor], scaling: float | None
) -> torch.Tensor:
    keys, values = (one[:, :, : look.tokens] for one in states)
    mask = None if look.mask is None else look.mask.to(keys.dtype)
    return scaled_dot_product_attention(
        look.group.of(queries), keys, values, attn_mask=mask, scale=scaling
    )
