"""Filters by what people put on records, and of tags, lists and notes themselves."""

from functools import reduce
from operator import or_
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from apps.brands.choices import Colour, ListKind
from apps.brands.models import Listed, Note, RecordList, Tag, Tagging
from apps.brands.selectors.marks import tag_id, visible_lists
from apps.core.filtering import BIGGEST, AnyOf, StrictFilterSet, choice, whole, yes_no


class TagField(forms.CharField):
    """A tag by its id or name; the word `missing` for none at all."""

    def clean(self, value: Any) -> Any:
        """The tag's id, or 0 for none."""
        word = str(super().clean(value))
        found = 0 if word == "missing" else tag_id(word)
        if found is None:
            raise ValidationError(_("There is no tag %(word)s."), params={"word": word})
        return found


class ListField(forms.IntegerField):
    """A list by its id. One that is private to somebody else is not there."""

    def clean(self, value: Any) -> Any:
        """The id."""
        pk = super().clean(value)
        if not visible_lists().filter(pk=pk).exists():
            raise ValidationError(_("There is no list %(pk)s."), params={"pk": pk})
        return pk


def tagged(column: str) -> AnyOf:
    """The filter `tag` of records whose marks name them in `column`."""

    def build(ids: list[int]) -> Q:
        rows = Tagging.objects.filter(**{f"{column}__isnull": False})
        some = Q(id__in=rows.filter(tag_id__in=ids).values(column))
        return some | ~Q(id__in=rows.values(column)) if 0 in ids else some

    return AnyOf("id", each=TagField(max_length=100), build=build, help_text="A tag's name or id, or `missing`.")


def standing(column: str) -> AnyOf:
    """The filter `list`."""

    def build(ids: list[int]) -> Q:
        return Q(id__in=Listed.objects.filter(list_id__in=ids).values(column))

    return AnyOf("id", each=ListField(min_value=0, max_value=BIGGEST), build=build, help_text="The id of a list.")


def noted(column: str) -> AnyOf:
    """The filter `has_notes`."""

    def build(values: list[bool]) -> Q:
        some = Q(id__in=Note.objects.filter(**{f"{column}__isnull": False}).values(column))
        return reduce(or_, (some if value else ~some for value in values))

    return AnyOf("id", each=yes_no(), build=build, help_text="Whether somebody wrote a note.")


class TagFilters(StrictFilterSet):
    """Tags by name and colour."""

    id = AnyOf(each=whole())
    name = AnyOf(lookup="icontains")
    colour = AnyOf(each=choice(*Colour.values))

    class Meta:
        model = Tag
        fields: ClassVar[list[str]] = []


class ListFilters(StrictFilterSet):
    """Lists the caller may see, by what they hold and whose they are."""

    id = AnyOf(each=whole())
    kind = AnyOf(each=choice(*ListKind.values))
    name = AnyOf(lookup="icontains")
    owner = AnyOf("owner_id", each=whole())
    shared = AnyOf("is_shared", each=yes_no())

    class Meta:
        model = RecordList
        fields: ClassVar[list[str]] = []

    @classmethod
    def together(cls, queryset: QuerySet[Any, Any], given: dict[str, Any]) -> QuerySet[Any, Any]:
        """What is private to others is never among them."""
        del given
        return queryset.filter(id__in=visible_lists().values("id"))


class NoteFilters(StrictFilterSet):
    """Notes by what they are on, who wrote them and their words."""

    id = AnyOf(each=whole())
    q = AnyOf("text", "icontains")
    brand = AnyOf("brand_id", each=whole())
    importer = AnyOf("importer_id", each=whole())
    author = AnyOf("author_id", each=whole())
    pinned = AnyOf("is_pinned", each=yes_no())

    class Meta:
        model = Note
        fields: ClassVar[list[str]] = []
