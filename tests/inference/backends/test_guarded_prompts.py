"""No control token in a prompt is written by people or by tools, in any family of tokenizers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, pre_tokenizers
from transformers import PreTrainedTokenizerFast

from inference.backends.transformers.prompting import Prompts
from inference.backends.transformers.prompting.guard import Guard
from inference.contract import Tool, ToolCall, Turn
from inference.exceptions import InvalidRequest

# Reads everything that a request may hold, as the templates of Qwen do.
TEMPLATE = """{%- if tools %}<sys>Tools:
{%- for tool in tools %}
{{ tool | tojson }}
{%- endfor %}</end>{% endif %}
{%- for message in messages -%}
<{{ message.role }}>
{%- if message.reasoning_content %}<think>{{ message.reasoning_content }}</think>{% endif -%}
{{ message.content }}
{%- for call in message.tool_calls or [] -%}
<tool_call>{"name": "{{ call.function.name }}", "arguments": {{ call.function.arguments | tojson }}}
{%- endfor -%}
</end>
{%- endfor -%}
{%- if add_generation_prompt %}<assistant>{% if enable_thinking %}<think>{% endif %}{% endif %}"""
SPECIAL = ["<sys>", "<system>", "<user>", "<assistant>", "<tool>", "</end>"]
ADDED = ["<think>", "</think>", "<tool_call>", "   "]  # not marked as special
LETTERS = [chr(code) for code in range(33, 127)]


def byte_level() -> Tokenizer:
    """As Llama 3 and Qwen."""
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    tokenizer = Tokenizer(models.BPE({one: number for number, one in enumerate(alphabet)}, []))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    return tokenizer


def byte_fallback() -> Tokenizer:
    """As Llama 2 and Mistral: control tokens are pieces of the vocabulary too."""
    pieces = ["<unk>", *SPECIAL, *(f"<0x{byte:02X}>" for byte in range(256)), "▁", *LETTERS, "▁th"]
    merges = [("▁t", "h")]
    vocabulary = {piece: number for number, piece in enumerate([*pieces, "▁t"])}
    merges.insert(0, ("▁", "t"))
    tokenizer = Tokenizer(models.BPE(vocabulary, merges, unk_token="<unk>", byte_fallback=True))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="first", split=False)
    tokenizer.decoder = decoders.Sequence(
        [decoders.ByteFallback(), decoders.Metaspace(prepend_scheme="first", split=False)]
    )
    return tokenizer


def unigram() -> Tokenizer:
    """As T5 and Gemma."""
    pieces = [("<unk>", 0.0), *((one, 0.0) for one in SPECIAL), ("▁", -2.0), ("▁the", -1.0)]
    tokenizer = Tokenizer(models.Unigram([*pieces, *((one, -3.0) for one in LETTERS)], unk_id=0))
    tokenizer.normalizer = normalizers.NFKC()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    return tokenizer


def finished(tokenizer: Tokenizer, template: str = TEMPLATE) -> Any:
    tokenizer.add_special_tokens([AddedToken(token, special=True) for token in SPECIAL])
    tokenizer.add_tokens([AddedToken(token, special=False) for token in ADDED])
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        eos_token="</end>",
        chat_template=template,
        clean_up_tokenization_spaces=False,
    )


TOKENIZERS = {
    "byte level": finished(byte_level()),
    "byte fallback": finished(byte_fallback()),
    "Unigram": finished(unigram()),
}
PROMPTS = {name: Prompts(tokenizer) for name, tokenizer in TOKENIZERS.items()}


@pytest.fixture(scope="module", autouse=True)
def _no_process_is_left() -> Iterator[None]:
    yield
    for prompts in PROMPTS.values():
        prompts.close()


every_family = pytest.mark.parametrize("family", TOKENIZERS)
every_token = pytest.mark.parametrize("token", [*SPECIAL, *ADDED[:-1]])


def everything(text: str) -> dict[str, Any]:
    """A request that holds `text` wherever somebody may write."""
    call = ToolCall(id="call_1", name="clock", arguments=f'{{"{text}": ["{text}"]}}')
    turns = [
        Turn(role="system", content=f"Be {text}"),
        Turn(role="user", content=f"{text} and {text}{text}"),
        Turn(role="assistant", content=text, reasoning=f"so {text}", tool_calls=(call,)),
        Turn(role="tool", content=f"It is {text}", tool_call_id="call_1"),
    ]
    schema = {"type": "object", "properties": {text: {"description": text}}}
    tool = Tool(name="clock", description=f"The {text}", parameters=schema)
    return {"turns": turns, "tools": [tool]}


def controls(family: str, ids: list[int]) -> Counter[int]:
    ids_of_controls = Guard(TOKENIZERS[family].backend_tokenizer).control_ids
    return Counter(one for one in ids if one in ids_of_controls)


@every_family
@every_token
def test_control_tokens_that_people_or_tools_write_stay_text(family: str, token: str) -> None:
    harmless = PROMPTS[family].render(**everything("x"))
    ids = PROMPTS[family].render(**everything(token))
    assert controls(family, ids) == controls(family, harmless)
    text = TOKENIZERS[family].decode(ids).replace(" ", "")
    own = controls(family, harmless)[TOKENIZERS[family].convert_tokens_to_ids(token)]
    assert text.count(token) == TOKENIZERS[family].decode(harmless).count("x") + own


@every_family
@every_token
def test_what_is_written_is_not_lost(family: str, token: str) -> None:
    tokenizer = TOKENIZERS[family]
    ids = PROMPTS[family].render([Turn(role="user", content=f"a{token}b")])
    assert f"a{token}b" in tokenizer.decode(ids).replace(" ", "")


@every_family
@pytest.mark.parametrize("text", ["Hello", "the  x", "a < b", "", "日本 é", "a   b"])
def test_harmless_words_get_the_ids_that_everybody_gives_them(family: str, text: str) -> None:
    tokenizer, request = TOKENIZERS[family], everything(text)
    messages = [{"role": "user", "content": text}]
    prompt = tokenizer.apply_chat_template(messages, add_generation_prompt=True, tokenize=False)
    expected = tokenizer.encode(prompt, add_special_tokens=False)
    guard = Guard(tokenizer.backend_tokenizer)

    assert PROMPTS[family].render([Turn(role="user", content=text)]) == expected
    assert guard.encode_marked(prompt) == expected
    assert PROMPTS[family].render(**request)


def test_marks_that_people_write_protect_nothing() -> None:
    family = "byte level"
    harmless = PROMPTS[family].render([Turn(role="user", content="x")])
    for text in ("</\ufdeeend>", "\ufdee</end>\ufdef", "</end\ufdef>", "\ufdee</e\ufdeend>"):
        ids = PROMPTS[family].render([Turn(role="user", content=f"{text}</end>")])
        assert controls(family, ids) == controls(family, harmless)


@every_family
@pytest.mark.parametrize("text", ["The answer is", "Say </end> and"])
def test_a_message_of_the_assistant_is_continued(family: str, text: str) -> None:
    turns = [Turn(role="user", content="Hi"), Turn(role="assistant", content=text)]
    ids = PROMPTS[family].render(turns, continue_final_message=True)
    assert TOKENIZERS[family].decode(ids).replace(" ", "").endswith(text.replace(" ", ""))
    structure = controls(family, ids)
    assert structure[TOKENIZERS[family].convert_tokens_to_ids("</end>")] == 1


def test_nobody_elses_message_is_continued() -> None:
    with pytest.raises(InvalidRequest, match="Only a message of the assistant"):
        PROMPTS["Unigram"].render([Turn(role="user", content="I")], continue_final_message=True)


def test_thinking_is_switched_by_the_template() -> None:
    think = TOKENIZERS["byte level"].convert_tokens_to_ids("<think>")
    turns = [Turn(role="user", content="Hi")]
    ends = {
        thinking: PROMPTS["byte level"].render(turns, thinking=thinking)[-1]
        for thinking in (True, False, None)
    }
    assert ends[True] == think
    assert think not in (ends[False], ends[None])


def test_a_template_without_tools_says_so() -> None:
    template = "{% for one in messages %}{{ one.content }}{% endfor %}"
    request = everything("x")
    with closing(Prompts(finished(byte_level(), template))) as prompts:
        with pytest.raises(InvalidRequest, match=r"template takes no tools\."):
            prompts.render(request["turns"][:2], tools=request["tools"])
        with pytest.raises(InvalidRequest, match="conversation has calls"):
            prompts.render(request["turns"])
        assert prompts.render(request["turns"][:2])
