"""Pages and sockets of a workspace."""

from typing import Any

from django.urls import path

from apps.portal.consumers import Live
from apps.portal.views import (
    activity,
    brands,
    catalogue,
    conflicts,
    consolidation_lists,
    design,
    doors,
    email_change,
    errors,
    exports,
    facets,
    figures,
    held,
    home,
    importers,
    imports,
    jobs,
    learning,
    live,
    mark_pages,
    merges,
    new_brand,
    new_merge,
    palette,
    people,
    permit_lists,
    policies,
    profile,
    proposal,
    quarantine,
    queues,
    report,
    review,
    search,
    settings,
    skus,
    subscriptions,
    views,
    watches,
    workspace,
)

app_name = "portal"
urlpatterns: list[Any] = [
    path("", home.Home.as_view(), name="home"),
    path("trend/", home.HomeTrend.as_view(), name="home-trend"),
    path("workspace/", workspace.WorkspaceSettings.as_view(), name="workspace"),
    path("look.css", workspace.LookSheet.as_view(), name="look"),
    path("logo/", workspace.Logo.as_view(), name="logo"),
    path("design/", design.Design.as_view(), name="design"),
    path("search/", search.Search.as_view(), name="search"),
    path("search/forget/", search.ForgetSearches.as_view(), name="search-forget"),
    path("live/since/<int:cursor>/", live.Since.as_view(), name="live-since"),
    path("profile/", profile.Profile.as_view(), name="profile"),
    path("profile/picture/", people.OwnPicture.as_view(), name="profile-picture"),
    path("people/<int:pk>/picture/", people.Picture.as_view(), name="people-picture"),
    path("profile/notices/", profile.NoticeChoices.as_view(), name="profile-notices"),
    *(
        path(f"profile/email/{what}/", email_change.Steer.as_view(), {"what": what}, name=f"profile-email-{what}")
        for what in ("ask", "again", "cancel")
    ),
    path("profile/email/link/<str:token>/", email_change.Link.as_view(), name="profile-email-link"),
    path("palette/", palette.Palette.as_view(), name="palette"),
    path("palette/records/", palette.PaletteRecords.as_view(), name="palette-records"),
    path("preferences/", doors.PreferencesHere.as_view(), name="preferences"),
    path("views/", views.Views.as_view(), name="views"),
    path("views/save/", views.SaveView.as_view(), name="views-save"),
    path("views/<int:pk>/", views.ViewPage.as_view(), name="views-detail"),
    path("views/<int:pk>/change/", views.ChangeView.as_view(), name="views-change"),
    path("notifications/", views.Notifications.as_view(), name="notifications"),
    path("notifications/read/", views.ReadNotifications.as_view(), name="notifications-read"),
    path("watches/", watches.Watches.as_view(), name="watches"),
    path("watches/<slug:noun>/<int:pk>/", watches.ChangeWatch.as_view(), name="watches-change"),
    path("lists/<slug:noun>/facets/", facets.Facets.as_view(), name="lists-facets"),
    path("lists/<slug:noun>/paste/", settings.Paste.as_view(), name="lists-paste"),
    path("lists/<slug:noun>/preference/", settings.Preference.as_view(), name="lists-preference"),
    path("brands/", catalogue.Brands.as_view(), name="brands"),
    path("brands/new/", new_brand.NewBrand.as_view(), name="brands-new"),
    path("brands/<int:pk>/", brands.BrandPage.as_view(), name="brands-detail"),
    path("brands/<int:pk>/skus/", brands.BrandSkus.as_view(), name="brands-skus"),
    path("brands/<int:pk>/importers/", brands.BrandImporters.as_view(), name="brands-importers"),
    path("brands/<int:pk>/figures/", figures.BrandFigures.as_view(), name="brands-figures"),
    path("brands/<int:pk>/related/", figures.BrandRelated.as_view(), name="brands-related"),
    path("brands/<int:pk>/history/", brands.BrandHistory.as_view(), name="brands-history"),
    path("brands/<int:pk>/edit/", brands.BrandEdit.as_view(), name="brands-edit"),
    path("brands/<int:pk>/field/", brands.BrandField.as_view(), name="brands-field"),
    path("brands/<int:pk>/archive/", brands.BrandArchive.as_view(), name="brands-archive"),
    path("brands/<int:pk>/restore/", brands.BrandRestore.as_view(), name="brands-restore"),
    path("brands/<int:pk>/revert/", brands.BrandRevert.as_view(), name="brands-revert"),
    path("skus/", catalogue.Skus.as_view(), name="skus"),
    path("skus/<int:pk>/", skus.SkuPage.as_view(), name="skus-detail"),
    path("skus/<int:pk>/history/", skus.SkuHistory.as_view(), name="skus-history"),
    path("skus/<int:pk>/edit/", skus.SkuEdit.as_view(), name="skus-edit"),
    path("skus/<int:pk>/field/", skus.SkuField.as_view(), name="skus-field"),
    path("skus/<int:pk>/archive/", skus.SkuArchive.as_view(), name="skus-archive"),
    path("skus/<int:pk>/restore/", skus.SkuRestore.as_view(), name="skus-restore"),
    path("skus/<int:pk>/revert/", skus.SkuRevert.as_view(), name="skus-revert"),
    path("importers/", catalogue.Importers.as_view(), name="importers"),
    path("permits/", catalogue.Permits.as_view(), name="permits"),
    path("permits/lists/", permit_lists.PermitLists.as_view(), name="permits-lists"),
    path("permits/lists/new/", permit_lists.NewPermitList.as_view(), name="permits-lists-new"),
    path("permits/lists/<int:pk>/", permit_lists.Report.as_view(), name="permits-lists-report"),
    path("importers/<int:pk>/", importers.ImporterPage.as_view(), name="importers-detail"),
    path("importers/<int:pk>/history/", importers.ImporterHistory.as_view(), name="importers-history"),
    path("importers/<int:pk>/figures/", figures.ImporterFigures.as_view(), name="importers-figures"),
    path("imports/", imports.Imports.as_view(), name="imports"),
    path("imports/new/", imports.NewImport.as_view(), name="imports-new"),
    path("imports/sample/", home.SampleImport.as_view(), name="imports-sample"),
    path("imports/<int:pk>/", imports.ImportPage.as_view(), name="imports-detail"),
    path("imports/<int:pk>/columns/", imports.MapColumns.as_view(), name="imports-map"),
    path("imports/<int:pk>/rows/<slug:outcome>/", imports.PilePage.as_view(), name="imports-pile"),
    path("imports/<int:pk>/quarantine/", quarantine.OfImport.as_view(), name="imports-quarantine"),
    path("imports/<int:pk>/quarantine.csv", held.Download.as_view(), name="imports-quarantine-file"),
    path("imports/<int:pk>/conflicts/", conflicts.OfImport.as_view(), name="imports-conflicts"),
    path("imports/held/<int:pk>/", held.EditHeld.as_view(), name="imports-held"),
    path("imports/held/<int:pk>/settle/", held.Settle.as_view(), name="imports-settle"),
    *(
        path(f"imports/<int:pk>/{what}/", imports.Steer.as_view(), {"what": what}, name=f"imports-{what}")
        for what in ("start", "check", "cancel")
    ),
    path("conflicts/", conflicts.Conflicts.as_view(), name="conflicts"),
    path("conflicts/act/", conflicts.ActOnConflicts.as_view(), name="conflicts-act"),
    path("quarantine/", quarantine.Quarantine.as_view(), name="quarantine"),
    path("quarantine/act/", quarantine.ActOnHeld.as_view(), name="quarantine-act"),
    path("quarantine/<int:pk>/", quarantine.HeldRowPage.as_view(), name="quarantine-detail"),
    path("review/", review.Review.as_view(), name="review"),
    path("review/scan/", review.ScanNow.as_view(), name="review-scan"),
    path("review/queues/", queues.Queues.as_view(), name="review-queues"),
    path("review/queues/new/", queues.NewQueue.as_view(), name="review-queues-new"),
    path("review/queues/apply/", queues.RouteAgain.as_view(), name="review-queues-apply"),
    path("review/queues/<int:pk>/", queues.Queue.as_view(), name="review-queues-change"),
    path("review/queues/<int:pk>/drop/", queues.DropQueue.as_view(), name="review-queues-drop"),
    *(
        path(f"review/queues/<int:pk>/{what}/", queues.Steer.as_view(), {"what": what}, name=f"review-queues-{what}")
        for what in ("up", "down")
    ),
    path("review/away/", queues.Away.as_view(), name="review-away"),
    path("review/away/<int:pk>/back/", queues.Back.as_view(), name="review-back"),
    path("review/policy/", policies.Policy.as_view(), name="review-policy"),
    path("review/learning/", learning.Learning.as_view(), name="review-learning"),
    path("review/learning/learn/", learning.Learn.as_view(), name="review-learning-learn"),
    path("review/learning/use/", learning.UseModel.as_view(), name="review-learning-use"),
    path("review/report/", report.Report.as_view(), name="review-report"),
    path("decisions/", consolidation_lists.Decisions.as_view(), name="decisions"),
    path("scans/", consolidation_lists.Scans.as_view(), name="scans"),
    path("merges/", merges.Merges.as_view(), name="merges"),
    path("merges/new/", new_merge.NewMerge.as_view(), name="merges-new"),
    path("merges/undo/", merges.UndoMany.as_view(), name="merges-undo-many"),
    *(
        path(f"merges/undo/{what}/<int:pk>/", merges.UndoBatch.as_view(), {"what": what}, name=f"merges-undo-{what}")
        for what in ("scan", "policy", "job")
    ),
    path("merges/<int:pk>/", merges.MergePage.as_view(), name="merges-detail"),
    path("merges/<int:pk>/undo/", merges.UndoMerge.as_view(), name="merges-undo"),
    path("merges/<int:pk>/audit/", merges.Audit.as_view(), name="merges-audit"),
    path("review/settle/", review.Settle.as_view(), name="review-settle"),
    path("review/<int:pk>/", proposal.ProposalPage.as_view(), name="review-detail"),
    path("review/<int:pk>/claim/", proposal.Claim.as_view(), name="review-claim"),
    *(
        path(f"review/<int:pk>/{what}/", view.as_view(), {"what": what}, name=f"review-{what}")
        for view, names in (
            (proposal.Act, ("approve", "reject", "reopen")),
            (proposal.Aside, ("skip", "assign", "comment")),
        )
        for what in names
    ),
    path("subscriptions/", subscriptions.Subscriptions.as_view(), name="subscriptions"),
    path("subscriptions/new/", subscriptions.NewSubscription.as_view(), name="subscriptions-new"),
    path("subscriptions/count/", subscriptions.Count.as_view(), name="subscriptions-count"),
    path("subscriptions/<int:pk>/", subscriptions.SubscriptionPage.as_view(), name="subscriptions-detail"),
    path("subscriptions/<int:pk>/remove/", subscriptions.Remove.as_view(), name="subscriptions-remove"),
    *(
        path(
            f"subscriptions/<int:pk>/{what}/",
            subscriptions.Steer.as_view(),
            {"what": what},
            name=f"subscriptions-{what}",
        )
        for what in ("fill", "pause", "resume")
    ),
    *mark_pages.urlpatterns,
    path("exports/", exports.Exports.as_view(), name="exports"),
    path("exports/new/", exports.NewExport.as_view(), name="exports-new"),
    path("activity/", activity.Activity.as_view(), name="activity"),
    path("activity/<int:pk>/", activity.ActPage.as_view(), name="activity-detail"),
    path("activity/<int:pk>/undo/", activity.Undo.as_view(), name="activity-undo"),
    path("jobs/", jobs.Jobs.as_view(), name="jobs"),
    path("jobs/busy/", jobs.Busy.as_view(), name="jobs-busy"),
    path("jobs/<int:pk>/", jobs.JobPage.as_view(), name="jobs-detail"),
    *(
        path(f"jobs/<int:pk>/{what}/", jobs.Steer.as_view(), {"what": what}, name=f"jobs-{what}")
        for what in ("cancel", "retry")
    ),
]
public_urlpatterns: list[Any] = [
    path("", doors.Doors.as_view(), name="home"),
    path("preferences/", doors.Preferences.as_view(), name="preferences"),
]
websocket_urlpatterns: list[Any] = [path("ws/live/", Live.as_asgi())]
HANDLERS = (errors.bad_request, errors.forbidden, errors.not_found, errors.server_error)
