"""What was learnt from decisions: how far the model agrees with people, its versions, and which one is used."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.consolidation.selectors import learned, taught, trust
from apps.consolidation.selectors.lists import VERSIONS
from apps.consolidation.services import learning as service
from apps.core.selectors import jobs as kernel
from apps.portal import learning
from apps.portal.actions import offer
from apps.portal.refusals import told
from apps.portal.views.base import PageView, found, whole

SHOWN = "12"


@offer("review-learning", gettext_lazy("What the model has learnt"), icon="review")
class Learning(PageView):
    """Agreement, calibration, evidence, versions; leads learn and choose."""

    resource = "models"
    template_name = "portal/review/learning.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """For HTMX the live part alone is picked by the page itself."""
        said, known, open_round = trust.learning(), taught.taught(), learned.open_version()
        in_use = learned.version_in_use()
        context = {
            "said": said,
            "known": known,
            "least": (taught.LEAST_LEARNT, taught.LEAST_HELD_BACK),
            "in_use": in_use,
            "round": open_round,
            "job": kernel.job(open_round.job_id) if open_round and open_round.job_id else None,
            "calibration": {
                "title": learning.of_calibration(said["calibration_error"]),
                "dots": learning.dots(said["calibration"]),
            },
            "months": self.months(said["by_month"]),
            "kinds": learning.kinds(known["kinds"]),
            "versions": self.versions(in_use),
            "choices": learned.choices(),
            "shares": {
                name: learning.share(said[name]) for name in ("agreement", "precision", "recall", "calibration_error")
            },
        }
        return self.page(context)

    def months(self, rows: list[dict[str, Any]]) -> dict[str, Any]:
        """The lines and the table behind them."""
        shown = learning.months(rows)
        return {
            "title": learning.of_months(rows),
            "rows": shown,
            "precision": learning.line(rows, "precision"),
            "recall": learning.line(rows, "recall"),
            "ends": list(dict.fromkeys([shown[0].label, shown[-1].label])) if shown else [],
        }

    def versions(self, in_use: int | None) -> list[dict[str, Any]]:
        """The newest, each with what it learnt and what can be done with it."""
        rows = VERSIONS.page({"limit": [SHOWN], "state": ["ready", "failed"]}).rows
        used = learned.ever_used(row["id"] for row in rows)
        return [
            {
                **row,
                "measures": learning.compared(row),
                "factors": learning.factors(row["tuning"]),
                "was_in_use": row["id"] in used,
                "can_use": row["id"] != in_use
                and row["id"] not in used
                and row["is_better"]
                and row["against"] == in_use,
            }
            for row in rows
        ]


class Learn(PageView):
    """Begin a round of learning."""

    resource, action = "models", "create"

    def post(self, request: HttpRequest) -> HttpResponse:
        """One that waits already is enough."""
        try:
            service.start_learning()
        except service.TooFewDecisions as error:
            self.say(told(error), messages.WARNING)
        else:
            self.say(_("Learning has begun. Nothing is used before you say so."))
        return self.go("review-learning")


class UseModel(PageView):
    """Let scans use a version, or the model that ships."""

    resource, action = "models", "promote"

    def post(self, request: HttpRequest) -> HttpResponse:
        """`version` is a number; nothing is the shipped model."""
        given = request.POST.get("version", "")
        try:
            done = service.use(whole(given) if given else None, reason=request.POST.get("reason", "")[:2000])
        except service.NoSuchVersion:
            found(None)
        except service.NotBetter as error:
            self.say(told(error), messages.WARNING)
        else:
            text = _("Done. All brands are being compared anew.") if done else _("This model is in use already.")
            self.say(text)
        return self.go("review-learning")
