"""Before a workspace: choose one; and how the pages look, wherever one is."""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import View

from apps.accounts import selectors
from apps.accounts.services import update_profile
from apps.portal import preferences
from apps.portal.places import start_path, workspace_url
from apps.portal.views.base import PageView


class Doors(View):
    """The workspaces a person may enter; the only one opens by itself after sign-in."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Anonymous people sign in first."""
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), reverse("account_login"))
        rooms = [
            {"name": room.name, "slug": room.slug, "url": workspace_url(request, room.slug)}
            for room in selectors.workspaces_of(request.user)
        ]
        if len(rooms) == 1 and not request.user.is_staff:
            return HttpResponseRedirect(rooms[0]["url"] + start_path(request.user))
        return render(request, "portal/doors.html", {"rooms": rooms})


class Preferences(View):
    """Theme, density, keys: one cookie each. Anyone may choose, also before sign-in."""

    def post(self, request: HttpRequest, *args: Any) -> HttpResponse:
        """Keep what the pressed button says."""
        target = request.POST.get("next", "")
        if not url_has_allowed_host_and_scheme(target, {request.get_host()}):
            target = reverse("portal:home")
        response = HttpResponseRedirect(target)
        chosen = {name: request.POST.get(name) for name in preferences.CHOICES}
        kept: dict[str, Any] = {name: word for name, word in chosen.items() if word in preferences.CHOICES[name]}
        for name, word in kept.items():
            response.set_cookie(f"ui_{name}", word, max_age=preferences.YEAR, samesite="Lax")
        if person := preferences.signed_in(request):
            update_profile(person, **kept)
        return response


class PreferencesHere(Preferences, PageView):
    """The same inside a workspace."""

    resource = "home"
