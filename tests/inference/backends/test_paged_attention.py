"""Our attention on a CPU beside the plain formula, one request after the other."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Any

import pytest
import torch
from transformers.generation.continuous_batching.cache_allocators.full_attention import (
    FullAttentionCacheAllocator,
)

from inference.backends.transformers.paged_attention import PagedAttention
from inference.backends.transformers.side_by_side import SPARE_PAGES, alike

PAGE, HEADS, KV_HEADS, DIM, LAYERS, PAGES = 4, 6, 2, 8, 2, 400
SCALING = 0.3


class Allocator:
    """Pages of two layers. What the library's does beside them is not called in these tests."""

    index = 0

    def __init__(self) -> None:
        shape = (LAYERS, 2, PAGES, PAGE, KV_HEADS, DIM)
        self.pages = torch.full(shape, torch.nan)  # as if a broken request had been there
        self.free = list(range(PAGES))
        self._kv_token_views = {
            layer: tuple(one.view(-1, KV_HEADS, DIM) for one in self.pages[layer])
            for layer in range(LAYERS)
        }

    update = FullAttentionCacheAllocator.update

    def get_cache_for_block_table(self, layer: int) -> tuple[torch.Tensor, torch.Tensor]:
        return self.pages[layer, 0], self.pages[layer, 1]


@dataclass
class Request:
    """What it has said so far, by layer: keys and values of every token."""

    name: str
    pages: list[int] = field(default_factory=list)
    length: int = 0
    told: dict[int, list[tuple[torch.Tensor, torch.Tensor]]] = field(default_factory=dict)


