from apps.consolidation.models.learning import ModelChoice, ModelVersion
from apps.consolidation.models.merges import Merge
from apps.consolidation.models.proposals import Comment, Decision, Policy, Proposal, Scan
from apps.consolidation.models.routing import Absence, ProposalStep, Route

__all__ = [
    "Absence", "Comment", "Decision", "Merge", "ModelChoice", "ModelVersion", "Policy", "Proposal", "ProposalStep",
    "Route", "Scan",
]  # fmt: skip
