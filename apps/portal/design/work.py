"""Samples of long work, of what a person is told, and of what is still to come."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from apps.core.choices import JobState
from apps.portal.design.sample import NOBODY, Sample

OVER = {JobState.SUCCEEDED, JobState.FAILED, JobState.CANCELLED}


@dataclass(frozen=True)
class Work:
    """A job as the templates see one."""

    state: str
    done: int = 0
    total: int | None = None
    message: str = ""
    title: str = ""
    cancel_requested: bool = False
    started_at: datetime | None = None
    pk: int = NOBODY

    @property
    def is_over(self) -> bool:
        """Whether it has ended."""
        return self.state in OVER


def samples() -> list[Sample]:
    """Work in each state, steps, notices, what loads later."""
    file = {"link": "#content", "row": {"resource": "brands", "format": "xlsx", "rows": 1204}}
    title, text = _("What happened, in a sentence"), _("What to do now.")
    return [
        *(Sample("run", state, {"job": job, "may_steer": True}) for state, job in _jobs()),
        Sample(
            "busy",
            _("running, and a file ready"),
            {"busy": [job for _state, job in _jobs()][:2], "ready_files": [file]},
            inside="line",
        ),
        Sample("busy", _("nothing to do"), {"busy": [], "ready_files": []}),
        *(Sample("steps", _("step %(n)d") % {"n": step}, {"step": step}) for step in (1, 2, 3)),
        *(
            Sample("notice", word, {"tone": tone, "title": title, "text": text, "role": ""})
            for tone, word in (("", _("plain")), ("good", "good"), ("warn", "warn"), ("bad", "bad"))
        ),
        Sample("toast", _("a word after an act"), {"text": _("Saved.")}),
        Sample("lost", "", {"look": {"lost": ["colour", "old_name"]}}),
        Sample("later", _("loading"), {"url": "#content", "label": _("Show the figures")}),
        Sample("bell", _("something new"), {"unread": 3}, inside="line"),
        Sample("bell", _("nothing new"), {"unread": 0}, inside="line"),
        Sample(
            "empty",
            _("empty"),
            {"symbol": "search", "title": title, "text": text, "url": "#content", "act": _("Begin")},
        ),
        Sample(
            "codes",
            "",
            {"title": _("Warnings"), "codes": {"brand_missing": 4, "date_invalid": 1204}, "with_links": False},
        ),
    ]


def _jobs() -> Iterator[tuple[Any, Work]]:
    title, began = _("Import of cola-sample.csv"), timezone.now() - timedelta(minutes=2)
    yield _("busy"), Work(JobState.RUNNING, 600, 1000, _("Checking rows"), title, started_at=began)
    yield _("busy, nobody knows how long"), Work(JobState.QUEUED, title=title)
    yield _("about to stop"), Work(JobState.RUNNING, 600, 1000, "", title, cancel_requested=True, started_at=began)
    yield _("done"), Work(JobState.SUCCEEDED, 1000, 1000, "", title)
    yield _("failed"), Work(JobState.FAILED, 600, 1000, "", title)
