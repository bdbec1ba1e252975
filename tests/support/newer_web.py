"""The web process after somebody deployed a newer version of the site."""

from __future__ import annotations

from chatsite import settings
from chatsite.server import __main__

settings.SITE_VERSION = "0123456789ab"
settings.STATIC_URL = "/static/0123456789ab/"

if __name__ == "__main__":
    __main__.main()
