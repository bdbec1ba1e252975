"""A chat template is foreign code: whatever it does, it does it to one prompt only."""

from __future__ import annotations

import pytest

from inference.backends.transformers.prompting import templates
from inference.backends.transformers.prompting.templates import Templates
from inference.exceptions import InvalidRequest
from tests.inference.support.tiny_model import make_tokenizer

FINE = "{{ messages[0].content }}"
ENDLESS = "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}"
GREEDY = "{% set ns = namespace(x='x' * 9999) %}{% for i in range(99) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}"  # noqa: E501


def render(template: str, content: str = "Hello") -> str:
    some = Templates(make_tokenizer(template))
    try:
        return some.render([{"role": "user", "content": content}])
    finally:
        some.close()


def test_a_template_is_filled() -> None:
    assert render(FINE, "Hello 日本 \ufdee") == "Hello 日本 \ufdee"


def test_a_template_without_an_end_fails_its_prompt_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(templates, "RENDER_SECONDS", 0.3)
    some = Templates(
        make_tokenizer("{% if messages[0].content == 'loop' %}" + ENDLESS + "{% endif %}ok")
    )
    with pytest.raises(InvalidRequest, match="takes too long"):
        some.render([{"role": "user", "content": "loop"}])
    assert some.render([{"role": "user", "content": "go"}]) == "ok"
    some.close()


@pytest.mark.parametrize(
    ("template", "reason"),
    [
        (GREEDY, "memory"),
        ("{% for i in range(10**9) %}{% endfor %}", "Range too big"),
        ("{{ messages.__class__.__mro__ }}", "unsafe|access"),
        ("{{ raise_exception('no such role') }}", "no such role"),
        ("{{ messages[0].nothing.more }}", "no attribute|undefined"),
        ("{% for %}", "Expected|expected"),
    ],
)
def test_a_template_that_fails_says_why(template: str, reason: str) -> None:
    with pytest.raises(InvalidRequest, match=reason):
        render(template)
