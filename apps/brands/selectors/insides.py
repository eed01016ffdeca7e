"""What imports and rows that did not enter hold inside a JSON column, as columns one can ask and sort by.

Both lists are short next to those of brands and SKUs, so the values are taken out when they are asked for.
"""

from django.db.models import F, IntegerField, QuerySet, TextField, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce

from apps.brands.models import HeldRow, Import

TOLD = ("rows", "new", "updated", "quarantined")
CELLS = ("brand_name", "permit", "completed_date", "fanciful_name")


def told_imports() -> QuerySet[Import]:
    """Imports with the figures of their report; 0 before there is one."""
    figures = {name: Coalesce(Cast(KT(f"report__{name}"), IntegerField()), Value(0)) for name in TOLD}
    return Import.objects.annotate(**figures)


def open_rows() -> QuerySet[HeldRow]:
    """Rows with their cells as they came, and the first of their reasons."""
    cells = {name: Coalesce(KT(f"raw__{name}"), Value(""), output_field=TextField()) for name in CELLS}
    first = Coalesce(F("reasons__0"), Value(""), output_field=TextField())
    return HeldRow.objects.annotate(**cells, first_reason=first)
