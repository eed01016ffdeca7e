"""What columns, codes and keys are called, in the words of the trade."""

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.accounts.choices import Role
from apps.accounts.selectors import member_name
from apps.brands.blanks import SUFFIX
from apps.brands.choices import Blank
from apps.brands.selectors import marks
from apps.consolidation.choices import Verdict
from apps.core.choices import ChangeKind
from apps.core.selectors.pastes import pasted_count
from apps.core.sentences import tell
from apps.portal.categories import category
from apps.registry.checks import rules
from apps.registry.choices import PermitList
from apps.registry.formats import codes, tables

FIELDS: dict[str, Any] = {
    "id": _("Number"),
    "ttb_id": _("TTB ID"),
    "permit": _("Permit"),
    "serial": _("Serial number"),
    "completed_date": _("Completed"),
    "fanciful_name": _("Fanciful name"),
    "brand_name": _("Brand name"),
    "brand": _("Brand"),
    "brand_id": _("Brand"),
    "origin": _("Origin code"),
    "origin_desc": _("Origin"),
    "class_type": _("Class/type code"),
    "class_type_desc": _("Class/type"),
    "category": _("Category"),
    "status": _("Status"),
    "website": _("Website"),
    "source": _("Source"),
    "display_name": _("Name"),
    "source_name": _("Name in the registry"),
    "normal_form": _("Normal form"),
    "archived_at": _("Archived"),
    "merged_into_id": _("Merged into"),
    "number": _("Permit"),
    "owner": _("Owner"),
    "operating_name": _("Operating name"),
    "street": _("Street"),
    "city": _("City"),
    "state": _("State"),
    "zip": _("ZIP code"),
    "county": _("County"),
    "list_code": _("Permit list"),
    "owner_key": _("Owner, normal form"),
    "family": _("Service-importer family"),
    "kind": _("Kind"),
    "mnemonic": _("Brewer"),
    "permit_state": _("State of the permit"),
    "industry_type": _("Industry type"),
    "edited": _("Edited fields"),
    "blanks": _("Why fields are empty"),
    "website_state": _("Why there is no website"),
    "tag": _("Tag"),
    "tags": _("Tags"),
    "tag_id": _("Tag"),
    "list": _("List"),
    "list_id": _("List"),
    "importer_id": _("Importer"),
    "name": _("Name"),
    "colour": _("Colour"),
    "description": _("Description"),
    "is_shared": _("Shared"),
    "is_pinned": _("Pinned"),
    "text": _("Text"),
}

FILTERS: dict[str, Any] = FIELDS | {
    "q": _("Search"),
    "has_notes": _("Has notes"),
    "origin": _("Origin"),
    "class_type": _("Class/type"),
    "importer": _("Importer"),
    "market": _("Market"),
    "name": _("Name"),
    "sku_count_min": _("SKUs from"),
    "sku_count_max": _("SKUs up to"),
    "first_completed_from": _("First approved from"),
    "first_completed_to": _("First approved until"),
    "last_completed_from": _("Last approved from"),
    "last_completed_to": _("Last approved until"),
    "completed_from": _("Completed from"),
    "completed_to": _("Completed until"),
    "archived": _("Archived"),
    "active": _("Followed"),
    "all": _("Also those with no SKU"),
    "has_family": _("Service importer"),
    "import": _("Import"),
    "outcome": _("Outcome"),
    "reason": _("Reason"),
    "state": _("State"),
    "actor": _("Person"),
    "created_from": _("From"),
    "created_to": _("Until"),
    "suggested": _("Has a suggestion"),
    "asked_by": _("First approved by"),
}

FIELDS |= {
    "owner": _("Owner"), "sku_count": _("SKUs"), "brand_count": _("Brands"), "first_completed": _("First approved"),
    "last_completed": _("Last approved"), "alias": _("Other spelling"), "merged_into": _("Merged into"),
    "name": _("Name, in any spelling"), "importer": _("Importer’s permit"), "actor": _("Person (number)"),
    "actor_name": _("Person"), "summary": _("What"), "channel": _("By way of"), "created_at": _("When"),
    "started_at": _("Started"), "finished_at": _("Ended"), "attempts": _("Attempts"), "title": _("Title"),
    "run": _("Import (number)"), "row": _("Row"), "reason": _("Reason"), "suggestion": _("Suggestion"),
    "outcome": _("Outcome"), "resource": _("List"), "format": _("Format"), "rows": _("Rows"), "size": _("Size"),
    "job": _("Job (number)"), "changed_since": _("Changed since"), "new": _("New"), "updated": _("Updated"),
    "quarantined": _("Quarantined"),
}  # fmt: skip
OPERATORS: dict[str, Any] = {
    "is": _("is"),
    "not": _("is not"),
    "contains": _("contains"),
    "starts": _("begins with"),
    "from": _("from"),
    "to": _("up to"),
    "missing": _("is missing"),
    "paste": _("is one of those pasted"),
}
VALUES: dict[str, Any] = {
    "true": _("yes"),
    "false": _("no"),
    "domestic": _("Domestic"),
    "imported": _("Imported"),
    "missing": _("missing"),
    "active": _("Active"),
    "lapsed": _("Lapsed"),
    "unlisted": _("In no list"),
}
REASONS: dict[str, Any] = {
    "twice_in_run": _("The same TTB ID twice with different values"),
    "edited_by_person": _("A person edited what this row would change"),
    "superseded": _("Another source is newer; its values stay"),
}
BOTTLED = frozenset({"FB", "USB"})
TONES = {
    "queued": "", "uploaded": "", "checking": "info", "checked": "info", "running": "info", "gated": "warn",
    "succeeded": "good", "done": "good", "failed": "bad", "cancelled": "", "new": "good", "updated": "info",
    "unchanged": "", "duplicate": "", "quarantined": "warn", "conflicting": "bad", "open": "warn",
    "readmitted": "good", "dismissed": "", "active": "good", "lapsed": "warn",
    "ready": "good", "expired": "", "unlisted": "", "approved": "good", "rejected": "", "skipped": "",
}  # fmt: skip


