"""Tests: fast password hashing, tasks run in the test, one database made from a template."""

from config.settings.base import *  # noqa: F403
from config.settings.base import ALLOWED_HOSTS, DATABASES, LANGUAGES

SECRET_KEY = "tests-only-secret-key-with-enough-characters-in-it"  # noqa: S105
ALLOWED_HOSTS = [*ALLOWED_HOSTS, "testserver", "localhost", ".localhost", "127.0.0.1"]
DATABASES["default"]["OPTIONS"]["options"] += " -c synchronous_commit=off"  # a crash may take the tests' rows
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LANGUAGES = [*LANGUAGES, ("en-xa", "[Àççéñţš]"), ("ar-xb", "Right to left")]
SESSION_COOKIE_SECURE = False
COLABASE_SOCKET_URL = "ws://127.0.0.1:8001"
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "KEY_FUNCTION": "django_tenants.cache.make_key",
        "REVERSE_KEY_FUNCTION": "django_tenants.cache.reverse_key",
    }
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
