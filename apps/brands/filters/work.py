"""What lists of imports, rows that did not enter, exports and subscriptions can be asked."""

from functools import reduce
from operator import or_

from django.db.models import Q

from apps.brands.choices import ExportState, HeldState, ImportState, Outcome, Source
from apps.brands.models import Export, HeldRow, Import, Subscription
from apps.core.filtering import AnyOf, StrictFilterSet, choice, moment, whole, yes_no
from apps.core.operators import code, instant, number, only, several, text, word
from apps.registry.formats.ids import bare_ttb_id


class ImportFilters(StrictFilterSet):
    """Imports by state, source, person and time."""

    asks = {
        "id": number(),
        "state": word(*ImportState.values),
        "source": word(*Source.values),
        "name": text(),
        "actor": number("actor_id"),
        "actor_name": text(),
        "created_at": instant(),
        "started_at": instant(),
        "finished_at": instant(),
        **{name: only(number(), "is", "not", "from", "to") for name in ("rows", "new", "updated", "quarantined")},
    }

    id = AnyOf(each=whole())
    state = AnyOf(each=choice(*ImportState.values))
    source = AnyOf(each=choice(*Source.values))
    name = AnyOf(lookup="icontains")
    change_set = AnyOf("change_set_id", each=whole())
    subscription = AnyOf("subscription_id", each=whole())
    corrects = AnyOf("corrects_id", each=whole())
    actor = AnyOf("actor_id", each=whole())
    created_from = AnyOf("created_at", "gte", each=moment())
    created_to = AnyOf("created_at", "lte", each=moment())

    class Meta:
        model = Import
        fields: list[str] = []


class HeldRowFilters(StrictFilterSet):
    """Rows that did not enter, by what is wrong with them and what became of them."""

    asks = {
        "id": number(),
        "run": number("run_id"),
        "row": number(),
        "outcome": word(Outcome.QUARANTINED, Outcome.CONFLICTING),
        "reason": several("reasons"),
        "state": word(*HeldState.values),
        "ttb_id": code(change=bare_ttb_id),
        "suggestion": text(),
        **{name: text() for name in ("brand_name", "permit", "completed_date", "fanciful_name")},
    }

    id = AnyOf(each=whole())
    run = AnyOf("run_id", each=whole(), help_text="The id of an import.")
    row = AnyOf(each=whole())
    outcome = AnyOf(each=choice(Outcome.QUARANTINED, Outcome.CONFLICTING))
    reason = AnyOf("reasons", "overlap")
    state = AnyOf(each=choice(*HeldState.values))
    ttb_id = AnyOf(change=bare_ttb_id)
    suggested = AnyOf(
        "suggestion",
        each=yes_no(),
        build=lambda vs: reduce(or_, (~Q(suggestion="") if v else Q(suggestion="") for v in vs)),
    )

    class Meta:
        model = HeldRow
        fields: list[str] = []


class ExportFilters(StrictFilterSet):
    """Exports by what was asked and how far they are."""

    asks = {
        "id": number(),
        "resource": text(),
        "format": text(),
        "state": word(*ExportState.values),
        "actor_name": text(),
        "rows": number(),
        "size": number(),
        "created_at": instant(),
    }

    id = AnyOf(each=whole())
    resource = AnyOf()
    format = AnyOf()
    state = AnyOf(each=choice(*ExportState.values))
    actor = AnyOf("actor_id", each=whole())

    class Meta:
        model = Export
        fields: list[str] = []


class SubscriptionFilters(StrictFilterSet):
    """Subscriptions by name and whether they are followed."""

    id = AnyOf(each=whole())
    name = AnyOf(lookup="icontains")
    active = AnyOf("is_active", each=yes_no())

    class Meta:
        model = Subscription
        fields: list[str] = []
