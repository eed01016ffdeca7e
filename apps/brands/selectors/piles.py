"""The rows of an import by how they ended. Rows are kept in chunks: a page is a chunk's part, found by row number."""

from typing import Any

from apps.brands.models import Pile


def rows(
    run_id: int, *, outcome: str, warning: str = "", after: int = 0, size: int = 50
) -> tuple[list[dict[str, Any]], int | None]:
    """Rows behind row number `after`, as {row, ttb_id}, and the number to go on from (None at the end)."""
    chunks = Pile.objects.filter(run_id=run_id, warning=warning)
    if outcome:
        chunks = chunks.filter(outcome=outcome)
    found: list[dict[str, Any]] = []
    for chunk in chunks.order_by("chunk", "outcome").iterator(chunk_size=4):
        if chunk.rows and max(chunk.rows) > after:
            pairs = zip(chunk.rows, chunk.ttb_ids, strict=False)
            found += [{"row": row, "ttb_id": ttb_id, "outcome": chunk.outcome} for row, ttb_id in pairs if row > after]
        if outcome and len(found) > size:
            break
    found.sort(key=lambda one: int(one["row"]))
    page = found[:size]
    return page, int(page[-1]["row"]) if len(found) > size else None
