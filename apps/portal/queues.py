"""Review queues in words: what each takes, whose it is, how it keeps to its time; and what happened to a proposal."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.accounts.choices import Role
from apps.consolidation.choices import Relation, Step
from apps.portal import words
from apps.portal.categories import category
from apps.portal.learning import share
from apps.portal.templatetags.portal import number, some

Row = Mapping[str, Any]
HOUR = timedelta(hours=1)
DAYS_FROM = 48
STEPS: dict[str, Any] = {
    Step.ROUTED: gettext_lazy("Taken by the queue “%(route)s”"),
    Step.ASSIGNED: gettext_lazy("Assigned to %(to)s"),
    Step.HANDED_OVER: gettext_lazy("Handed to %(to)s, who stands in"),
    Step.GIVEN_BACK: gettext_lazy("Given back to %(to)s"),
    Step.ESCALATED: gettext_lazy("Not settled in time: went up to %(to)s"),
    Step.EXPIRED: gettext_lazy("Nobody decided in %(days)s days: left the queue"),
}


def conditions(route: Any) -> str:
    """What a queue takes, in one line."""
    found = [
        some([Relation(one).label for one in route.relations], 4),
        some([words.origin(one) for one in route.origins], 3),
        some([category(one) for one in route.categories], 3),
        some(route.permits, 2),
        _sure(route),
        ngettext("%(n)s brand or more", "%(n)s brands or more", route.brands_from) % {"n": number(route.brands_from)}
        if route.brands_from
        else "",
        ngettext("%(n)s SKU or more", "%(n)s SKUs or more", route.skus_from) % {"n": number(route.skus_from)}
        if route.skus_from
        else "",
        _held(route.service_importer),
    ]
    return " · ".join(str(one) for one in found if one) or _("Everything that no queue above takes")


def _sure(route: Any) -> str:
    low, high = route.probability_from, route.probability_to
    if low is None and high is None:
        return ""
    if high is None:
        return _("probability from %(low)s") % {"low": _part(low)}
    if low is None:
        return _("probability below %(high)s") % {"high": _part(high)}
    return _("probability from %(low)s to below %(high)s") % {"low": _part(low), "high": _part(high)}


def _part(value: float) -> str:
    return number_format(value, 2)


def _held(value: bool | None) -> str:
    if value is None:
        return ""
    return _("held by a service importer") if value else _("not held by a service importer")


def whose(user_id: int | None, role: str, people: Mapping[int, str]) -> str:
    """A person's name, a role's, or nothing."""
    if user_id:
        return people.get(user_id, _("somebody who has left"))
    return role_name(role)


def role_name(role: str) -> str:
    """A role for people."""
    return str(Role(role).label) if role else ""


def told(row: Row) -> dict[str, Any]:
    """A queue's figures with its hit rate as people read it."""
    rate = row["hit_rate"]
    return {**row, "rate": share(rate), "tone": "" if rate is None else "good" if rate >= 0.9 else "warn"}  # noqa: PLR2004


def age(due_at: datetime | None, now: datetime | None = None) -> tuple[str, str]:
    """How long until something is due, or how long it is overdue; and the tone of that."""
    if due_at is None:
        return "", ""
    left = due_at - (now or timezone.now())
    if left < timedelta():
        return _("%(time)s overdue") % {"time": _span(-left)}, "bad"
    return _("due in %(time)s") % {"time": _span(left)}, "warn" if left < 24 * HOUR else ""


def _span(length: timedelta) -> str:
    hours = max(int(length / HOUR), 1)
    if hours < DAYS_FROM:
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    return ngettext("%(n)d day", "%(n)d days", hours // 24) % {"n": hours // 24}


def steps(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """What happened, in words."""
    return [{**row, "said": _step(row), "who": row["actor_name"] or _("By rule")} for row in rows]


def _step(row: Row) -> str:
    facts = dict(row["facts"])
    if facts.get("to") in Role.values:
        facts["to"] = role_name(facts["to"])
    text = STEPS.get(row["what"])
    if text is None or ("to" in facts and not facts["to"]):
        return str(Step(row["what"]).label if row["what"] != Step.ASSIGNED else _("Assigned to nobody"))
    return str(text) % facts
