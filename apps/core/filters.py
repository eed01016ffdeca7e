"""What lists of the kernel's own records can be asked."""

from apps.core.choices import ChangeKind, JobState
from apps.core.filtering import AnyOf, StrictFilterSet, choice, moment, whole, yes_no
from apps.core.models import ChangeSet, Job
from apps.core.operators import instant, number, text, word


class ChangeSetFilters(StrictFilterSet):
    """Acts by kind, person, time and whether they were taken back."""

    asks = {
        "id": number(),
        "kind": word(*ChangeKind.values),
        "channel": text(),
        "actor": number("actor_id"),
        "actor_name": text(),
        "summary": text(),
        "created_at": instant(),
        "job": number("job_id"),
    }

    id = AnyOf(each=whole())
    kind = AnyOf(each=choice(*ChangeKind.values))
    channel = AnyOf()
    actor = AnyOf("actor_id", each=whole(), help_text="The id of a person.")
    actor_name = AnyOf(lookup="icontains")
    summary = AnyOf(lookup="icontains")
    created_from = AnyOf("created_at", "gte", each=moment())
    created_to = AnyOf("created_at", "lte", each=moment())
    undone = AnyOf("undone_by_id", "isnull", each=yes_no(), change=lambda yes: not yes)

    class Meta:
        model = ChangeSet
        fields: list[str] = []


class JobFilters(StrictFilterSet):
    """Background work by kind, state and person."""

    asks = {
        "id": number(),
        "kind": text(),
        "title": text(),
        "state": word(*JobState.values),
        "actor": number("actor_id"),
        "actor_name": text(),
        "created_at": instant(),
        "started_at": instant(),
        "finished_at": instant(),
        "attempts": number(),
    }

    id = AnyOf(each=whole())
    kind = AnyOf()
    state = AnyOf(each=choice(*JobState.values))
    actor = AnyOf("actor_id", each=whole(), help_text="The id of a person.")
    created_from = AnyOf("created_at", "gte", each=moment())
    created_to = AnyOf("created_at", "lte", each=moment())

    class Meta:
        model = Job
        fields: list[str] = []