def field(name: str) -> str:
    """A column's name for people."""
    return str(FIELDS.get(name, name.replace("_", " ").capitalize()))


def reason(code: str) -> str:
    """What is wrong, in a few words."""
    if code in REASONS:
        return str(REASONS[code])
    try:
        return str(_(rules.describe(code).name))
    except KeyError:
        return code.replace("_", " ")


def explanation(code: str) -> str:
    """What is wrong, in a sentence."""
    if code == "superseded":
        return str(_("Two sources know this TTB ID: the later completed date stands, at a tie the registry’s."))
    try:
        return str(_(rules.describe(code).description))
    except KeyError:
        return reason(code)


@lru_cache(maxsize=4_000)
def origin(code: str | None) -> str:
    """Where it comes from, in people's words."""
    known = codes.origin(code) if code else None
    return known.name if known else code or ""


@lru_cache(maxsize=4_000)
def class_type(code: str | None) -> str:
    """What it is, as the registry words it."""
    known = codes.class_type(code) if code else None
    return (_sentence(known.description) if known and known.description else code) or ""


def _sentence(text: str) -> str:
    """Sentence case, but FB and USB (bottled abroad, bottled here) stay as they are."""
    first, *rest = text.split()
    return " ".join([first.capitalize(), *(word if word in BOTTLED else word.lower() for word in rest)])


def filter_name(key: str) -> str:
    """A filter's name for people: the column, and the operator where it is not plain."""
    name, _sign, operator = key.partition("__")
    if not operator:
        return str(FILTERS.get(key) or field(key))
    return f"{FILTERS.get(name) or field(name)} {OPERATORS.get(operator, operator)}"


def value(key: str, text: str) -> str:
    """A filter's value for people."""
    key, _sign, operator = key.partition("__")
    if operator == "paste":
        return ngettext("%(n)d value", "%(n)d values", n := pasted_count(text)) % {"n": n}
    if key in BY_KEY:
        return BY_KEY[key](text)
    if key in {"tag", "list"}:
        return marks.name_of(key, text)
    if (operator, text) == ("missing", "1"):
        text = "true"
    return str(VALUES.get(text, text))


def filter_text(given: dict[str, list[str]]) -> str:
    """What a filter of the registry picks, each key with its values."""
    parts = [
        f"{FILTERS.get(key, key)}: {', '.join(dict.fromkeys(value(key, one) for one in values))}"
        for key, values in given.items()
    ]
    return " · ".join(parts) or str(_("The whole registry"))


def permit_list(code: str) -> str:
    """A kind of permit list for people."""
    return str(dict(PermitList.choices).get(code, code))


def origin_codes(text: str) -> list[str]:
    """The codes somebody means by a code or a name: Georgia is two."""
    if codes.origin(text):
        return [codes.origin_code(text)]
    if "," in text:
        return [code for part in text.split(",") if part.strip() for code in origin_codes(part)]
    plain = text.strip().casefold()
    found = [
        row["code"]
        for row in tables.rows("origins")
        if plain in {row["description"].casefold(), row["name"].casefold()}
    ]
    return found or [text]


STATES: dict[str, Any] = {
    "queued": _("Waiting"), "ready": _("Ready"), "expired": _("Expired"),
    "uploaded": _("Uploaded"), "checking": _("Being checked"), "checked": _("Checked"),
    "running": _("Running"), "gated": _("Stopped by the gate"), "succeeded": _("Done"), "done": _("Done"),
    "failed": _("Failed"), "cancelled": _("Cancelled"), "new": _("New"), "updated": _("Updated"),
    "unchanged": _("Unchanged"), "duplicate": _("Duplicate"), "quarantined": _("Quarantined"),
    "conflicting": _("Conflicting"), "open": _("Waiting"), "readmitted": _("Re-admitted"),
    "dismissed": _("Dismissed"), "active": _("Active"), "lapsed": _("Lapsed"), "unlisted": _("In no list"),
    "created": _("Created"), "deleted": _("Deleted"), "upload": _("Own upload"), "registry": _("Registry"),
}  # fmt: skip


