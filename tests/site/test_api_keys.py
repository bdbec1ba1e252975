"""A key's secret at a real site: it works, and nothing that the site writes has it."""

from __future__ import annotations

import re

from tests.support.people import Person
from tests.support.program import Program
from tests.support.site import Site

PAGE = "/settings/keys/"
SECRET = re.compile(r"sk-chat-[A-Za-z0-9]{8}-[A-Za-z0-9_-]{43}")
FORM = {"name": "Notebook", "scopes": "generate", "lifetime": "30"}


def test_no_file_of_the_site_has_a_secret(site: Site, alice: Person) -> None:
    """Database, logs that tell everything, and what Redis keeps on the disk."""
    with (
        site.another_web(LOG_LEVEL="DEBUG") as talkative,
        Person.signed_in(talkative, alice.name) as same,
    ):
        (by_hand,) = SECRET.findall(same.post(PAGE, FORM).text)
        (by_command,) = SECRET.findall(talkative.managed("create_api_key", alice.name))
        for secret in (by_hand, by_command):
            with Program(talkative, secret) as program:
                assert program.ask("!reply yes").status_code == 200
            with Program(talkative, secret[:-1]) as program:
                assert program.ask("!reply no").status_code == 401
        (path,) = re.findall(r'href="(\S+)" aria-label="Revoke Notebook"', same.http.get(PAGE).text)
        assert same.post(path, {}).status_code == 200
        with Program(talkative, by_hand) as program:
            assert program.ask("!reply no").status_code == 401

        written = {path: path.read_bytes() for path in site.directory.rglob("*") if path.is_file()}
    assert any(b"DEBUG " in text for path, text in written.items() if path.suffix == ".log")
    for secret in (by_hand, by_command):
        prefix, rest = secret[:16].encode(), secret[17:].encode()
        assert [path.name for path, text in written.items() if prefix in text] != []
        assert [path.name for path, text in written.items() if rest in text] == []
