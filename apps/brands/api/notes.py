"""Notes: plain text on brands and importers."""

from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request

from apps.brands.api.records import Editable
from apps.brands.models import Note
from apps.brands.selectors.lists import NOTES
from apps.brands.services import notes
from apps.core.rest.docs import BOOLEAN, ID, component, obj, page_of, row_schema, words
from apps.core.rest.views import BadBody, ListView, Posting, describe, record_answer
from apps.core.selectors.history import version_of

NOTE = component("Note", row_schema(NOTES))
TEXT = words(notes.LONGEST)
NEW = obj("text", brand=ID, importer=ID, text=TEXT, pinned=BOOLEAN, example={"brand": 7, "text": "Ask Ann."})
NEW["oneOf"] = [{"required": ["brand"]}, {"required": ["importer"]}]
CHANGED = obj(text=TEXT, pinned=BOOLEAN)
PLACES = {"brand": "brands", "importer": "importers"}


class NoteList(ListView, Posting):
    """Notes, newest first."""

    resource = "notes"
    listing = NOTES

    @describe("List notes", answer=page_of(NOTE))
    def get(self, request: Request, **kwargs: Any) -> HttpResponse:
        """One page."""
        return super().get(request, **kwargs)

    @describe("Write a note", body=NEW, answer=NOTE, status=201)
    def create(self, request: Request) -> HttpResponse:
        """On a brand or an importer, by its id."""
        body = self.body(known=("brand", "importer", "text", "pinned"), needed=("text",))
        place = [(word, body.pop(word)) for word in PLACES if word in body]
        if len(place) != 1 or type(place[0][1]) is not int:
            raise BadBody([("brand", "Name one brand or one importer by its id.")])
        made = notes.write_note(resource=PLACES[place[0][0]], record_id=place[0][1], **body)
        response = record_answer(request, _shown(made.pk) or {}, 201)
        response["Location"] = f"{request.path.rstrip('/')}/{made.pk}"
        return response


class NoteDetail(Editable):
    """One note."""

    resource = "notes"

    def find(self, key: int) -> dict[str, Any] | None:
        """By id."""
        return _shown(key)

    @describe("Show a note", answer=NOTE)
    def get(self, request: Request, key: int) -> HttpResponse:
        """The note."""
        return super().get(request, key)

    @describe("Change a note", body=CHANGED, answer=NOTE)
    def patch(self, request: Request, key: int) -> HttpResponse:
        """Its text by its author or a manager; pinned or not by anyone who may write notes."""
        return self.act(request, key, notes.update_note, values=self.body(known=("text", "pinned")))

    @describe("Take a note away", status=204)
    def delete(self, request: Request, key: int) -> HttpResponse:
        """By its author or a manager; an undo brings it back."""
        notes.delete_note(self.found(key)["id"])
        return HttpResponse(status=204)


def _shown(pk: int) -> dict[str, Any] | None:
    row = NOTES.one(Note.objects.filter(pk=pk))
    return None if row is None else {**row, "version": version_of(Note, pk)}
