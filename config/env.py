"""Every variable the program reads from its environment, typed in one place.

`.env.example` names the same variables; a test keeps the two alike.
"""

from datetime import date
from functools import cache
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Environment(BaseSettings):
    """Settings by environment; an unknown value fails at start with its name."""

    model_config = SettingsConfigDict(extra="ignore", case_sensitive=True, env_ignore_empty=True)

    SECRET_KEY: str = ""
    DATABASE_URL: str = "postgresql://colabase@127.0.0.1:5432/colabase"
    REDIS_URL: str = "redis://127.0.0.1:6379/0"
    DATABASE_POOL_MAX: int = Field(default=10, ge=1)
    ALLOWED_HOSTS: str = ""
    CSRF_TRUSTED_ORIGINS: str = ""
    COLABASE_BASE_DOMAIN: str = "app.localhost"
    COLABASE_PORT: int = 8000
    COLABASE_SOCKET_URL: str = ""
    COLABASE_MEDIA: str = ""
    COLABASE_UPLOAD_LIMIT_MB: int = Field(default=1024, ge=1)
    COLABASE_IMPORT_GATE_PERCENT: float = Field(default=20.0, ge=0, le=100)
    COLABASE_EXPORT_LINK_DAYS: int = Field(default=7, ge=1)
    COLABASE_UPLOAD_KEEP_DAYS: int = Field(default=30, ge=1)
    COLABASE_API_DEPRECATED: dict[str, date] = {}
    COLABASE_API_KEPT_MONTHS: int = Field(default=12, ge=1, le=120)
    COLABASE_LOG_LEVEL: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    COLABASE_LOG_FORMAT: Literal["json", "console"] = "json"
    COLABASE_METRICS_TOKEN: str = ""
    COLABASE_SECURE: bool = True
    EMAIL_URL: str = ""
    DEFAULT_FROM_EMAIL: str = "Colabase <no-reply@colabase.example>"
    SENTRY_DSN: str = ""

    def hosts(self) -> list[str]:
        """The extra host names that may be served, comma separated in the variable."""
        return [part.strip() for part in self.ALLOWED_HOSTS.split(",") if part.strip()]

    def trusted_origins(self) -> list[str]:
        """Origins that may post forms, comma separated in the variable."""
        return [part.strip() for part in self.CSRF_TRUSTED_ORIGINS.split(",") if part.strip()]


@cache
def environment() -> Environment:
    """The environment as read once at start."""
    return Environment()
