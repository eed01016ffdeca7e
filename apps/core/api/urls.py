"""The kernel's endpoints: acts and background work."""

from apps.core.api import acts, jobs, pastes, views
from apps.core.rest.routes import routes

urlpatterns = routes(
    ("change-sets", acts.ChangeSetList),
    ("change-sets/<int:key>", acts.ChangeSetDetail),
    ("change-sets/<int:key>/records", acts.ChangeSetRecords),
    ("change-sets/<int:key>/undo-preview", acts.UndoPreview),
    ("change-sets/<int:key>/undo", acts.Undo),
    ("pastes", pastes.PasteList),
    ("views", views.ViewList),
    ("views/<int:key>", views.ViewDetail),
    ("jobs", jobs.JobList),
    ("jobs/<int:key>", jobs.JobDetail),
    ("jobs/<int:key>/cancel", jobs.JobCancel),
    ("jobs/<int:key>/retry", jobs.JobRetry),
)
