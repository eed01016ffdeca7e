"""What narrows a list, as schemas made from the list's own declarations: in an address, and in a body."""

from typing import Any

from django import forms

from apps.core.filtering import MOST_VALUES
from apps.core.listing import Listing
from apps.core.rest.docs import BOOLEAN, DAY, INTEGER, MOMENT, NUMBER, STRING, JsonSchema, array, component

LIMITS = {"min_value": "minimum", "max_value": "maximum"}
KINDS: list[tuple[type[forms.Field], JsonSchema]] = [
    (forms.IntegerField, INTEGER),
    (forms.FloatField, NUMBER),
    (forms.DecimalField, NUMBER),
    (forms.DateTimeField, MOMENT),
    (forms.DateField, DAY),
]
READABLE = r"^[^\u0000]*$"
NOT_BLANK = r"^[^\u0000]*[^\s\u0000][^\u0000]*$"
NOTHING: JsonSchema = {"type": "string", "maxLength": 0}
DIGITS: JsonSchema = {"type": "string", "pattern": "^[0-9]{1,18}$"}
BIT: JsonSchema = {"type": "integer", "enum": [0, 1]}


def value_schema(each: forms.Field) -> JsonSchema:
    """One value of a filter in an address."""
    if isinstance(each, forms.TypedChoiceField):
        return BOOLEAN
    if isinstance(each, forms.ChoiceField):
        words: Any = each.choices
        return {"type": "string", "enum": [str(value) for value, _label in words]}
    schema = next((schema for kind, schema in KINDS if isinstance(each, kind)), None)
    if schema is None:
        return _text(each)
    limits = {word: getattr(each, name, None) for name, word in LIMITS.items()}
    return {**schema, **{word: limit for word, limit in limits.items() if limit is not None}}


def list_filter(listing: Listing) -> JsonSchema:
    """An object of a list's filters, each with a value or a list of values; under the list's own name.

    Filters that take the same values stand together, by a pattern: a list has dozens, of a few kinds.
    """
    alike: dict[str, tuple[JsonSchema, list[str]]] = {}
    for name, one in listing.filters.base_filters.items():
        schema = _one_or_more(one.each)
        alike.setdefault(str(schema), (schema, []))[1].append(name)
    found: JsonSchema = {
        "type": "object",
        "patternProperties": {f"^({'|'.join(names)})$": schema for schema, names in alike.values()},
        "additionalProperties": False,
    }
    return component(f"{listing.name.title().replace('_', '').replace('-', '')}Filter", found)


def _one_or_more(each: forms.Field) -> JsonSchema:
    kinds = [*_kinds(each), NOTHING]
    return {"anyOf": [*kinds, {**array({"anyOf": kinds}), "maxItems": MOST_VALUES}]}


def _kinds(each: forms.Field) -> list[JsonSchema]:
    """As in an address, or as the kind of JSON that is written alike."""
    schema = value_schema(each)
    if schema is BOOLEAN:
        return [BOOLEAN, BIT, {"type": "string", "enum": ["true", "false", "1", "0"]}]
    if {"true", "false"} <= {*schema.get("enum", ())}:
        return [schema, BOOLEAN]
    if schema["type"] == "integer":
        return [schema, DIGITS]
    if schema["type"] == "string" and not schema.keys() & {"enum", "format"}:
        return [schema, NUMBER, BOOLEAN]
    return [schema]


def _text(each: forms.Field) -> JsonSchema:
    most = getattr(each, "max_length", None)
    blank_too = not getattr(each, "strip", True)
    return {**STRING, "pattern": READABLE if blank_too else NOT_BLANK, **({"maxLength": most} if most else {})}
