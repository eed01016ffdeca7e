"""A typed client for the API of Colabase: `Colabase(url, key=..., workspace=...)`."""

from colabase_client.client import Colabase
from colabase_client.errors import (
    ApiError,
    BadRequest,
    ColabaseError,
    Conflict,
    Forbidden,
    Gone,
    InvalidValue,
    NotAuthenticated,
    NotFound,
    RateLimited,
    ServerError,
    Stale,
    TooLarge,
    Unavailable,
    WaitedTooLong,
    WorkFailed,
)
from colabase_client.generated import __version__

__all__ = [
    "ApiError",
    "BadRequest",
    "Colabase",
    "ColabaseError",
    "Conflict",
    "Forbidden",
    "Gone",
    "InvalidValue",
    "NotAuthenticated",
    "NotFound",
    "RateLimited",
    "ServerError",
    "Stale",
    "TooLarge",
    "Unavailable",
    "WaitedTooLong",
    "WorkFailed",
    "__version__",
]
