"""The rooms as the browser tests walk through them."""

from exhibit.room_table import ALL as ROOMS
from exhibit.room_table import ROOMS as _TABLE

STORY_ROOMS = tuple(room.id for room in _TABLE.values() if not room.live)

__all__ = ["ROOMS", "STORY_ROOMS"]
