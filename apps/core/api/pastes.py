"""Many values at once: kept under a key that filters take as `<column>__paste`."""

from django.http import HttpResponse
from rest_framework.request import Request

from apps.core.rest.docs import INTEGER, STRING, array, component, obj, words
from apps.core.rest.renderers import answer
from apps.core.rest.views import BadBody, Posting, describe
from apps.core.services import pastes

KEPT = component("Paste", obj("key", "count", key=STRING, count=INTEGER))
VALUES = obj(
    "values",
    values={
        **array(words(pastes.LONGEST)),
        "minItems": 1,
        "maxItems": pastes.MOST,
        "description": f"At most {pastes.MOST} different values.",
    },
    example={"values": ["24001001000001", "24001001000002"]},
)


class PasteList(Posting):
    """Values to narrow a list by, too many for an address. They are kept for a month after they were last sent."""

    resource = "pastes"

    @describe("Keep values to filter by", body=VALUES, answer=KEPT, status=201, errors=("too_large",))
    def create(self, request: Request) -> HttpResponse:
        """The same values have the same key."""
        values = self.body(known=("values",), needed=("values",))["values"]
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise BadBody([("values", "Send a list of texts.")])
        kept = pastes.keep(part for value in values for part in pastes.split(value))
        return answer({"key": kept.key, "count": len(kept.values)}, status=201)
