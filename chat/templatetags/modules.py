"""`{% modulepreload "js/app.js" %}`: its imports are fetched together, not one after the other."""

from __future__ import annotations

from django import template
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from chat.modules import modules_of

register = template.Library()


@register.simple_tag
def modulepreload(entry: str) -> SafeString:
    links = [(static(name),) for name in modules_of(entry)]
    return format_html_join("\n", '<link rel="modulepreload" href="{}">', links)
