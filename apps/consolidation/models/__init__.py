from apps.consolidation.models.learning import ModelChoice, ModelVersion
from apps.consolidation.models.merges import Merge
from apps.consolidation.models.proposals import Comment, Decision, Policy, Proposal, Scan

__all__ = ["Comment", "Decision", "Merge", "ModelChoice", "ModelVersion", "Policy", "Proposal", "Scan"]
