"""Imports: upload, check, start, watch, stop, take back."""

from dataclasses import asdict
from typing import Any

import orjson
from django.http import Http404, HttpResponse
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request

from apps.brands.api import examples
from apps.brands.api.uploads import files, form, said_yes
from apps.brands.models import Import, ImportFile
from apps.brands.selectors.lists import IMPORTS
from apps.brands.services import imports
from apps.core.models import Job
from apps.core.rest.docs import (
    BOOLEAN,
    FORM,
    INTEGER,
    ROW,
    STRING,
    array,
    component,
    maybe,
    obj,
    page_of,
    ref,
    row_schema,
    widened,
)
from apps.core.rest.renderers import answer
from apps.core.rest.views import BadBody, ListView, Posting, RecordView, describe
from apps.core.selectors.lists import JOBS
from apps.core.services import undo as undoing

LISTED = component("Import", {**row_schema(IMPORTS), "example": examples.IMPORT})
SENT = obj(position=INTEGER, name=STRING, size=INTEGER, sha256=STRING, facts=ROW, offset=INTEGER)
IMPORT = component(
    "ImportDetail",
    widened(row_schema(IMPORTS), preview=ROW, mapping=maybe(ROW), files=array(SENT), progress=maybe(ref("Job"))),
)
FILE = {"type": "string", "format": "binary"}
UPLOAD = obj(
    "file", file={**array(FILE), "minItems": 1},
    mapping={"type": "string", "description": "JSON: header of the file -> our column."},
    gate={"type": "string", "description": "A percentage, or `off`."}, dry_run=BOOLEAN, start=BOOLEAN,
)  # fmt: skip
GATE = obj(gate={"type": ["string", "number", "null"], "description": "A percentage, or `off`."}, example={"gate": 20})
CHOICE = obj(choice=maybe({"type": "string", "enum": ["keep_later", "overwrite"]}), example={"choice": "keep_later"})
Gate = Any


class ImportList(ListView, Posting):
    """Imports, newest first, with their reports."""

    resource = "imports"
    listing = IMPORTS
    parser_classes = [MultiPartParser]

    @describe("List imports", answer=page_of(LISTED))
    def get(self, request: Request, **kwargs: Any) -> HttpResponse:
        """One page."""
        return super().get(request, **kwargs)

    @describe("Upload files", body=UPLOAD, body_type=FORM, answer=IMPORT, status=201, errors=("too_large",))
    def create(self, request: Request) -> HttpResponse:
        """Several files are one import. `dry_run` checks it at once, `start` runs it; else it waits."""
        data = form(request)
        gate = _gate(data.get("gate"))
        run = imports.create_import(files=files(request), mapping=_mapping(data.get("mapping")), gate_percent=gate)
        if said_yes(request, "dry_run"):
            imports.start_check(run)
        elif said_yes(request, "start"):
            imports.start_run(run, gate_percent=gate)
        return answer(shown(run.pk), 201, {"Location": f"{request.path.rstrip('/')}/{run.pk}"})


class ImportDetail(RecordView):
    """One import: files, report, what a dry run found, and how far its job is."""

    resource = "imports"

    def find(self, key: int) -> dict[str, Any] | None:
        """By id."""
        return shown(key)

    @describe("Show an import", answer=IMPORT)
    def get(self, request: Request, key: int) -> HttpResponse:
        """The import."""
        return super().get(request, key)


class _ImportAct(Posting):
    resource = "imports"
    actions = {"POST": "update"}

    def run(self, key: int) -> Import:
        """The import; 404 when there is none."""
        return import_of(key)


class ImportCheck(_ImportAct):
    """A dry run in the background: what an import would do, without doing it."""

    @describe("Check an import", answer=IMPORT, status=202, errors=("import_busy",))
    def create(self, request: Request, key: int) -> HttpResponse:
        """The result is in `preview`."""
        imports.start_check(self.run(key))
        return answer(shown(key), 202)


class ImportStart(_ImportAct):
    """Runs an import in the background."""

    actions = {"POST": "create"}

    @describe("Start an import", body=GATE, body_needed=False, answer=IMPORT, status=202, errors=("import_busy",))
    def create(self, request: Request, key: int) -> HttpResponse:
        """`gate` stops it when too many rows are bad."""
        given = self.body(known=("gate",)).get("gate")
        imports.start_run(self.run(key), gate_percent=_gate(given))
        return answer(shown(key), 202)


class ImportCancel(_ImportAct):
    """Stops an import; what it has written is rolled back."""

    @describe("Cancel an import", answer=IMPORT, errors=("import_busy",))
    def create(self, request: Request, key: int) -> HttpResponse:
        """Stop."""
        imports.cancel_import(self.run(key))
        return answer(shown(key))


class ImportUndo(_ImportAct):
    """Takes back all an import did; afterwards the same file imports again in full."""

    resource = "change_sets"
    actions = {"POST": "undo"}

    @describe(
        "Undo an import",
        body=CHOICE,
        body_needed=False,
        answer=ref("UndoOutcome"),
        errors=("already_undone", "undo_conflict", "not_ready"),
    )
    def create(self, request: Request, key: int) -> HttpResponse:
        """With no choice a conflict refuses."""
        run = self.run(key)
        choice = self.body(known=("choice",)).get("choice")
        if choice not in (None, "keep_later", "overwrite"):
            raise BadBody([("choice", "Use keep_later or overwrite.")])
        if run.change_set_id is None:
            raise NothingDone("This import has not changed anything.")
        return answer(asdict(undoing.undo(run.change_set_id, choice=choice)))


class NothingDone(ValueError):
    """There is nothing to undo."""

    code = "not_ready"


def import_of(key: int) -> Import:
    """The import; 404 when there is none."""
    run = Import.objects.filter(pk=key).first()
    if run is None:
        raise Http404
    return run


def shown(key: int) -> dict[str, Any] | None:
    """An import with its files, what a dry run found, and its job."""
    row = IMPORTS.one(Import.objects.filter(pk=key))
    if row is None:
        return None
    names = ("position", "name", "size", "sha256", "facts", "offset")
    found = Import.objects.values("preview", "mapping").get(pk=key)
    return {
        **row,
        **found,
        "files": list(ImportFile.objects.filter(run_id=key).order_by("position").values(*names)),
        "progress": JOBS.one(Job.objects.filter(pk=row["job"])) if row["job"] else None,
    }


def _mapping(text: Any) -> dict[str, str] | None:
    if not text:
        return None
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError:
        found = None
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        raise BadBody([("mapping", 'Send a JSON object such as {"Brand": "brand_name"}.')])
    return found


def _gate(given: Any) -> Gate:
    """A percentage, `off`, or None for the usual."""
    if given in (None, ""):
        return None
    if given == "off":
        return "off"
    try:
        percent = float(given)
    except (TypeError, ValueError):
        percent = -1
    if not 0 <= percent <= 100:  # noqa: PLR2004
        raise BadBody([("gate", "Enter a percentage from 0 to 100, or off.")])
    return percent
