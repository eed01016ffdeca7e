"""The API's own description and the page to try it on. They name no workspace's data."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from drf_spectacular.views import (
    SpectacularAPIView,
    SpectacularJSONAPIView,
    SpectacularSwaggerView,
    SpectacularYAMLAPIView,
)
from rest_framework.renderers import TemplateHTMLRenderer

from apps.core.rest.permissions import Open
from apps.core.rest.problems import problem

__all__ = ["Description", "DescriptionJson", "DescriptionYaml", "TryIt", "nothing_here"]


class Description(SpectacularAPIView):
    """The description in the form asked for."""

    authentication_classes: Any = []
    permission_classes = [Open]


class DescriptionJson(SpectacularJSONAPIView):
    """The description in JSON."""

    authentication_classes: Any = []
    permission_classes = [Open]


class DescriptionYaml(SpectacularYAMLAPIView):
    """The description in YAML."""

    authentication_classes: Any = []
    permission_classes = [Open]


class TryIt(SpectacularSwaggerView):
    """A page to read the description and call the API."""

    authentication_classes: Any = []
    permission_classes = [Open]
    renderer_classes = [TemplateHTMLRenderer]


@csrf_exempt
def nothing_here(request: HttpRequest, **_kwargs: Any) -> HttpResponse:
    """Any other address under the API."""
    return problem(request, "not_found")
