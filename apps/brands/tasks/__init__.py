from apps.brands.tasks import exports, imports

__all__ = ["exports", "imports"]
