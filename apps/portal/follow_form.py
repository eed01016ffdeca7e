"""The form of a subscription: fields for the keys of a registry filter."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.portal import categories, words
from apps.registry.selectors import families

DAYS = ("completed_from", "completed_to")
BY_COMMA = ("class_type", "permit", "permit_state")


class FollowForm(forms.Form):
    """What to take of the registry. Nothing filled in is all of it."""

    name = forms.CharField(
        label=_("Name"), max_length=120, required=False, help_text=_("Left blank, it is named after what it takes.")
    )
    origin = forms.CharField(
        label=_("Origins"), max_length=500, required=False, help_text=_("Countries, US states or codes, by comma.")
    )
    market = forms.ChoiceField(
        label=_("Market"),
        required=False,
        choices=[("", _("Domestic and imported")), ("domestic", _("Domestic")), ("imported", _("Imported"))],
    )
    category = forms.MultipleChoiceField(
        label=_("Categories"), required=False, widget=forms.CheckboxSelectMultiple(attrs={"class": "line"})
    )
    class_type = forms.CharField(
        label=_("Class/type codes"), max_length=500, required=False, help_text=_("As in the registry, by comma.")
    )
    permit_state = forms.CharField(
        label=_("States of the permit"), max_length=200, required=False, help_text=_("Two letters, by comma: CA, NY.")
    )
    permit = forms.CharField(label=_("Permits"), max_length=1000, required=False, help_text=_("Numbers, by comma."))
    family = forms.MultipleChoiceField(
        label=_("Families of service importers"), required=False, widget=forms.CheckboxSelectMultiple()
    )
    completed_from = forms.DateField(
        label=_("Completed from"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    completed_to = forms.DateField(
        label=_("Completed until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = categories.choices()  # type: ignore[attr-defined]
        self.fields["family"].choices = [(one, one) for one in families()]  # type: ignore[attr-defined]

    def filter(self) -> dict[str, list[str]]:
        """What was filled in, as the registry's filter takes it."""
        given = self.cleaned_data
        found = {name: [part.strip() for part in given[name].split(",") if part.strip()] for name in BY_COMMA}
        found |= {name: [given[name].isoformat()] if given[name] else [] for name in DAYS}
        found["origin"] = [code for part in given["origin"].split(",") if part.strip() for code in _codes(part)]
        found |= {"market": [given["market"]] if given["market"] else []}
        found |= {name: list(given[name]) for name in ("category", "family")}
        return {name: values for name, values in found.items() if values}


def _codes(text: str) -> list[str]:
    return words.origin_codes(text.strip())
