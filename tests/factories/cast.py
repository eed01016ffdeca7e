"""The fixed cast. Alice runs Acme, Max manages, Bob analyses, Vera looks on. Mallory runs Globex, next door.

The stranger can sign in and belongs nowhere.
"""

from apps.accounts.choices import Role
from apps.accounts.models import User
from apps.accounts.services import add_member
from apps.tenants.services.schemas import migrate_public
from apps.tenants.services.workspaces import create_workspace

PASSWORD = "correct horse battery"
ACME = {
    "alice@acme.example": ("Alice", Role.ADMIN),
    "max@acme.example": ("Max", Role.MANAGER),
    "bob@acme.example": ("Bob", Role.ANALYST),
    "vera@acme.example": ("Vera", Role.VIEWER),
}
GLOBEX = {"mallory@globex.example": ("Mallory", Role.ADMIN)}
STRANGER = "stranger@nowhere.example"


def assemble() -> None:
    """Fill an empty database: the public schema, two workspaces, and everybody."""
    migrate_public()
    for slug, people in (("acme", ACME), ("globex", GLOBEX)):
        room = create_workspace(slug=slug)
        for email, (name, role) in people.items():
            add_member(workspace=room, email=email, role=role, name=name, password=PASSWORD)
    User.objects.create_user(STRANGER, PASSWORD, name="Sam")
