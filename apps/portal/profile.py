"""The form of a person's own settings."""

import zoneinfo
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from apps.accounts.choices import PAGE_SIZES, Density, Keys, Theme
from apps.core.pictures import ACCEPT
from apps.portal.nav import Entry
from apps.portal.notices import CHOICES

OUTSIDE = ("Etc/", "SystemV/", "posix/", "right/")


def zones() -> list[tuple[str, Any]]:
    """Names of places people know, in order."""
    places = [name for name in zoneinfo.available_timezones() if "/" in name and not name.startswith(OUTSIDE)]
    return [("", _("UTC")), *((name, name.replace("_", " ")) for name in sorted(places))]


class ProfileForm(forms.Form):
    """How you are called, and how pages are served to you."""

    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    time_zone = forms.ChoiceField(label=_("Time zone"), required=False)
    theme = forms.ChoiceField(label=_("Theme"), choices=Theme.choices)
    density = forms.ChoiceField(label=_("Rows of lists"), choices=Density.choices)
    page_size = forms.TypedChoiceField(
        label=_("Rows per page"), coerce=int, choices=[(number, str(number)) for number in PAGE_SIZES]
    )
    start_page = forms.ChoiceField(label=_("Page after sign-in"))
    keys = forms.ChoiceField(
        label=_("Single-key shortcuts"),
        choices=Keys.choices,
        help_text=_("Keys such as j, k and / work while nothing is being typed. Ctrl+K always works."),
    )

    def __init__(self, *args: Any, entries: list[Entry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, Any] = {
            "language": [("", _("As the browser says")), *settings.LANGUAGES],
            "time_zone": zones(),
            "start_page": [(one.name, one.label) for one in entries],
        }
        for name, values in choices.items():
            self.fields[name].choices = values  # type: ignore[attr-defined]


class PictureForm(forms.Form):
    """How you look."""

    picture = forms.FileField(
        label=_("Picture"),
        allow_empty_file=True,  # refused with the other bad ones
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        help_text=_("PNG, JPEG or WebP, at most 2 MB. We keep its middle, small, and nothing of where it was taken."),
    )


class EmailForm(forms.Form):
    """Another address to sign in with."""

    email = forms.EmailField(
        label=_("New e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("We send a link there. Your address changes when you open it."),
    )
    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class NoticeForm(forms.Form):
    """Which notifications one wants in this workspace."""

    kinds = forms.MultipleChoiceField(
        label=_("Tell me when"), choices=CHOICES, required=False, widget=forms.CheckboxSelectMultiple
    )

    def off(self) -> list[str]:
        """The kinds that were not ticked."""
        return [kind for kind, _label in CHOICES if kind not in self.cleaned_data["kinds"]]
