"""Who is asking, in this workspace."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from apps.accounts.selectors import STRANGER, actor_of
from apps.core import context


class FindActor:
    """Sets `request.actor` from the session; an API key replaces it later."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = STRANGER  # type: ignore[attr-defined]
        if _may_have_session(request) and request.user.is_authenticated:
            request.actor = actor_of(request.user, request.tenant)  # type: ignore[attr-defined]
        context.set_actor(request.actor)  # type: ignore[attr-defined]
        return self.get_response(request)


class SpeakTheirLanguage:
    """The language a person chose in their profile goes before the browser's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.user.language if _may_have_session(request) and request.user.is_authenticated else ""
        if chosen and translation.check_for_language(chosen):
            translation.activate(chosen)
            request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)


def _may_have_session(request: HttpRequest) -> bool:
    return request.session.session_key is not None
