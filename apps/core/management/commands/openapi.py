"""Write the API's description to docs/openapi.yaml, or check that the committed one is current."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer

from apps.core.commands import ContractCommand, Refused

FILE = Path(settings.ROOT) / "docs" / "openapi.yaml"


class Command(ContractCommand):
    """`manage.py openapi [--check]`."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """`--check` writes nothing."""
        super().add_arguments(parser)
        parser.add_argument("--check", action="store_true", help="only compare with the committed file")

    def run(self, **options: Any) -> dict[str, Any]:
        """Generate, then write or compare."""
        text = described()
        current = FILE.exists() and FILE.read_text(encoding="utf-8") == text
        if options["check"] and not current:
            raise Refused("openapi_stale", f"{FILE.name} is not current.", "Run `manage.py openapi` and commit it.")
        if not current:
            FILE.parent.mkdir(exist_ok=True)
            FILE.write_text(text, encoding="utf-8")
        return {"status": "current" if current else "written", "file": str(FILE.relative_to(settings.ROOT))}


def described() -> str:
    """The description as YAML. Raises `Refused` when something in it had to be guessed."""
    GENERATOR_STATS.reset()
    generator: Any = SchemaGenerator
    renderer: Any = OpenApiYamlRenderer
    schema = generator(urlconf="config.urls.tenant", api_version=None).get_schema(request=None, public=True)
    if GENERATOR_STATS:
        GENERATOR_STATS.emit_summary()
        raise Refused("openapi_guessed", "The description is not complete.", "See the warnings above.")
    return str(renderer().render(schema, renderer_context={}).decode())
