"""Make an API key for a member: `create_api_key acme --user alice@acme.example --scopes read,imports:create`."""

from typing import Any

from django.core.management.base import CommandParser

from apps.accounts.models import User
from apps.accounts.services import NotAMember, UnknownScope, create_api_key
from apps.core.commands import ContractCommand, Refused
from apps.tenants.selectors import workspace


class Command(ContractCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("workspace")
        parser.add_argument("--user", required=True, help="e-mail address of the key's owner")
        parser.add_argument("--scopes", required=True, help="comma separated: read, write, brands, imports:create")
        parser.add_argument("--name", default="")

    def run(self, **options: Any) -> dict[str, Any]:
        room = workspace(options["workspace"])
        if room is None:
            raise Refused("unknown_workspace", f"There is no workspace named {options['workspace']}.")
        user = User.objects.filter(email__iexact=options["user"]).first()
        if user is None:
            raise Refused("unknown_person", f"There is no person {options['user']}.")
        scopes = [word.strip() for word in options["scopes"].split(",") if word.strip()]
        try:
            made = create_api_key(workspace=room, user=user, scopes=scopes, name=options["name"])
        except (NotAMember, UnknownScope) as error:
            raise Refused(error.code, str(error), error.hint) from error
        return {"key": made.secret, "prefix": made.row.prefix}
