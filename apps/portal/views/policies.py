"""The policy of merging: rules, and what they would do before they are switched on."""

from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.consolidation.choices import Criterion
from apps.consolidation.policy import EVIDENCE, BadPolicy, Rules
from apps.consolidation.selectors import decided, trust
from apps.consolidation.services import policies
from apps.consolidation.services.survivorship import DEFAULT
from apps.consolidation.words import FIELDS
from apps.core import kept_texts, policy
from apps.portal.actions import offer
from apps.portal.forms_order import OrderField
from apps.portal.views.base import PageView

REFUSED = 422
SALT = "policy.simulated"
EVIDENT = (
    ("same_host", gettext_lazy("The same website")),
    ("same_family", gettext_lazy("The same permit-holder family")),
)


class RulesForm(forms.Form):
    """The rules as people set them."""

    automatic_above = forms.FloatField(
        label=gettext_lazy("Merge automatically above"),
        min_value=0,
        max_value=1,
        help_text=gettext_lazy("A probability; 0.90 is usual."),
    )
    review_from = forms.FloatField(
        label=gettext_lazy("Ask a person from"),
        min_value=0,
        max_value=1,
        help_text=gettext_lazy("What is below is only flagged as similar names."),
    )
    evidence = forms.MultipleChoiceField(
        label=gettext_lazy("Evidence of which one is needed"),
        choices=EVIDENT,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    daily_cap = forms.IntegerField(
        label=gettext_lazy("Automatic merges a day, at most"), min_value=0, max_value=100_000
    )
    audit_share = forms.FloatField(
        label=gettext_lazy("Share of them that a person audits"),
        min_value=0,
        max_value=1,
        help_text=gettext_lazy("0.05 is one in twenty."),
    )
    promise = forms.FloatField(
        label=gettext_lazy("Share that must be right"), min_value=0, max_value=1,
        help_text=gettext_lazy("Automatic merging pauses itself below this."),
    )  # fmt: skip
    four_eyes_from = forms.IntegerField(
        label=gettext_lazy("Two people for groups from"),
        min_value=0,
        max_value=1000,
        help_text=gettext_lazy("Brands in a group; 0 asks for one person always."),
    )
    sla_hours = forms.IntegerField(label=gettext_lazy("Hours until a proposal is overdue"), min_value=0, max_value=8760)
    urgent_hours = forms.IntegerField(
        label=gettext_lazy("Hours until one about a service importer’s brand is overdue"),
        min_value=0,
        max_value=8760,
        required=False,
        help_text=gettext_lazy("Tier 1. Queues of reviews may say otherwise."),
    )
    expire_days = forms.IntegerField(
        label=gettext_lazy("Days until what nobody decides leaves the queue"),
        min_value=0,
        max_value=3650,
        required=False,
        help_text=gettext_lazy("0: never. It comes back when a search finds other evidence."),
    )
    seconds_per_review = forms.IntegerField(label=gettext_lazy("Seconds a review takes"), min_value=0, max_value=86_400)
    credits_per_brand = forms.FloatField(
        label=gettext_lazy("Credits that a brand costs"), min_value=0, max_value=10_000
    )

    order_display_name = OrderField(
        label=gettext_lazy("Whose name stays"),
        choices=Criterion.choices,
        help_text=gettext_lazy("What decides first comes first. Nothing at all: the usual order."),
    )
    order_website = OrderField(label=gettext_lazy("Whose website stays"), choices=Criterion.choices)

    def rules(self) -> dict[str, Any]:
        """For the service, with the rules the form does not show."""
        kept = decided.rules().as_dict()
        given = {name: value for name, value in self.cleaned_data.items() if value is not None}
        orders = {name: given.pop(f"order_{name}") for name in FIELDS}
        return {**kept, **given, "survivorship": {name: order for name, order in orders.items() if order}}


@offer("review-policy", gettext_lazy("Policy of merging"), icon="settings")
class Policy(PageView):
    """The rules that hold; managers change them."""

    resource = "policies"
    template_name = "portal/review/policy.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The rules and how well automatic merging keeps its promise."""
        return self.show(RulesForm(initial=self.initial(decided.rules())))

    def initial(self, rules: Rules) -> dict[str, Any]:
        """The form's first values."""
        orders = {f"order_{name}": list(rules.survivorship.get(name) or DEFAULT) for name in FIELDS}
        return {**rules.as_dict(), **orders, "evidence": [one for one in EVIDENCE if one in rules.evidence]}

    def post(self, request: HttpRequest) -> HttpResponse:
        """`simulate` tries the rules; `save` makes them hold; `switch` also merges automatically, once tried."""
        if not policy.allows(self.actor, "policies", "update"):
            raise PermissionDenied
        form = RulesForm(request.POST)
        if not form.is_valid():
            return self.show(form, status=REFUSED)
        try:
            rules = policies.rules_of(form.rules())
        except BadPolicy as error:
            for name, text in error.errors:
                form.add_error(name if name in form.fields else None, kept_texts.told(text))
            return self.show(form, status=REFUSED)
        return self.simulated(form, rules) if "simulate" in request.POST else self.save(form, rules)

    def simulated(self, form: RulesForm, rules: Rules) -> HttpResponse:
        """What they would do, and the mark that lets them be switched on."""
        mark = signing.dumps(_plain(rules), salt=SALT)
        return self.show(form, simulation=policies.simulate(rules), mark=mark)

    def save(self, form: RulesForm, rules: Rules) -> HttpResponse:
        """Automatic merging only with rules that were tried as they are."""
        automatic = "switch" in self.request.POST
        if automatic and not _was_tried(self.request.POST.get("mark", ""), rules):
            form.add_error(None, _("Try these rules first: the rules changed since they were simulated."))
            return self.show(form, status=REFUSED)
        policies.set_policy(rules.as_dict(), is_automatic=automatic)
        self.say(_("Saved. Automatic merging is on.") if automatic else _("Saved. Nothing is merged without a person."))
        return self.go("review-policy")

    def show(self, form: RulesForm, status: int = 200, **more: Any) -> HttpResponse:
        """The page."""
        audited, share = trust.precision()
        context = {"form": form, "now": decided.policy(), "audited": audited, "precision": share, **more}
        return self.page(context, status=status)


def _plain(rules: Rules) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in rules.as_dict().items()}


def _was_tried(mark: str, rules: Rules) -> bool:
    try:
        return bool(signing.loads(mark, salt=SALT, max_age=3600) == signing.loads(signing.dumps(_plain(rules))))
    except signing.BadSignature:
        return False
