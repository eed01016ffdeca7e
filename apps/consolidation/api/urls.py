"""Endpoints of proposals, decisions, merges and policies."""

from apps.consolidation.api import decisions, match, merges, models, proposals, reports, routes
from apps.core.rest.routes import routes as endpoints

urlpatterns = endpoints(
    ("merges", merges.MergeList),
    ("merges/undo-many", merges.MergesUndo),
    ("merges/undo-batch", merges.BatchUndo),
    ("merges/<int:key>", merges.MergeDetail),
    ("merges/<int:key>/undo-preview", merges.MergeUndoPreview),
    ("merges/<int:key>/undo", merges.MergeUndo),
    ("merges/<int:key>/audit", merges.MergeAudit),
    ("proposals", proposals.ProposalList),
    ("proposals/<int:key>", proposals.ProposalDetail),
    ("proposals/<int:key>/approve", proposals.ProposalApprove),
    ("proposals/<int:key>/reject", proposals.ProposalReject),
    ("proposals/<int:key>/skip", proposals.ProposalSkip),
    ("proposals/<int:key>/claim", proposals.ProposalClaim),
    ("proposals/<int:key>/assign", proposals.ProposalAssign),
    ("proposals/<int:key>/comments", proposals.ProposalComment),
    ("decisions", decisions.DecisionList),
    ("consolidation/report", reports.Report),
    ("consolidation/learning", reports.Learning),
    ("models", models.VersionList),
    ("models/use", models.UseVersion),
    ("models/<int:key>", models.VersionDetail),
    ("routes", routes.RouteList),
    ("routes/apply", routes.RouteAgain),
    ("routes/<int:key>", routes.RouteDetail),
    ("routes/<int:key>/move", routes.RouteMove),
    ("absences", routes.AbsenceList),
    ("absences/<int:key>", routes.AbsenceDetail),
    ("consolidation/queues", routes.Queues),
    ("scans", match.ScanList),
    ("match", match.MatchName),
    ("policies", decisions.PolicyNow),
    ("policies/simulate", decisions.PolicySimulation),
)
