"""What acts on brands, SKUs and permits are called, each once."""

from django.utils.translation import gettext_noop as _

from apps.core.sentences import pattern

brand_made = pattern("brand.made", _('New brand "%(name)s"'))
brand_edited = pattern("brand.edited", _('Edited brand "%(name)s": %(fields)s'))
brand_archived = pattern("brand.archived", _('Archived brand "%(name)s"'))
brand_restored = pattern("brand.restored", _('Restored brand "%(name)s"'))
brand_reverted = pattern("brand.reverted", _('Put back earlier values of brand "%(name)s": %(fields)s'))
sku_edited = pattern("sku.edited", _("Edited SKU %(name)s: %(fields)s"))
sku_archived = pattern("sku.archived", _("Archived SKU %(name)s"))
sku_restored = pattern("sku.restored", _("Restored SKU %(name)s"))
sku_reverted = pattern("sku.reverted", _("Put back earlier values of SKU %(name)s: %(fields)s"))
incoming_taken = pattern("conflict.incoming", _("Took the incoming values of SKU %(name)s: %(fields)s"))
ours_kept = pattern("conflict.mine", _("Kept our values of SKU %(name)s: %(fields)s"))
files_imported = pattern("import.files", _("Import of %(name)s"))
rows_corrected = pattern("import.corrected", _("Corrected rows of %(name)s"))
registry_followed = pattern("import.registry", _("Registry update: %(name)s"))
list_loaded = pattern("permits.loaded", _("Permit list %(name)s"))
