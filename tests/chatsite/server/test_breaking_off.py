"""An answer that breaks off in its middle does not leave its reader waiting, nor looks whole."""

from __future__ import annotations

import httpx
import pytest

from tests.support.site import Site


def test_what_has_begun_is_cut_off(web: Site) -> None:
    with web.another_web("tests.support.breaking_web") as breaking:
        with httpx.stream("GET", f"{breaking.url}/breaks", timeout=10) as answer:
            assert answer.status_code == 200
            told = answer.iter_text()
            assert next(told) == "the first half"
            with pytest.raises(httpx.RemoteProtocolError):
                next(told)
        assert httpx.get(breaking.url + "/healthz").status_code == 200
