from apps.brands.tasks import bulk, exports, imports, registry, uploads, views, watches

__all__ = ["bulk", "exports", "imports", "registry", "uploads", "views", "watches"]
