"""Uploads off the request: forgetting files nobody needs."""

import structlog
from celery import shared_task
from django.utils import timezone
from django_tenants.utils import schema_context

from apps.brands.services import uploads
from apps.tenants.selectors import active_schemas

log = structlog.get_logger(__name__)


@shared_task
def clear_uploads() -> int:
    """Clear the uploads of every workspace; how many files went."""
    gone = 0
    for schema in active_schemas():
        with schema_context(schema):
            cleared = uploads.clear_uploads(now=timezone.now())
        if cleared.files:
            log.info("uploads_cleared", workspace=schema, files=cleared.files, size=cleared.size)
        gone += cleared.files
    return gone
