"""What servers stream becomes the pieces that our own engine would make."""

from __future__ import annotations

import threading
from dataclasses import replace

from inference.backends.base import Piece
from inference.contract import Grammar, Part, Reasoning, Text, Tool, ToolCallPart, joined
from tests.inference.backends.openai.stub import DONE, SILENCE, Stub, delta, said, stream
from tests.inference.support.ear import Ear
from tests.inference.support.requests import ask
from tests.support.waiting import wait_for


def pieces(ear: Ear, request_id: str) -> list[Piece]:
    return [piece for _, piece in ear.pieces[request_id]]


def parts(ear: Ear, request_id: str) -> list[Part]:
    return [part for piece in pieces(ear, request_id) for part in piece.parts]


def calls(ear: Ear, request_id: str) -> list[tuple[int, str, str]]:
    told = joined(parts(ear, request_id))
    return [(one.index, one.name, one.arguments) for one in told if isinstance(one, ToolCallPart)]


def call(arguments: object, **fields: object) -> dict[str, object]:
    name = {"name": fields.pop("name")} if "name" in fields else {}
    return {**fields, "function": {**name, "arguments": arguments}}


def test_text_arrives_with_its_counts(stub: Stub, ear: Ear) -> None:
    usage = {
        "prompt_tokens": 7,
        "completion_tokens": 9,
        "prompt_tokens_details": {"cached_tokens": 4},
    }
    stub.answers.append(
        stream(
            delta(role="assistant", content=""),
            delta(content="Hel"),
            delta(content="lo 😀"),
            delta(finish="length"),
            {"choices": [], "usage": usage},
            DONE,
        )
    )
    request = ask("Hi")
    text, last = ear.complete(request)
    assert text == "Hello 😀"
    assert last.finish_reason == "length"
    assert (last.prompt_token_count, last.cached_prompt_token_count) == (7, 4)
    assert ear.tokens(request.id) == 9


def test_without_counts_every_chunk_counts_as_a_token(stub: Stub, ear: Ear) -> None:
    stub.answers.append(
        stream(*(delta(content=word) for word in "abc"), delta(finish="stop"), DONE)
    )
    request = ask("Hi")
    assert ear.complete(request)[0] == "abc"
    assert ear.tokens(request.id) == 3


def test_reasoning_has_two_names(stub: Stub, ear: Ear) -> None:
    stub.answers.append(
        stream(
            delta(reasoning_content="So "),
            delta(reasoning="what?"),
            delta(content="Yes.", finish="stop"),
            DONE,
        )
    )
    request = ask("Hi")
    ear.complete(request)
    told = joined(parts(ear, request.id))
    assert [type(one) for one in told] == [Reasoning, Text]
    assert [one.text for one in told if isinstance(one, Reasoning | Text)] == ["So what?", "Yes."]


def test_fragments_of_calls_are_joined_by_their_index(stub: Stub, ear: Ear) -> None:
    stub.answers.append(
        stream(
            delta(tool_calls=[call("", index=0, id="a", name="clock")]),
            delta(tool_calls=[call('{"zone":', index=0)]),
            delta(tool_calls=[call("{}", index=1, id="b", name="dice")]),
            delta(tool_calls=[call('"UTC"}', index=0)]),
            delta(finish="tool_calls"),
            DONE,
        )
    )
    request = ask("Hi")
    _, last = ear.complete(request)
    assert last.finish_reason == "tool_calls"
    zone = [
        one for one in parts(ear, request.id) if isinstance(one, ToolCallPart) and one.index == 0
    ]
    assert [one.id for one in zone] == ["a", "", ""]
    assert "".join(one.arguments for one in zone) == '{"zone":"UTC"}'
    assert (1, "dice", "{}") in calls(ear, request.id)


def test_whole_calls_without_index_or_id_stay_apart_and_get_ids(stub: Stub, ear: Ear) -> None:
    both = [call({"zone": "UTC"}, name="clock"), call("{}", name="clock")]
    stub.answers.append(stream(delta(tool_calls=both), delta(finish="stop"), DONE))
    request = ask("Hi")
    _, last = ear.complete(request)
    assert last.finish_reason == "tool_calls"
    assert calls(ear, request.id) == [(0, "clock", '{"zone": "UTC"}'), (1, "clock", "{}")]
    told = [one for one in parts(ear, request.id) if isinstance(one, ToolCallPart)]
    assert all(one.id for one in told)
    assert told[0].id != told[1].id


def test_two_whole_calls_with_the_same_index_stay_apart(stub: Stub, ear: Ear) -> None:
    stub.answers.append(
        stream(
            delta(tool_calls=[call("{}", index=0, id="a", name="clock")]),
            delta(tool_calls=[call("{}", index=0, id="b", name="dice")]),
            delta(finish="stop"),
            DONE,
        )
    )
    request = ask("Hi")
    ear.complete(request)
    assert calls(ear, request.id) == [(0, "clock", "{}"), (1, "dice", "{}")]


