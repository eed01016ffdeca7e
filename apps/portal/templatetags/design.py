"""`{% sample one %}` draws a component of the design page by its own template."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from apps.portal.design.sample import Sample

register = template.Library()
AROUND = {
    "": "{}",
    "table": '<div class="frame"><table class="grid-table plain">{}</table></div>',
    "rows": '<div class="frame"><table class="grid-table plain"><tbody>{}</tbody></table></div>',
    "line": '<div class="line">{}</div>',
    "head": '<div class="page-head">{}</div>',
    "form": '<form class="stack">{}</form>',
}


@register.simple_tag(takes_context=True)
def sample(context: template.Context, one: Sample) -> SafeString:
    """The component with its own words, the rest as everywhere on the page."""
    engine: Any = context.template
    with context.push(**one.context):
        drawn = engine.engine.get_template(one.name).render(context)
    still = drawn.replace("autofocus", "")  # the page begins at its top
    return format_html(AROUND[one.inside], mark_safe(still))  # noqa: S308  (drawn by templates, which escape)
