"""The charts of a brand or of a permit: loaded after the page, or a page of their own without script."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from apps.brands.selectors import figures, kin, records
from apps.brands.selectors.figures import Of, Span
from apps.portal import charts, findings, words
from apps.portal.views.base import PageView, found
from apps.portal.views.lists import to

Chart = dict[str, Any]


class Figures(PageView):
    """A page of charts; HTMX gets the charts alone."""

    template_name = "portal/figures/page.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Draw them."""
        context = self.charts(pk)
        part = "HX-Request" in request.headers and not self.in_panel
        return self.page(context, template="portal/figures/charts.html" if part else "")

    def charts(self, pk: int) -> dict[str, Any]:
        """What the template draws, with the `name` and `back` address of the record."""
        raise NotImplementedError


class BrandFigures(Figures):
    """Of a brand: approvals, who held it when, origins and class/types."""

    resource = "brands"

    def charts(self, pk: int) -> dict[str, Any]:
        """Five queries, whatever the size of the brand."""
        brand = found(records.brand_head(pk))
        of = Of("brand_id", pk, archived=brand["archived_at"] is not None)
        asked = {"brand": pk, **({"archived": "all"} if of.archived else {})}
        return {
            "name": brand["display_name"],
            "back": to("brands-detail", pk),
            "approvals": approvals(of, asked),
            "timeline": holders(of, asked),
            **mix(of, asked),
        }


class BrandRelated(Figures):
    """Other brands of the same permit holders."""

    resource = "brands"
    template_name = "portal/figures/related_page.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The biggest of them."""
        brand = found(records.brand_head(pk))
        context = {
            "name": brand["display_name"],
            "back": to("brands-detail", pk),
            "related": kin.related(pk, brand["permits"]),
        }
        part = "HX-Request" in request.headers and not self.in_panel
        return self.page(context, template="portal/figures/related.html" if part else "")


class ImporterFigures(Figures):
    """Of a permit: approvals, its brands over time, origins and class/types."""

    resource = "importers"

    def charts(self, pk: int) -> dict[str, Any]:
        """As for a brand."""
        importer = found(records.permit(pk))
        of, asked = Of("permit", importer["permit"]), {"permit": importer["permit"]}
        return {
            "name": importer["owner"] or importer["permit"],
            "back": to("importers-detail", pk),
            "approvals": approvals(of, asked),
            "timeline": brands(of, asked),
            **mix(of, asked),
        }


def approvals(of: Of, asked: dict[str, Any]) -> Chart:
    """Approvals over time."""
    drawn = figures.approvals(of)
    marks = charts.columns(drawn, lambda one: to("skus", **asked, completed_from=one.start, completed_to=one.end))
    ends = list(dict.fromkeys([marks[0].label, marks[-1].label])) if marks else []
    return {
        "title": findings.of_approvals(drawn),
        "unit": findings.unit(drawn),
        "marks": marks,
        "ends": ends,
        "most": max((one.count for one in marks), default=0),
    }


def holders(of: Of, asked: dict[str, Any]) -> Chart:
    """Who held a brand when."""
    spans = figures.spans(of)
    known = {row["permit"]: row for row in records.holders([span.key for span in spans])}
    names = {span.key: (known.get(span.key) or {}).get("owner") or span.key for span in spans}

    def row(span: Span) -> charts.Row:
        one = known.get(span.key)
        url = to("importers-detail", one["id"]) if one else ""
        return _row(span, names[span.key], span.key, url, to("skus", **asked, permit=span.key))

    title = findings.of_holders(spans, names)
    return _timeline(title, _("Permit holder"), spans, row)


def brands(of: Of, asked: dict[str, Any]) -> Chart:
    """Which brands came in under a permit when."""
    spans = figures.spans(of)
    names = records.brand_names([span.key for span in spans])

    def row(span: Span) -> charts.Row:
        return _row(span, names[span.key], "", to("brands-detail", span.key), to("skus", **asked, brand=span.key))

    return _timeline(findings.of_brands(spans, names) if spans else "", _("Brand"), spans, row)


def _row(span: Span, label: str, note: str, url: str, list_url: str) -> charts.Row:
    return charts.Row(label, "" if note == label else note, url, list_url, span.sku_count, span.first, span.last)


def _timeline(title: str, who: str, spans: list[Span], row: Any) -> Chart:
    scale = charts.years(spans)
    rows = [(row(span), charts.marks(span, scale) if scale else []) for span in spans]
    return {"title": title, "who": who, "rows": rows, "ends": scale, "more": len(spans) == figures.MOST_SPANS}


def mix(of: Of, asked: dict[str, Any]) -> dict[str, Chart]:
    """Origins and class/types."""
    shares = figures.mix(of)
    origins = charts.bars(shares["origin"], _origin, lambda code: to("skus", **asked, origin=code) if code else "")
    classes = charts.bars(
        shares["class_type"], _class, lambda code: to("skus", **asked, class_type=code) if code else ""
    )
    return {"origins": _shares(origins, _("Origin")), "classes": _shares(classes, _("Class/type"))}


def _origin(code: str | None) -> str:
    return words.origin(code) or _("No origin")


def _class(code: str | None) -> str:
    return words.class_type(code) or _("No class/type")


def _shares(marks: list[charts.Mark], what: str) -> Chart:
    return {
        "title": findings.of_mix(marks),
        "what": what,
        "marks": marks,
        "most": max((one.count for one in marks), default=0),
        "total": sum(one.count for one in marks),
    }
