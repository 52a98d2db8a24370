"""What rooms above offer on the pages of organisations and people: ``{% load orgs_ways %}``."""

from typing import Any

from django import template
from django.template import Context

from nhacviec.orgs.apps import Way, org_extensions

register = template.Library()


@register.simple_tag(takes_context=True)
def ways(context: Context) -> list[Way]:
    """Buttons of the rooms above for the viewer of the request, in the order of the rooms."""
    request: Any = context["request"]
    return [way for extension in org_extensions for way in extension.ways(viewer=request.viewer)]
