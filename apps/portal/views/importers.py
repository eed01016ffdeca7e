"""The page of one importer."""

from django.http import HttpRequest, HttpResponse

from apps.brands.selectors import lists, records, watches
from apps.core.choices import Pace
from apps.portal import answers
from apps.portal.views.base import PageView, found


class ImporterPage(PageView):
    """Who holds the permit, and what comes in under it."""

    resource = "importers"
    template_name = "portal/importers/detail.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """With its newest SKUs. A permit that is no importer's has the same page."""
        importer = found(records.importer(pk) or records.permit(pk))
        asked = {"permit": [importer["permit"]], "sort": ["-completed_date"], "limit": ["10"]}
        return self.page(
            {
                "importer": importer,
                "answer": answers.of_importer(importer),
                "rows": lists.SKUS.page(asked).rows,
                "pace": watches.pace_of(self.actor.user_id, "importers", pk),
                "paces": Pace.choices,
            }
        )
