"""A laptop: embedded services, plain HTTP on localhost names."""

import os

from config.env import environment
from config.settings.base import *  # noqa: F403
from config.settings.base import ALLOWED_HOSTS, ENV, LANGUAGES, LOGGING

SECRET_KEY = environment().SECRET_KEY or "local-only-secret-key-not-for-any-server-on-a-network"
DEBUG = os.environ.get("DJANGO_DEBUG") == "1"
ALLOWED_HOSTS = [*ALLOWED_HOSTS, "localhost", ".localhost", "127.0.0.1", "[::1]"]
COLABASE_SOCKET_URL = ENV.COLABASE_SOCKET_URL or f"ws://127.0.0.1:{ENV.COLABASE_PORT + 1}"
# Made up, to look at pages with: `words --compile --pseudo`.
LANGUAGES = [*LANGUAGES, ("en-xa", "[Àççéñţš]"), ("ar-xb", "Right to left")]
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
STATIC_ROOT = None  # nothing is collected: files are found where they are
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
# What the clock starts twice a minute would push the passwords that `./dev up` prints out of sight.
for noisy in ("celery.beat", "celery.worker.strategy", "celery.app.trace"):
    LOGGING["loggers"][noisy] = {"level": "WARNING" if ENV.COLABASE_LOG_LEVEL == "INFO" else ENV.COLABASE_LOG_LEVEL}
