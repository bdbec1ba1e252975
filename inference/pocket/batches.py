"""Turn conversations into padded batches of similar length.

Each conversation is its own row that begins at position 0, exactly as at inference: causal
attention then needs no mask, and no row sees another one's names. Knows no model.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from random import Random

import torch
from tokenizers import Tokenizer

from inference.pocket.corpus import Conversation
from inference.pocket.tokens import BEGIN, CONTEXT_LENGTH, END, PAD, ROLES

THINK = "<think>"

POOL_CONVERSATIONS = 2048  # sorted by length together: padding stays near 5 %
MERGE_DROPOUT = 0.1  # breaks user words apart at random, so that typos look less foreign
IGNORED = -100  # the label that cross_entropy skips


@dataclass(frozen=True)
class Row:
    """Token ids of one conversation, and which of them the model must learn to say."""

    ids: list[int]
    learned: list[bool]


@dataclass(frozen=True)
class Batch:
    ids: torch.Tensor  # int64 [rows, length]
    labels: torch.Tensor  # int64 [rows, length], IGNORED where nothing is learned
    token_count: int  # without padding


def id_of(token: str, tokenizer: Tokenizer) -> int:
    found = tokenizer.token_to_id(token)
    assert found is not None, f"{token} is not in the vocabulary"
    return found


class RowEncoder:
    """Conversations to rows; user turns are split with merge dropout, replies are not."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self.steady = tokenizer
        self.shaky = Tokenizer.from_str(tokenizer.to_str())
        self.shaky.model.dropout = MERGE_DROPOUT
        self.ids = {token: id_of(token, tokenizer) for token in (BEGIN, END, *ROLES.values())}

    def encode(self, talk: Conversation, rng: Random) -> Row:
        ids, learned = [self.ids[BEGIN]], [False]
        for turn in talk:
            speaks = turn.role == "assistant"
            shaken = not (speaks or turn.steady) and rng.random() < 0.4
            words = (self.shaky if shaken else self.steady).encode(turn.text).ids
            ids += [self.ids[ROLES[turn.role]], *words, self.ids[END]]
            learned += [False, *[speaks] * (len(words) + 1)]
            if turn.text.startswith(THINK):
                # The prompt opens the thought, never the model: it must not learn to begin one.
                learned[-len(words) - 1] = False
        return Row(ids[:CONTEXT_LENGTH], learned[:CONTEXT_LENGTH])


def pad(rows: list[Row], pad_id: int) -> Batch:
    """Right-padded rows; labels are shifted, so that position t learns token t + 1."""
    length = max(len(row.ids) for row in rows)
    ids = torch.full((len(rows), length), pad_id)
    labels = torch.full((len(rows), length), IGNORED)
    for place, row in enumerate(rows):
        ids[place, : len(row.ids)] = torch.tensor(row.ids)
        wanted = zip(row.ids[1:], row.learned[1:], strict=True)
        shifted = [token if learn else IGNORED for token, learn in wanted]
        labels[place, : len(shifted)] = torch.tensor(shifted)
    return Batch(ids, labels, sum(len(row.ids) for row in rows))


def split_by_size(rows: list[Row], batch_tokens: int) -> Iterator[list[Row]]:
    """Runs of rows, shortest first, of at most `batch_tokens` with their padding."""
    group: list[Row] = []
    for row in sorted(rows, key=lambda row: len(row.ids)):
        if group and (len(group) + 1) * len(row.ids) > batch_tokens:
            yield group
            group = []
        group.append(row)
    yield group


def make_batches(
    talks: Iterator[Conversation], tokenizer: Tokenizer, *, batch_tokens: int, seed: int
) -> Iterator[Batch]:
    rng = Random(seed)
    encoder, pad_id = RowEncoder(tokenizer), id_of(PAD, tokenizer)
    while pool := [encoder.encode(talk, rng) for talk in islice(talks, POOL_CONVERSATIONS)]:
        groups = list(split_by_size(pool, batch_tokens))
        rng.shuffle(groups)
        for group in groups:
            yield pad(group, pad_id)
