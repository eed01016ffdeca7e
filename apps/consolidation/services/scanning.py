"""A scan: all brands, or those changed since the last one, compared, proposed, and merged where the policy says so."""

import csv
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import orjson
from django.utils import timezone

from apps.brands.models import Brand
from apps.brands.services.editing import NoSuchRecord
from apps.consolidation.choices import ProposalState, ScanState
from apps.consolidation.linkage.model import shipped
from apps.consolidation.linkage.records import Decisions
from apps.consolidation.linkage.results import Scan as Result
from apps.consolidation.linkage.scanning import scan as compare
from apps.consolidation.models import Merge, Proposal, Scan
from apps.consolidation.policy import route
from apps.consolidation.selectors.decided import kept_apart, policy, rules
from apps.consolidation.selectors.kept_files import keep
from apps.consolidation.selectors.learned import model_of, version_in_use
from apps.consolidation.selectors.table import changed_since, index_now
from apps.consolidation.services import policies, reviewing
from apps.consolidation.services.merging import AlreadyMerged, BadMerge
from apps.consolidation.services.proposing import propose
from apps.consolidation.services.reviewing import Claimed, NotOpen, Superseded
from apps.core import context
from apps.core.services.jobs import enqueue

COLUMNS = (
    "brand_a_id", "brand_a", "brand_b_id", "brand_b", "relation", "relation_probability", "probability", "reasons",
)  # fmt: skip
PHASES = 4


class Watch(Protocol):
    """Whom a scan tells how far it is; may raise to stop it."""

    def progress(self, done: int, total: int | None = None, message: str = "") -> None:
        """Called between phases and merges."""


class Silent:
    """Nobody watches."""

    def progress(self, done: int, total: int | None = None, message: str = "") -> None:
        """Nothing."""


@dataclass(frozen=True)
class Found:
    """A scan as it is kept, what the engine answered, and the names of the brands it compared."""

    row: Scan
    result: Result
    names: dict[int, str]


def start_scan(*, is_full: bool = True) -> Scan:
    """Queue a scan; one that waits already is enough."""
    waiting = Scan.objects.filter(state=ScanState.QUEUED, is_full=is_full).order_by("id").first()
    if waiting is not None:
        return waiting
    row = Scan.objects.create(is_full=is_full, actor_name=context.current().actor.name[:200])
    job = enqueue("consolidation.scan", title="Search for duplicates", args={"scan": row.pk})
    Scan.objects.filter(pk=row.pk).update(job_id=job.pk)
    row.refresh_from_db()
    return row


def scan_now(*, is_full: bool, watch: Watch) -> Found:
    """Scan in the foreground."""
    row = Scan.objects.create(is_full=is_full, actor_name=context.current().actor.name[:200])
    return run_scan(row, watch)


def run_scan(row: Scan, watch: Watch) -> Found:
    """Do a scan that was made. Killed midway it leaves no proposal of its own; what was merged before stays merged."""
    start = time.monotonic()
    Scan.objects.filter(pk=row.pk).update(state=ScanState.RUNNING)
    watch.progress(0, PHASES, "Reading brands")
    kept, changed, version = index_now(whole=row.is_full), _changed(row), version_in_use()
    model = shipped() if version is None else model_of(version)
    watch.progress(1, PHASES, "Comparing")
    apart = Decisions.of(different=kept_apart())
    result = compare(kept.index, model=model, changed=changed, decisions=apart)
    watch.progress(2, PHASES, "Proposing")
    names, counts = _described()
    new = propose(result, row, counts)
    watch.progress(3, PHASES, "Merging")
    merged = merge_automatically(watch, scan_id=row.pk)
    _close(
        row,
        result,
        upto=kept.upto,
        unended=kept.unended,
        version_id=version,
        changed=None if changed is None else len(changed),
        proposals_new=len(new),
        merged=merged,
        seconds=round(time.monotonic() - start, 3),
    )
    if row.is_full:
        keep(kept)
    watch.progress(PHASES, PHASES, "")
    row.refresh_from_db()
    return Found(row, result, names)


def _changed(row: Scan) -> list[int] | None:
    """The brands to look at: all, or those touched since the last scan that ended."""
    last = Scan.objects.filter(state=ScanState.DONE).exclude(pk=row.pk).order_by("-upto").first()
    return None if row.is_full or last is None else changed_since(last.upto, last.unended)


def _described() -> tuple[dict[int, str], dict[int, int]]:
    """Names and numbers of SKUs, by brand."""
    rows = Brand.objects.filter(archived_at=None).values_list("id", "display_name", "summary__sku_count")
    found = list(rows)
    return {pk: name for pk, name, _n in found}, {pk: n or 0 for pk, _name, n in found}


def _close(row: Scan, result: Result, **numbers: Any) -> None:
    Scan.objects.filter(pk=row.pk).update(
        state=ScanState.DONE,
        compared=result.brands,
        candidates=result.candidates,
        pairs=len(result.findings),
        by_relation=dict(Counter(one.relation for one in result.findings)),
        finished_at=timezone.now(),
        **numbers,
    )


def merge_automatically(watch: Watch, *, scan_id: int | None = None) -> int:
    """Approve what the policy trusts itself with, up to its daily cap; how many. Nothing a person has undone."""
    found = policy()
    if found is None or not found.is_automatic or found.paused_at or policies.pause_if_broken():
        return 0
    limits = rules()
    today = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    room = limits.daily_cap - Merge.objects.filter(is_automatic=True, created_at__gte=today).count()
    waiting = Proposal.objects.filter(state=ProposalState.OPEN, undone_at=None).order_by("-probability", "id")
    trusted = [one.pk for one in waiting if route(policies.found_of(one), limits) == "automatic"][: max(room, 0)]
    return sum(_approved(pk, watch, scan_id) for pk in trusted)


def _approved(pk: int, watch: Watch, scan_id: int | None) -> int:
    watch.progress(3, PHASES, "Merging")
    try:
        reviewing.approve(pk, is_automatic=True, scan_id=scan_id)
    except (Superseded, NotOpen, Claimed, BadMerge, AlreadyMerged, NoSuchRecord):
        return 0  # somebody was faster; the next scan sees what is left
    return 1


def write_pairs(found: Found, path: Path) -> int:
    """Every pair told, as CSV; how many."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for one in found.result.findings:
            reasons = orjson.dumps([reason.as_dict() for reason in one.reasons]).decode()
            name_a, name_b = found.names.get(one.a, ""), found.names.get(one.b, "")
            chances = (round(one.relation_probability, 4), round(one.probability, 4))
            writer.writerow((one.a, name_a, one.b, name_b, one.relation, *chances, reasons))
    return len(found.result.findings)
