from apps.brands.tasks import imports

__all__ = ["imports"]
