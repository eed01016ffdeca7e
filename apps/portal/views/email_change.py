"""Another e-mail address: asked for in the profile, confirmed by the link that was sent to it."""

from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts import services
from apps.portal.profile import EmailForm
from apps.portal.views.base import PageView
from apps.portal.views.profile import UNPROCESSABLE, ProfilePage

GONE, TOO_OFTEN = 410, 429
OFTEN = gettext_lazy("You asked for this often. Try again in an hour.")
DEAD = {
    "broken": gettext_lazy("The link is not whole. Copy all of it from the letter, or have it sent again."),
    "expired": gettext_lazy("The link is too old. Have it sent again from your profile."),
    "used": gettext_lazy("The link was used, cancelled or replaced by a later one."),
    "other": gettext_lazy("The link belongs to another account. Sign in with that one, then open it again."),
    "taken": gettext_lazy("The address belongs to another account by now. Choose another one in your profile."),
}


class Steer(ProfilePage):
    """Ask for another address, have the link sent again, or let it be; `what` is the verb."""

    action = "update"

    def post(self, request: HttpRequest, what: str) -> HttpResponse:
        """Back to the profile, which says what waits."""
        if what == "cancel":
            services.cancel_email_change(user=self.user)
            self.say(_("Cancelled: your address stays as it is."))
        elif not ratelimit.consume(request, action="manage_email"):
            return self.refused(None, OFTEN, status=TOO_OFTEN)
        elif what == "ask":
            return self.ask()
        else:
            self.report(services.send_email_link(user=self.user, link=self.link))
        return self.go("profile")

    @property
    def user(self) -> Any:
        """Who is signed in."""
        return self.request.user

    def ask(self) -> HttpResponse:
        """Send the letters, or say beside the field why not."""
        form = EmailForm(self.request.POST)
        if not form.is_valid():
            return self.show(email_form=form, status=UNPROCESSABLE)
        try:
            self.report(services.ask_email_change(user=self.user, link=self.link, **form.cleaned_data))
        except services.BadProfile as error:
            return self.refused(error.field, error)
        return self.go("profile")

    def refused(self, field: str | None, text: object, *, status: int = UNPROCESSABLE) -> HttpResponse:
        """The page again, with a word at a field or above the form."""
        form = EmailForm(self.request.POST)
        form.is_valid()
        form.add_error(field, str(text))
        return self.show(email_form=form, status=status)

    def link(self, token: str) -> str:
        """The whole address of a link, as it stands in the letter."""
        return self.request.build_absolute_uri(reverse("portal:profile-email-link", args=[token]))

    def report(self, is_sent: bool) -> None:
        """What became of the letter."""
        if is_sent:
            self.say(_("The letter is on its way. Open the link in it while you are signed in."))
        else:
            self.say(_("The letter could not be sent now. Try “Send again” in a while."), messages.ERROR)


class Link(PageView):
    """What the letter leads to: one button, so that no program that looks at links changes an address."""

    resource, action = "profile", "update"
    template_name = "portal/profile_email.html"

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """The address and the button, or why there is none."""
        try:
            change = services.email_of_link(user=request.user, token=token)  # type: ignore[arg-type]
        except services.DeadLink as error:
            return self.dead(error)
        return self.page({"email": change.email})

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Change it."""
        try:
            email = services.confirm_email_change(user=request.user, token=token)  # type: ignore[arg-type]
        except services.DeadLink as error:
            return self.dead(error)
        self.say(_("You sign in with %(email)s from now on.") % {"email": email})
        return self.go("profile")

    def dead(self, error: services.DeadLink) -> HttpResponse:
        """A clear end, with the way on."""
        return self.page({"why": DEAD[error.why]}, status=GONE)
