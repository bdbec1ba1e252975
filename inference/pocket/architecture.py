"""The shape of Pocket: a Llama of about three million parameters, and how it is saved.

Knows the model's size and its files. Knows no corpus and no schedule.
"""

from pathlib import Path

from tokenizers import Tokenizer
from torch import nn
from transformers import GenerationConfig, LlamaConfig, LlamaForCausalLM

from inference.pocket.tokens import BEGIN, CONTEXT_LENGTH, END, PAD, as_transformers

MODEL_DIRECTORY = Path(__file__).parent / "model"


def make_model(tokenizer: Tokenizer) -> LlamaForCausalLM:
    config = LlamaConfig(
        vocab_size=tokenizer.get_vocab_size(),
        hidden_size=192,
        intermediate_size=512,
        num_hidden_layers=6,
        num_attention_heads=3,
        num_key_value_heads=3,
        head_dim=64,
        max_position_embeddings=CONTEXT_LENGTH,
        tie_word_embeddings=True,
        bos_token_id=tokenizer.token_to_id(BEGIN),
        eos_token_id=tokenizer.token_to_id(END),
        pad_token_id=tokenizer.token_to_id(PAD),
    )
    return LlamaForCausalLM(config)


def make_untrained(tokenizer: Tokenizer) -> LlamaForCausalLM:
    """A model to train: Muon keeps matrices near orthogonal, so they begin there.

    What writes into the residual stream begins at zero, so that every layer first does nothing.
    """
    model = make_model(tokenizer)
    for name, matrix in model.named_parameters():
        if name.endswith(("o_proj.weight", "down_proj.weight")):
            nn.init.zeros_(matrix)
        elif name.endswith("_proj.weight"):
            nn.init.orthogonal_(matrix)
    return model


def generation_defaults(tokenizer: Tokenizer) -> GenerationConfig:
    """Sampling that lets a chat vary without losing the thread."""
    return GenerationConfig(
        do_sample=True,
        temperature=0.7,
        top_p=0.9,
        bos_token_id=tokenizer.token_to_id(BEGIN),
        eos_token_id=[tokenizer.token_to_id(END)],
        pad_token_id=tokenizer.token_to_id(PAD),
    )


def save(model: LlamaForCausalLM, tokenizer: Tokenizer, directory: Path) -> None:
    """Write everything that `from_pretrained` reads; weights as float16 to halve the file."""
    directory.mkdir(parents=True, exist_ok=True)
    half = make_model(tokenizer)
    half.load_state_dict(model.state_dict())
    half.generation_config = generation_defaults(tokenizer)
    half.half().save_pretrained(directory)
    as_transformers(tokenizer).save_pretrained(directory)
