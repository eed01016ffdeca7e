"""An order of words as a form field: one box for each place. It needs no script."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

Choices = Sequence[tuple[str, Any]]
NOTHING = ("", gettext_lazy("nothing more"))


class OrderWidget(forms.MultiWidget):
    """A select for each place, each named by its place."""

    def __init__(self, choices: Choices) -> None:
        places = [forms.Select(choices=[NOTHING, *choices]) for _one in choices]
        super().__init__(places)

    def decompress(self, value: Any) -> list[str]:
        """The words in their places."""
        return [*(value or ()), *[""] * len(self.widgets)][: len(self.widgets)]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Each box says which place it is."""
        context = super().get_context(name, value, attrs)
        for place, one in enumerate(context["widget"]["subwidgets"], 1):
            one["attrs"]["aria-label"] = _("Place %(n)d") % {"n": place}
        return context


class OrderField(forms.MultiValueField):
    """A list of words without repetition, the first first; empty places are passed over."""

    def __init__(self, *, choices: Choices, **kwargs: Any) -> None:
        fields = [forms.ChoiceField(choices=[NOTHING, *choices], required=False) for _one in choices]
        super().__init__(fields, widget=OrderWidget(choices), required=False, require_all_fields=False, **kwargs)

    def compress(self, data_list: list[str]) -> list[str]:
        """The words chosen."""
        found = [one for one in data_list or () if one]
        if len(set(found)) < len(found):
            raise ValidationError(_("Choose each of them once."))
        return found
