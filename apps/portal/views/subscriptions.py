"""Subscriptions: parts of the public registry this workspace follows."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.brands.selectors import lists
from apps.brands.selectors import subscriptions as selectors
from apps.brands.selectors.registry_filter import BadFilter
from apps.brands.services import subscriptions
from apps.core.selectors import jobs
from apps.portal.actions import offer
from apps.portal.follow_form import FollowForm
from apps.portal.refusals import told
from apps.portal.tables import work
from apps.portal.views.base import PageView, found
from apps.portal.views.lists import ListPage

UNPROCESSABLE = 422


@offer("subscriptions", gettext_lazy("Subscriptions"), group="go", icon="imports")
class Subscriptions(ListPage):
    """All of them, in the order they were made."""

    resource = "subscriptions"
    listing = lists.SUBSCRIPTIONS
    template_name = "portal/subscriptions/list.html"
    form_keys = ("active",)
    columns = work.SUBSCRIPTIONS


@offer("subscriptions-new", gettext_lazy("Follow a part of the registry"), icon="add")
class NewSubscription(PageView):
    """Say what to follow; how much that is, is counted while one types."""

    resource, action = "subscriptions", "create"
    template_name = "portal/subscriptions/new.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form, filled from the address."""
        return self.page(counted(FollowForm(request.GET)))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Follow, and begin to take in."""
        form = FollowForm(request.POST)
        if not form.is_valid():
            return self.page(counted(form), status=UNPROCESSABLE)
        try:
            made, _job = subscriptions.follow(name=form.cleaned_data["name"], filter=form.filter())
        except BadFilter as error:
            form.add_error(None, told(error))
            return self.page(counted(form), status=UNPROCESSABLE)
        self.say(_("You follow it now. The first update has begun."))
        return self.go("subscriptions-detail", made.pk)


class Count(PageView):
    """How many records of the registry a filter takes: a part of the page above."""

    resource, action = "subscriptions", "create"
    template_name = "portal/subscriptions/takes.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The sentence alone."""
        return self.page(counted(FollowForm(request.GET)))


def counted(form: FollowForm) -> dict[str, Any]:
    """The form and how much it takes; nothing where its filter is none."""
    try:
        takes = selectors.takes(form.filter()) if form.is_valid() else None
    except BadFilter:
        takes = None
    return {"form": form, "takes": takes}


class SubscriptionPage(PageView):
    """One subscription: what it takes, how far it is, and what it brought."""

    resource = "subscriptions"
    template_name = "portal/subscriptions/detail.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """For HTMX the part that changes while it fills."""
        row = found(selectors.subscription(pk))
        job = selectors.last_fill(pk)
        context = {
            "row": row,
            "job": job,
            "is_busy": job is not None and not job.is_over,
            "may_steer": job is not None and jobs.may_steer(self.actor, job),
            "takes": selectors.takes(row.filter, watermark=row.watermark),
            "fills": selectors.fills(pk),
        }
        template = "portal/subscriptions/live.html" if request.headers.get("HX-Request") else ""
        return self.page(context, template=template)


class Steer(PageView):
    """Update now, pause, resume."""

    resource, action = "subscriptions", "update"

    def post(self, request: HttpRequest, pk: int, what: str) -> HttpResponse:
        """Ask the service."""
        row = found(selectors.subscription(pk))
        if what == "fill":
            subscriptions.start_fill(row)
            self.say(_("The update has begun."))
        else:
            subscriptions.update_subscription(row, is_active=what == "resume")
            self.say(_("It follows the registry again.") if what == "resume" else _("Paused."))
        return self.go("subscriptions-detail", pk)


class Remove(PageView):
    """Stop following; what came in stays."""

    resource, action = "subscriptions", "delete"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """End it."""
        row = found(selectors.subscription(pk))
        subscriptions.remove_subscription(row)
        self.say(_("“%(name)s” is followed no longer. What it brought stays.") % {"name": row.name})
        return self.go("subscriptions")
