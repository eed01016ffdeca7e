"""The web process: pages and API."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")

from django.core.wsgi import get_wsgi_application

import config.celery  # noqa: F401  (before Django: tasks must bind to our broker)

application = get_wsgi_application()
