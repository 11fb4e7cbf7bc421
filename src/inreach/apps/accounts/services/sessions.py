"""Sessions that are over: nobody can use them, and they may name whom somebody searched for."""

from django.contrib.sessions.models import Session
from django.utils import timezone


def forget_sessions() -> int:
    """Delete sessions that are over, and return how many."""
    return Session.objects.filter(expire_date__lt=timezone.now()).delete()[0]
