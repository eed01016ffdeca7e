"""What lists of the kernel's own records can be asked."""

from apps.core.choices import ChangeKind, JobState
from apps.core.filtering import AnyOf, StrictFilterSet, choice, moment, whole, yes_no
from apps.core.models import ChangeSet, Job


class ChangeSetFilters(StrictFilterSet):
    """Acts by kind, person, time and whether they were taken back."""

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

    id = AnyOf(each=whole())
    kind = AnyOf()
    state = AnyOf(each=choice(*JobState.values))
    actor = AnyOf("actor_id", each=whole(), help_text="The id of a person.")
    created_from = AnyOf("created_at", "gte", each=moment())
    created_to = AnyOf("created_at", "lte", each=moment())

    class Meta:
        model = Job
        fields: list[str] = []
