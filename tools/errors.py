"""The one error of the development tools."""


class DevError(Exception):
    """Something a person must know or do; `./dev` prints the text and exits with 1."""
