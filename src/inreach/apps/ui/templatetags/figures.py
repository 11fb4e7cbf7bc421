"""Filters for figures on a page: `{% load figures %}`."""

from django import template

from inreach.apps.ui.presenters.figures import hours, numbered, percent

register = template.Library()
register.filter("percent", percent)
register.filter("hours", hours)
register.filter("numbered", numbered)
