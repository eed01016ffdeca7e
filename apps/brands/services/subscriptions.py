"""Following a part of the public registry: filled set-wise in SQL, then kept up by deltas."""

import polars as pl
from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from apps.brands import sentences
from apps.brands.choices import ImportState, Source
from apps.brands.models import Import, Sku, Subscription
from apps.brands.pipeline.naming import NAMES, complete
from apps.brands.pipeline.run import Order, real_run
from apps.brands.selectors.registry_filter import Filter, checked_filter, describe, where_clause
from apps.brands.selectors.subscriptions import open_fill
from apps.brands.services.editing import BadValue, text
from apps.brands.services.imports import Silent
from apps.core import context
from apps.core.choices import ChangeKind
from apps.core.filtering import shows
from apps.core.frames import read_rows
from apps.core.models import Job
from apps.core.services import jobs
from apps.core.services.history import history_model
from apps.core.sql import execute, scalar, table
from apps.registry.formats.reader import FileInfo
from apps.registry.intake.stage import STAGED, Staged, Watch, create_tables

LONGEST_NAME = 120
PRESENT = tuple(c for c in STAGED if c not in {"website", "category"})


def create_subscription(*, name: str, filter: Filter) -> Subscription:  # noqa: A002
    """Follow what the filter picks. One key repeated is OR, different keys are AND."""
    clean = checked_filter(filter)
    actor = context.current().actor
    return Subscription.objects.create(
        name=_named(name) if name else describe(clean)[:LONGEST_NAME], filter=clean, actor_id=actor.user_id
    )


def follow(*, name: str, filter: Filter) -> tuple[Subscription, Job]:  # noqa: A002
    """Follow what the filter picks, and begin to take it in. Raises `BadFilter`."""
    with transaction.atomic():
        made = create_subscription(name=name, filter=filter)
        return made, start_fill(made)


def update_subscription(
    subscription: Subscription, *, name: str | None = None, is_active: bool | None = None
) -> Subscription:
    """Rename, pause or resume. The filter stays: another part is another subscription."""
    subscription.name = _named(name) if name else subscription.name
    subscription.is_active = is_active if is_active is not None else subscription.is_active
    subscription.save(update_fields=["name", "is_active"])
    return subscription


def _named(name: str) -> str:
    """A name as it is kept. Raises `BadValue`."""
    try:
        found = text(name, most=LONGEST_NAME)
    except ValueError as error:
        raise BadValue([("name", str(error))]) from error
    if not shows(found):
        raise BadValue([("name", _("Enter a name."))])
    return found


def remove_subscription(subscription: Subscription) -> None:
    """Stop following. What it brought stays; an update that waits or runs is stopped."""
    job = open_fill(subscription.pk)
    if job is not None:
        jobs.cancel(job)
    subscription.delete()


def start_fill(subscription: Subscription) -> Job:
    """Take in what is new for this subscription, in the background. Asked twice, it is the same job that waits."""
    waiting = open_fill(subscription.pk, waiting=True)
    if waiting is not None:
        return waiting
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
        execute("ANALYZE stage (row, ttb_id)")
        info = FileInfo(f"registry up to {upto}", "", 0, "utf-8", "registry", PRESENT)
        return Staged(rows=rows, entered=rows, files=[info], offsets=[0], counts=[rows])

    return Order(
        stage=stage, source=Source.REGISTRY, kind=ChangeKind.FILL, gate=None, name=_name_from_registry,
        said=sentences.registry_followed(name=subscription.name),
    )  # fmt: skip


def _name_from_registry(spellings: pl.Series) -> pl.DataFrame:
    """The registry knows normal form and display of every spelling already, but not those a person wrote."""
    known = read_rows(
        "SELECT DISTINCT ON (r.brand_name) r.brand_name, r.normal_form, r.display_name FROM delta d "
        "JOIN public.registry_colarecord r ON r.ttb_id = d.ttb_id WHERE d.moves",
        NAMES,
    )
    return complete(known, spellings)
