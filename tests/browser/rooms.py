"""The rooms as the browser tests walk through them."""

ROOMS = ("welcome", "story", "timeline", "notebook", "people", "try_it", "inside", "why", "facts", "about")
STORY_ROOMS = ("welcome", "story", "timeline", "notebook", "people", "facts", "about")
