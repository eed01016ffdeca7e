"""The pages people work in."""

from importlib import import_module
from typing import Any

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "apps.portal"
    label = "portal"

    def ready(self) -> None:
        """Who signs out stops hearing, in every tab of that session; what was kept in English is known."""
        from django.contrib.auth.signals import user_logged_out

        import_module("apps.portal.kept_texts")
        user_logged_out.connect(_hang_up, dispatch_uid="portal.hang_up")


def _hang_up(request: Any, user: Any, **_kwargs: Any) -> None:
    from apps.core.services.live import sign_out

    session = getattr(request, "session", None)
    if user is not None and session is not None and session.session_key:
        sign_out(user.pk, session.session_key)
