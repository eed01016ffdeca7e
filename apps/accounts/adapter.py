"""Sign-in by allauth; sign-up stays closed until workspaces can be opened by anyone."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse


class ClosedSignup(DefaultAccountAdapter):
    """People are added by an admin of their workspace."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """To the page the person wants to begin with; what they were on the way to goes before."""
        url = str(super().get_login_redirect_url(request))
        place = getattr(request.user, "start_page", "home")
        try:
            return reverse(f"portal:{place}") if url == reverse("portal:home") else url
        except NoReverseMatch:
            return url

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never, for now."""
        return False
