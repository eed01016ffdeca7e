from apps.brands.tasks import exports, imports, registry, uploads, views

__all__ = ["exports", "imports", "registry", "uploads", "views"]
