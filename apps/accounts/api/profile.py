"""One's own profile: how one is called, and how pages are served to one."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from rest_framework.request import Request

from apps.accounts import selectors, services
from apps.accounts.choices import PAGE_SIZES, Density, Keys, Theme
from apps.core.rest.docs import INTEGER, STRING, component, line, maybe, obj, one_of
from apps.core.rest.views import BadBody, WorkspaceView, describe, expected_version, record_answer

LANGUAGE = one_of(["", *(code for code, _name in settings.LANGUAGES)])
MEMBERS = {
    "name": line(120),
    "language": {**LANGUAGE, "description": "Empty: as the browser says."},
    "time_zone": {**line(60), "description": "Such as Europe/Madrid. Empty: UTC.", "examples": ["Europe/Madrid"]},
    "theme": one_of(Theme.values),
    "density": one_of(Density.values),
    "keys": {**one_of(Keys.values), "description": "Keys such as j and k, while nothing is being typed."},
    "page_size": {"type": "integer", "enum": [*PAGE_SIZES]},
}
PICTURE = {**STRING, "description": "Its checksum; null without one."}
PROFILE = component(
    "OwnProfile", obj(id=INTEGER, email=STRING, role=STRING, **MEMBERS, picture=maybe(PICTURE), version=INTEGER)
)
CHANGED = obj(**MEMBERS, example={"name": "Alice Doe", "language": "es", "time_zone": "Europe/Madrid"})


class Profile(WorkspaceView):
    """The person who signed in, or whose key it is."""

    resource = "profile"
    versioned = True

    @describe("Show your profile", answer=PROFILE)
    def get(self, request: Request) -> HttpResponse:
        """Of the key's owner, or of who is signed in. The role is the one in this workspace."""
        return record_answer(request, _shown(request))

    @describe(
        "Change your profile",
        body=CHANGED,
        answer=PROFILE,
        description="A key changes the profile of its owner, in all their workspaces, when it has the scope `profile`, "
        "`profile:update` or `write`. The e-mail address and the password are changed by the person alone, on the pages.",
    )
    def patch(self, request: Request) -> HttpResponse:
        """What is left out stays."""
        values = self.body(known=tuple(MEMBERS))
        _check_kinds(values)
        try:
            services.update_profile(caller(request), seen=expected_version(request), **values)
        except services.BadProfile as error:
            raise BadBody([(error.field, str(error))]) from error
        return record_answer(request, _shown(request))


def caller(request: Request) -> Any:
    """The person who signed in, or whose key it is."""
    return selectors.person(request._request.actor.user_id or 0)  # type: ignore[attr-defined]


def _shown(request: Request) -> dict[str, Any]:
    return {**selectors.profile_of(caller(request)), "role": request._request.actor.role}  # type: ignore[attr-defined]


def _check_kinds(values: dict[str, Any]) -> None:
    kinds = {name: int if name == "page_size" else str for name in MEMBERS}
    bad = [name for name, value in values.items() if type(value) is not kinds[name]]
    if bad:
        raise BadBody([(name, f"Send a {'number' if kinds[name] is int else 'text'}.") for name in bad])
