"""How people look: one's own picture is sent and removed; those of colleagues are shown."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from apps.accounts import services
from apps.accounts.selectors import picture_of
from apps.core.pictures import KEPT_AS, MOST_BYTES, BadPicture
from apps.portal.profile import PictureForm
from apps.portal.views.base import PageView, found
from apps.portal.views.profile import UNPROCESSABLE, ProfilePage

KEPT = "private, max-age=31536000, immutable"
ASKED_AGAIN = "private, no-cache"


class OwnPicture(ProfilePage):
    """A file becomes one's picture; `remove` takes it away."""

    action = "update"

    def post(self, request: HttpRequest) -> HttpResponse:
        """Back to the profile, or the reason beside the field."""
        user: Any = request.user
        if "remove" in request.POST:
            services.drop_picture(user)
            self.say(_("Your picture is gone. Your initials are shown."))
            return self.go("profile")
        form = PictureForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                services.set_picture(user, form.cleaned_data["picture"].read(MOST_BYTES + 1))
            except BadPicture as error:
                form.add_error("picture", str(error))
            else:
                self.say(_("Saved."))
                return self.go("profile")
        return self.show(picture_form=form, status=UNPROCESSABLE)


class Picture(PageView):
    """The picture of somebody of this workspace: `v` is its checksum, `large` asks for the larger size."""

    resource = "profile"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """404 for people who are not here, and for those without one."""
        digest, drawn = found(picture_of(pk, request.tenant, large="large" in request.GET))  # type: ignore[attr-defined]
        answer = HttpResponse(drawn, content_type=KEPT_AS)
        answer["Cache-Control"] = KEPT if request.GET.get("v") == digest else ASKED_AGAIN
        answer["Content-Security-Policy"] = "default-src 'none'"
        return answer
