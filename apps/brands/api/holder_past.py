"""The past of importers and all other permits: told by this workspace's own row and by the public list, which all
workspaces share. There is no restore: the values are a list's, and a load is undone as an act."""

from typing import Any, ClassVar

from django.http import Http404, HttpResponse
from rest_framework.request import Request

from apps.brands.api.holders import KEY, is_id
from apps.brands.api.records import CHANGES, KIND_OF_CHANGE, SOURCED, VERSION, Past, asked_moment
from apps.brands.models import Importer, Permit
from apps.brands.selectors import permit_past
from apps.core.rest.docs import BOOLEAN, INTEGER, MOMENT, STRING, array, component, maybe, obj, page_of, query
from apps.core.rest.renderers import answer
from apps.core.rest.views import describe
from apps.registry.formats.ids import permit_text

SOURCE = {"type": "string", "enum": [permit_past.OWN, permit_past.PUBLIC]}
THEN = component(
    "PermitThen",
    obj(
        id=INTEGER, permit=STRING, **{name: maybe(STRING) for name in permit_past.FIELDS}, is_own=BOOLEAN,
        sources={"type": "object", "additionalProperties": SOURCE, "description": "Whose word each column is."},
        version=maybe(INTEGER), public=maybe(obj(version=INTEGER, since=maybe(MOMENT), file=STRING)),
        since=maybe(MOMENT),
    ),
)  # fmt: skip
PUBLIC_VERSION = component(
    "PublicPermitVersion",
    obj(
        version=INTEGER, since=maybe(MOMENT), until=maybe(MOMENT), file=STRING, source_row=maybe(INTEGER),
        type=KIND_OF_CHANGE, changes=CHANGES,
    ),
)  # fmt: skip
LINE = component(
    "PermitFieldLineage", obj(**{**SOURCED, "since": maybe(MOMENT)}, source=maybe(SOURCE), file=maybe(STRING))
)
LINES, PUBLIC = obj("results", results=array(LINE)), obj("results", results=array(PUBLIC_VERSION))
AT = query("at", MOMENT, needed=True)


class _HolderPast(Past):
    model = Permit
    keys = KEY
    among: ClassVar[dict[str, Any]] = {"kind": "I", "list_code__isnull": False}

    def holder(self, key: str) -> tuple[int, str]:
        """The id and the number of the permit a caller means; 404 when there is none."""
        rows = Importer.objects.filter(**self.among)
        meant = rows.filter(pk=int(key)) if is_id(key) else rows.filter(permit=permit_text(key))
        found = meant.values_list("id", "permit").first()
        if found is None:
            raise Http404
        return found

    def id_of(self, key: str) -> int:
        """By permit number or id."""
        return self.holder(key)[0]


class ImporterHistory(_HolderPast):
    """Every version of this workspace's own row of an importer with what changed, who did it and why. It has none
    where no SKU names it and no list of the workspace holds it."""

    @describe(
        "List a permit's versions here", answer=page_of(VERSION), params=(query("cursor"),), errors=("bad_cursor",)
    )
    def get(self, request: Request, key: str) -> HttpResponse:
        """Newest first."""
        return self.versions(request, key)


class ImporterPublicHistory(_HolderPast):
    """What the public list has said of an importer, newest first: by which file, since when and until when."""

    @describe("List what the public list said of a permit", answer=PUBLIC)
    def get(self, request: Request, key: str) -> HttpResponse:
        """All of it."""
        return answer({"results": permit_past.public_versions(self.holder(key)[1])})


class ImporterAsOf(_HolderPast):
    """An importer as this workspace saw it: by its own list where it had one of it, else by the public one."""

    @describe("Show a permit as it was", answer=THEN, params=(AT,), errors=("invalid_value",))
    def get(self, request: Request, key: str) -> HttpResponse:
        """At a moment."""
        found = permit_past.as_of(*self.holder(key), asked_moment(request))
        if found is None:
            raise Http404
        return answer(found)


class ImporterLineage(_HolderPast):
    """Where each value of an importer comes from: its own list and act, or the public list's file and row."""

    @describe("Show where a permit's values come from", answer=LINES)
    def get(self, request: Request, key: str) -> HttpResponse:
        """Field by field."""
        return answer({"results": permit_past.lineage(*self.holder(key))})


class PermitHistory(ImporterHistory):
    """Every version of this workspace's own row of a permit with what changed, who did it and why."""

    among: ClassVar[dict[str, Any]] = {}


class PermitPublicHistory(ImporterPublicHistory):
    """What the public list has said of a permit, newest first: by which file, since when and until when."""

    among: ClassVar[dict[str, Any]] = {}


class PermitAsOf(ImporterAsOf):
    """A permit as this workspace saw it: by its own list where it had one of it, else by the public one."""

    among: ClassVar[dict[str, Any]] = {}


class PermitLineage(ImporterLineage):
    """Where each value of a permit comes from: its own list and act, or the public list's file and row."""

    among: ClassVar[dict[str, Any]] = {}
