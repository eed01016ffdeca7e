"""What can be asked about the public registry as a whole."""

from apps.registry.formats.families import FamilyRules
from apps.registry.models import ServiceImporter


def family_rules() -> FamilyRules:
    """The service importers as staff keep them now."""
    return FamilyRules(ServiceImporter.objects.values_list("family", "kind", "value"))
