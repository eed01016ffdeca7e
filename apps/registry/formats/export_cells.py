"""Cells of exported files: text that a spreadsheet would run as a formula is made harmless."""

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def defuse(text: str) -> str:
    """`text` with an apostrophe in front if a spreadsheet could take it for a formula; else unchanged.

    Nothing takes the apostrophe off again on import: what was exported is shown as it was exported.
    """
    return "'" + text if text.startswith(_DANGEROUS) else text
