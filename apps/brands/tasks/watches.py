"""Watched records: looked at every minute, and after an import."""

from celery import shared_task
from django_tenants.utils import schema_context

from apps.brands.events import ImportFinished
from apps.brands.services import watch_news
from apps.core.events import on
from apps.tenants.selectors import active_schemas


@on(ImportFinished)
def after_import(fact: ImportFinished) -> None:
    """An import is what most often changes records."""
    watch_news.check_watches()


@shared_task
def check_watches() -> int:
    """All workspaces: how many people were told."""
    told = 0
    for schema in active_schemas():
        with schema_context(schema):
            told += watch_news.check_watches()
    return told
