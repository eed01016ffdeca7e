from apps.brands.tasks import exports, imports, registry

__all__ = ["exports", "imports", "registry"]
