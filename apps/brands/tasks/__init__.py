from apps.brands.tasks import imports, registry

__all__ = ["imports", "registry"]
