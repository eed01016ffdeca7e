"""Tags: words with a colour, on brands and importers."""

from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request

from apps.brands.api.records import Editable
from apps.brands.choices import Colour
from apps.brands.models import Tag
from apps.brands.selectors.lists import TAGS
from apps.brands.selectors.marks import uses_of_tags
from apps.brands.services import tags
from apps.core.rest.docs import ID, array, component, ids, obj, page_of, row_schema, words
from apps.core.rest.renderers import answer
from apps.core.rest.views import BadBody, ListView, Posting, describe, record_answer
from apps.core.selectors.history import version_of

TAG = component("Tag", row_schema(TAGS))
MOST = 1000
NAME = {**words(tags.LONGEST), "pattern": r"^[^,;\u0000]*[^,;\s\u0000][^,;\u0000]*$", "not": {"enum": ["missing"]}}
COLOUR = {"type": "string", "enum": [*Colour.values]}
NEW = obj("name", name=NAME, colour=COLOUR, example={"name": "Summer launch", "colour": "teal"})
CHANGED = obj(name=NAME, colour=COLOUR)
ONE = {"oneOf": [ID, NAME], "description": "A tag's id, or a name; new names become tags."}
SOME = {**array(ONE), "maxItems": 50}
MARKS = obj("ids", ids=ids(MOST), add=SOME, remove=SOME, example={"ids": [7, 8], "add": ["Priority"]})
DONE = obj("changed", changed={"type": "integer", "description": "Marks put on or taken off."})


class TagList(ListView, Posting):
    """The tags of this workspace."""

    resource = "tags"
    listing = TAGS

    @describe("List tags", answer=page_of(TAG))
    def get(self, request: Request, **kwargs: Any) -> HttpResponse:
        """One page."""
        return super().get(request, **kwargs)

    @describe("Make a tag", body=NEW, answer=TAG, status=201)
    def create(self, request: Request) -> HttpResponse:
        """Its name is unique, whatever its case."""
        made = tags.create_tag(**self.body(known=("name", "colour"), needed=("name",)))
        response = record_answer(request, _shown(made.pk) or {}, 201)
        response["Location"] = f"{request.path.rstrip('/')}/{made.pk}"
        return response


class TagDetail(Editable):
    """One tag, with how many brands and importers have it."""

    resource = "tags"

    def find(self, key: int) -> dict[str, Any] | None:
        """By id."""
        return _shown(key)

    @describe("Show a tag", answer=TAG)
    def get(self, request: Request, key: int) -> HttpResponse:
        """The tag."""
        return super().get(request, key)

    @describe("Change a tag", body=CHANGED, answer=TAG)
    def patch(self, request: Request, key: int) -> HttpResponse:
        """Its name or colour."""
        return self.act(request, key, tags.update_tag, values=self.body(known=("name", "colour")))

    @describe("Take a tag away", status=204)
    def delete(self, request: Request, key: int) -> HttpResponse:
        """Off everything that has it; an undo brings all of it back."""
        tags.delete_tag(self.found(key)["id"])
        return HttpResponse(status=204)


class _Marking(Posting):
    """Tags on some records of one kind."""

    actions = {"POST": "update"}
    resource = "tags"
    marked = ""

    def create(self, request: Request) -> HttpResponse:
        """Add some, remove others."""
        body = self.body(known=("ids", "add", "remove"), needed=("ids",))
        ids = id_list("ids", body["ids"])
        done = tags.tag_records(self.marked, ids, add=_tags("add", body), remove=_tags("remove", body))
        return answer({"changed": done})


class BrandTags(_Marking):
    """Tags on brands."""

    marked = "brands"

    @describe("Tag brands", body=MARKS, answer=DONE)
    def create(self, request: Request) -> HttpResponse:
        """At most 1,000 at once; more go by `bulk`."""
        return super().create(request)


class ImporterTags(_Marking):
    """Tags on importers."""

    marked = "importers"

    @describe("Tag importers", body=MARKS, answer=DONE)
    def create(self, request: Request) -> HttpResponse:
        """At most 1,000 at once; more go by `bulk`."""
        return super().create(request)


def id_list(name: str, given: Any) -> list[int]:
    """A list of ids from a body. Raises `BadBody`."""
    good = isinstance(given, list) and all(type(one) is int and 0 < one < 2**63 for one in given)
    if not good or len(given) > MOST:
        raise BadBody([(name, f"Send a list of at most {MOST} ids.")])
    return list(dict.fromkeys(given))


def _tags(name: str, body: dict[str, Any]) -> list[int | str]:
    given = body.get(name, [])
    good = isinstance(given, list) and all(type(one) in {int, str} for one in given)
    if not good or len(given) > 50:  # noqa: PLR2004
        raise BadBody([(name, "Send a list of ids or names of tags.")])
    return list(given)


def _shown(pk: int) -> dict[str, Any] | None:
    row = TAGS.one(Tag.objects.filter(pk=pk))
    if row is None:
        return None
    return {**row, **uses_of_tags([pk]).get(pk, {"brands": 0, "importers": 0}), "version": version_of(Tag, pk)}
