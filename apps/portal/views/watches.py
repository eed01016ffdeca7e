"""What one watches: begin, say how often, stop; and the page of all of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.brands.selectors import watches as selectors
from apps.brands.services import watches
from apps.brands.services.editing import BadValue, NoSuchRecord
from apps.core.choices import Pace
from apps.portal import notices
from apps.portal.actions import offer
from apps.portal.views.base import PageView, found, whole


@offer("watches", gettext_lazy("What I watch"), group="you", icon="bell")
class Watches(PageView):
    """Brands, SKUs and importers this person is told about."""

    resource = "watches"
    template_name = "portal/watches/list.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """By kind, each with what was told last."""
        after = min(whole(request.GET.get("after")) or 0, watches.MOST)
        found, more = selectors.page(self.actor.user_id, after=after)
        rows = [{**row, "said": notices.last_said(row["last"])} for row in found]
        return self.page({"rows": rows, "paces": Pace.choices, "after": after, "more": more})


class ChangeWatch(PageView):
    """Watch a record at a pace, or stop."""

    resource, action = "watches", "update"

    def post(self, request: HttpRequest, noun: str, pk: int) -> HttpResponse:
        """`what` is `unwatch`, or nothing."""
        user_id = self.actor.user_id or 0
        if noun not in selectors.NOUNS:
            found(None)
        try:
            if request.POST.get("what") == "unwatch":
                watches.unwatch(user_id=user_id, noun=noun, record_id=pk)
                self.say(_("You are not told of it any more."))
            else:
                pace = request.POST.get("pace", Pace.AT_ONCE)
                watches.watch(user_id=user_id, noun=noun, record_id=pk, pace=pace)
                self.say(_("You are told in your notifications what others change."))
        except NoSuchRecord:
            found(None)
        except BadValue as error:
            self.say(" ".join(message for _field, message in error.errors), messages.WARNING)
        return self.back(f"{noun}-detail", pk)
