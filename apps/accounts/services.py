"""What can be done about people: add them to a workspace, give them keys."""

import hashlib
import hmac
import secrets
import unicodedata
import zoneinfo
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts import letters
from apps.accounts.choices import PAGE_SIZES, Role
from apps.accounts.models import ApiKey, EmailChange, Membership, Picture, User
from apps.accounts.permissions import is_scope
from apps.accounts.selectors import is_email_taken, key_holder, membership, profile_of
from apps.core import pictures
from apps.tenants.models import Workspace

KEY_START = "cb_"


class BadPerson(ValueError):
    """The e-mail address or password cannot be used."""

    code = "bad_person"


class NotAMember(ValueError):
    """The person is not a member of this workspace."""

    code = "not_a_member"
    hint = "Add the person to the workspace first."


class UnknownScope(ValueError):
    """A scope names nothing the permission table has."""

    code = "unknown_scope"
    hint = "Use read, write, a resource such as brands, or resource:action such as imports:create."


@dataclass(frozen=True)
class NewKey:
    """A key just made; `secret` is shown this once and never kept."""

    row: ApiKey
    secret: str


def add_member(*, workspace: Workspace, email: str, role: Role, password: str | None = None, name: str = "") -> User:
    """Give a person a role here, making the person when new. A password is set only on new people."""
    _check_person(email, password)
    with transaction.atomic():
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            user = User.objects.create_user(email, password, name=name)
        Membership.objects.update_or_create(
            user=user, workspace=workspace, defaults={"role": role, "suspended_at": None}
        )
    return user


def _check_person(email: str, password: str | None) -> None:
    try:
        validate_email(email)
        if password is not None:
            validate_password(password)
    except ValidationError as error:
        raise BadPerson(" ".join(error.messages)) from error


VISIT = timedelta(hours=1)


def visit(user: User, workspace: Workspace) -> datetime | None:
    """Note that a person is here; the end of their visit before this one, or None. A break of an hour ends a visit."""
    row, now = membership(user, workspace), timezone.now()
    if row is None:
        return None
    if row.visited_at is None or now - row.visited_at > VISIT:
        row.visit_before_at = row.visited_at
    if row.visited_at is None or now - row.visited_at > VISIT / 12:
        row.visited_at = now
        row.save(update_fields=["visited_at", "visit_before_at"])
    return row.visit_before_at


class BadProfile(ValueError):
    """A value of the profile cannot be kept; `field` says which."""

    code = "bad_profile"

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class StaleProfile(ValueError):
    """The profile was changed since the caller read it; `current` is how it is now."""

    code = "stale"
    hint = "Look at the profile as it is now, and change it again."

    def __init__(self, current: dict[str, Any]) -> None:
        super().__init__("The profile was changed since you read it.")
        self.current = current


TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
PROFILE = frozenset({"name", "language", "time_zone", "theme", "density", "keys", "page_size", "start_page"})


def update_profile(user: User, *, seen: int | None = None, **values: Any) -> None:
    """Keep how a person wants to be called and served; fields left out stay.

    `seen` is the version the caller read, None when it does not care. Raises `BadProfile`, `StaleProfile`.
    """
    if seen is not None and seen != (current := profile_of(user))["version"]:
        raise StaleProfile(current)
    for name, value in values.items():
        if (problem := _problem(name, value)) is not None:
            raise BadProfile(name, problem)
        setattr(user, name, _line(value) if name == "name" else value)
    try:
        user.clean_fields(exclude=[f.name for f in User._meta.fields if f.name not in values])
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        raise BadProfile(name, " ".join(messages)) from error
    if values:
        user.save(update_fields=sorted(values))


def _line(text: str) -> str:
    """One line of letters: none that rings, or turns around the words it stands among on other people's pages."""
    seen = (c for c in text if c not in TURNS and (c.isspace() or unicodedata.category(c) != "Cc"))
    return " ".join("".join(seen).split())


def _problem(name: str, value: Any) -> str | None:
    """Why a field of the profile cannot be this; None where its column can tell, or it can be."""
    if name not in PROFILE:
        return _("This cannot be changed here.")
    if name == "time_zone" and value and value not in zoneinfo.available_timezones():
        return _("There is no such time zone.")
    if name == "language" and value and value not in dict(settings.LANGUAGES):
        return _("There is no such language here.")
    if name == "page_size" and value not in PAGE_SIZES:
        return _("Lists are not that long.")
    return None


SMALL, LARGE = 64, 256


def set_picture(user: User, data: bytes) -> None:
    """Keep a picture of a person: the middle of what was sent, small, with nothing else of the file. Raises `BadPicture`."""
    drawn = pictures.decode(data)
    small, large = (pictures.square(drawn, side) for side in (SMALL, LARGE))
    user.picture = hashlib.sha256(large).hexdigest()[:16]
    with transaction.atomic():
        Picture.objects.update_or_create(user=user, defaults={"small": small, "large": large})
        user.save(update_fields=["picture"])


def drop_picture(user: User) -> None:
    """Initials from now on."""
    user.picture = ""
    with transaction.atomic():
        Picture.objects.filter(user=user).delete()
        user.save(update_fields=["picture"])


