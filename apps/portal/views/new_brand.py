"""A brand made by hand: before it is, those it may already be are shown."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from apps.brands.selectors import lists
from apps.brands.services import catalogue
from apps.portal.forms import NewBrandForm, begin_at_first, point_to_first, refuse
from apps.portal.views.base import PageView

INVALID = 422
SHOWN = "6"


class NewBrand(PageView):
    """Name and website."""

    resource, action = "brands", "create"
    template_name = "portal/brands/new.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form; `name` may be given by the link that leads here."""
        form = begin_at_first(NewBrandForm(initial={"name": request.GET.get("name", "")}))
        return self.page({"form": form, "similar": []})

    def post(self, request: HttpRequest) -> HttpResponse:
        """Make it, unless there is one of a similar name and the person has not said to go on."""
        form = NewBrandForm(request.POST)
        if not form.is_valid():
            return self.refused(form)
        name = form.cleaned_data["name"]
        similar = [] if request.POST.get("sure") == name else alike(name)
        if similar:
            return self.page({"form": form, "similar": similar})
        try:
            brand = catalogue.create_brand(name=name, website=form.cleaned_data["website"] or None)
        except catalogue.BadValue as error:
            refuse(form, error.errors)
            return self.refused(form)
        self.say(_("The brand is there. SKUs come to it with imports, or are moved to it."))
        return self.go("brands-detail", brand.pk)

    def refused(self, form: forms.Form) -> HttpResponse:
        """The form with the reasons."""
        point_to_first(form)
        return self.page({"form": form, "similar": []}, status=INVALID)


def alike(name: str) -> list[dict[str, Any]]:
    """Brands this may be, archived ones too: those of the same name in any spelling first, then similar ones."""
    asked = {"archived": ["all"], "limit": [SHOWN]}
    same = lists.BRANDS.page({**asked, "name": [name]}).rows
    near = lists.BRANDS.page({**asked, "q": [name]}).rows
    known = {row["id"] for row in same}
    return [*({**row, "is_same": True} for row in same), *(row for row in near if row["id"] not in known)][: int(SHOWN)]
