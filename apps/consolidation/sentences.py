"""What merges are called."""

from django.utils.translation import gettext_noop as _

from apps.core.sentences import pattern

merged = pattern("brand.merged", _("Merged %(names)s into %(survivor)s"))
many_merged = pattern("brand.merged_many", _("Merged %(names)s and %(more)s more into %(survivor)s"))
model_promoted = pattern("model.promoted", _("Scans use version %(number)s of the model of duplicates"))
model_shipped = pattern("model.shipped", _("Scans use the shipped model of duplicates again"))
route_made = pattern("route.made", _('New queue of reviews "%(name)s"'))
route_edited = pattern("route.edited", _('Edited queue of reviews "%(name)s"'))
route_deleted = pattern("route.deleted", _('Deleted queue of reviews "%(name)s"'))
routes_ordered = pattern("routes.ordered", _("Put the queues of reviews into another order"))
absence_made = pattern("absence.made", _("%(name)s is away from %(first)s to %(last)s"))
absence_deleted = pattern("absence.deleted", _("%(name)s is not away after all"))
