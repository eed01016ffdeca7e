"""The Celery application. Imported first by every process, so that shared tasks bind to our broker."""

import os

from celery.schedules import crontab
from tenant_schemas_celery.app import CeleryApp

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")

app = CeleryApp("colabase", task_cls="apps.tenants.tasks_base:WorkspaceTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    "sweep": {"task": "apps.core.tasks.sweep", "schedule": 30.0, "options": {"queue": "high"}},
    "housekeeping": {
        "task": "apps.core.tasks.housekeeping",
        "schedule": crontab(minute=17, hour=3),
        "options": {"queue": "bulk"},
    },
    "nightly-scan": {
        "task": "apps.consolidation.tasks.nightly",
        "schedule": crontab(minute=41, hour=4),
        "options": {"queue": "bulk"},
    },
    "attend-reviews": {
        "task": "apps.consolidation.tasks.attend",
        "schedule": crontab(minute="*/10"),
        "options": {"queue": "bulk"},
    },
    "purge-exports": {
        "task": "apps.brands.tasks.exports.purge_exports",
        "schedule": crontab(minute=43),
        "options": {"queue": "bulk"},
    },
    "check-views": {
        "task": "apps.brands.tasks.views.check_views",
        "schedule": crontab(minute="*/10"),
        "options": {"queue": "bulk"},
    },
    "check-watches": {
        "task": "apps.brands.tasks.watches.check_watches",
        "schedule": crontab(),
        "options": {"queue": "default"},
    },
    "purge-pastes": {
        "task": "apps.brands.tasks.views.purge_pastes",
        "schedule": crontab(minute=27, hour=3),
        "options": {"queue": "bulk"},
    },
    "clear-uploads": {
        "task": "apps.brands.tasks.uploads.clear_uploads",
        "schedule": crontab(minute=37, hour=3),
        "options": {"queue": "bulk"},
    },
}
