"""Changing a tracked record by hand: lock it, compare its version, keep what the source said, save."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.utils.translation import gettext as _

from apps.core.selectors.history import version_of
from apps.core.services.changes import hold_tables

MOST_LETTERS = 500


class Record(Protocol):
    """A tracked record that keeps what the source said of the fields people changed."""

    pk: int
    edited: dict[str, Any]


R = TypeVar("R", bound=models.Model)


class NoSuchRecord(LookupError):
    """There is no such record in this workspace."""

    code = "not_found"


class Stale(ValueError):
    """Someone changed the record since the caller read it."""

    code = "stale"
    hint = "Look at the record as it is now, and change it again."

    def __init__(self, version: int | None) -> None:
        super().__init__("The record was changed since you read it.")
        self.version = version


class BadValue(ValueError):
    """Values the record cannot take: `errors` is a list of (field, message)."""

    code = "invalid_value"
    hint = "Correct the values and send them again."

    def __init__(self, errors: list[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{field}: {message}" for field, message in errors))
        self.errors = errors


def locked(model: type[R], pk: int, version: int | None = None) -> R:
    """The record, held until the act ends. Raises `NoSuchRecord`, and `Stale` when it is not `version`."""
    hold_tables(alone=False)
    try:
        row = model._default_manager.select_for_update().get(pk=pk)
    except ObjectDoesNotExist as error:
        raise NoSuchRecord(f"There is no {model._meta.model_name} {pk}.") from error
    if version is not None and version_of(model, pk) != version:
        raise Stale(version_of(model, pk))
    return row


def change(record: Any, values: dict[str, Any]) -> list[str]:
    """Set fields, and keep in `edited` what the source said of each; the names of those that changed.

    A field set back to what the source says is no longer an edit.
    """
    changed = [name for name, value in values.items() if getattr(record, name) != value]
    edited = dict(record.edited)
    for name in changed:
        source = edited.pop(name) if name in edited else getattr(record, name)
        if source != values[name]:
            edited[name] = source
        setattr(record, name, values[name])
    record.edited = edited
    return changed


def text(value: Any, *, most: int = MOST_LETTERS) -> str:
    """One line of text as a person typed it; markup in it is only text. Raises ValueError with the reason."""
    if not isinstance(value, str):
        raise ValueError(_("Enter text."))
    cleaned = " ".join(value.replace("\x00", "").split())
    if len(cleaned) > most:
        raise ValueError(_("Enter at most %(most)s letters.") % {"most": most})
    return cleaned


def read(values: Mapping[str, Any], readers: Mapping[str, Callable[[Any], dict[str, Any]]]) -> dict[str, Any]:
    """Columns and their values from what was sent, by a reader per field that answers both. Raises `BadValue`."""
    return {name: value for columns in read_each(values, readers).values() for name, value in columns.items()}


def read_each(values: Mapping[str, Any], readers: Mapping[str, Callable[[Any], Any]]) -> dict[str, Any]:
    """Fields and their values as they are stored, by a reader per field. Raises `BadValue` with every reason at once."""
    found: dict[str, Any] = {}
    errors = []
    for name, value in values.items():
        try:
            found[name] = readers[name](value)
        except KeyError:
            errors.append((name, "This field cannot be changed."))
        except ValueError as error:
            errors.append((name, str(error)))
    if errors:
        raise BadValue(errors)
    return found
