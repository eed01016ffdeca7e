"""Following a part of the public registry: filled set-wise in SQL, then kept up by deltas."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from apps.brands import sentences
from apps.brands.choices import ImportState, Source
from apps.brands.models import Import, Sku, Subscription
from apps.brands.pipeline.run import Order, real_run
from apps.brands.services.imports import Silent
from apps.core import context
from apps.core.choices import ChangeKind
from apps.core.models import Job
from apps.core.services import jobs
from apps.core.services.history import history_model
from apps.core.sql import execute, scalar, table
from apps.registry.formats import codes
from apps.registry.formats.ids import permit_text
from apps.registry.formats.reader import FileInfo
from apps.registry.intake.stage import STAGED, Staged, Watch, create_tables

Filter = Mapping[str, Sequence[str]]
PRESENT = tuple(c for c in STAGED if c not in {"website", "category"})


class BadFilter(ValueError):
    """A filter names a key there is not, or a value that cannot be."""

    code = "bad_filter"
    hint = "Keys: origin, class_type, category, permit, permit_state, family, market, completed_from, completed_to."


def create_subscription(*, name: str, filter: Filter) -> Subscription:  # noqa: A002
    """Follow what the filter picks. One key repeated is OR, different keys are AND."""
    clean = checked_filter(filter)
    actor = context.current().actor
    return Subscription.objects.create(name=name or describe(clean), filter=clean, actor_id=actor.user_id)


def update_subscription(
    subscription: Subscription, *, name: str | None = None, is_active: bool | None = None
) -> Subscription:
    """Rename, pause or resume. The filter stays: another part is another subscription."""
    subscription.name = name if name is not None else subscription.name
    subscription.is_active = is_active if is_active is not None else subscription.is_active
    subscription.save(update_fields=["name", "is_active"])
    return subscription


def remove_subscription(subscription: Subscription) -> None:
    """Stop following. What it brought stays."""
    subscription.delete()


def start_fill(subscription: Subscription) -> Job:
    """Take in what is new for this subscription, in the background."""
    title = f"Registry update: {subscription.name}"
    return jobs.enqueue("brands.fill", title=title, args={"subscription": subscription.pk})


def fill_now(subscription: Subscription, watch: Watch | None = None) -> Import:
    """Take in every record the filter picks whose `seq` lies behind the watermark, in one change set."""
    with transaction.atomic():
        locked = Subscription.objects.select_for_update().get(pk=subscription.pk)
        upto = int(scalar("SELECT coalesce(max(seq), 0) FROM public.registry_colarecord") or 0)

        def make_run() -> Import:
            actor = context.current().actor
            return Import.objects.create(
                name=f"Registry: {locked.name}"[:300],
                source=Source.REGISTRY,
                subscription=locked,
                state=ImportState.RUNNING,
                actor_id=actor.user_id,
                actor_name=actor.name[:200],
            )

        done = real_run(_order(locked, upto), watch or Silent(), make_run)
        Subscription.objects.filter(pk=locked.pk).update(watermark=upto, filled_at=Now())
    subscription.refresh_from_db()
    return done


def look_again(change_set_id: int) -> None:
    """After an import was undone: the next fill looks anew at what the registry says of the SKUs it had touched."""
    if not Import.objects.filter(change_set_id=change_set_id).exists():
        return
    first = scalar(
        "SELECT min(r.seq) FROM public.registry_colarecord r JOIN "
        f"{table(history_model(Sku))} h ON h.ttb_id = r.ttb_id WHERE h.change_set_id = %s",
        [change_set_id],
    )
    if first is not None:
        Subscription.objects.filter(watermark__gte=first).update(watermark=first - 1)


def _order(subscription: Subscription, upto: int) -> Order:
    def stage(watch: Watch) -> Staged:
        where, params = where_clause(subscription.filter)
        names = ", ".join(PRESENT)
        create_tables()
        rows = execute(
            f"INSERT INTO stage (row, {names}, website, category, warnings) "
            f"SELECT row_number() OVER (ORDER BY r.seq), {', '.join(f'r.{c}' for c in PRESENT)}, NULL, r.category, 0 "
            f"FROM public.registry_colarecord r WHERE r.seq > %s AND r.seq <= %s AND {where}",
            [subscription.watermark, upto, *params],
        )
        execute("ANALYZE stage")
        _name_from_registry()
        info = FileInfo(f"registry up to {upto}", "", 0, "utf-8", "registry", PRESENT)
        return Staged(rows=rows, entered=rows, files=[info], offsets=[0], counts=[rows])

    return Order(
        stage=stage, source=Source.REGISTRY, kind=ChangeKind.FILL, gate=None, named=True,
        said=sentences.registry_followed(name=subscription.name),
    )  # fmt: skip


def _name_from_registry() -> None:
    """The registry knows normal form and display of every spelling already."""
    execute("DROP TABLE IF EXISTS names")
    execute(
        "CREATE TEMP TABLE names ON COMMIT DROP AS SELECT brand_name, "
        "dense_rank() OVER (ORDER BY normal_form)::integer AS form_id, normal_form, display_name FROM ("
        "SELECT DISTINCT ON (r.brand_name) r.brand_name, r.normal_form, r.display_name "
        "FROM stage s JOIN public.registry_colarecord r ON r.ttb_id = s.ttb_id) q"
    )
    execute("ANALYZE names")


# -- filters -------------------------------------------------------------------------------

LISTS = {"origin": "r.origin", "class_type": "r.class_type", "category": "r.category", "permit": "r.permit"}
STATE = "coalesce(substring(r.permit FROM '^([A-Z]{2})-[A-Z]-'), substring(r.permit FROM '^[A-Z]+-([A-Z]{2})-'))"


def checked_filter(given: Filter) -> dict[str, list[str]]:
    """The filter with clean values. Raises `BadFilter`."""
    unknown = sorted(set(given) - {*LISTS, "permit_state", "family", "market", "completed_from", "completed_to"})
    if unknown:
        raise BadFilter(f"There is no filter {', '.join(unknown)}.")
    return {key: [_value(key, str(value)) for value in values] for key, values in given.items() if values}


def _value(key: str, value: str) -> str:
    if key in {"completed_from", "completed_to"}:
        try:
            return date.fromisoformat(value).isoformat()
        except ValueError as error:
            raise BadFilter(f"{value} is no date of the form 2026-01-31.") from error
    if key == "market" and value not in {"domestic", "imported"}:
        raise BadFilter("market is domestic or imported.")
    normal = {
        "origin": codes.origin_code,
        "class_type": codes.class_code,
        "permit": permit_text,
        "permit_state": str.upper,
    }
    return normal[key](value) if key in normal else value


def where_clause(given: Filter) -> tuple[str, list[Any]]:
    """SQL over `registry_colarecord r`, and its parameters."""
    tests, params = ["true"], []
    for key, values in given.items():
        test, value = _test(key, list(values))
        tests.append(test)
        params.append(value)
    return " AND ".join(tests), params


def _test(key: str, values: list[str]) -> tuple[str, Any]:
    if key in LISTS:
        return f"{LISTS[key]} = ANY(%s)", values
    if key == "permit_state":
        return f"{STATE} = ANY(%s)", values
    if key == "family":
        return "r.permit IN (SELECT number FROM public.registry_permitholder WHERE family = ANY(%s))", values
    if key == "market":
        wanted = [c for c in codes.all_origin_codes() if (o := codes.origin(c)) and o.market in values]
        return "r.origin = ANY(%s)", wanted
    if key == "completed_from":
        return "r.completed_date >= %s", min(values)
    return "r.completed_date <= %s", max(values)


def describe(given: Filter) -> str:
    """A short name for a filter."""
    return "; ".join(f"{key} {', '.join(values)}" for key, values in given.items())[:120] or "The whole registry"
