"""Small words of our templates: icons, figures, moments, links that keep the list's state."""

import json
from datetime import date, datetime
from typing import Any

from django import template
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.core import policy
from apps.core.kept_texts import told as told_kept
from apps.portal import counted, kept_texts, words
from apps.portal.assets import assets
from apps.portal.categories import category

register = template.Library()
DASH = "–"
DAY = 24 * 3600
KILO = 1000


@register.simple_tag
def vite() -> SafeString:
    """Links to the built style, font and script."""
    built = assets()
    if not built.are_built:
        return mark_safe("<!-- not built: npm ci && npm run build -->")
    return format_html(
        '<link rel="preload" href="{}" as="font" type="font/woff2" crossorigin>'
        '<link rel="stylesheet" href="{}"><script type="module" src="{}"></script>',
        built.font,
        built.style,
        built.script,
    )


@register.simple_tag
def assets_missing() -> bool:
    """Whether the front end has not been built."""
    return not assets().are_built


@register.filter
def said(text: Any) -> str:
    """A text that was kept in English, in the language of the page where it is known."""
    return told_kept(text)


@register.simple_tag
def progress_words() -> str:
    """What running jobs say, as JSON for the script."""
    return json.dumps(kept_texts.progress_words(), ensure_ascii=False)


@register.simple_tag
def icon(name: str, label: str = "", size: str = "") -> SafeString:
    """One icon of the sprite; decoration unless it has a label."""
    kind = f"icon {size}".strip()
    who = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html('<svg class="{}" {}><use href="{}#{}"></use></svg>', kind, who, assets().icons, name)


@register.simple_tag
def icons_url() -> str:
    """Where the sprite of icons is, for script that draws some."""
    return assets().icons


@register.filter
def number(value: Any) -> str:
    """12,345 in the viewer's language; a dash for nothing."""
    return DASH if value in (None, "") else number_format(value, use_l10n=True, force_grouping=True)


@register.filter
def plain(value: float) -> str:
    """A measure inside a drawing: a point, whatever the viewer's language."""
    return f"{value:g}"


@register.filter
def size(value: int | None) -> str:
    """1.4 MB, in thousands."""
    amount, units = float(value or 0), ["B", "kB", "MB", "GB"]
    while amount >= KILO and len(units) > 1:
        amount, units = amount / KILO, units[1:]
    return f"{number_format(amount, 0 if units[0] == 'B' else 1)} {units[0]}"


@register.filter
def day(value: Any) -> str:
    """A day as people write it here; accepts ISO text."""
    if not value:
        return DASH
    when = date.fromisoformat(value[:10]) if isinstance(value, str) else value
    return date_format(when, "DATE_FORMAT")


@register.filter
def moment(value: datetime | None) -> str:
    """How long ago, with the exact moment in the markup."""
    if not value:
        return DASH
    exact = date_format(timezone.localtime(value), "DATETIME_FORMAT")
    return format_html('<time datetime="{}" title="{}">{}</time>', value.isoformat(), exact, _ago(value))


def _ago(value: datetime) -> str:
    seconds = (timezone.now() - value).total_seconds()
    if seconds < 60:  # noqa: PLR2004
        return _("just now")
    if seconds < 7 * DAY:
        return _("%(time)s ago") % {"time": timesince(value, depth=1)}
    return date_format(timezone.localtime(value), "DATE_FORMAT")


