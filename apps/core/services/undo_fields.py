"""Which kind of field a column is to the undo."""

from collections.abc import Callable

from django.db import models

from apps.core.services.history import history_model
from apps.core.services.undo_heirs import PointerField, pointed
from apps.core.services.undo_sql import JsonField, PlainField, unique_sets
from apps.core.sql import table
from apps.core.tracking import tracked_models

Field = PlainField | JsonField
PlanName = Callable[[type[models.Model]], str]


def fields_of(model: type[models.Model], plan: PlanName) -> list[Field]:
    """The columns of a tracked table but its id; `plan` names the plan table of a tracked parent."""
    return [_field(one, plan) for one in model._meta.concrete_fields if not one.primary_key]


def _field(field: "models.Field[object, object]", plan: PlanName) -> Field:
    if isinstance(field, models.JSONField) and field.default is dict and not field.null:
        return JsonField(str(field.column))
    name, model = str(field.column), field.model
    unique = (name,) in {tuple(names) for names in unique_sets(model)}
    parent = field.related_model if field.is_relation else None
    own = parent if isinstance(parent, type) else None
    parts = (table(own) if own else "", plan(own) if own in tracked_models() else "")
    target = pointed(model, name)
    if target is None:
        return PlainField(name, unique, *parts)
    twins = tuple(tuple(n for n in names if n != name) for names in unique_sets(model) if name in names)
    return PointerField(name, unique, *parts, target, table(history_model(model)), tuple(t for t in twins if t))
