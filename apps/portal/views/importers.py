"""The pages of one importer. A permit that is no importer's has the same ones."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.brands.selectors import lists, permit_past, records, watches
from apps.core.choices import Pace
from apps.portal import answers, words
from apps.portal.templatetags.portal import day, number
from apps.portal.views.base import PageView, found
from apps.portal.views.past import elsewhere, fields, past


class ImporterPage(PageView):
    """Who holds the permit, and what comes in under it."""

    resource = "importers"
    template_name = "portal/importers/detail.html"
    tab = "overview"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The tab under the header."""
        importer = found(records.importer(pk) or records.permit(pk))
        if self.tab != "history" and (then := elsewhere(request, "importers", pk)):
            return then
        context = {
            "importer": importer,
            "answer": answers.of_importer(importer),
            "tab": self.tab,
            "tab_template": f"portal/importers/{self.tab}.html",
            "pace": watches.pace_of(self.actor.user_id, "importers", pk),
            "paces": Pace.choices,
        }
        return self.page(context | self.inside(importer))

    def inside(self, importer: dict[str, Any]) -> dict[str, Any]:
        """Its newest SKUs, and each field with its source."""
        asked = {"permit": [importer["permit"]], "sort": ["-completed_date"], "limit": ["10"]}
        lines = [_line(one) for one in permit_past.lineage(importer["id"], importer["permit"])]
        return {"rows": lists.SKUS.page(asked).rows, "lines": lines, "source": _source(importer)}


def _source(importer: dict[str, Any]) -> str:
    if importer["is_own"]:
        return _("A permit list of this workspace")
    return _("The public permit list") if importer["list_code"] else _("In no list; named by SKUs only")


def _line(line: dict[str, Any]) -> dict[str, Any]:
    """A field as a reader sees it. Where no list speaks of it, who noted the permit says nothing about the field."""
    told = {"label": words.field(line["field"]), "editable": False, "blank": ""}
    if line["source"] == permit_past.OWN:
        return {**line, **told}
    return {**line, **told, "change_set": None, "import": None, "told": _list_says(line)}


def _list_says(line: dict[str, Any]) -> str:
    if line["source"] is None:
        return _("No list speaks of it.")
    if not line["file"]:
        return _("The public permit list says so.")
    if not line["source_row"]:
        return _("The public permit list says so: %(file)s.") % {"file": line["file"]}
    given = {"file": line["file"], "row": number(line["source_row"])}
    return _("The public permit list says so: %(file)s, row %(row)s.") % given


class ImporterHistory(ImporterPage):
    """What this workspace's own row said, what the public list said, and both together on a day."""

    resource = "history"
    tab = "history"

    def inside(self, importer: dict[str, Any]) -> dict[str, Any]:
        """Versions of both. A permit that only the public list has is told so: it has none of its own."""
        own = past(self.request, "permit", importer["id"], lambda moment: _then(importer, moment))
        return {**own, "public": permit_past.public_versions(importer["permit"]), "versions_note": _note(importer)}


def _note(importer: dict[str, Any]) -> str:
    """Why nothing is put back by hand here: the values are a list's, and the next one would say them again."""
    if importer["is_own"]:
        return _(
            "The values are those of the permit list it was loaded from. To have earlier ones back, undo the act that "
            "brought the later ones, or load a corrected list."
        )
    return _("Its holder is not among them: no permit list of this workspace has it.")


def _then(importer: dict[str, Any], moment: datetime) -> dict[str, Any] | None:
    """The permit as it was shown at a moment, and whose word that was."""
    row = permit_past.as_of(importer["id"], importer["permit"], moment)
    if row is None:
        return None
    now = permit_past.as_of(importer["id"], importer["permit"], timezone.now()) or {}
    return {
        "since": row["since"],
        "fields": fields(row, now, list(permit_past.FIELDS)),
        "told": [_whose(row), *_approved(importer["permit"], moment)],
    }


def _whose(row: dict[str, Any]) -> str:
    if row["is_own"]:
        return _("A permit list of this workspace said so; it stands over the public one.")
    public = row["public"]
    if public is None:
        return _("No list named it: only SKUs of this workspace did.")
    if not public["file"]:
        return _("The public permit list said so.")
    given = {"file": public["file"], "day": day(timezone.localtime(public["since"]))}
    return _("The public permit list said so: %(file)s, loaded on %(day)s.") % given


def _approved(permit: str, moment: datetime) -> list[str]:
    """How much of what is here now had come in under it by then."""
    counted = permit_past.approved_by(permit, timezone.localtime(moment).date())
    if not counted:
        return []
    text = ngettext(
        "One of today’s SKUs had been approved under it by then.",
        "%(skus)s of today’s SKUs had been approved under it by then.",
        counted,
    )
    return [text % {"skus": number(counted)}]
