from apps.brands.tasks import exports, imports, registry, uploads, views

__all__ = ["exports", "imports", "registry", "uploads", "views"]
from apps.brands.tasks import bulk

__all__ = ["bulk", "exports", "imports", "registry", "uploads"]
