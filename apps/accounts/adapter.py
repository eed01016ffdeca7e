"""Sign-in by allauth; sign-up stays closed until workspaces can be opened by anyone."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedSignup(DefaultAccountAdapter):
    """People are added by an admin of their workspace."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never, for now."""
        return False
