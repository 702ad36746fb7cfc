"""The one list of rooms: their addresses, and what an address may ask of each (`/inside?layer=conv5`).

The router, the links, the doors on the first page, the check of the content and the tests read it here. A room added
is one script in app/rooms, one line below, and its words.
"""

from __future__ import annotations

from dataclasses import dataclass

LANGUAGE = "lang"
"""The parameter that every room understands."""

LAYERS = ("conv1", "conv2", "conv3", "conv4", "conv5")
METHODS = ("gradient", "integrated-gradients", "grad-cam", "occlusion")

CHOICES = {
    "layer": LAYERS,
    "order": ("number", "colour"),
    "maps": ("strongest", "all"),
    "method": METHODS,
    "measure": ("first", "five"),
}
"""Parameters that have the same few values whatever the content says."""


@dataclass(frozen=True)
class Room:
    """A room: its script is app/rooms/<id>.py, its labels are content/<language>/words/<address>.yaml.

    parameters: what its address may ask, beside the language. live: it asks the network something.
    """

    id: str
    parameters: tuple[str, ...] = ()
    live: bool = False
    own_address: str = ""

    @property
    def address(self) -> str:
        """The room's part of the URL, the same in every language."""
        return self.own_address or self.id

    def understands(self, parameter: str) -> bool:
        """Whether the room's address may ask this."""
        return parameter == LANGUAGE or parameter in self.parameters


ROOMS = {
    room.id: room
    for room in (
        Room("welcome"),
        Room("story"),
        Room("timeline", ("event", "track")),
        Room("notebook", ("round", "measure")),
        Room("people"),
        # try.py could not be imported: `try` is a keyword
        Room("try_it", ("sample", "network"), live=True, own_address="try"),
        Room("inside", ("sample", "network", "order", "kernel", "layer", "maps"), live=True),
        Room("why", ("sample", "network", "method", "target"), live=True),
        Room("facts", ("legend",)),
        Room("about"),
    )
}
ALL = tuple(ROOMS)
DOORS = tuple(sorted(ALL[1:], key=lambda room: not ROOMS[room].live))
"""The rooms behind the first page, those with the live network first."""
