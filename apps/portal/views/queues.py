"""Review queues: who gets which proposals, who is away, and how each queue keeps to its time."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.brands.services.editing import BadValue, NoSuchRecord
from apps.consolidation.selectors import queues as selectors
from apps.consolidation.selectors.board import reviewers
from apps.consolidation.selectors.decided import rules
from apps.consolidation.services import absences, rerouting, routes
from apps.core import policy
from apps.portal import queues
from apps.portal.actions import offer
from apps.portal.forms import refuse
from apps.portal.forms_routes import FIELD_OF, AbsenceForm, RouteForm, first_values
from apps.portal.views.base import PageView, found

REFUSED = 422


@offer("review-queues", gettext_lazy("Queues of reviews"), icon="review")
class Queues(PageView):
    """The queues in their order, with their figures; and who is away."""

    resource = "routes"
    template_name = "portal/review/queues.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page."""
        return self.show(AbsenceForm(only=self.only()))

    def show(self, form: AbsenceForm, status: int = 200) -> HttpResponse:
        """With the form of absences as it stands."""
        people = dict(reviewers())
        told = [queues.told(row) for row in selectors.figures()]
        figures = {row["route"]: row for row in told}
        others = [row for row in told if not row["route"]]
        listed = [
            {
                "row": one,
                "takes": queues.conditions(one),
                "whose": queues.whose(one.user_id, one.role, people),
                "figures": figures[one.pk],
            }
            for one in selectors.routes()
        ]
        away = policy.allows(self.actor, "absences", "read")
        context = {
            "listed": listed,
            "others": others,
            "rules": rules(),
            "form": form,
            "away": [{"row": one, "mine": absences.may_change(one.user_id)} for one in selectors.absences()]
            if away
            else [],
            "may_be_away": absences.may_change(self.actor.user_id) and bool(form.fields["user_id"].choices),  # type: ignore[attr-defined]
        }
        return self.page(context, status=status)

    def only(self) -> int | None:
        """Whose absences this person may enter: their own, or with None anybody's."""
        return None if policy.allows(self.actor, "absences", "lead") else self.actor.user_id or 0


class Away(Queues):
    """Somebody is away."""

    resource, action = "absences", "update"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form stands on the page of queues."""
        return self.go("review-queues")

    def post(self, request: HttpRequest) -> HttpResponse:
        """One's own; leads anybody's."""
        form = AbsenceForm(request.POST, only=self.only())
        if not form.is_valid():
            return self.show(form, REFUSED)
        try:
            row = absences.save_absence(**form.cleaned_data)
        except BadValue as error:
            refuse(form, error.errors)
            return self.show(form, REFUSED)
        given = {"name": row.user_name, "other": row.stand_in_name}
        told = _("%(name)s is away; %(other)s stands in.") if row.stand_in_id else _("%(name)s is away.")
        self.say(told % given)
        return self.go("review-queues")


class Back(PageView):
    """They are back."""

    resource, action = "absences", "update"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What waits comes back to them."""
        found(selectors.absence(pk))
        try:
            absences.delete_absence(pk)
        except policy.NotAllowed as error:
            raise PermissionDenied from error
        self.say(_("Done. What waits for them is theirs again."))
        return self.go("review-queues")


class NewQueue(PageView):
    """A queue more, the last in order."""

    resource, action = "routes", "create"
    template_name = "portal/review/queue.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """An empty form."""
        return self.page({"form": RouteForm()})

    def post(self, request: HttpRequest) -> HttpResponse:
        """Make it, or say beside the field why not."""
        return self.save(RouteForm(request.POST), None, {})

    def save(self, form: RouteForm, pk: int | None, context: dict[str, Any]) -> HttpResponse:
        """One service call."""
        if form.is_valid():
            try:
                routes.save_route(form.values(), pk)
            except BadValue as error:
                refuse(form, [(FIELD_OF.get(name, name), text) for name, text in error.errors])
            else:
                self.say(_("Saved. It takes what comes in from now on; what waits already stays where it is."))
                return self.go("review-queues")
        return self.page({**context, "form": form}, status=REFUSED)


class Queue(NewQueue):
    """One queue, to change it."""

    action = "update"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:  # type: ignore[override]
        """The form, filled."""
        row = found(selectors.route(pk))
        return self.page({"row": row, "form": RouteForm(initial=first_values(row))})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:  # type: ignore[override]
        """Change it."""
        return self.save(RouteForm(request.POST), pk, {"row": found(selectors.route(pk))})


class Steer(PageView):
    """`what` is up or down: another order."""

    resource, action = "routes", "update"

    def post(self, request: HttpRequest, pk: int, what: str) -> HttpResponse:
        """One place."""
        try:
            routes.move_route(pk, up=what == "up")
        except NoSuchRecord:
            found(None)
        return self.go("review-queues")


class DropQueue(PageView):
    """Take a queue away."""

    resource, action = "routes", "delete"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What it had taken waits on."""
        row = found(selectors.route(pk))
        routes.delete_route(pk)
        self.say(_("The queue “%(name)s” is gone. What it had taken waits on.") % {"name": row.name})
        return self.go("review-queues")


class RouteAgain(PageView):
    """Route what waits anew: first what it would do, then it is done in the background."""

    resource, action = "routes", "update"
    template_name = "portal/review/reroute.html"

    def post(self, request: HttpRequest) -> HttpResponse:
        """`sure` does it."""
        if "sure" in request.POST:
            return self.go("jobs-detail", rerouting.start().pk)
        look = rerouting.look()
        if not look["moved"]:
            self.say(_("All that waits stands in the right queue already."), messages.INFO)
            return self.go("review-queues")
        return self.page(look)
