"""Acts on many rows: choose the values, look at what would change, do it, read the report."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from apps.brands.choices import BulkWord
from apps.brands.selectors import marks
from apps.brands.selectors.bulk import bulk_act
from apps.brands.selectors.selection import Selection
from apps.brands.services import bulk
from apps.brands.services.editing import BadValue, NoSuchRecord
from apps.core import policy
from apps.core.filtering import BadFilter, UnknownFilter
from apps.core.selectors import jobs as kernel
from apps.portal.forms_marks import VALUES
from apps.portal.refusals import told
from apps.portal.tables.address import filters_of
from apps.portal.views.base import PageView, found, params, whole

REFUSED = 422
AT_ONCE = {BulkWord.ARCHIVE, BulkWord.RESTORE}
TAGGING = {BulkWord.TAG, BulkWord.UNTAG}
NOUNS = ("brands", "skus", "importers")


class NewBulk(PageView):
    """Rows were chosen and an act: ask for its values, then preview it."""

    resource, action = "bulk", "create"
    template_name = "portal/bulk/new.html"

    def post(self, request: HttpRequest) -> HttpResponse:
        """`noun`, `act`, and `ids` or `all` with the list's `query`; `values` says that they were asked for."""
        noun, act = request.POST.get("noun", ""), request.POST.get("act", "")
        if noun not in NOUNS or act not in BulkWord.values:
            found(None)
        selection = self.selection(noun)
        if selection.ids == ():
            self.say(_("Tick some rows first."), messages.WARNING)
            return self.back(noun)
        if act not in AT_ONCE and "values" not in request.POST:
            return self.ask(noun, act)
        return self.look(selection, act)

    def selection(self, noun: str) -> Selection:
        """The rows meant."""
        if self.request.POST.get("all"):
            return Selection(noun, filter=filters_of(params(QueryDict(self.request.POST.get("query", "")))))
        texts = self.request.POST.getlist("ids")
        return Selection(noun, ids=tuple(filter(None, map(whole, texts))))

    def ask(self, noun: str, act: str, problem: Any = None, form: forms.Form | None = None) -> HttpResponse:
        """The form for the act's values."""
        post = self.request.POST
        context = {
            "noun": noun,
            "act": act,
            "label": BulkWord(act).label,
            "ids": post.getlist("ids"),
            "all": post.get("all", ""),
            "query": post.get("query", ""),
            "next": post.get("next", ""),
            "named": post.get("named", ""),
            "problem": problem,
            "chosen": post.getlist("set"),
            "form": form or (VALUES[noun](post if "values" in post else None) if noun in VALUES else None),
            "tags": marks.all_tags() if act in TAGGING else [],
            "lists": marks.lists_for(noun) if act in {BulkWord.ADD, BulkWord.REMOVE} else [],
        }
        return self.page(context, status=REFUSED if problem or form else 200)

    def look(self, selection: Selection, act: str) -> HttpResponse:
        """Preview it, and show the preview."""
        try:
            made = bulk.preview_bulk(selection=selection, act=act, values=self.values(selection.resource, act))
        except policy.NotAllowed as error:
            raise PermissionDenied from error
        except BadValue as error:
            return self.ask(selection.resource, act, " ".join(text for _name, text in error.errors))
        except (UnknownFilter, BadFilter, bulk.TooMany) as error:
            self.say(told(error), messages.WARNING)
            return self.back(selection.resource)
        return self.go("bulk-detail", made.pk)

    def values(self, noun: str, act: str) -> dict[str, Any]:
        """What was typed: only fields that were ticked; nothing in one of them empties it."""
        post = self.request.POST
        if act in AT_ONCE:
            return {}
        if act != BulkWord.EDIT:
            mark = "tag" if act in TAGGING else "list"
            return {mark: post.get("named", "").strip() or whole(post.get(mark))}
        kinds = VALUES[noun].base_fields if noun in VALUES else {}
        return {name: _typed(name, post.get(name, "")) for name in kinds if name in post.getlist("set")}


def _typed(name: str, text: str) -> Any:
    if name == "brand_id":
        return whole(text) or text
    return text.strip() or (None if name != "display_name" else "")


class BulkPage(PageView):
    """One act on many rows: before, during and after."""

    resource = "bulk"
    template_name = "portal/bulk/detail.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """For HTMX the live part alone."""
        return self.shown(pk)

    def shown(self, pk: int, status: int = 200) -> HttpResponse:
        """The page, or its live part."""
        made = found(bulk_act(pk))
        job = kernel.job(made["job"]) if made["job"] else None
        context = {
            "bulk": made,
            "label": BulkWord(made["act"]).label,
            "job": job,
            "may_steer": job is not None and kernel.may_steer(self.actor, job),
            "is_mine": made["actor_id"] == self.actor.user_id,
            "refused": sum(made["preview"]["refused"].values()),
            "is_over": made["state"] in {"done", "failed", "cancelled"},
        }
        inside = self.request.headers.get("HX-Request")
        return self.page(context, template="portal/bulk/live.html" if inside else "", status=status)


class StartBulk(PageView):
    """Do what was previewed."""

    resource, action = "bulk", "create"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Once; the page shows how far it is."""
        try:
            bulk.start_bulk(pk, fingerprint=request.POST.get("fingerprint", ""))
        except NoSuchRecord:
            found(None)
        except policy.NotAllowed as error:
            raise PermissionDenied from error
        except (bulk.AlreadyStarted, bulk.OtherPreview) as error:
            self.say(told(error), messages.WARNING)
        return self.go("bulk-detail", pk)
