"""The titles of charts: each says what there is to see."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from apps.brands.selectors.figures import Approvals, Bin, Span
from apps.portal.charts import Mark, when

MOSTLY, NEARLY_ALL = 50, 95
EVEN = 5


def of_approvals(found: Approvals) -> str:
    """`Most SKUs were approved in 2019: 42 of 120.`"""
    if not found.bins:
        return _("No SKU has a date of approval")
    best = max(found.bins, key=lambda one: (one.sku_count, one.start))
    given = {"when": when(found.step, best.start), "n": _n(best.sku_count), "all": _n(found.total)}
    if len(found.bins) == 1:
        return _("All approved in %(when)s: %(n)s") % given
    return _("Most approved in %(when)s: %(n)s of %(all)s") % given


def of_trend(found: Approvals, change: tuple[Bin, int] | None) -> str:
    """`Approvals in September 2026 were 12 % above the months before`, or what else can be said."""
    if change is None:
        return of_approvals(found)
    month, percent = change
    begin = when(found.step, month.start)  # begins the sentence; some languages write months small
    given = {"when": begin[:1].upper() + begin[1:], "percent": abs(percent), "n": _n(month.sku_count)}
    if percent > EVEN:
        return _("%(when)s brought %(n)s approvals, %(percent)d %% more than the year before it on average") % given
    if percent < -EVEN:
        return _("%(when)s brought %(n)s approvals, %(percent)d %% fewer than the year before it on average") % given
    return _("%(when)s brought %(n)s approvals, as many as the year before it on average") % given


def unit(found: Approvals) -> str:
    """What one bar counts."""
    return {
        "month": _("SKUs approved per month"),
        "quarter": _("SKUs approved per quarter"),
        "year": _("SKUs approved per year"),
    }[found.step]


def of_mix(shown: list[Mark]) -> str:
    """`Nearly all from France`, `Mostly France: 61 %`, or `France leads with 30 %`."""
    total = sum(one.count for one in shown)
    if not total:
        return _("Nothing is known")
    first = shown[0]
    percent = round(100 * first.count / total)
    given = {"what": first.label, "percent": percent}
    if first.count == total:
        return _("All %(what)s") % given
    if percent >= NEARLY_ALL:
        return _("Nearly all %(what)s") % given
    if percent >= MOSTLY:
        return _("Mostly %(what)s: %(percent)d %%") % given
    return _("%(what)s leads with %(percent)d %%") % given


def of_holders(spans: list[Span], names: dict[str, str]) -> str:
    """Who held a brand: one holder, a move from one to the next, or the biggest of several."""
    dated = [span for span in spans if span.first and span.last]
    if not dated:
        return _("No SKU has a date of approval")
    if len(spans) == 1:
        return _("%(owner)s alone, since %(year)d") % {"owner": names[spans[0].key], "year": spans[0].first.year}  # type: ignore[union-attr]
    before, after = dated[0], max(dated, key=lambda one: one.last)  # type: ignore[arg-type,return-value]
    if before.last < after.first:  # type: ignore[operator]
        given = {"before": names[before.key], "after": names[after.key], "year": after.first.year}  # type: ignore[union-attr]
        return _("It went from %(before)s to %(after)s in %(year)d") % given
    return _biggest(spans, names)


def of_brands(spans: list[Span], names: dict[int, str]) -> str:
    """Which brand a permit brings in most."""
    if len(spans) == 1:
        return _("%(brand)s alone") % {"brand": names[spans[0].key]}
    return _biggest(spans, names)


def _biggest(spans: list[Span], names: dict[str, str] | dict[int, str]) -> str:
    best = max(spans, key=lambda one: one.sku_count)
    given = {
        "name": names[best.key],
        "n": _n(best.sku_count),
        "all": _n(best.whole),
    }
    return _("%(name)s leads with %(n)s of %(all)s SKUs") % given


def _n(value: int) -> str:
    return number_format(value, use_l10n=True, force_grouping=True)
