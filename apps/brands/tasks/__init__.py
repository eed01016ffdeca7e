from apps.brands.tasks import exports, imports, registry, uploads

__all__ = ["exports", "imports", "registry", "uploads"]
