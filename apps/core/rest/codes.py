"""Every code a problem can carry: its status and title. Codes are stable; texts may change."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """One kind of problem."""

    status: int
    title: str


KINDS: dict[str, Kind] = {
    "malformed_body": Kind(400, "The body cannot be read."),
    "workspace_mismatch": Kind(400, "The address and X-Tenant name two workspaces."),
    "unauthenticated": Kind(401, "A key is needed."),
    "wrong_key": Kind(401, "The key is wrong, expired or revoked."),
    "forbidden": Kind(403, "Your role or key does not allow this."),
    "workspace_suspended": Kind(403, "The workspace is suspended."),
    "not_found": Kind(404, "There is nothing here."),
    "method_not_allowed": Kind(405, "This address does not take this method."),
    "not_acceptable": Kind(406, "Answers are JSON."),
    "already_undone": Kind(409, "The act was undone before."),
    "undo_conflict": Kind(409, "Values were changed since the act."),
    "merged": Kind(409, "The brand was merged into another one."),
    "already_merged": Kind(409, "These brands are one already."),
    "merge_overtaken": Kind(409, "A brand of the merge has been merged elsewhere since."),
    "proposal_settled": Kind(409, "The proposal has been settled."),
    "proposal_superseded": Kind(409, "A brand of the proposal has changed since."),
    "proposal_claimed": Kind(409, "Somebody else is at the proposal."),
    "not_over": Kind(409, "The job has not ended."),
    "already_started": Kind(409, "The act was started before."),
    "other_preview": Kind(409, "The preview is another."),
    "import_busy": Kind(409, "The import is not in a state for this."),
    "row_settled": Kind(409, "The row has been settled."),
    "not_ready": Kind(409, "It is not ready yet."),
    "idempotency_in_progress": Kind(409, "The first request with this key is still being answered."),
    "link_expired": Kind(410, "The link has expired."),
    "stale": Kind(412, "The record was changed since you read it."),
    "too_large": Kind(413, "The body is too large."),
    "unsupported_media_type": Kind(415, "This kind of body is not taken here."),
    "invalid_value": Kind(422, "A value cannot be taken."),
    "not_better": Kind(409, "The version did no better than the model in use."),
    "too_few_decisions": Kind(409, "There are too few decisions to learn from."),
    "bad_merge": Kind(422, "These brands cannot be merged like this."),
    "too_many_rows": Kind(422, "These are more rows than one act takes."),
    "bad_picture": Kind(422, "The file cannot be used as a picture."),
    "unknown_column": Kind(422, "There is no such column."),
    "bad_filter": Kind(422, "The registry cannot be followed by this filter."),
    "unknown_filter": Kind(422, "There is no such filter."),
    "unknown_sort": Kind(422, "The list has no such order."),
    "unknown_field": Kind(422, "There is no such field."),
    "bad_cursor": Kind(422, "The cursor does not belong to this list."),
    "idempotency_mismatch": Kind(422, "The key was used for another request."),
    "rate_limited": Kind(429, "Too many requests."),
    "internal_error": Kind(500, "Something went wrong on our side."),
    "storage_full": Kind(503, "The file could not be stored."),
    "workspace_migrating": Kind(503, "The workspace is being updated."),
}
OTHER = Kind(422, "This cannot be done.")


def kind(code: str) -> Kind:
    """What a code stands for; a domain's own refusal that is not listed is a 422."""
    return KINDS.get(code, OTHER)
