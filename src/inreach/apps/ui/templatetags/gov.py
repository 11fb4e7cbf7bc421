"""What component templates and pages use of the form and component layer: `{% load gov %}`."""

from typing import Any

from django import template
from django.forms import BoundField
from django.template.context import Context
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from inreach.apps.ui.components.options import Options, options_of
from inreach.apps.ui.components.preparation import prepared
from inreach.apps.ui.forms.error_summary import has_errors
from inreach.apps.ui.forms.field_options import component_of, options_of_field
from inreach.apps.ui.forms.one_time_key import new_key

register = template.Library()
EMPTY = SafeString("")


@register.simple_tag(takes_context=True)
def options(context: Context, component: str) -> Options:
    """The options that the component being rendered was given, with what follows from them (ids, classes, states)."""
    frame = context["cotton_data"]["stack"][-1]
    passed = options_of(component, frame["attrs"].dict, frame["slots"], context["slot"])
    return prepared(component, passed)


@register.inclusion_tag("gov/post_token.html", takes_context=True)
def post_token(context: Context, form: Any = None) -> dict[str, Any]:
    """What every form of ours carries: Django's token, a key for this one showing, and what the form showed."""
    return {
        "csrf_token": context.get("csrf_token", ""),
        "once": new_key(),
        "seen": getattr(form, "seen", ""),
    }


@register.simple_tag
def attributes(pairs: Any) -> SafeString:
    """The attributes of an element, escaped, each with a space before it."""
    return format_html_join("", ' {}="{}"', pairs.items()) if pairs else EMPTY


@register.simple_tag
def field_component(field: BoundField) -> str:
    """The name of the component that shows a form field."""
    return component_of(field)


@register.simple_tag
def field_params(field: BoundField) -> dict[str, Any]:
    """The options of the component that shows a form field."""
    return options_of_field(field)


@register.simple_tag
def error_prefix(form: Any) -> str:
    """ "Error: " at the start of a page's title when the form was sent and is not right."""
    return "Error: " if has_errors(form) else ""
