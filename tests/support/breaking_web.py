"""The web process with one page more, which breaks off in its middle."""

from __future__ import annotations

from collections.abc import AsyncIterator

from chatsite.server import __main__


async def half() -> AsyncIterator[str]:
    yield "the first half"
    raise RuntimeError("This page breaks off, as it is to.")


def main() -> None:
    from django.http import HttpRequest, StreamingHttpResponse
    from django.urls import path

    import chatsite.asgi  # noqa: F401  # sets up Django
    from chatsite import urls

    def breaks(request: HttpRequest) -> StreamingHttpResponse:
        return StreamingHttpResponse(half())

    urls.urlpatterns.insert(0, path("breaks", breaks))
    __main__.main()


if __name__ == "__main__":
    main()
