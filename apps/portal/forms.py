"""Forms of the pages. They only shape what people type; the services judge it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.brands.blanks import SUFFIX
from apps.brands.choices import Blank
from apps.core.pictures import ACCEPT


class BrandForm(forms.Form):
    """What a person may say of a brand."""

    display_name = forms.CharField(label=_("Name"), max_length=500)
    website = forms.CharField(
        label=_("Website"), max_length=500, required=False, widget=forms.URLInput(attrs={"inputmode": "url"})
    )
    website_state = forms.ChoiceField(
        label=_("Why there is no website"),
        choices=Blank.choices,
        required=False,
        help_text=_("Counts only while the website is left empty."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class NewBrandForm(forms.Form):
    """A brand no record has named yet."""

    name = forms.CharField(label=_("Name"), max_length=500)
    website = forms.CharField(
        label=_("Website"), max_length=500, required=False, widget=forms.URLInput(attrs={"inputmode": "url"})
    )


class SkuForm(forms.Form):
    """What a person may say of a SKU."""

    fanciful_name = forms.CharField(label=_("Fanciful name"), max_length=500, required=False)
    class_type = forms.CharField(label=_("Class/type code"), max_length=10, required=False)
    origin = forms.CharField(label=_("Origin code"), max_length=10, required=False)
    status = forms.CharField(label=_("Status"), max_length=100, required=False)
    brand_id = forms.IntegerField(label=_("Number of its brand"), min_value=1)
    version = forms.IntegerField(widget=forms.HiddenInput)


class LooksForm(forms.Form):
    """Name and looks of a workspace."""

    name = forms.CharField(label=_("Name"), max_length=120)
    accent = forms.CharField(
        label=_("Accent colour"),
        max_length=7,
        required=False,
        help_text=_(
            "As #rrggbb, readable on white; the dark theme gets a lighter one. Empty for the colour of the house."
        ),
    )
    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        help_text=_("PNG, JPEG or WebP, at most 200 kB."),
    )
    drop_logo = forms.BooleanField(label=_("Remove the logo"), required=False)


def values_of(form: forms.Form) -> dict[str, Any]:
    """What was typed, without the version; blank means none."""
    kept = {name: value for name, value in form.cleaned_data.items() if name != "version"}
    found = {name: None if value == "" else value for name, value in kept.items()}
    return {name: value for name, value in found.items() if not name.endswith(SUFFIX) or _counts(name, found)}


def _counts(name: str, values: dict[str, Any]) -> bool:
    """Whether a word for why a field is empty was given, and the field is."""
    return values[name] is not None and values.get(name.removesuffix(SUFFIX)) is None


def refuse(form: forms.Form, errors: list[tuple[str, str]]) -> None:
    """Put a service's reasons beside the fields they are about."""
    for name, message in errors:
        form.add_error(name if name in form.fields else None, message)


def begin_at_first(form: forms.Form) -> forms.Form:
    """Let the first field take the focus, where the form is all that the page is for."""
    first = next(field for field in form.visible_fields())
    first.field.widget.attrs["autofocus"] = True
    return form


def point_to_first(form: forms.Form) -> None:
    """Let the first field that was refused take the focus."""
    for name in form.fields:
        if name in form.errors:
            form.fields[name].widget.attrs["autofocus"] = True
            return
