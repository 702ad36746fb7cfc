"""What visitors read, see and hear: loaded, checked, translated. `Library` gives records, `Words` gives labels."""

from exhibit.content.load import Library
from exhibit.content.words import Words

__all__ = ["Library", "Words"]
