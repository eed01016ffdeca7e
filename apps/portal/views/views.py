"""Saved views: save the list one looks at, open, share, pin, watch, rename, delete; and what one was told."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.choices import Role
from apps.core import policy
from apps.core.choices import Pace
from apps.core.selectors import views as selectors
from apps.core.services import views
from apps.portal import notices
from apps.portal.actions import offer
from apps.portal.places import LIST_PAGES
from apps.portal.tables.address import address
from apps.portal.views.base import PageView, found, params

SWITCHES = {"pin": ("is_pinned", True), "unpin": ("is_pinned", False), "watch": ("is_watched", True),
            "unwatch": ("is_watched", False)}  # fmt: skip
COMPARED = {"brands", "skus"}  # lists that know what changed since a moment
SHARES = {"share": True, "unshare": False}


@offer("views", gettext_lazy("Saved views"), group="go", icon="pin")
class Views(PageView):
    """One's own views and those shared with the workspace."""

    resource = "views"
    template_name = "portal/views/list.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """By list and name."""
        rows = selectors.views(self.actor)
        leads = policy.allows(self.actor, "views", "lead")
        for row in rows:
            row["tells_changes"] = row["looked_at"] and row["list"] in COMPARED
            row["is_mine"] = row["owner_id"] == self.actor.user_id or (leads and row["is_shared"])
        return self.page({"rows": rows, "leads": leads, "roles": Role.choices, "paces": Pace.choices})


class SaveView(PageView):
    """Keep the list's address under a name."""

    resource, action = "views", "create"

    def post(self, request: HttpRequest) -> HttpResponse:
        """Of the list named `list`, with its `query`."""
        noun = request.POST.get("list", "")
        at = reverse(f"portal:{found(LIST_PAGES.get(noun))}")
        query = params(QueryDict(request.POST.get("query", "").removeprefix("?")))
        try:
            made = views.save_view(
                actor=self.actor,
                resource=noun,
                name=request.POST.get("name", ""),
                query=query,
                is_shared="is_shared" in request.POST,
            )
        except views.BadView as error:
            self.say(error, messages.ERROR)
            return HttpResponseRedirect(at + address(query))
        self.say(_("Saved as “%(name)s”.") % {"name": made.name})
        return self.go("views-detail", made.pk)


class ViewPage(PageView):
    """Open a view: the list under its address. `?changed=1` shows what is new since one last looked."""

    resource = "views"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Off to the list; the look is noted."""
        view = found(selectors.view(self.actor, pk))
        before = views.look_at(view, user_id=self.actor.user_id or 0)
        query = {**view.query, "view": [str(pk)]}
        if "changed" in request.GET and before is not None and view.resource in COMPARED:
            query["changed_since"] = [before.isoformat()]
        return HttpResponseRedirect(reverse(f"portal:{found(LIST_PAGES.get(view.resource))}") + address(query))


class ChangeView(PageView):
    """Rename, share, pin, watch, make it what lists open as, or delete."""

    resource, action = "views", "update"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """`what` is the button pressed."""
        view, what = found(selectors.view(self.actor, pk)), request.POST.get("what", "")
        try:
            self.do(view, what)
        except policy.NotAllowed as error:
            raise PermissionDenied from error
        except views.BadView as error:
            self.say(error, messages.ERROR)
        return self.back("views")

    def do(self, view: Any, what: str) -> None:
        """One act on a view; an unknown one changes nothing."""
        if what in SWITCHES:
            name, wish = SWITCHES[what]
            pace = {"pace": self.request.POST["pace"]} if what == "watch" and "pace" in self.request.POST else {}
            views.watch_view(view, user_id=self.actor.user_id or 0, **{name: wish}, **pace)
        elif what == "delete":
            views.delete_view(view, actor=self.actor)
            self.say(_("The view is gone; the rows are as they were."))
        elif values := self.values(what):
            views.change_view(view, actor=self.actor, values=values)
            self.say(_("Saved."))

    def values(self, what: str) -> dict[str, Any]:
        """What the form says of the view."""
        sent = self.request.POST
        if what in SHARES:
            return {"is_shared": SHARES[what]}
        if what == "query":
            return {"query": params(QueryDict(sent.get("query", "").removeprefix("?")))}
        plain: dict[str, dict[str, Any]] = {
            "rename": {"name": sent.get("name", "")},
            "roles": {"default_for": sent.getlist("role")},
        }
        return plain.get(what, {})


@offer("notifications", gettext_lazy("Notifications"), group="you", icon="bell")
class Notifications(PageView):
    """What one was told, newest first."""

    resource = "notifications"
    template_name = "portal/notifications/list.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page."""
        rows = [
            {"said": notices.said(row), "path": row.path, "read_at": row.read_at, "created_at": row.created_at}
            for row in selectors.notifications(self.actor)
        ]
        return self.page({"rows": rows})


class ReadNotifications(PageView):
    """All of it has been seen."""

    resource, action = "notifications", "update"

    def post(self, request: HttpRequest) -> HttpResponse:
        """The bell is quiet again."""
        views.read_all(user_id=self.actor.user_id or 0)
        return self.go("notifications")
