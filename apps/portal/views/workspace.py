"""A workspace's own name and looks."""

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core.services.storage import path_of
from apps.portal.actions import offer
from apps.portal.forms import LooksForm
from apps.portal.refusals import told
from apps.portal.views.base import PageView, found
from apps.tenants import colours
from apps.tenants.images import BadLogo
from apps.tenants.services import looks

UNPROCESSABLE = 422
KEPT = "private, max-age=31536000, immutable"  # the address changes with the content


@offer("workspace", gettext_lazy("Workspace settings"), group="you", icon="settings")
class WorkspaceSettings(PageView):
    """Name, accent, logo."""

    resource, action = "workspace", "update"
    template_name = "portal/workspace.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form, filled."""
        return self.page({"form": LooksForm(initial={"name": self.room.name, "accent": self.room.accent})})

    @property
    def room(self) -> Any:
        """This workspace."""
        return self.request.tenant  # type: ignore[attr-defined]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep it, or say beside the field why not."""
        form = LooksForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                looks.change_looks(self.room, **form.cleaned_data)
            except looks.BadLooks as error:
                form.add_error(error.field, str(error))
            except BadLogo as error:
                form.add_error("logo", told(error))
            else:
                self.say(_("Saved."))
                return self.go("workspace")
        return self.page({"form": form}, status=UNPROCESSABLE)


class LookSheet(PageView):
    """The style sheet of this workspace's accent."""

    resource = "home"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Nothing but our own names for colours."""
        colour = colours.parse(request.tenant.accent)  # type: ignore[attr-defined]
        lines = []
        if colour is not None:
            made = colours.palette(colour)
            pairs = {"": made.accent, "-strong": made.strong, "-text": made.text, "-soft": made.soft}
            lines = [f"--accent{name}: light-dark({light}, {dark});" for name, (light, dark) in pairs.items()]
        sheet = f"@layer looks {{ :root {{ {' '.join(lines)} }} }}\n"
        return HttpResponse(sheet, content_type="text/css", headers={"Cache-Control": KEPT})


class Logo(PageView):
    """The picture of this workspace, as the kind it was found to be."""

    resource = "home"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """404 when there is none."""
        room: Any = request.tenant  # type: ignore[attr-defined]
        path = path_of(room.logo) if room.logo else None
        found(path if path is not None and path.is_file() else None)
        answer = FileResponse(path.open("rb"), content_type=room.logo_kind)  # type: ignore[union-attr]
        answer["Cache-Control"] = KEPT
        answer["Content-Security-Policy"] = "default-src 'none'"
        return answer
