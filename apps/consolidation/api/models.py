"""Versions of the model learnt from decisions: learn one, look at it, put it to use, go back."""

from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request

from apps.consolidation.api import bodies
from apps.consolidation.models import ModelVersion
from apps.consolidation.selectors import learned
from apps.consolidation.selectors.lists import VERSIONS
from apps.consolidation.services import learning
from apps.core.rest.docs import BOOLEAN, ID, INTEGER, ROW, component, maybe, obj, page_of, row_schema, widened
from apps.core.rest.renderers import answer
from apps.core.rest.views import BadBody, ListView, Posting, RecordView, describe

LISTED = row_schema(VERSIONS)
VERSION = component("ModelVersion", widened(LISTED, is_in_use=BOOLEAN, was_in_use=BOOLEAN, model=ROW))
IN_USE = component("ModelInUse", obj("version", "changed", version=maybe(INTEGER), changed=BOOLEAN))
CHOICE = obj(
    "version", version=maybe(ID), reason=bodies.TEXT, example={"version": 3, "reason": "Better on our decisions"}
)


class VersionList(ListView, Posting):
    """Versions of the model that were learnt from decisions of this workspace, newest first."""

    resource = "models"
    actions = {"POST": "create"}
    listing = VERSIONS

    @describe("List model versions", answer=page_of(component("ModelVersionRow", LISTED)))
    def get(self, request: Request, **kwargs: Any) -> HttpResponse:
        """One page."""
        return super().get(request, **kwargs)

    @describe(
        "Learn from decisions", answer=component("ModelVersionRow", LISTED), status=202, errors=("too_few_decisions",)
    )
    def create(self, request: Request) -> HttpResponse:
        """In the background; its job tells how far it is. Nothing is used before somebody says so."""
        row = learning.start_learning()
        return answer(VERSIONS.one(ModelVersion.objects.filter(pk=row.pk)), 202)


class VersionDetail(RecordView):
    """One version, with its model as plain data."""

    resource = "models"

    def find(self, key: int) -> dict[str, Any] | None:
        """By id."""
        return learned.version(key)

    @describe("Show a model version", answer=VERSION)
    def get(self, request: Request, key: int) -> HttpResponse:
        """The version."""
        return super().get(request, key)


class UseVersion(Posting):
    """Chooses the model that scans use."""

    resource = "models"
    actions = {"POST": "promote"}

    @describe("Use a model version", body=CHOICE, answer=IN_USE, errors=("not_better", "not_found"))
    def create(self, request: Request) -> HttpResponse:
        """A version that beats the model in use, or one that was in use before; null is the model that ships."""
        body = self.body(known=("version", "reason"))
        if "version" not in body:
            raise BadBody([("version", "Name a version, or null for the model that ships.")])
        done = learning.use(bodies.whole(body, "version"), reason=bodies.text(body, "reason"))
        return answer({"version": learned.version_in_use(), "changed": done is not None})
