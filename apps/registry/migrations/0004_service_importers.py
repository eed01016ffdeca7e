"""The service importers the project comes with, as rows that staff may edit."""

from typing import Any

from django.db import migrations

from apps.registry.formats.families import shipped_rules


def seed(apps: Any, schema_editor: Any) -> None:
    model = apps.get_model("registry", "ServiceImporter")
    rows = [model(family=family, kind=kind, value=value) for family, kind, value in shipped_rules()]
    model.objects.bulk_create(rows, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("registry", "0003_holder_search")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
