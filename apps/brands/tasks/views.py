"""Watched views: looked at after an import or an edit, and now and then."""

from functools import partial

from celery import shared_task
from django_tenants.utils import schema_context

from apps.brands.events import ImportFinished
from apps.brands.selectors.lists import LISTS
from apps.core.events import on
from apps.core.filtering import BadFilter, Params, UnknownFilter
from apps.core.listing import Listing
from apps.core.selectors.lists import CHANGE_SETS, JOBS
from apps.core.services import alerts, pastes
from apps.tenants.selectors import active_schemas

ALL = {**LISTS, CHANGE_SETS.name: CHANGE_SETS, JOBS.name: JOBS}


@on(ImportFinished)
def after_import(fact: ImportFinished) -> None:
    """An import is what most often adds rows."""
    alerts.check_views(rows_of)


@shared_task
def check_views() -> int:
    """All workspaces; edits, undos and other people's work are noticed here."""
    told = 0
    for schema in active_schemas():
        with schema_context(schema):
            told += alerts.check_views(rows_of)
    return told


@shared_task
def purge_pastes() -> int:
    """Forget pasted values that nobody has sent for a month, in every workspace."""
    gone = 0
    for schema in active_schemas():
        with schema_context(schema):
            gone += pastes.purge()
    return gone


def rows_of(resource: str, params: Params) -> alerts.Rows | None:
    """What is in a view; None when its list or a filter is gone."""
    listing = ALL.get(resource)
    if listing is None:
        return None
    try:
        rows = listing.narrowed(params)
    except (UnknownFilter, BadFilter):
        return None
    return alerts.Rows(rows, partial(_count, listing, params))


def _count(listing: Listing, params: Params) -> int:
    found = listing.count({**params, "count": ["exact"]})
    return found.number if found else 0
