"""How an endpoint says what it does: `@describe("Change a brand", body=..., answer=ref("Brand"))`.

Schemas that have a name are kept in COMPONENTS; `ref` points to one.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import models

from apps.core.listing import Listing

F = TypeVar("F", bound=Callable[..., Any])
JsonSchema = dict[str, Any]
COMPONENTS: dict[str, JsonSchema] = {}
FORM = "multipart/form-data"
_LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,60}[A-Za-z0-9])?"
ADDRESS = (
    rf"^([Hh][Tt][Tt][Pp][Ss]?://)?({_LABEL}\.){{1,3}}[A-Za-z]{{2,63}}(:[1-9][0-9]{{0,3}})?"
    r"([/?#][!#-;=?-Z\]_a-z~]*)?$"
)
SAYS_SOMETHING = r"[^\s\u0000-\u001f\u007f-\u00a0\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]"


@dataclass(frozen=True)
class Doc:
    """What a method does. `errors` are codes beyond those every endpoint may answer; `also` are further answers by status:
    when it comes, and its schema."""

    summary: str
    description: str = ""
    answer: JsonSchema | None = None
    body: JsonSchema | None = None
    body_type: str = "application/json"
    body_needed: bool = True
    status: int = 200
    errors: tuple[str, ...] = ()
    params: tuple[JsonSchema, ...] = ()
    media: str = "application/json"
    also: Mapping[int, tuple[str, JsonSchema]] = field(default_factory=dict)


def describe(summary: str, **more: Any) -> Callable[[F], F]:
    """Decorator of `get`, `create`, `patch`, `delete`."""

    def note(call: F) -> F:
        call.doc = Doc(summary, **more)  # type: ignore[attr-defined]
        return call

    return note


def ref(name: str) -> JsonSchema:
    """A schema by its name."""
    return {"$ref": f"#/components/schemas/{name}"}


def component(name: str, schema: JsonSchema) -> JsonSchema:
    """Give a schema a name."""
    COMPONENTS[name] = schema
    return ref(name)


def obj(*needed: str, example: Any = None, **members: JsonSchema) -> JsonSchema:
    """An object with these members; those named first are required."""
    found: JsonSchema = {"type": "object", "properties": members}
    if needed:
        found["required"] = list(needed)
    if example is not None:
        found["example"] = example
    return found


def array(items: JsonSchema) -> JsonSchema:
    """A list."""
    return {"type": "array", "items": items}


def ids(most: int | None = None, least: int = 0) -> JsonSchema:
    """A list of ids, of at most and at least so many."""
    limits = {"minItems": least or None, "maxItems": most}
    return {**array(ID), **{word: limit for word, limit in limits.items() if limit}}


def words(most: int) -> JsonSchema:
    """A text that says something, of at most so many characters."""
    return {"type": "string", "minLength": 1, "maxLength": most, "pattern": SAYS_SOMETHING}


def line(most: int) -> JsonSchema:
    """A text of at most so many characters; it may be empty."""
    return {"type": "string", "maxLength": most}


def address() -> JsonSchema:
    """A website as people write it, or nothing."""
    return {"type": "string", "maxLength": 2000, "pattern": f"^$|{ADDRESS}", "examples": ["https://margaux.example/"]}


def one_of(words: Sequence[str]) -> JsonSchema:
    """One of these codes. As a pattern: read by some, a list of codes in YAML would be one of numbers."""
    return {"type": "string", "pattern": f"^({'|'.join(re.escape(word) for word in words)})$"}


def some_of(names: Sequence[str]) -> JsonSchema:
    """Some of these names, by comma."""
    one = "|".join(re.escape(name) for name in names)
    return {"type": "string", "pattern": f"^(({one})?,)*({one})?$"}


def count(most: int, least: int = 0) -> JsonSchema:
    """A whole number between these."""
    return {"type": "integer", "minimum": least, "maximum": most}


def maybe(schema: JsonSchema) -> JsonSchema:
    """The same, or null."""
    if "type" in schema:
        kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        words = {"enum": list(dict.fromkeys([*schema["enum"], None]))} if "enum" in schema else {}
        return {**schema, **words, "type": [*kinds, "null"]}
    return {"oneOf": [schema, {"type": "null"}]}


def query(
    name: str, schema: JsonSchema | None = None, text: str = "", *, where: str = "query", needed: bool = False
) -> JsonSchema:
    """One parameter."""
    found = {"name": name, "in": where, "schema": schema or STRING, "description": text}
    return {**found, "required": True} if needed or where == "path" else found


STRING: JsonSchema = {"type": "string"}
INTEGER: JsonSchema = {"type": "integer"}
ID: JsonSchema = {"type": "integer", "minimum": 1, "maximum": 2**63 - 1}
NUMBER: JsonSchema = {"type": "number"}
BOOLEAN: JsonSchema = {"type": "boolean"}
MOMENT: JsonSchema = {"type": "string", "format": "date-time"}
DAY: JsonSchema = {"type": "string", "format": "date"}
ANY: JsonSchema = {}
ROW: JsonSchema = {"type": "object", "additionalProperties": True}
KINDS: list[tuple[type[Any], JsonSchema]] = [
    (models.BooleanField, BOOLEAN),
    (models.ForeignKey, INTEGER),
    (models.IntegerField, INTEGER),
    (models.FloatField, NUMBER),
    (models.DateTimeField, MOMENT),
    (models.DateField, DAY),
    (models.JSONField, ROW),
]
PROBLEM = component(
    "Problem",
    obj(
        "type", "title", "status", "code", "detail", "request_id",
        type=STRING, title=STRING, status=INTEGER,
        code={"type": "string", "description": "Stable; see the table of codes in the description of the API."},
        detail=STRING, instance=STRING, request_id=STRING, hint=STRING,
        errors=array(obj("detail", pointer=STRING, parameter=STRING, detail=STRING)),
        current={"type": "object", "description": "With `stale`: the record as it is now."},
        conflicts=array(ROW), nearest=STRING, retry_after=INTEGER,
    ),
)  # fmt: skip


def row_schema(listing: Listing, **derived: JsonSchema) -> JsonSchema:
    """The schema of a list's rows, from the columns' types."""
    model = listing.base().model
    members = {name: field_schema(model, path) for name, path in listing.columns.items()}
    members.update({name: derived.get(name, maybe(STRING)) for name in listing.derived})
    return obj(**{name: _asked_for(one) if name in listing.optional else one for name, one in members.items()})


def _asked_for(schema: JsonSchema) -> JsonSchema:
    """A member that is there only when `fields` names it; clients that never do may count on the others."""
    return {**schema, "description": "Only when `fields` asks for it.", "x-on-request": True}


def field_schema(model: type[models.Model], path: str) -> JsonSchema:
    """The schema of a column by its ORM path."""
    steps = path.split("__")
    for step in steps[:-1]:
        model = model._meta.get_field(step).related_model  # type: ignore[assignment]
    return _of_field(model._meta.get_field(steps[-1]))


def _of_field(field: Any) -> JsonSchema:
    if hasattr(field, "base_field"):
        return array(_of_field(field.base_field))
    found = next((schema for kind, schema in KINDS if isinstance(field, kind)), STRING)
    if getattr(field, "choices", None):
        found = {**found, "enum": [value for value, _label in field.choices if value != ""]}
    if field.null and "enum" in found:
        found = {**found, "enum": [*found["enum"], None]}
    return maybe(found) if field.null else found


def widened(schema: JsonSchema, **members: JsonSchema) -> JsonSchema:
    """An object with more members: a record as it is shown alone, from its row in a list."""
    return {**schema, "properties": {**schema["properties"], **members}}


def page_of(schema: JsonSchema) -> JsonSchema:
    """One page of a list; a page of rows that have a name has one too."""
    page = _page(schema)
    return component(f"{schema['$ref'].rsplit('/', 1)[1]}Page", page) if "$ref" in schema else page


def _page(schema: JsonSchema) -> JsonSchema:
    link = maybe({"type": "string", "format": "uri"})
    return obj(
        "next", "previous", "results",
        count={"type": "integer", "description": "Only with `count=exact` or `count=about`."},
        count_is_exact=BOOLEAN, next=link, previous=link, results=array(schema),
    )  # fmt: skip
