"""Filters for figures and sentences on a page: `{% load figures %}`."""

from django import template

from inreach.apps.ui.presenters.figures import hours, numbered, percent
from inreach.core.text import as_sentence

register = template.Library()
register.filter("percent", percent)
register.filter("hours", hours)
register.filter("numbered", numbered)
register.filter("as_sentence", as_sentence)
