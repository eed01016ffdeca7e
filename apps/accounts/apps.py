"""People, memberships, roles and keys."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "apps.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Install the permission table as the kernel's policy."""
        from apps.accounts.permissions import TablePolicy
        from apps.core import policy

        policy.install(TablePolicy())
