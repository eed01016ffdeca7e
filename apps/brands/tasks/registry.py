"""What workspaces do when the public registry changes."""

from typing import Any

from apps.brands.models import Subscription
from apps.brands.services import subscriptions
from apps.core.events import on
from apps.core.jobs import Run, job
from apps.core.services.undo import ChangeSetUndone
from apps.registry.events import RegistryLoaded
from apps.tenants.selectors import all_schemas


@job("brands.fill", resource="subscriptions", action="update", queue="bulk")
def fill(run: Run) -> dict[str, Any]:
    """Take in what is new for one subscription."""
    done = subscriptions.fill_now(Subscription.objects.get(pk=run.args["subscription"]), run)
    return {"import": done.pk, "change_set": done.change_set_id, "status": done.state}


@on(RegistryLoaded, each=lambda _fact: all_schemas())
def follow_registry(fact: RegistryLoaded) -> None:
    """Start a fill for every active subscription of this workspace."""
    for subscription in Subscription.objects.filter(is_active=True, watermark__lt=fact.seq):
        subscriptions.start_fill(subscription)


@on(ChangeSetUndone)
def fill_again_what_was_undone(fact: ChangeSetUndone) -> None:
    """What an undo took away comes back with the next fill."""
    subscriptions.look_again(fact.undone_id)
