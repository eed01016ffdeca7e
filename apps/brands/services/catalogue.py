"""What people do to brands and SKUs by hand. Each act is one change set, and can be undone."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.brands import blanks, sentences
from apps.brands.events import BrandArchived, BrandCreated, BrandRestored, BrandUpdated, SkuUpdated
from apps.brands.models import Brand, BrandSummary, Sku
from apps.brands.selectors.history import at_version
from apps.brands.selectors.merged import merged_into, root_of
from apps.brands.services.editing import BadValue, NoSuchRecord, Stale, change, locked, read_each, text
from apps.core import context
from apps.core.choices import ChangeKind
from apps.core.derived import refresh
from apps.core.services.changes import change_set
from apps.core.services.history import insert_history
from apps.core.services.outbox import publish
from apps.core.sql import columns, comma, execute, table
from apps.registry.formats import codes
from apps.registry.formats.display import display_name as proper_case
from apps.registry.formats.names import clean_text, identity_form
from apps.registry.formats.websites import website as canonical

__all__ = ["BadValue", "NoSuchRecord", "Stale"]

Reader = Callable[[Any], Any]
NEVER_RESTORED = {"merged_into_id"}


def create_brand(*, name: str, display_name: str | None = None, website: str | None = None) -> Brand:
    """A brand no record has named yet. Raises `BadValue`."""
    given = {"name": name, "display_name": display_name, "website": website}
    values = read_each({k: v for k, v in given.items() if v is not None}, {"name": _named, **BRAND_FIELDS})
    source = values.pop("name")
    cased = proper_case(source)
    shown = values.get("display_name", cased)
    with change_set(ChangeKind.FORM, sentences.brand_made(name=source)) as act:
        brand = Brand.objects.create(
            source_name=source,
            normal_form=identity_form(source),
            display_name=shown,
            website=values.get("website"),
            edited={} if shown == cased else {"display_name": cased},
        )
        refresh(act.pk)
        _ensure_summary(brand)
        publish(BrandCreated(brand.pk, context.current().channel))
    return brand


class Merged(ValueError):
    """The brand was merged into another one, which answers for it."""

    code = "merged"
    hint = "Take the brand it was merged into, or undo the merge."

    def __init__(self, merged_into: int) -> None:
        super().__init__(f"The brand was merged into brand {merged_into}.")
        self.merged_into = merged_into


def _refuse_merged(brand_id: int) -> None:
    if heir := merged_into(brand_id):
        raise Merged(heir)


def update_brand(brand_id: int, *, values: dict[str, Any], version: int | None = None) -> Brand:
    """Change display_name or website, or say with website_state why there is none. Raises `BadValue`,
    `NoSuchRecord`, `Stale`."""
    cleaned = cleaned_values("brands", values)
    said = blanks.take(cleaned)
    with transaction.atomic():
        brand = locked(Brand, brand_id, version)
        _refuse_merged(brand_id)
        was = {name: getattr(brand, name) for name in cleaned}
        changed = change(brand, cleaned)
        if changed := [*changed, *blanks.settle(brand, cleaned, said, was)]:
            with change_set(ChangeKind.FORM, sentences.brand_edited(name=str(brand), fields=changed)) as act:
                brand.save()
                if "display_name" in changed:  # the one field that is searched for
                    refresh(act.pk)
                publish(BrandUpdated(brand.pk, changed, context.current().channel))
    return brand


def update_sku(sku_id: int, *, values: dict[str, Any], version: int | None = None) -> Sku:
    """Change fanciful_name, class_type, origin, status, or the brand (`brand_id`). Raises as `update_brand`."""
    cleaned = cleaned_values("skus", values)
    with transaction.atomic():
        sku = locked(Sku, sku_id, version)
        check_brand(cleaned)
        if changed := change(sku, cleaned):
            with change_set(ChangeKind.FORM, sentences.sku_edited(name=str(sku), fields=_said(changed))) as act:
                sku.save()
                refresh(act.pk)
                publish(SkuUpdated(sku.pk, sku.brand_id, changed, context.current().channel))
    return sku


def archive_brand(brand_id: int, *, version: int | None = None) -> Brand:
    """Put a brand away, and its SKUs with it. Nothing is deleted; archiving twice changes nothing."""
    with transaction.atomic():
        brand = locked(Brand, brand_id, version)
        if brand.archived_at is None:
            with change_set(ChangeKind.FORM, sentences.brand_archived(name=str(brand))) as act:
                brand.archived_at = timezone.now()
                brand.save()
                _skus_along(brand.pk, "NULL", brand.archived_at)
                refresh(act.pk)
                publish(BrandArchived(brand.pk, context.current().channel))
    return brand


def restore_brand(brand_id: int, *, version: int | None = None) -> Brand:
    """Take a brand back, and the SKUs that went away with it."""
    with transaction.atomic():
        brand = locked(Brand, brand_id, version)
        _refuse_merged(brand_id)
        if brand.archived_at is not None:
            with change_set(ChangeKind.RESTORE, sentences.brand_restored(name=str(brand))) as act:
                went, brand.archived_at = brand.archived_at, None
                brand.save()
                _skus_along(brand.pk, went, None)
                refresh(act.pk)
                publish(BrandRestored(brand.pk, context.current().channel))
    return brand


def archive_sku(sku_id: int, *, version: int | None = None) -> Sku:
    """Put one SKU away; its brand's figures leave it out."""
    return _sku_away(sku_id, version, timezone.now())


