"""Forms of lists and of acts on many rows."""

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.brands.choices import ListKind


class ListForm(forms.Form):
    """What a person may say of a list."""

    name = forms.CharField(label=_("Name"), max_length=120)
    description = forms.CharField(label=_("What it is for"), max_length=1000, required=False)
    shared = forms.BooleanField(label=_("Shared with everybody in this workspace"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


class NewListForm(ListForm):
    """The same, with what it holds."""

    kind = forms.ChoiceField(label=_("It holds"), choices=ListKind.choices)
    version = None  # type: ignore[assignment]
    field_order = ["kind", "name", "description", "shared"]


class BrandValues(forms.Form):
    """New values of many brands; only the fields that are ticked change."""

    display_name = forms.CharField(label=_("Name"), max_length=500, required=False)
    website = forms.CharField(label=_("Website"), max_length=500, required=False)


class SkuValues(forms.Form):
    """New values of many SKUs."""

    fanciful_name = forms.CharField(label=_("Fanciful name"), max_length=500, required=False)
    class_type = forms.CharField(label=_("Class/type code"), max_length=10, required=False)
    origin = forms.CharField(label=_("Origin code"), max_length=10, required=False)
    status = forms.CharField(label=_("Status"), max_length=100, required=False)
    brand_id = forms.IntegerField(label=_("Number of its brand"), min_value=1, required=False)


VALUES: dict[str, type[forms.Form]] = {"brands": BrandValues, "skus": SkuValues}