def test_log_probabilities_count_the_tokens_of_a_chunk(stub: Stub, ear: Ear) -> None:
    one = {"token": "é", "bytes": [195, 169], "logprob": -0.5, "top_logprobs": []}
    two = {"token": "x", "bytes": None, "logprob": -1, "top_logprobs": [dict(one)]}
    chunk = delta(content="éx")
    chunk["choices"][0]["logprobs"] = {"content": [one, two]}
    stub.answers.append(stream(chunk, delta(finish="stop"), DONE))
    request = ask("Hi", logprobs=1)
    ear.complete(request)
    (text,) = parts(ear, request.id)
    assert [(told.bytes, told.logprob) for told in text.logprobs] == [
        ((195, 169), -0.5),
        ((120,), -1),
    ]
    assert text.logprobs[1].top[0].token == "é"
    assert ear.tokens(request.id) == 2
    assert stub.chats[0].body["logprobs"] is True


def test_choices_keep_to_themselves(stub: Stub, ear: Ear) -> None:
    stub.answers.append(
        stream(
            delta(0, content="a"),
            delta(1, content="b"),
            delta(1, finish="length"),
            delta(0, content="c"),
            delta(0, finish="stop"),
            DONE,
        )
    )
    request = replace(ask("Hi"), choices=2)
    ear.begin(request)
    wait_for(lambda: sum(one.is_last for one in pieces(ear, request.id)) == 2, what="two ends")
    told = [one for one in parts(ear, request.id) if isinstance(one, Text)]
    texts = ["".join(one.text for one in told if one.choice == number) for number in (0, 1)]
    assert texts == ["ac", "b"]
    ends = {one.choice: one.finish_reason for one in pieces(ear, request.id) if one.is_last}
    assert ends == {0: "stop", 1: "length"}


def test_a_server_without_choices_is_the_askers_error(stub: Stub, ear: Ear) -> None:
    stub.answers.append(said("Hello"))
    _, last = ear.complete(replace(ask("Hi"), choices=2))
    assert last.error_type == "validation"


def test_a_stop_string_never_shows_though_a_server_left_it(stub: Stub, ear: Ear) -> None:
    stub.answers.append(stream(delta(content="one E"), delta(content="ND two"), SILENCE))
    text, last = ear.complete(ask("Hi", stop=("END",)))
    assert (text, last.finish_reason) == ("one ", "stop")


def test_a_stop_closes_the_connection_before_it_is_told(stub: Stub, ear: Ear) -> None:
    stub.answers.append(stream(delta(content="Hello"), SILENCE))
    request = ask("Hi")
    ear.begin(request)
    ear.wait_for_tokens(request.id)
    ear.backend.cancel(request.id)
    assert ear.wait_for_end(request.id).finish_reason == "stopped"
    assert stub.was_left.wait(5)


def test_a_stop_in_the_same_breath_is_told_too(stub: Stub, ear: Ear) -> None:
    stub.answers.append(stream(SILENCE))
    request = ask("Hi")
    ear.begin(request)
    ear.backend.cancel(request.id)
    assert ear.wait_for_end(request.id).finish_reason == "stopped"


def test_many_replies_need_no_thread_each(stub: Stub, ear: Ear) -> None:
    stub.answers.append(stream(delta(content="Hello"), SILENCE))
    before = threading.active_count()
    ids = [ear.begin(ask("Hi")) for _ in range(100)]
    for request_id in ids:
        ear.wait_for_tokens(request_id)
    assert threading.active_count() == before
    for request_id in ids:
        ear.backend.cancel(request_id)
    for request_id in ids:
        assert ear.wait_for_end(request_id).finish_reason == "stopped"


def test_all_that_was_asked_is_in_the_servers_words(stub: Stub, ear: Ear) -> None:
    stub.answers.append(said("{}"))
    request = replace(
        ask("Hi", top_k=5, seed=3, max_tokens=10, stop=("x",), logit_bias={7: -1.5}),
        tools=(Tool(name="clock", parameters={"type": "object"}),),
        tool_choice="named",
        tool_name="clock",
        grammar=Grammar(kind="json_schema", value={"type": "object"}),
        thinking=False,
    )
    _, last = ear.complete(request)
    assert last.finish_reason == "stop"
    asked = stub.chats[0]
    assert asked.headers["authorization"] == "Bearer sk-secret-of-alice"
    body = asked.body
    assert (body["model"], body["stream"]) == ("m", True)
    assert body["messages"] == [{"role": "user", "content": "Hi"}]
    assert (body["top_k"], body["seed"], body["max_tokens"]) == (5, 3, 10)
    assert (body["stop"], body["logit_bias"]) == (["x"], {"7": -1.5})
    assert body["tool_choice"] == {"type": "function", "function": {"name": "clock"}}
    assert body["response_format"]["json_schema"]["schema"] == {"type": "object"}
    assert body["chat_template_kwargs"] == {"enable_thinking": False}


def test_what_was_not_asked_is_not_sent(stub: Stub, ear: Ear) -> None:
    stub.answers.append(said("Hello"))
    ear.complete(ask("Hi"))
    assert set(stub.chats[0].body) == {
        "model",
        "messages",
        "stream",
        "stream_options",
        "temperature",
    }


def test_vllm_writes_by_a_pattern(stub: Stub, ear: Ear) -> None:
    stub.answers.append(said("yes"))
    ear.complete(replace(ask("Hi"), grammar=Grammar(kind="choice", value=["yes", "no"])))
    assert stub.chats[0].body["structured_outputs"] == {"choice": ["yes", "no"]}


def test_a_reply_out_of_form_is_an_error(stub: Stub, ear: Ear) -> None:
    stub.answers.append(said("Sure! Here is your JSON."))
    _, last = ear.complete(replace(ask("Hi"), grammar=Grammar(kind="json_object")))
    assert last.error_type == "validation"
