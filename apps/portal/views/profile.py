"""A person's own settings."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts import selectors, services
from apps.core.selectors import views as told
from apps.core.services import notices
from apps.portal import nav
from apps.portal.actions import offer
from apps.portal.notices import CHOICES
from apps.portal.profile import EmailForm, NoticeForm, PictureForm, ProfileForm
from apps.portal.views.base import PageView

UNPROCESSABLE = 422


class ProfilePage(PageView):
    """Base of all that is sent from the page; what is refused is said there, beside its field."""

    resource = "profile"
    template_name = "portal/profile.html"

    def form(self, data: Any = None) -> ProfileForm:
        """The main form, with the choices of this person."""
        initial = {name: getattr(self.request.user, name) for name in ProfileForm.base_fields}
        return ProfileForm(data, initial=initial, entries=nav.entries(self.request))

    def show(self, *, status: int = 200, **forms: Any) -> HttpResponse:
        """The page, with the form that was sent in place of its own."""
        off = told.notices_off(self.actor)
        wants = NoticeForm(initial={"kinds": [kind for kind, _label in CHOICES if kind not in off]})
        mine = {
            "form": self.form(),
            "email_form": EmailForm(),
            "notice_form": wants,
            "picture_form": PictureForm(),
            **forms,
        }
        return self.page({**mine, "wanted": selectors.email_wanted(self.request.user)}, status=status)  # type: ignore[arg-type]


@offer("profile", gettext_lazy("Profile and preferences"), group="you", icon="person")
class Profile(ProfilePage):
    """Name, language, time zone, looks and keys."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The forms, filled."""
        return self.show()

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep it, or say beside the field why not."""
        form = self.form(request.POST)
        if form.is_valid():
            try:
                services.update_profile(request.user, **form.cleaned_data)  # type: ignore[arg-type]
            except services.BadProfile as error:
                form.add_error(error.field if error.field in form.fields else None, str(error))
            else:
                return self.saved(form.cleaned_data["language"])
        return self.show(form=form, status=UNPROCESSABLE)

    def saved(self, language: str) -> HttpResponse:
        """A word in the language just chosen."""
        with translation.override(language or translation.get_language()):
            self.say(_("Saved."))
        return self.go("profile")


class NoticeChoices(ProfilePage):
    """Which notifications one gets in this workspace."""

    action = "update"

    def post(self, request: HttpRequest) -> HttpResponse:
        """What is ticked is told from now on, the rest is not."""
        form = NoticeForm(request.POST)
        if not form.is_valid():
            return self.show(notice_form=form, status=UNPROCESSABLE)
        notices.switch_off(form.off(), user_id=self.actor.user_id or 0)
        self.say(_("Saved."))
        return self.go("profile")
