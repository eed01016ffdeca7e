"""Notes on brands and importers: plain text. Each act is one change set, and can be undone."""

import unicodedata
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from apps.brands import sentences
from apps.brands.events import NoteDeleted, NoteSaved
from apps.brands.models import Note
from apps.brands.selectors.marks import COLUMN
from apps.brands.services.editing import locked, read
from apps.brands.services.marking import called, check_there, require_own
from apps.core import context
from apps.core.choices import ChangeKind
from apps.core.services.changes import change_set
from apps.core.services.outbox import publish

LONGEST = 10_000


def write_note(*, resource: str, record_id: int, text: Any, pinned: Any = False) -> Note:
    """A note of the actor's on a brand or importer. Raises `BadValue`, `NoSuchRecord`."""
    values = read({"text": text, "pinned": pinned}, READERS)
    check_there(resource, [record_id])
    actor = context.current().actor
    with change_set(ChangeKind.FORM, sentences.note_written(name=called(resource, [record_id]))):
        who = {"author_id": actor.user_id, "author_name": actor.name[:200]}
        note = Note.objects.create(**values, **who, **{COLUMN[resource]: record_id})
        _tell(note)
    return note


def update_note(note_id: int, *, values: dict[str, Any], version: int | None = None) -> Note:
    """Another text, by its author or a manager; pinned or not, by anyone who may write notes.

    Raises `BadValue`, `NoSuchRecord`, `NotAllowed`, `Stale`.
    """
    cleaned = read(values, READERS)
    with transaction.atomic():
        note = locked(Note, note_id, version)
        changed = [name for name, value in cleaned.items() if getattr(note, name) != value]
        if "text" in changed:
            require_own("notes", note.author_id)
            note.edited_at = timezone.now()
        for name in changed:
            setattr(note, name, cleaned[name])
        if changed:
            with change_set(ChangeKind.FORM, sentences.note_edited(name=_called(note))):
                note.save()
                _tell(note)
    return note


def delete_note(note_id: int) -> None:
    """Take a note away, by its author or a manager; an undo brings it back. Raises `NoSuchRecord`, `NotAllowed`."""
    with transaction.atomic():
        note = locked(Note, note_id)
        require_own("notes", note.author_id)
        resource, record_id = _place(note)
        with change_set(ChangeKind.FORM, sentences.note_deleted(name=_called(note))):
            note.delete()
            publish(NoteDeleted(note_id, resource, record_id, context.current().channel))


def _tell(note: Note) -> None:
    resource, record_id = _place(note)
    publish(NoteSaved(note.pk, resource, record_id, context.current().channel))


def _called(note: Note) -> str:
    resource, record_id = _place(note)
    return called(resource, [record_id])


def _place(note: Note) -> tuple[str, int]:
    return ("brands", note.brand_id) if note.brand_id else ("importers", note.importer_id or 0)


def _text(value: Any) -> dict[str, Any]:
    """Letters, lines and tabs as typed; other control characters are dropped, markup is only text."""
    if not isinstance(value, str):
        raise ValueError(_("Enter text."))
    lines = value.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(c for c in lines if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"}).strip()
    if not kept:
        raise ValueError(_("Write something."))
    if len(kept) > LONGEST:
        raise ValueError(_("Enter at most %(most)s letters.") % {"most": number_format(LONGEST, force_grouping=True)})
    return {"text": kept}


def _pinned(value: Any) -> dict[str, Any]:
    if not isinstance(value, bool):
        raise ValueError("Say true or false.")
    return {"is_pinned": value}


READERS = {"text": _text, "pinned": _pinned}
