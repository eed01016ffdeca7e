"""What the government publishes, once for all workspaces; and the formats it comes in."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "apps.registry"
    label = "registry"
