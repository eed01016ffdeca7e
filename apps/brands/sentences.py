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
incomings_taken = pattern("conflicts.incoming", _("Took the incoming values of conflicts: %(number)s"))
ours_all_kept = pattern("conflicts.mine", _("Kept our values of conflicts: %(number)s"))
files_imported = pattern("import.files", _("Import of %(name)s"))
rows_corrected = pattern("import.corrected", _("Corrected rows of %(name)s"))
registry_followed = pattern("import.registry", _("Registry update: %(name)s"))
list_loaded = pattern("permits.loaded", _("Permit list %(name)s"))
tag_made = pattern("tag.made", _('New tag "%(name)s"'))
tag_edited = pattern("tag.edited", _('Edited tag "%(name)s"'))
tag_deleted = pattern("tag.deleted", _('Deleted tag "%(name)s"'))
brands_tagged = pattern("brands.tagged", _("Changed tags of brands: %(name)s"))
importers_tagged = pattern("importers.tagged", _("Changed tags of importers: %(name)s"))
list_made = pattern("list.made", _('New list "%(name)s"'))
list_edited = pattern("list.edited", _('Edited list "%(name)s"'))
list_deleted = pattern("list.deleted", _('Deleted list "%(name)s"'))
list_filled = pattern("list.filled", _('Changed what stands in list "%(name)s"'))
private_list_changed = pattern("list.private", _("Changed a private list"))
note_written = pattern("note.written", _('Note on "%(name)s"'))
note_edited = pattern("note.edited", _('Edited a note on "%(name)s"'))
note_deleted = pattern("note.deleted", _('Deleted a note on "%(name)s"'))
BULK = {
    "edit": pattern("bulk.edit", _("Edited many records at once: %(fields)s (%(name)s)")),
    "archive": pattern("bulk.archive", _("Archived many records at once (%(name)s)")),
    "restore": pattern("bulk.restore", _("Restored many records at once (%(name)s)")),
    "tag": pattern("bulk.tag", _("Tagged many records at once (%(name)s)")),
    "untag": pattern("bulk.untag", _("Took a tag off many records at once (%(name)s)")),
    "add_to_list": pattern("bulk.add", _("Added many records to a list at once (%(name)s)")),
    "remove_from_list": pattern("bulk.remove", _("Took many records from a list at once (%(name)s)")),
}
