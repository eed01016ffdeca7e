"""A server: secrets from the environment, HTTPS, no guesses."""

from django.core.exceptions import ImproperlyConfigured

from config.settings.base import *  # noqa: F403
from config.settings.base import ENV, SECRET_KEY

if len(SECRET_KEY) < 40:  # noqa: PLR2004
    raise ImproperlyConfigured("SECRET_KEY must be set to at least 40 random characters.")

SESSION_COOKIE_SECURE = ENV.COLABASE_SECURE
CSRF_COOKIE_SECURE = ENV.COLABASE_SECURE
SECURE_SSL_REDIRECT = ENV.COLABASE_SECURE
SECURE_REDIRECT_EXEMPT = [r"^health", r"^(live|ready|metrics)$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000 if ENV.COLABASE_SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

if ENV.SENTRY_DSN:
    import sentry_sdk

    sentry_sdk.init(dsn=ENV.SENTRY_DSN, send_default_pii=False)
