"""Events, their free text, and the blocks that seal them."""

from inreach.apps.audit.models.block import Block
from inreach.apps.audit.models.event import Event, EventText, Kind

__all__ = ["Block", "Event", "EventText", "Kind"]