def state(word: str) -> str:
    """A state or outcome for people."""
    return str(STATES.get(word, word.replace("_", " ").capitalize()))


def blank(word: str) -> str:
    """Why a field has no value, for people."""
    return str(dict(Blank.choices).get(word, word))


def _moment(value: date) -> str:
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    return date_format(value, "DATE_FORMAT")


def _blanks(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{field(key)}: {blank(word)}" for key, word in value.items()) or "–"
    return blank(value)


def _day(text: str) -> str:
    """A day or a moment kept as ISO text; what is neither stays as it came."""
    try:
        return _moment(date.fromisoformat(text) if len(text) <= len("2026-01-31") else datetime.fromisoformat(text))
    except (ValueError, OverflowError):
        return text


SHOWN: dict[str, Any] = {"status": state, "source": state, "category": category, "list_code": permit_list}


def shown(name: str, value: Any) -> str:  # noqa: PLR0911  (one line per kind of value)
    """A value as people read it."""
    if value in (None, ""):
        return "–"
    if isinstance(value, date):
        return _moment(value)
    if name.endswith("_date"):
        return _day(str(value))
    if name == "blanks" or name.endswith(SUFFIX):
        return _blanks(value)
    if isinstance(value, list):
        return ", ".join(shown(name, one) for one in value)
    if name == "origin" and origin(value) != value:
        return f"{origin(value)} ({value})"
    if name == "class_type" and class_type(value) != value:
        return f"{class_type(value)} ({value})"
    return str(SHOWN.get(name, str)(value))


RECORDS: dict[str, Any] = {
    "brand": _("Brands"), "sku": _("SKUs"), "permit": _("Permits"), "tag": _("Tags"), "tagging": _("Tagged records"),
    "recordlist": _("Lists"), "listed": _("Entries of lists"), "note": _("Notes"),
}  # fmt: skip
CHANNELS: dict[str, Any] = {
    "portal": _("the portal"), "api": _("the API"), "command": _("a command"), "task": _("background work"),
    "admin": _("staff admin"), "system": _("the system"),
}  # fmt: skip
ACTORS: dict[str, Any] = {"system": _("the system"), "command": _("a command"), "event": _("a reaction to an event")}
UNDO: dict[str, Any] = {
    "created": _("made: will be removed"),
    "updated": _("changed: will be put back"),
    "deleted": _("deleted: will come back"),
}


def kind(word: str) -> str:
    """What kind of act it was."""
    return str(dict(ChangeKind.choices).get(word, word))


def channel(word: str) -> str:
    """By way of what an act came."""
    return str(CHANNELS.get(word, word))


def actor(name: str) -> str:
    """Who did it: a person by their name, the platform itself in words."""
    return str(ACTORS.get(name, name))


def record(word: str) -> str:
    """Records of a kind."""
    return str(RECORDS.get(word, word))


def verdict(word: str) -> str:
    """What somebody said of a pair of brands."""
    return str(Verdict(word).label) if word in Verdict.values else word


def undo(word: str) -> str:
    """What an undo does to records an act made, changed or deleted."""
    return str(UNDO.get(word, word))


LISTS: dict[str, Any] = {
    "brands": _("Brands"), "skus": _("SKUs"), "importers": _("Importers"), "permits": _("Permits"),
    "quarantine": _("Quarantine"), "conflicts": _("Conflicts"), "imports": _("Imports"), "exports": _("Exports"),
    "change-sets": _("Activity"), "jobs": _("Jobs"), "notes": _("Notes"),
}  # fmt: skip


def listed(name: str) -> str:
    """What a list holds."""
    return str(LISTS.get(name, name))


def act(row: dict[str, Any]) -> str:
    """What an act did, in a sentence: of its row with `summary` and `about`."""
    return tell(row.get("about") or {}, row["summary"], _within)


def _within(name: str) -> str:
    """A column's or a list's name inside a sentence: small, unless it is an abbreviation."""
    return inside(listed(name) if name in LISTS else field(name))


def inside(label: str) -> str:
    """A label as a sentence has it: small, unless it is an abbreviation."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def role(word: str) -> str:
    """What somebody is in a workspace."""
    return str(dict(Role.choices).get(word, word))


BY_KEY: dict[str, Callable[[str], str]] = {
    "origin": origin, "class_type": class_type, "reason": reason, "actor_name": actor, "changed_since": _day,
    "category": category, "asked_by": member_name, "actor": member_name,
}  # fmt: skip