LINK_DAYS = 3
LINK = "accounts.email_change"
Link = Callable[[str], str]


class DeadLink(ValueError):
    """The link changes nothing; `why` is `broken`, `expired`, `used`, `other` (another person's) or `taken`."""

    code = "dead_link"

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def ask_email_change(*, user: User, email: str, password: str, link: Link) -> bool:
    """Send a link to the address wanted and word to the one in use; whether the first letter went off.

    `link` makes an address of a token. Raises `BadProfile`. That an address is taken is told to its owner alone.
    """
    email = User.objects.normalize_email(email.strip()).lower()
    if not user.check_password(password):
        raise BadProfile("password", _("That is not your password."))
    if email == user.email.lower():
        raise BadProfile("email", _("This is your address already."))
    try:
        validate_email(email)
    except ValidationError as error:
        raise BadProfile("email", " ".join(error.messages)) from error
    with transaction.atomic():
        EmailChange.objects.filter(user=user).delete()  # a new number: links of before end
        EmailChange.objects.create(user=user, email=email)
    letters.send("email_change_asked", user.email, user=user, email=email)
    return send_email_link(user=user, link=link)


def send_email_link(*, user: User, link: Link) -> bool:
    """Send the letter to the address that waits, again too; whether it went off. Nothing waits: False."""
    change = EmailChange.objects.filter(user=user).first()
    if change is None:
        return False
    if is_email_taken(change.email, user):
        return letters.send("email_change_taken", change.email, email=change.email)
    url = link(signing.dumps(change.pk, salt=LINK))
    return letters.send("email_change_link", change.email, user=user, email=change.email, url=url, days=LINK_DAYS)


def cancel_email_change(*, user: User) -> None:
    """The address in use stays; the link sent is dead."""
    EmailChange.objects.filter(user=user).delete()


def email_of_link(*, user: User, token: str) -> EmailChange:
    """What a link would change for the person who opens it. Raises `DeadLink`."""
    try:
        pk = signing.loads(token, salt=LINK, max_age=timedelta(days=LINK_DAYS))
    except signing.SignatureExpired as error:
        raise DeadLink("expired") from error
    except signing.BadSignature as error:
        raise DeadLink("broken") from error
    change = EmailChange.objects.filter(pk=pk).first()
    if change is None:
        raise DeadLink("used")
    if change.user_id != user.pk:
        raise DeadLink("other")
    return change


def confirm_email_change(*, user: User, token: str) -> str:
    """The person signs in with the new address from now on; it is returned. Sessions and keys stay. Raises `DeadLink`."""
    change, old = email_of_link(user=user, token=token), user.email
    try:
        with transaction.atomic():
            if not EmailChange.objects.filter(pk=change.pk).delete()[0]:
                raise DeadLink("used")
            EmailAddress.objects.filter(user=user).delete()  # allauth would let them in by an old one
            user.email = change.email
            user.save(update_fields=["email"])
    except IntegrityError as error:
        user.email = old
        raise DeadLink("taken") from error
    letters.send("email_change_done", old, user=user, email=change.email)
    return change.email


def create_api_key(
    *, workspace: Workspace, user: User, scopes: list[str], name: str = "", expires_at: datetime | None = None
) -> NewKey:
    """Make a key for a member. The secret is `cb_<prefix>_<random>`; only its salted hash is kept."""
    if membership(user, workspace) is None:
        raise NotAMember(f"{user.email} is not a member of {workspace.slug}.")
    unknown = [scope for scope in scopes if not is_scope(scope)]
    if unknown or not scopes:
        raise UnknownScope(f"Unknown scope: {', '.join(unknown) or '(none given)'}")
    prefix, salt = secrets.token_hex(6), secrets.token_hex(16)
    secret = f"{KEY_START}{prefix}_{secrets.token_urlsafe(32)}"
    row = ApiKey.objects.create(
        workspace=workspace,
        user=user,
        name=name,
        prefix=prefix,
        salt=salt,
        digest=_digest(salt, secret),
        scopes=scopes,
        expires_at=expires_at,
    )
    return NewKey(row, secret)


def _digest(salt: str, secret: str) -> str:
    """The secret has 256 random bits: one salted SHA-256 is enough, and cheap on every request."""
    return hashlib.sha256(f"{salt}{secret}".encode()).hexdigest()


def key_of(secret: str) -> ApiKey | None:
    """The valid, unexpired key of a secret, or None."""
    found = key_and_role(secret, None)
    return found[0] if found else None


def key_and_role(secret: str, workspace: Workspace | None) -> tuple[ApiKey, str | None] | None:
    """The valid key of a secret and its owner's role in a workspace; None when the secret is wrong."""
    parts = secret.removeprefix(KEY_START).split("_", 1)
    if not secret.startswith(KEY_START) or len(parts) != 2:  # noqa: PLR2004
        return None
    found = key_holder(parts[0], workspace)
    if found is None or not hmac.compare_digest(found[0].digest, _digest(found[0].salt, secret)):
        return None
    return found