@register.filter
def seconds(value: Any) -> str:
    """A duration in words a person would use."""
    amount = float(value or 0)
    if amount < 10:  # noqa: PLR2004
        return _("%(n)s s") % {"n": number_format(amount, 1)}
    whole = round(amount)
    if whole < 120:  # noqa: PLR2004
        return _("%(n)s s") % {"n": whole}
    return ngettext("%(n)d min", "%(n)d min", whole // 60) % {"n": whole // 60}


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """A value of a dictionary by a key that is itself a variable."""
    return mapping.get(key) if hasattr(mapping, "get") else None


@register.filter
def percent(part: Any, whole: Any) -> int:
    """How much of the whole, 0-100."""
    return round(100 * (part or 0) / whole) if whole else 0


@register.simple_tag(takes_context=True)
def with_query(context: dict[str, Any], **changes: Any) -> str:
    """This page's query with some keys changed; an empty value drops the key. Cursors never survive."""
    query: QueryDict = context["request"].GET.copy()
    query.pop("cursor", None)
    for key, value in changes.items():
        query.pop(key, None)
        if value not in (None, ""):
            query[key] = str(value)
    return f"?{query.urlencode()}" if query else "?"


@register.simple_tag(takes_context=True)
def may(context: dict[str, Any], resource: str, action: str) -> bool:
    """Whether the person looking may do this here."""
    actor = context.get("actor")
    return actor is not None and policy.allows(actor, resource, action)


@register.simple_tag
def place(name: str, *args: Any) -> str:
    """An address inside this workspace."""
    return reverse(f"portal:{name}", args=args)


@register.filter
def some(values: Any, shown: int = 2) -> str:
    """The first few of a list, and how many more."""
    found = [str(value) for value in values or ()]
    rest = len(found) - shown
    return ", ".join(found[:shown]) + (f" +{rest}" if rest > 0 else "")


@register.simple_tag
def badge(word: str, label: str = "") -> SafeString:
    """A state or outcome in its colour."""
    text = label or words.state(word)
    return format_html('<span class="badge {}">{}</span>', words.TONES.get(word, ""), text)


@register.filter
def origin_word(code: str | None) -> str:
    """An origin's name for people."""
    return words.origin(code)


@register.filter
def category_word(word: str | None) -> str:
    """A category in words."""
    return category(word or "")


@register.filter
def class_word(code: str | None) -> str:
    """A class/type in words."""
    return words.class_type(code)


@register.filter
def field_word(name: str) -> str:
    """A column's name for people."""
    return words.field(name)


@register.filter
def reason_word(code: str) -> str:
    """What is wrong with a row."""
    return words.reason(code)


@register.filter
def reason_text(code: str) -> str:
    """What is wrong with a row, in a sentence."""
    return words.explanation(code)


@register.simple_tag
def shown(name: str, value: Any) -> str:
    """A field's value as people read it: codes in words beside the code, days and moments in their language."""
    return words.shown(name, value)


@register.filter
def state_word(word: str) -> str:
    """A state or outcome for people."""
    return words.state(word)


@register.filter
def filter_word(given: dict[str, list[str]]) -> str:
    """What a filter picks, for people."""
    return words.filter_text(given)


@register.filter
def permit_list_word(code: str) -> str:
    """What kind of permit list it is."""
    return words.permit_list(code)


@register.filter
def act_word(row: dict[str, Any]) -> str:
    """What an act did, in the reader's language."""
    return words.act(row)


@register.filter
def role_word(word: str) -> str:
    """What somebody is here."""
    return words.role(word)


@register.filter
def kind_word(word: str) -> str:
    """What kind of act it was."""
    return words.kind(word)


@register.filter
def channel_word(word: str) -> str:
    """By way of what it came."""
    return words.channel(word)


@register.filter
def actor_word(name: str) -> str:
    """Who did it."""
    return words.actor(name)


@register.filter
def record_word(word: str, n: int | None = None) -> str:
    """Records of a kind: so many of them, else in the plural."""
    return words.record(word) if n is None else counted.record(word, n)


@register.filter
def record_count(word: str, n: int) -> str:
    """So many records of a kind, as "1 note"."""
    return counted.records(word, n, number(n))


@register.filter
def verdict_word(word: str) -> str:
    """What somebody said of a pair of brands."""
    return words.verdict(word)


@register.filter
def undo_word(word: str) -> str:
    """What an undo does to records an act made, changed or deleted."""
    return words.undo(word)


@register.simple_tag
def record_link(record: str, pk: int) -> str:
    """The page of a record, or nothing where it has none."""
    name = {"brand": "brands-detail", "sku": "skus-detail", "permit": "importers-detail"}.get(record)
    return reverse(f"portal:{name}", args=[pk]) if name else ""


@register.filter
def pace(job: Any) -> str:
    """How fast a running job is, and how long it still takes."""
    if job.is_over or not (job.started_at and job.done and job.total):
        return ""
    past = (timezone.now() - job.started_at).total_seconds()
    if past < 1:
        return ""
    left = past * (job.total - job.done) / job.done
    rate = number_format(round(job.done / past), use_l10n=True, force_grouping=True)
    return _("%(rate)s per second, about %(left)s left") % {"rate": rate, "left": seconds(left)}


@register.filter
def list_word(name: str) -> str:
    """What a list holds."""
    return words.listed(name)
