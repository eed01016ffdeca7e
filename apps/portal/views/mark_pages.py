"""Pages of tags, lists, notes and acts on many rows."""

from typing import Any

from django.urls import path

from apps.portal.views import bulk, marks, record_lists

urlpatterns: list[Any] = [
    path("lists/", record_lists.RecordLists.as_view(), name="lists"),
    path("lists/new/", record_lists.NewRecordList.as_view(), name="lists-new"),
    path("lists/<int:pk>/", record_lists.RecordListPage.as_view(), name="lists-detail"),
    path("lists/<int:pk>/edit/", record_lists.EditRecordList.as_view(), name="lists-edit"),
    path("lists/<int:pk>/delete/", record_lists.DeleteRecordList.as_view(), name="lists-delete"),
    path("lists/<int:pk>/fill/", record_lists.FillRecordList.as_view(), name="lists-fill"),
    path("tags/", marks.Tags.as_view(), name="tags"),
    path("tags/save/", marks.SaveTag.as_view(), name="tags-save"),
    path("tags/<int:pk>/delete/", marks.DeleteTag.as_view(), name="tags-delete"),
    path("marks/<slug:noun>/<int:pk>/", marks.Marks.as_view(), name="marks"),
    path("marks/<slug:noun>/<int:pk>/tags/", marks.Tagging.as_view(), name="marks-tags"),
    path("marks/<slug:noun>/<int:pk>/lists/", marks.Listing.as_view(), name="marks-lists"),
    path("marks/<slug:noun>/<int:pk>/notes/", marks.Noting.as_view(), name="marks-notes"),
    path("bulk/new/", bulk.NewBulk.as_view(), name="bulk-new"),
    path("bulk/<int:pk>/", bulk.BulkPage.as_view(), name="bulk-detail"),
    path("bulk/<int:pk>/start/", bulk.StartBulk.as_view(), name="bulk-start"),
]