def restore_sku(sku_id: int, *, version: int | None = None) -> Sku:
    """Take one SKU back. Its brand must not be archived."""
    return _sku_away(sku_id, version, None)


def _sku_away(sku_id: int, version: int | None, moment: datetime | None) -> Sku:
    kind, said = (ChangeKind.FORM, sentences.sku_archived) if moment else (ChangeKind.RESTORE, sentences.sku_restored)
    with transaction.atomic():
        sku = locked(Sku, sku_id, version)
        if moment is None:
            check_brand({"brand_id": sku.brand_id})
        if (sku.archived_at is None) != (moment is None):
            with change_set(kind, said(name=str(sku))) as act:
                sku.archived_at = moment
                sku.save()
                refresh(act.pk)
                publish(SkuUpdated(sku.pk, sku.brand_id, ["archived_at"], context.current().channel))
    return sku


def restore_version(model: type[models.Model], pk: int, *, version: int, expected: int | None = None) -> Any:
    """Give a brand or SKU the values one of its versions had; itself a new version. Raises as `update_brand`."""
    before = at_version(model, pk, version)
    if before is None:
        raise NoSuchRecord(_("The record has no version %(version)s.") % {"version": version})
    with transaction.atomic():
        record: Any = locked(model, pk, expected)
        before = {name: value for name, value in before.items() if name not in NEVER_RESTORED}
        if model is Brand:
            _refuse_merged(pk)
        elif "brand_id" in before:
            before["brand_id"] = root_of(before["brand_id"])
        check_brand(before if model is Sku else {})
        changed = [name for name, value in before.items() if getattr(record, name) != value]
        for name in changed:
            setattr(record, name, before[name])
        if changed:
            said = sentences.sku_reverted if model is Sku else sentences.brand_reverted
            with change_set(ChangeKind.RESTORE, said(name=str(record), fields=_said(changed))) as act:
                record.save()
                refresh(act.pk)
                publish(_updated(record, changed))
    return record


def _updated(record: Any, changed: list[str]) -> BrandUpdated | SkuUpdated:
    origin = context.current().channel
    if isinstance(record, Sku):
        return SkuUpdated(record.pk, record.brand_id, changed, origin)
    return BrandUpdated(record.pk, changed, origin)


def _said(changed: list[str]) -> list[str]:
    """The fields of an act that people know of: not our bookkeeping, nor the category that goes with a class."""
    hidden = {"edited", "category"} if "class_type" in changed else {"edited"}
    return [name.removesuffix("_id") for name in changed if name not in hidden]


def _ensure_summary(brand: Brand) -> None:
    """A brand is in lists only with its summary; one without SKUs has zeros."""
    empty: dict[str, Any] = {name: [] for name in ("permits", "importers", "origins", "categories", "aliases")}
    BrandSummary.objects.get_or_create(brand=brand, defaults={"sku_count": 0, **empty})


def _skus_along(brand_id: int, was: datetime | str, becomes: datetime | None) -> None:
    """Archive or restore a brand's SKUs in one statement, with their history."""
    test = "archived_at IS NULL" if was == "NULL" else "archived_at = %s"
    history, params = insert_history(Sku, "done", "~")
    given = [becomes, brand_id, *([] if was == "NULL" else [was])]
    execute(
        f"WITH done AS (UPDATE {table(Sku)} SET archived_at = %s WHERE brand_id = %s AND {test} "
        f"RETURNING {comma(columns(Sku))}) {history}",
        [*given, *params],
    )


def check_brand(values: dict[str, Any]) -> None:
    """A SKU moves only to a brand that is here and not archived."""
    if "brand_id" in values and not Brand.objects.filter(pk=values["brand_id"], archived_at=None).exists():
        raise BadValue([("brand_id", "There is no such brand, or it is archived.")])


# --- reading values ------------------------------------------------------------------------


def cleaned_values(resource: str, values: dict[str, Any]) -> dict[str, Any]:
    """Columns of a brand or SKU and their new values; a class/type brings its category. Raises `BadValue`."""
    found = read_each(values, FIELDS[resource])
    if errors := blanks.contradictions(found):
        raise BadValue(errors)
    if "class_type" in found:
        found["category"] = _category(found["class_type"])
    return found


def _named(value: Any) -> str:
    name = clean_text(text(value))
    if not name:
        raise ValueError(_("Enter a name."))
    return name


def _website(value: Any) -> str | None:
    if value is None or value == "":
        return None
    found = canonical(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError(_("Enter an address that begins with http:// or https:// and holds no password."))
    return found


def _optional(value: Any) -> str | None:
    return None if value is None else text(value) or None


def _class_type(value: Any) -> str | None:
    code = codes.class_code(text(value)) if value else None
    if code and codes.class_type(code) is None:
        raise ValueError(_("There is no such class/type code."))
    return code


def _origin(value: Any) -> str | None:
    code = codes.origin_code(text(value)) if value else None
    if code and codes.origin(code) is None:
        raise ValueError(_("There is no such origin code."))
    return code


def _category(code: str | None) -> str:
    found = codes.class_type(code) if code else None
    return found.category if found else "None"


def _key(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < 2**63:
        raise ValueError(_("Enter an id."))
    return value


BRAND_FIELDS: dict[str, Reader] = {"display_name": _named, "website": _website, "website_state": blanks.read}
SKU_FIELDS: dict[str, Reader] = {
    "fanciful_name": _optional,
    "class_type": _class_type,
    "origin": _origin,
    "status": _optional,
    "brand_id": _key,
}
FIELDS = {"brands": BRAND_FIELDS, "skus": SKU_FIELDS}
