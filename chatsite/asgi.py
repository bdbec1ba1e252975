"""What Daphne serves: static files, Django, and the sockets of signed-in people."""

from __future__ import annotations

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chatsite.settings")
django.setup()

from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.asgi import get_asgi_application

from chat.routing import websocket_urlpatterns
from chatsite.origins import SameOriginOnly
from chatsite.static_files import with_static_files
from inference.collector import calm_the_garbage_collector

application = ProtocolTypeRouter(
    {
        "http": with_static_files(get_asgi_application()),
        "websocket": SameOriginOnly(
            AuthMiddlewareStack(
                URLRouter(websocket_urlpatterns)  # type: ignore[arg-type]  # stubs want a subclass
            )
        ),
    }
)
calm_the_garbage_collector()
