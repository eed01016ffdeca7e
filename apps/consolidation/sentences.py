"""What merges are called."""

from django.utils.translation import gettext_noop as _

from apps.core.sentences import pattern

merged = pattern("brand.merged", _("Merged %(names)s into %(survivor)s"))
many_merged = pattern("brand.merged_many", _("Merged %(names)s and %(more)s more into %(survivor)s"))
model_promoted = pattern("model.promoted", _("Scans use version %(number)s of the model of duplicates"))
model_shipped = pattern("model.shipped", _("Scans use the shipped model of duplicates again"))
