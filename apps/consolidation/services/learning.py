"""Learning from the decisions of this workspace: fit a version, measure it on decisions held back, use it or go back.

Nothing of another workspace is read, and nothing is used without a person. A version can be put to use only when it did
better on the decisions held back than the model in use; going back to one that was in use before is always possible.
"""

import hashlib
from typing import Any, Protocol

import orjson
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.consolidation import sentences
from apps.consolidation.choices import VersionState
from apps.consolidation.events import ModelChosen, ModelLearnt
from apps.consolidation.linkage import tuning
from apps.consolidation.linkage.model import Model, shipped
from apps.consolidation.models import ModelChoice, ModelVersion
from apps.consolidation.selectors.learned import ever_used, model_of, open_version, version_in_use
from apps.consolidation.selectors.lessons import Decided, decided_pairs, lesson
from apps.consolidation.selectors.taught import LEAST_HELD_BACK, LEAST_LEARNT, Store, store
from apps.consolidation.services.scanning import start_scan
from apps.core import context
from apps.core.choices import ChangeKind
from apps.core.services.changes import change_set, hold_tables
from apps.core.services.jobs import enqueue
from apps.core.services.outbox import publish

PHASES = 3


class TooFewDecisions(ValueError):
    """There is not enough to learn from, or to measure by."""

    code = "too_few_decisions"
    hint = "Settle more proposals, some of them as one brand and some as not a duplicate, then learn again."


class NoSuchVersion(LookupError):
    """There is no such version in this workspace."""

    code = "not_found"


class NotBetter(ValueError):
    """The version did no better than the model in use, or was measured against another one."""

    code = "not_better"
    hint = "Learn again, with more decisions. A version that was in use before can be put back at any time."


class Watch(Protocol):
    """Whom learning tells how far it is; may raise to stop it."""

    def progress(self, done: int, total: int | None = None, message: str = "") -> None:
        """Called between steps."""


def start_learning() -> ModelVersion:
    """Queue a round of learning; one that waits or runs already is enough. Raises `TooFewDecisions`."""
    waiting = open_version()
    if waiting is not None:
        return waiting
    split_of(decided_pairs())
    who = context.current().actor
    with transaction.atomic():
        row = ModelVersion.objects.create(actor_id=who.user_id, actor_name=who.name[:200])
        job = enqueue("consolidation.learn", title="Learn from decisions", args={"version": row.pk})
        ModelVersion.objects.filter(pk=row.pk).update(job_id=job.pk)
    row.refresh_from_db()
    return row


def learn(row: ModelVersion, watch: Watch) -> ModelVersion:
    """Fit and measure. The same decisions give the same version, to the last digit. Raises `TooFewDecisions`."""
    watch.progress(0, PHASES, "Reading decisions")
    ModelVersion.objects.filter(pk=row.pk).update(state=VersionState.RUNNING)
    pairs = decided_pairs()
    split, against = split_of(pairs), version_in_use()
    watch.progress(1, PHASES, "Fitting")
    learnt = tuning.learn(shipped(), lesson(split.learnt_from))
    model = tuning.tuned(shipped(), learnt)
    watch.progress(2, PHASES, "Measuring")
    unseen, training_set = lesson(split.held_back), _training_set(split.learnt_from)
    before = tuning.measure(shipped() if against is None else model_of(against), unseen)
    after = tuning.measure(model, unseen)
    with transaction.atomic():
        ModelVersion.objects.filter(pk=row.pk).update(
            state=VersionState.READY,
            decisions=len(pairs),
            learnt_from=len(split.learnt_from),
            held_back=len(split.held_back),
            training_set=training_set,
            tuning={"factors": dict(learnt.factors), "shift": learnt.shift},
            model=_as_data(model, row.pk, training_set, after),
            before=before,
            after=after,
            is_better=is_better(before, after),
            against_id=against,
            finished_at=timezone.now(),
        )
        publish(ModelLearnt(row.pk, is_better(before, after)))
    watch.progress(PHASES, PHASES, "")
    row.refresh_from_db()
    return row


def is_better(before: dict[str, float], after: dict[str, float]) -> bool:
    """Fewer surprises, and no pair more on the wrong side."""
    return after["log_loss"] < before["log_loss"] and after["agreement"] >= before["agreement"]


def use(version_id: int | None, *, reason: str = "") -> ModelChoice | None:
    """Let scans use a version, or with None the model that ships; all brands are compared anew. What is in use already
    stays so. Raises `NoSuchVersion`, `NotBetter`."""
    with transaction.atomic():
        hold_tables(alone=True)
        before = version_in_use()
        if before == version_id:
            return None
        if version_id is not None:
            _check(version_id, before)
        who, said = context.current().actor, sentences.model_promoted(number=version_id)
        with change_set(ChangeKind.FORM, said if version_id else sentences.model_shipped()):
            choice = ModelChoice.objects.create(
                version_id=version_id, reason=reason[:2000], actor_id=who.user_id, actor_name=who.name[:200]
            )
            publish(ModelChosen(version_id, before, context.current().channel))
        start_scan(is_full=True)
    return choice


def _check(version_id: int, in_use: int | None) -> None:
    row = ModelVersion.objects.filter(pk=version_id, state=VersionState.READY).defer("model").first()
    if row is None:
        raise NoSuchVersion(_("There is no version %(number)s of the model.") % {"number": version_id})
    if ever_used([version_id]):
        return
    if not row.is_better:
        raise NotBetter(_("On the decisions held back this version did no better than the model in use."))
    if row.against_id != in_use:
        raise NotBetter(_("This version was measured against a model that is no longer in use."))


def split_of(pairs: list[Decided]) -> Store:
    """Decisions to learn from, and those held back. Raises `TooFewDecisions`."""
    found = store(pairs)
    if not found.is_enough:
        raise TooFewDecisions(
            _("There are %(n)s decisions to learn from, and %(m)s to measure by. Needed are %(least)s and %(other)s.")
            % {"n": len(found.learnt_from), "m": len(found.held_back), "least": LEAST_LEARNT, "other": LEAST_HELD_BACK}
        )
    return found


def _training_set(rows: list[Decided]) -> str:
    """A hash of what was learnt from: pairs, verdicts and features, in order."""
    return hashlib.sha256(orjson.dumps([[one.pair, one.same, one.features] for one in rows])).hexdigest()


def _as_data(model: Model, number: int, training_set: str, metrics: dict[str, float]) -> dict[str, Any]:
    """The model for keeping: plain data with its own version, training set and measures."""
    own = {**dict(model.metrics), "decisions_held_back": metrics}
    return {**model.as_dict(), "version": f"{model.version}.{number}", "training_set": training_set, "metrics": own}
