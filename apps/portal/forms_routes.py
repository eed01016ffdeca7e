"""Forms of review queues and of absences."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.accounts.choices import Role
from apps.consolidation.choices import Relation
from apps.consolidation.selectors.board import reviewers
from apps.portal import categories, words

PERSON, ROLE = "u", "r"
RELATIONS = [one for one in Relation.choices if one[0] != Relation.DIFFERENT]
ROLES = [one for one in Role.choices if one[0] != Role.VIEWER]
LISTED = ("relations", "categories")
BY_COMMA = ("permits",)
PLAIN = (
    "name", "probability_from", "probability_to", "brands_from", "skus_from", "sla_hours", "remind_hours", "escalate_hours",
)  # fmt: skip


class RouteForm(forms.Form):
    """What a queue takes, whose it is, and its times."""

    name = forms.CharField(label=_("Name"), max_length=80)
    relations = forms.MultipleChoiceField(
        label=_("Relations"), choices=RELATIONS, required=False, widget=forms.CheckboxSelectMultiple()
    )
    probability_from = forms.FloatField(
        label=_("Probability from"), min_value=0, max_value=1, required=False, help_text=_("Such as 0.70.")
    )
    probability_to = forms.FloatField(label=_("Probability below"), min_value=0, max_value=1, required=False)
    brands_from = forms.IntegerField(label=_("Brands in it, at least"), min_value=1, required=False)
    skus_from = forms.IntegerField(label=_("SKUs of its brands, at least"), min_value=1, required=False)
    service_importer = forms.ChoiceField(
        label=_("Held by a service importer"),
        required=False,
        choices=[("", _("Either way")), ("yes", _("Yes: tier 1")), ("no", _("No"))],
    )
    origins = forms.CharField(
        label=_("Origins"), max_length=500, required=False, help_text=_("Countries, US states or codes, by comma.")
    )
    categories = forms.MultipleChoiceField(label=_("Categories"), required=False, widget=forms.CheckboxSelectMultiple())
    permits = forms.CharField(label=_("Permits"), max_length=2000, required=False, help_text=_("Numbers, by comma."))
    to = forms.ChoiceField(label=_("Whose it is"), required=False)
    sla_hours = forms.IntegerField(label=_("Hours until it is overdue"), min_value=1, max_value=8760, initial=120)
    remind_hours = forms.IntegerField(
        label=_("Hours before that to remind"),
        min_value=0,
        max_value=8760,
        initial=24,
        help_text=_("0 reminds nobody."),
    )
    escalate_hours = forms.IntegerField(
        label=_("Hours until it goes up"),
        min_value=0,
        max_value=8760,
        required=False,
        help_text=_("Empty: when it is overdue."),
    )
    escalate_to = forms.ChoiceField(label=_("To whom it goes up"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["categories"].choices = categories.choices()  # type: ignore[attr-defined]
        nobody = [("", _("Nobody in particular"))]
        self.fields["to"].choices = nobody + _people()  # type: ignore[attr-defined]
        usual = [("", _("The managers"))]
        self.fields["escalate_to"].choices = usual + _people()  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """For the service."""
        given = self.cleaned_data
        found = {name: given[name] for name in PLAIN} | {name: list(given[name]) for name in LISTED}
        found |= {name: list(_parts(given[name])) for name in BY_COMMA}
        found["origins"] = [code for part in _parts(given["origins"]) for code in words.origin_codes(part)]
        found["service_importer"] = {"yes": True, "no": False}.get(given["service_importer"])
        found["user_id"], found["role"] = _meant(given["to"])
        found["escalate_to_id"], found["escalate_role"] = _meant(given["escalate_to"])
        return found


def first_values(row: Any) -> dict[str, Any]:
    """A route as the form shows it first."""
    found = {name: getattr(row, name) for name in (*PLAIN, *LISTED)}
    found |= {name: ", ".join(getattr(row, name)) for name in BY_COMMA}
    found["origins"] = ", ".join(row.origins)
    found["service_importer"] = {True: "yes", False: "no"}.get(row.service_importer, "")
    found["to"], found["escalate_to"] = _word(row.user_id, row.role), _word(row.escalate_to_id, row.escalate_role)
    return found


FIELD_OF = {"user_id": "to", "role": "to", "escalate_to_id": "escalate_to", "escalate_role": "escalate_to"}


def _parts(text: str) -> Iterable[str]:
    return filter(None, (part.strip() for part in text.split(",")))


def _people() -> list[tuple[str, Any]]:
    return [(f"{ROLE}:{role}", label) for role, label in ROLES] + [(f"{PERSON}:{pk}", name) for pk, name in reviewers()]


def _word(user_id: int | None, role: str) -> str:
    if user_id:
        return f"{PERSON}:{user_id}"
    return f"{ROLE}:{role}" if role else ""


def _meant(word: str) -> tuple[int | None, str]:
    kind, _colon, value = word.partition(":")
    return (int(value), "") if kind == PERSON else (None, value)


class AbsenceForm(forms.Form):
    """Who is away, from when to when, and who stands in."""

    user_id = forms.TypedChoiceField(label=_("Who is away"), coerce=int)
    first_day = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}))
    last_day = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}))
    stand_in_id = forms.TypedChoiceField(label=_("Who stands in"), coerce=int, required=False, empty_value=None)

    def __init__(self, *args: Any, only: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people: list[tuple[Any, Any]] = [*reviewers()]
        self.fields["user_id"].choices = [one for one in people if only in (None, one[0])]  # type: ignore[attr-defined]
        self.fields["stand_in_id"].choices = [("", _("Nobody")), *people]  # type: ignore[attr-defined]
