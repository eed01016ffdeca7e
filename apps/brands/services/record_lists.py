"""Lists of brands or importers: make, change, fill, take away. Each act is one change set, and can be undone."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from apps.brands import sentences
from apps.brands.choices import ListKind
from apps.brands.events import ListDeleted, ListFilled, ListSaved
from apps.brands.models import Listed, RecordList
from apps.brands.selectors.marks import visible_lists
from apps.brands.services.editing import NoSuchRecord, locked, read, text
from apps.brands.services.marking import check_there, delete, few, put, require_own, take_off, these
from apps.core import context
from apps.core.choices import ChangeKind
from apps.core.filtering import shows
from apps.core.sentences import Sentence
from apps.core.services.changes import change_set
from apps.core.services.outbox import publish

LONGEST = 120
LONGEST_TEXT = 1000


def create_list(*, kind: Any, name: Any, description: Any = "", shared: Any = True) -> RecordList:
    """A new, empty list of brands or of importers. Raises `BadValue`."""
    values = read({"kind": kind, "name": name, "description": description, "shared": shared}, READERS)
    actor = context.current().actor
    with change_set(ChangeKind.FORM, _said(sentences.list_made, values["name"], shared=values["is_shared"])):
        made = RecordList.objects.create(owner_id=actor.user_id, owner_name=actor.name[:200], **values)
        publish(ListSaved(made.pk, context.current().channel))
    return made


def list_named(kind: str, name: Any) -> RecordList:
    """The list of this kind and name that the actor sees, made when there is none. Raises `BadValue`."""
    return _known(kind, name) or create_list(kind=kind, name=name)


def list_meant(kind: str, name: Any) -> tuple[int, str]:
    """The list of this kind and name: (its id, or 0 while there is none; its name). Raises `BadValue`."""
    found = _known(kind, name)
    return (found.pk, found.name) if found else (0, read({"name": name}, READERS)["name"])


def _known(kind: str, name: Any) -> RecordList | None:
    named = read({"name": name}, READERS)["name"]
    return visible_lists().filter(kind=kind, name=named).order_by("pk").first()


def update_list(list_id: int, *, values: dict[str, Any], version: int | None = None) -> RecordList:
    """Another name, description or sharing, by its owner or a manager.

    Raises `BadValue`, `NoSuchRecord`, `NotAllowed`, `Stale`.
    """
    cleaned = read(values, {k: v for k, v in READERS.items() if k != "kind"})
    with transaction.atomic():
        row = _locked(list_id, version)
        require_own("lists", row.owner_id)
        changed = [name for name, value in cleaned.items() if getattr(row, name) != value]
        for name in changed:
            setattr(row, name, cleaned[name])
        if changed:
            with change_set(ChangeKind.FORM, _said(sentences.list_edited, row.name, shared=row.is_shared)):
                row.save()
                publish(ListSaved(row.pk, context.current().channel))
    return row


def delete_list(list_id: int) -> None:
    """Take a list away, by its owner or a manager; an undo brings it back with all that stood in it."""
    with transaction.atomic():
        row = _locked(list_id)
        require_own("lists", row.owner_id)
        with change_set(ChangeKind.FORM, _said(sentences.list_deleted, row.name, shared=row.is_shared)):
            delete(Listed, "list_id = %s", [row.pk])
            row.delete()
            publish(ListDeleted(list_id, context.current().channel))


def fill_list(list_id: int, *, add: Sequence[int] = (), remove: Sequence[int] = ()) -> int:
    """Add records to a list and take others from it; how many entries changed. Raises `NoSuchRecord`."""
    row = _seen(list_id)
    check_there(row.kind, add)
    with change_set(ChangeKind.FORM, _said(sentences.list_filled, row.name, shared=row.is_shared)):
        added = put(Listed, row.pk, row.kind, these(add)) if add else 0
        removed = take_off(Listed, row.pk, row.kind, these(remove)) if remove else 0
        if added or removed:
            ids = few([*add, *remove])
            publish(ListFilled(row.pk, row.kind, added, removed, ids, context.current().channel))
    return added + removed


def _said(said: Callable[..., Sentence], name: str, *, shared: bool) -> Sentence:
    """Everybody reads what an act is called: a private list is not named in it."""
    return said(name=name) if shared else sentences.private_list_changed()


def _seen(list_id: int) -> RecordList:
    """The list, if the actor may see it: what is private to another is not there."""
    row = visible_lists().filter(pk=list_id).first()
    if row is None:
        raise NoSuchRecord(_("There is no list %(pk)s.") % {"pk": list_id})
    return row


def _locked(list_id: int, version: int | None = None) -> RecordList:
    return locked(RecordList, _seen(list_id).pk, version)


def _name(value: Any) -> dict[str, Any]:
    name = text(value, most=LONGEST)
    if not shows(name):
        raise ValueError(_("Enter a name."))
    return {"name": name}


def _description(value: Any) -> dict[str, Any]:
    return {"description": text("" if value is None else value, most=LONGEST_TEXT)}


def _kind(value: Any) -> dict[str, Any]:
    if value not in ListKind.values:
        raise ValueError(f"Use one of {', '.join(ListKind.values)}.")
    return {"kind": value}


def _shared(value: Any) -> dict[str, Any]:
    if not isinstance(value, bool):
        raise ValueError("Say true or false.")
    return {"is_shared": value}


READERS = {"name": _name, "description": _description, "kind": _kind, "shared": _shared}
