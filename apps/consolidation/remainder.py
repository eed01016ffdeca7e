"""What is left of a product's name when its brand's name is taken out of it."""

from apps.registry.formats.names import normal_form

MOST_WORDS = 40


def remainder(child: str, parent: str) -> str | None:
    """`7TH STATE GOLDEN LAGER` without `7TH STATE` is `GOLDEN LAGER`, in the spelling it had; None when the child's
    name does not have the parent's words together, or nothing else."""
    words = child.split()
    if len(words) > MOST_WORDS:
        return None
    forms = [normal_form(word).split() for word in words]
    wanted = normal_form(parent).split()
    if not wanted:
        return None
    for start in range(len(words)):
        for end in range(start + 1, len(words) + 1):
            if [part for form in forms[start:end] for part in form] == wanted:
                rest = " ".join(words[:start] + words[end:]).strip(" ,;:-–—/&'\"")
                return rest or None
    return None
