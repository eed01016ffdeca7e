from apps.consolidation.models.merges import Merge

__all__ = ["Merge"]
