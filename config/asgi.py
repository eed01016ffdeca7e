"""The socket process: live progress and changes."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")

from django.core.asgi import get_asgi_application

import config.celery  # noqa: F401  (before Django: tasks must bind to our broker)

http_application = get_asgi_application()

from channels.auth import AuthMiddlewareStack  # noqa: E402
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402

from apps.portal.urls import websocket_urlpatterns  # noqa: E402
from apps.tenants.sockets import OriginCheck, WorkspaceScope  # noqa: E402

application = ProtocolTypeRouter(
    {
        "http": http_application,
        "websocket": OriginCheck(AuthMiddlewareStack(WorkspaceScope(URLRouter(websocket_urlpatterns)))),
    }
)
