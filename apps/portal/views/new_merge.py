"""Merging brands that were ticked in the list: which one stays, what each value would be, then it is done."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.brands.selectors.records import brand_names
from apps.brands.selectors.selection import Selection
from apps.brands.services.editing import NoSuchRecord
from apps.consolidation.choices import MERGING, ProposalState, Relation
from apps.consolidation.selectors import board
from apps.consolidation.selectors.decided import best_survivor, rules
from apps.consolidation.selectors.merges import will_move
from apps.consolidation.services import asking, merging, merging_later
from apps.consolidation.services.merging import AlreadyMerged, BadMerge, Order
from apps.consolidation.services.reviewing import Claimed
from apps.core import kept_texts
from apps.core.filtering import BadFilter, UnknownFilter
from apps.portal.refusals import told
from apps.portal.tables.address import filters_of
from apps.portal.views import survival
from apps.portal.views.base import PageView, params, whole

MOST = merging.MOST
LEAST = 2
FEW = 10  # so many are proposed at once while the person waits; more in the background
REFUSALS = (BadMerge, AlreadyMerged, NoSuchRecord, Claimed)
UNPROCESSABLE = 422


class NewMerge(PageView):
    """`ids` in the address; a post without `what` comes from the list, `what` is look (again, with another brand that
    stays) or sure."""

    resource, action = "merges", "create"
    template_name = "portal/merges/new.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """What merging them would do."""
        return self.look(request.GET)

    def post(self, request: HttpRequest) -> HttpResponse:
        """From the list on to this page's own address; from this page do it, or look again."""
        what = request.POST.get("what", "")
        if not what:
            return self.choose(request.POST)
        return self.do(request.POST) if what == "sure" else self.look(request.POST)

    def do(self, post: QueryDict) -> HttpResponse:
        """Start it, or say why not."""
        ids = list(self.there(post))
        if not LEAST <= len(ids) <= MOST:
            return self.wrong_number(len(ids))
        order = self.order(ids, post)
        try:
            if asking.wants_two(order) and len(ids) <= FEW:
                return self.asked(asking.ask(order), order.survivor_id)
            job = merging_later.start(order)
        except REFUSALS as error:
            return self.look(post, problem=_why(error))
        return self.go("jobs-detail", job.pk)

    def asked(self, rows: Sequence[Any], stays: int) -> HttpResponse:
        """It waits for a second person, or this was the second: said where it can be followed."""
        waiting = [one for one in rows if one.state != ProposalState.APPROVED]
        if not waiting:
            self.say(_("Merged. You were the second person to approve it."))
            return self.go("brands-detail", stays)
        self.say(_("Nothing is merged yet. Waits for a second person: your approval counts."))
        if len(waiting) == 1:
            return self.go("review-detail", waiting[0].pk)
        return HttpResponseRedirect(f"{reverse('portal:review')}?brand={stays}")

    def choose(self, post: QueryDict) -> HttpResponse:
        """The ticked rows, or all that fit the list's filters if they are few enough."""
        if not post.get("all"):
            ids = self.ids(post)
        else:
            try:
                meant = Selection("brands", filter=filters_of(params(QueryDict(post.get("query", "")))))
                ids = meant.first_ids(MOST + 1)
            except (UnknownFilter, BadFilter) as error:
                self.say(told(error), messages.WARNING)
                return self.back("brands")
        if not LEAST <= len(ids) <= MOST:
            return self.wrong_number(len(ids))
        query = QueryDict(mutable=True)
        query.setlist("ids", [str(pk) for pk in ids])
        return HttpResponseRedirect(f"{reverse('portal:merges-new')}?{query.urlencode()}")

    def ids(self, sent: QueryDict) -> list[int]:
        """The brands that were ticked in the list."""
        return list(dict.fromkeys(filter(None, map(whole, sent.getlist("ids")))))

    def there(self, sent: QueryDict) -> dict[int, str]:
        """Those of them that are there, with their names."""
        return brand_names(self.ids(sent)[: MOST + 1])

    def wrong_number(self, number: int) -> HttpResponse:
        """Back to the list, with what to do there."""
        if number > MOST:
            text = _(
                "These are more than %(most)s brands; so many are merged at once at most. Narrow the list, or tick some."
            )
        else:
            text = _("Tick 2 to %(most)s brands that are one.")
        self.say(text % {"most": MOST}, messages.WARNING)
        return self.back("brands")

    def order(self, ids: list[int], sent: QueryDict) -> Order:
        """What the form says; what it does not say is chosen as a review would. Brands unticked on the page stay out."""
        relation, survivor = sent.get("relation", ""), whole(sent.get("survivor"))
        ids = [pk for pk in ids if str(pk) in sent.getlist("member")] or ids
        stays = survivor if survivor in ids else best_survivor(ids)
        return Order(
            stays,
            [pk for pk in ids if pk != stays],
            relation if relation in MERGING else Relation.SAME_BRAND,
            choices={name: brand for name, brand in survival.chosen(sent).items() if brand in ids},
            policy=rules().survivorship,
            reason=sent.get("reason", "")[:2000],
        )

    def look(self, sent: QueryDict, problem: str = "") -> HttpResponse:
        """The page. What cannot be merged is shown all the same, with the reason."""
        names = self.there(sent)
        there = sorted(names)
        if not LEAST <= len(there) <= MOST:
            return self.wrong_number(len(there))
        order = self.order(there, sent)
        kept: dict[str, Any] = {}
        try:
            kept = merging.preview(Order(order.survivor_id, order.absorbed_ids, order.relation, policy=order.policy))
        except REFUSALS as error:
            problem = problem or _why(error)
        left_out = set(there) - {order.survivor_id, *order.absorbed_ids}
        shown = sorted(sorted(there, key=lambda pk: pk != order.survivor_id)[: board.SHOWN])
        members = board.side_by_side(shown)
        context = {
            "ids": there,
            "left_out": left_out,
            "members": members,
            "others": [(pk, names[pk]) for pk in there if pk not in shown],
            "survivor": order.survivor_id,
            "relation": order.relation,
            "relations": [(one.value, one.label) for one in Relation if one in MERGING],
            "reason": order.reason,
            "conflicts": survival.differing([one for one in members if one["id"] not in left_out], kept),
            "moves": will_move(order.absorbed_ids),
            "problem": problem,
            "by_two": asking.wants_two(order),
            "can_merge": bool(kept) or order.relation == Relation.SKU_OF_BRAND,
        }
        return self.page(context, status=UNPROCESSABLE if problem and self.request.method == "POST" else 200)


def _why(error: Exception) -> str:
    return f"{error} {kept_texts.told(getattr(error, 'hint', ''))}".strip()
