"""What visitors read, see and hear: loaded, checked, translated. `Library` gives records, `Messages` gives labels."""

from exhibit.content.load import Library
from exhibit.content.messages import Messages

__all__ = ["Library", "Messages"]
