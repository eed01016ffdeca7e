"""Which model judges in this workspace: the one that ships, or a version learnt from its people's decisions."""

from collections import OrderedDict
from collections.abc import Iterable
from threading import Lock
from typing import Any

from apps.consolidation.linkage.features import FEATURES
from apps.consolidation.linkage.model import Model, shipped
from apps.consolidation.models import ModelChoice, ModelVersion
from apps.consolidation.selectors.lists import VERSIONS
from apps.core.db import connection
from apps.core.sql import scalar

KEPT = 8
_MODELS: OrderedDict[tuple[str, int, int], Model] = OrderedDict()
_LOCK = Lock()


def version_in_use() -> int | None:
    """The version that scans use; None for the model that ships. A version whose features this program no longer knows
    is not used."""
    chosen = ModelChoice.objects.order_by("-id").values_list("version_id", flat=True).first()
    if chosen is None:
        return None
    known = ModelVersion.objects.filter(pk=chosen).values_list("model__features", flat=True).first()
    return chosen if known == list(FEATURES) else None


def model_in_use() -> Model:
    """The model itself."""
    pk = version_in_use()
    return shipped() if pk is None else model_of(pk)


def model_of(pk: int) -> Model:
    """The model of a version. One process keeps the last few."""
    key = (connection.schema_name, int(scalar("SELECT oid FROM pg_namespace WHERE nspname = current_schema()")), pk)
    with _LOCK:
        found = _MODELS.pop(key, None) or Model.of(ModelVersion.objects.values_list("model", flat=True).get(pk=pk))
        _MODELS[key] = found
        while len(_MODELS) > KEPT:
            _MODELS.popitem(last=False)
        return found


def ever_used(pks: Iterable[int]) -> set[int]:
    """Which of these versions scans have used at some time."""
    rows = ModelChoice.objects.filter(version_id__in=list(pks)).values_list("version_id", flat=True)
    return {pk for pk in rows if pk is not None}


def choices(most: int = 20) -> list[dict[str, Any]]:
    """Who chose which model when, newest first."""
    rows = ModelChoice.objects.order_by("-id").values("id", "version_id", "reason", "actor_name", "created_at")
    return [dict(row) for row in rows[:most]]


def version(pk: int) -> dict[str, Any] | None:
    """A version with its whole model, and whether scans use it or have used it."""
    row = VERSIONS.one(ModelVersion.objects.filter(pk=pk))
    if row is None:
        return None
    model = ModelVersion.objects.values_list("model", flat=True).get(pk=pk)
    return {**row, "is_in_use": version_in_use() == pk, "was_in_use": pk in ever_used([pk]), "model": model}


def open_version() -> ModelVersion | None:
    """The round of learning that waits or runs."""
    return ModelVersion.objects.filter(state__in=("queued", "running")).order_by("-id").first()
