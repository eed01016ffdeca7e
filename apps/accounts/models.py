"""People, what they may do where, and their keys. Public schema."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower, Now

from apps.accounts.choices import Density, Keys, Role, Theme
from apps.tenants.models import Workspace


class UserManager(BaseUserManager["User"]):
    """Creates people by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **extra: Any) -> "User":
        """A person; without a password they cannot sign in until one is set."""
        user = self.model(email=self.normalize_email(email).lower(), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **extra: Any) -> "User":
        """One of the platform's own staff."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **extra)


class User(AbstractBaseUser, PermissionsMixin):
    """A person. Rights come from memberships; `is_staff` opens the platform's admin only."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    language = models.CharField(max_length=10, blank=True)
    time_zone = models.CharField(max_length=60, blank=True)
    theme = models.CharField(max_length=10, choices=Theme, default=Theme.SYSTEM, db_default=Theme.SYSTEM)
    density = models.CharField(max_length=10, choices=Density, default=Density.DENSE, db_default=Density.DENSE)
    keys = models.CharField(max_length=10, choices=Keys, default=Keys.ON, db_default=Keys.ON)
    page_size = models.PositiveSmallIntegerField(default=50, db_default=50)
    picture = models.CharField(max_length=16, blank=True, default="", db_default="")
    start_page = models.CharField(max_length=40, default="home", db_default="home")
    created_at = models.DateTimeField(db_default=Now())

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once")]

    def __str__(self) -> str:
        return self.name or self.email


class Picture(models.Model):
    """How a person looks, in two sizes; `User.picture` is the beginning of its checksum, and empty without one.

    It is kept here and not among a workspace's files: it is the person's, and goes with them.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    small = models.BinaryField()
    large = models.BinaryField()
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"Picture of {self.user_id}"


class EmailChange(models.Model):
    """An address a person wants instead of theirs, until its link is opened.

    It is no `EmailAddress` of allauth: with one, the owner of a mistyped address could reset this person's password.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="email_change")
    email = models.EmailField()
    created_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.user_id}: {self.email}"


class Membership(models.Model):
    """A person's place in a workspace."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=10, choices=Role)
    suspended_at = models.DateTimeField(null=True, blank=True)
    visited_at = models.DateTimeField(null=True, blank=True)
    visit_before_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "workspace"], name="membership_once")]

    def __str__(self) -> str:
        return f"{self.user} in {self.workspace}: {self.role}"


class ApiKey(models.Model):
    """A key of one person for one workspace. Only a salted hash is kept."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_keys")
    name = models.CharField(max_length=120, blank=True)
    prefix = models.CharField(max_length=16, unique=True)
    salt = models.CharField(max_length=32)
    digest = models.CharField(max_length=64)
    scopes = ArrayField(models.CharField(max_length=60))
    tier = models.CharField(max_length=20, default="standard")
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.prefix}… of {self.user}"
