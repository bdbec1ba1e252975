"""Train Pocket from scratch: `python -m inference.pocket.train`. Writes the model, prints a score.

Knows the run: seed, length, progress bar. Knows no subject of the corpus.
"""

import argparse
from itertools import islice
from pathlib import Path
from time import process_time

import torch
from tokenizers import Tokenizer
from torch.nn.functional import cross_entropy
from tqdm import tqdm
from transformers import LlamaForCausalLM

from inference.pocket.architecture import MODEL_DIRECTORY, make_untrained, save
from inference.pocket.batches import IGNORED, Batch, make_batches
from inference.pocket.checkpoints import Done, load_state, save_state
from inference.pocket.corpus import conversations
from inference.pocket.evaluate import evaluate, print_table
from inference.pocket.optimizer import TwoOptimizers, clip, rate_factor
from inference.pocket.precision import bfloat16_is_fast
from inference.pocket.rubric import held_out_phrasings
from inference.pocket.tokens import train_tokenizer

SEED = 20
TRAINING_TOKENS = 12_000_000  # by its processor time, under an hour on two idle cores
BATCH_TOKENS = 3072
TOKENIZER_CONVERSATIONS = 30_000
CHECKPOINT_STEPS = 250
THREADS = 2


def make_tokenizer(seed: int) -> Tokenizer:
    sample = islice(conversations(seed + 1, without=held_out_phrasings()), TOKENIZER_CONVERSATIONS)
    return train_tokenizer(turn.text for talk in sample for turn in talk)


def loss_of(model: LlamaForCausalLM, batch: Batch) -> torch.Tensor:
    """Mean loss of the replies alone: the wide output layer runs only where it is needed."""
    learned = batch.labels != IGNORED
    with torch.autocast("cpu", torch.bfloat16, enabled=bfloat16_is_fast()):
        hidden = model.model(input_ids=batch.ids, use_cache=False).last_hidden_state
        logits = model.lm_head(hidden[learned])
    return cross_entropy(logits.float(), batch.labels[learned])


def train(model: LlamaForCausalLM, tokenizer: Tokenizer, options: argparse.Namespace) -> None:
    talks = conversations(SEED, without=held_out_phrasings())
    batches = make_batches(talks, tokenizer, batch_tokens=BATCH_TOKENS, seed=SEED)
    optimizer, model = TwoOptimizers(model), model.train()
    done = load_state(options.checkpoints, model, optimizer)
    seen = done.tokens
    with tqdm(
        total=options.tokens, initial=seen, unit="tok", unit_scale=True, smoothing=0.05
    ) as bar:
        for step, batch in enumerate(islice(batches, done.steps, None), start=done.steps + 1):
            loss = loss_of(model, batch)
            loss.backward()
            clip(model.parameters())
            optimizer.step(rate_factor(seen, options.tokens))
            seen += batch.token_count
            bar.update(batch.token_count)
            bar.set_postfix(loss=f"{loss.item():.3f}", refresh=False)
            if options.checkpoints and step % CHECKPOINT_STEPS == 0:
                save(model, tokenizer, options.checkpoints)
                save_state(options.checkpoints, model, optimizer, Done(step, seen))
            if seen >= options.tokens:
                return


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Train the bundled demonstration model.")
    parser.add_argument("--tokens", type=int, default=TRAINING_TOKENS)
    parser.add_argument("--output", type=Path, default=MODEL_DIRECTORY)
    parser.add_argument(
        "--checkpoints", type=Path, help="save here while training, and go on from there"
    )
    return parser.parse_args()


def main() -> None:
    options = parse_options()
    torch.manual_seed(SEED)
    torch.set_num_threads(THREADS)
    tokenizer = make_tokenizer(SEED)
    model = make_untrained(tokenizer)
    train(model, tokenizer, options)
    save(model, tokenizer, options.output)
    print(f"processor time of this run: {process_time() / 60:.0f} minutes")
    # The saved weights, rounded to float16, are what people get: score those.
    print_table(evaluate(options.output))


if __name__ == "__main__":
    main()
