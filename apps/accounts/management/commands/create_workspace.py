"""Make a workspace and its first admin: `create_workspace acme --owner alice@acme.example`."""

import os
import secrets
from typing import Any

from django.core.management.base import CommandParser
from django.db import transaction

from apps.accounts.choices import Role
from apps.accounts.models import User
from apps.accounts.services import BadPerson, add_member
from apps.core.commands import ContractCommand, Refused
from apps.tenants.services.workspaces import BadSlug, SlugTaken, create_workspace


class Command(ContractCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("slug", help="the workspace's address: acme in acme.example.com")
        parser.add_argument("--owner", required=True, help="e-mail address of its first admin")
        parser.add_argument("--name", default="", help="the name people see")
        parser.add_argument("--password-env", default="", help="environment variable that holds the owner's password")

    def run(self, **options: Any) -> dict[str, Any]:
        password, made_up = self._password(options)
        try:
            with transaction.atomic():
                room = create_workspace(slug=options["slug"], name=options["name"])
                add_member(workspace=room, email=options["owner"], role=Role.ADMIN, password=password)
        except (BadSlug, SlugTaken, BadPerson) as error:
            raise Refused(error.code, str(error), getattr(error, "hint", "")) from error
        if made_up:
            self.stderr.write(f"Password of {options['owner']}, shown this once: {password}")
        return {"workspace": room.slug, "schema": room.schema_name, "owner": options["owner"]}

    def _password(self, options: dict[str, Any]) -> tuple[str | None, bool]:
        """The owner's password, if one must be set, and whether we made it up."""
        name = options["password_env"]
        if name and not os.environ.get(name):
            raise Refused("password_missing", f"The variable {name} is empty.", "Set it, or leave --password-env out.")
        if name:
            return os.environ[name], False
        if User.objects.filter(email__iexact=options["owner"]).exists():
            return None, False
        return secrets.token_urlsafe(12), True
