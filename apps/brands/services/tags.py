"""Tags: make, change, take away, and put on brands and importers. Each act is one change set, and can be undone."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from apps.brands import sentences
from apps.brands.choices import Colour
from apps.brands.events import RecordTagged, TagDeleted, TagSaved
from apps.brands.models import Tag, Tagging
from apps.brands.selectors.marks import tag_key
from apps.brands.services.editing import BadValue, locked, read, text
from apps.brands.services.marking import called, check_there, delete, few, put, take_off, these
from apps.core import context
from apps.core.choices import ChangeKind
from apps.core.filtering import shows
from apps.core.services.changes import change_set
from apps.core.services.outbox import publish

LONGEST = 60
RESERVED = frozenset({"missing"})
FORBIDDEN = ",;"


def create_tag(*, name: Any, colour: Any = Colour.GREY) -> Tag:
    """A new tag. Raises `BadValue`, also when its name is taken."""
    values = read({"name": name, "colour": colour}, READERS)
    with change_set(ChangeKind.FORM, sentences.tag_made(name=values["name"])):
        _check_free(values)
        tag = Tag.objects.create(**values)
        publish(TagSaved(tag.pk, context.current().channel))
    return tag


def update_tag(tag_id: int, *, values: dict[str, Any], version: int | None = None) -> Tag:
    """Another name or colour. Raises `BadValue`, `NoSuchRecord`, `Stale`."""
    cleaned = read(values, READERS)
    with transaction.atomic():
        tag = locked(Tag, tag_id, version)
        _check_free(cleaned, but=tag.pk)
        changed = [name for name, value in cleaned.items() if getattr(tag, name) != value]
        for name in changed:
            setattr(tag, name, cleaned[name])
        if changed:
            with change_set(ChangeKind.FORM, sentences.tag_edited(name=tag.name)):
                tag.save()
                publish(TagSaved(tag.pk, context.current().channel))
    return tag


def delete_tag(tag_id: int) -> None:
    """Take a tag away, and off everything; an undo brings it back with all of it. Raises `NoSuchRecord`."""
    with transaction.atomic():
        tag = locked(Tag, tag_id)
        with change_set(ChangeKind.FORM, sentences.tag_deleted(name=tag.name)):
            delete(Tagging, "tag_id = %s", [tag.pk])
            tag.delete()
            publish(TagDeleted(tag_id, context.current().channel))


def tag_named(name: Any) -> Tag:
    """The tag of this name, made in grey when there is none. Within a change set. Raises `BadValue`."""
    return _known(name) or create_tag(name=name)


def tag_meant(name: Any) -> tuple[int, str]:
    """The tag of this name: (its id, or 0 while there is none; its name). Raises `BadValue`."""
    found = _known(name)
    return (found.pk, found.name) if found else (0, read({"name": name}, READERS)["name"])


def _known(name: Any) -> Tag | None:
    return Tag.objects.filter(key=read({"name": name}, READERS)["key"]).first()


def tag_records(resource: str, ids: Sequence[int], *, add: Sequence[Any] = (), remove: Sequence[Any] = ()) -> int:
    """Put tags on brands or importers and take others off: ids of tags, or names (new ones are made).

    Answers how many marks changed. Raises `BadValue`, `NoSuchRecord`.
    """
    check_there(resource, ids)
    said = sentences.brands_tagged if resource == "brands" else sentences.importers_tagged
    with change_set(ChangeKind.FORM, said(name=called(resource, ids))):
        done = sum(_tag(resource, ids, _meant(one), on=True) for one in add)
        return done + sum(_tag(resource, ids, _meant(one), on=False) for one in remove)


def _tag(resource: str, ids: Sequence[int], tag: Tag, *, on: bool) -> int:
    act = put if on else take_off
    done = act(Tagging, tag.pk, resource, these(ids))
    if done:
        added, removed = (done, 0) if on else (0, done)
        publish(RecordTagged(resource, tag.pk, added, removed, few(ids), context.current().channel))
    return done


def _meant(one: Any) -> Tag:
    return locked(Tag, one) if isinstance(one, int) and not isinstance(one, bool) else tag_named(one)


def _check_free(values: dict[str, Any], but: int = 0) -> None:
    if "key" in values and Tag.objects.filter(key=values["key"]).exclude(pk=but).exists():
        raise BadValue([("name", "There is a tag of this name.")])


def _name(value: Any) -> dict[str, str]:
    name = text(value, most=LONGEST)
    if not shows(name):
        raise ValueError(_("Enter a name."))
    if tag_key(name) in RESERVED or any(letter in name for letter in FORBIDDEN):
        raise ValueError(_("Use another name: without comma and semicolon, and not the word missing."))
    return {"name": name, "key": tag_key(name)}


def _colour(value: Any) -> dict[str, str]:
    if value not in Colour.values:
        raise ValueError(f"Use one of {', '.join(Colour.values)}.")
    return {"colour": value}


READERS = {"name": _name, "colour": _colour}
