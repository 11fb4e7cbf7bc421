"""Links to pages of apps above, by registered names: `{% load links %}{% link "pupil" pupil.pk %}`."""

from django import template

from inreach.apps.ui.menu.registry import address_of

register = template.Library()
register.simple_tag(address_of, name="link")
