"""From facts to topics: which lists and records of the portal an event concerns, and who may hear of it.

A topic is a noun (`brands`: any number of them) or a noun and an id (`brands:5`). Most events need no entry here: the ids
in their payload say it all; one with a change set and no ids was an act over many records. What hangs on a record (a
tag, a list, a note) names the records it was put on or taken off, or, of a tag itself, all that may bear it.
"""

from collections.abc import Iterable
from typing import Any

from apps.core import policy
from apps.core.context import Actor

NOUNS = {
    "brand_id": "brands", "sku_id": "skus", "importer_id": "importers", "permit_id": "importers",
    "import_id": "imports", "survivor_id": "brands", "proposal_id": "proposals", "merge_id": "merges",
    "list_id": "lists",
}  # fmt: skip
SEVERAL = {"absorbed_ids": "brands", "proposal_ids": "proposals", "held_ids": "quarantine"}
EVERYTHING = ("brands", "skus", "importers", "imports", "quarantine")
HANGING = ("record.tagged", "list.filled", "note.saved", "note.deleted")
BEARERS = {
    "tag.saved": ("brands", "importers", "tags"), "tag.deleted": ("brands", "importers", "tags"),
    "list.saved": ("lists",), "list.deleted": ("lists",), "quarantine.changed": ("quarantine",),
}  # fmt: skip


def topics(name: str, payload: dict[str, Any]) -> list[str]:
    """What an event is about."""
    ids = [f"{noun}:{payload[key]}" for key, noun in NOUNS.items() if isinstance(payload.get(key), int)]
    ids += [f"{noun}:{one}" for key, noun in SEVERAL.items() for one in payload.get(key) or ()]
    if name == "proposal.created" or payload.get("what") == "reopened":
        return [*ids, "proposals"]
    if name.startswith(("import.", "permit_list.", "change_set.")) or _is_of_many(name, ids, payload):
        return [*ids, *EVERYTHING]
    if name in HANGING and payload["resource"] in EVERYTHING:
        return [*ids, *_hung(payload["resource"], payload), *(["tags"] if "tag_id" in payload else [])]
    return [*ids, *BEARERS.get(name, ())]


def _is_of_many(name: str, ids: list[str], payload: dict[str, Any]) -> bool:
    """An act over many records, none of which is named."""
    return bool(payload.get("change_set_id")) and (not ids or name == "quarantine.changed")


def _hung(noun: str, payload: dict[str, Any]) -> list[str]:
    """The records, or when they were too many to name, the noun."""
    ids = [payload["record_id"]] if "record_id" in payload else payload["ids"]
    return [f"{noun}:{pk}" for pk in ids] or [noun]


def for_person(actor: Actor, events: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Events as this person may hear of them: {id, topics, by}, those about nothing of theirs left out."""
    found = []
    for event in events:
        heard = [one for one in topics(event["name"], event["payload"]) if may_hear(actor, one)]
        if heard:
            found.append({"id": event["id"], "topics": heard, "mine": event["actor_id"] == actor.user_id})
    return found


def may_hear(actor: Actor, topic: str) -> bool:
    """Whether somebody may read what a topic is about."""
    return policy.allows(actor, topic.split(":", 1)[0], "read")
