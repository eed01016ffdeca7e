"""A person's own settings."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts import services
from apps.portal import nav
from apps.portal.actions import offer
from apps.portal.profile import ProfileForm
from apps.portal.views.base import PageView

UNPROCESSABLE = 422


@offer("profile", gettext_lazy("Profile and preferences"), group="you", icon="person")
class Profile(PageView):
    """Name, language, time zone, looks and keys."""

    resource = "profile"
    template_name = "portal/profile.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form, filled."""
        names = ProfileForm.base_fields
        return self.page({"form": self.form({name: getattr(request.user, name) for name in names})})

    def form(self, initial: Any = None, data: Any = None) -> ProfileForm:
        """The form with the choices of this person."""
        return ProfileForm(data, initial=initial, entries=nav.entries(self.request))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep it, or say beside the field why not."""
        form = self.form(data=request.POST)
        if form.is_valid():
            try:
                services.update_profile(request.user, **form.cleaned_data)  # type: ignore[arg-type]
            except services.BadProfile as error:
                form.add_error(error.field if error.field in form.fields else None, str(error))
            else:
                return self.saved(form.cleaned_data["language"])
        return self.page({"form": form}, status=UNPROCESSABLE)

    def saved(self, language: str) -> HttpResponse:
        """A word in the language just chosen."""
        with translation.override(language or translation.get_language()):
            self.say(_("Saved."))
        return self.go("profile")