class House:
    """Makes steps as the library does, and checks every answer."""

    def __init__(self, seed: int, *, cache_pages: int = PAGES) -> None:
        self.random = Random(seed)
        torch.manual_seed(seed)
        self.allocator = Allocator()
        self.attention = PagedAttention(PAGE, cache_pages)

    def step(self, adding: list[tuple[Request, int]], *, with_pages: bool | None = None) -> None:
        """adding: who is in the step, and with how many tokens."""
        one_each = all(count == 1 for _, count in adding)
        lengths = []
        for request, count in adding:
            request.length += count
            while len(request.pages) * PAGE < request.length:
                free = self.allocator.free
                request.pages.append(free.pop(self.random.randrange(len(free))))
            lengths.append(request.length)
        step: dict[str, Any] = {
            "block_table": None,
            "cu_seq_lens_q": _from_lengths([count for _, count in adding]),
            "cu_seq_lens_k": {"full_attention": _from_lengths(lengths)},
            "read_index": [self._places(adding, whole=True)],
            "write_index": [self._places(adding, whole=False)],
        }
        if one_each if with_pages is None else with_pages:
            table = torch.full((1, len(adding), 64), -1, dtype=torch.int32)
            for row, (request, _) in enumerate(adding):
                table[0, row, : len(request.pages)] = torch.tensor(request.pages)
            step["block_table"] = table
        self.attention.begin_step([request.name for request, _ in adding])
        for layer in range(LAYERS):
            self._check(layer, adding, step)

    def _check(self, layer: int, adding: list[tuple[Request, int]], step: dict[str, Any]) -> None:
        total = sum(count for _, count in adding)
        query = torch.randn(1, HEADS, total, DIM)
        key, value = torch.randn(2, 1, KV_HEADS, total, DIM)
        answer = self.attention.attend(self.allocator, layer, (query, key, value), step, SCALING)
        assert answer.shape == (1, total, HEADS, DIM)
        start = 0
        for request, count in adding:
            told = request.told.setdefault(layer, [])
            for place in range(start, start + count):
                told.append((key[0, :, place], value[0, :, place]))
                wanted = _formula(query[0, :, place], told)
                assert torch.allclose(answer[0, place], wanted, atol=1e-5)
            start += count

    def _places(self, adding: list[tuple[Request, int]], *, whole: bool) -> torch.Tensor:
        return torch.tensor(
            [
                request.pages[token // PAGE] * PAGE + token % PAGE
                for request, count in adding
                for token in range(0 if whole else request.length - count, request.length)
            ]
        )

    def leave(self, request: Request) -> None:
        self.allocator.free += request.pages


def _from_lengths(lengths: list[int]) -> torch.Tensor:
    return torch.tensor([0, *lengths]).cumsum(0).to(torch.int32)


def _formula(query: torch.Tensor, told: list[tuple[torch.Tensor, torch.Tensor]]) -> torch.Tensor:
    keys = torch.stack([key for key, _ in told]).repeat_interleave(HEADS // KV_HEADS, dim=1)
    values = torch.stack([value for _, value in told]).repeat_interleave(HEADS // KV_HEADS, dim=1)
    shares = (torch.einsum("hd,thd->ht", query, keys) * SCALING).softmax(dim=-1)
    return torch.einsum("ht,thd->hd", shares, values)


def test_one_request_is_answered_as_the_formula_says_over_many_pages() -> None:
    house, alice = House(1), Request("alice")
    house.step([(alice, 5)])
    for _ in range(PAGE * (SPARE_PAGES + 3)):  # more than it had room for at first
        house.step([(alice, 1)])


def test_requests_of_very_different_lengths_do_not_see_each_other() -> None:
    house = House(2)
    requests = [Request(name) for name in ("alice", "bob", "charlie", "dave")]
    house.step([(one, size) for one, size in zip(requests, (70, 3, 9, 1), strict=True)])
    for _ in range(20):
        house.step([(one, 1) for one in requests])


def test_a_long_prompt_that_comes_in_pieces_beside_others_is_causal() -> None:
    house, alice, bob = House(3), Request("alice"), Request("bob")
    house.step([(alice, 6)])
    house.step([(alice, 1), (bob, 7)])
    house.step([(alice, 1), (bob, 5)])  # some of its keys are in the cache, some are new
    house.step([(alice, 1), (bob, 1)], with_pages=False)
    house.step([(alice, 1), (bob, 1)])


@pytest.mark.parametrize("seed", range(8))
def test_coming_and_going_in_any_order_changes_no_answer(seed: int) -> None:
    """Freed pages are given to others, also in the very place where they were."""
    house, names = House(seed), iter(range(1000))
    present: list[Request] = []
    for _ in range(60):
        newcomers = []
        if len(present) < 2 or house.random.random() < 0.2:
            newcomers = [Request(str(next(names))) for _ in range(house.random.choice((1, 1, 3)))]
        elif house.random.random() < 0.2:
            house.leave(present.pop(house.random.randrange(len(present))))
        if house.random.random() < 0.1:
            house.random.shuffle(present)
        adding = [(one, 1) for one in present]
        adding += [(one, house.random.choice((1, 2, 30))) for one in newcomers]
        present += newcomers
        house.step(adding)


def test_many_requests_that_share_their_pages_take_no_memory_without_end() -> None:
    house = House(5, cache_pages=10)
    requests = [Request(str(number)) for number in range(6)]
    house.step([(one, 10 + 3 * place) for place, one in enumerate(requests)])
    for _ in range(5):
        house.step([(one, 1) for one in requests])  # 6 requests of 3 to 8 pages, and spare ones
    assert not house.attention._side_by_side._buffers
    house.step([(one, 1) for one in requests[:2]])
    assert house.attention._side_by_side._buffers


def test_no_request_lies_beside_one_of_more_than_twice_its_length() -> None:
    random = Random(4)
    for _ in range(200):
        sizes = [random.choice((1, 2, 9, 100, 1000)) + random.randrange(8) for _ in range(9)]
        groups = alike(sizes)
        assert sorted(row for group in groups for row in group) == list(range(9))
        for group in groups:
            chosen = [sizes[row] for row in group]
            assert 2 * min(chosen) >= max(chosen)
