"""Several small questions answered by one statement: `glance(has_open(), unread_question(actor))`.

A page's frame asks five things on every page; five round trips would cost more than the page's own rows.
"""

from typing import Any

from apps.core.sql import fetch

Question = tuple[str, list[Any]]  # an expression of SQL that gives one value, and its parameters


def glance(*questions: Question) -> tuple[Any, ...]:
    """The answers in the same order."""
    sql = ", ".join(f"({expression})" for expression, _ in questions)
    return fetch(f"SELECT {sql}", [value for _, params in questions for value in params])[0]
