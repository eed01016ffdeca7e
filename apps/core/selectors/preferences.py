"""How a person likes a list."""

from typing import Any

from apps.core.models import ListPreference
from apps.core.selectors.glance import Question, glance
from apps.core.sql import table


def question(user_id: int | None, resource: str) -> Question:
    """What the person chose for this list in this workspace, for `glance`; `read` makes something of the answer."""
    sql = f"SELECT row_to_json(p) FROM {table(ListPreference)} p WHERE user_id = %s AND resource = %s"
    return sql, [user_id or 0, resource]


def read(answer: dict[str, Any] | None) -> ListPreference | None:
    """The preference from the answer to `question`."""
    return ListPreference(**answer) if answer else None


def preference(user_id: int | None, resource: str) -> ListPreference | None:
    """What the person chose for this list in this workspace."""
    return read(glance(question(user_id, resource))[0])
