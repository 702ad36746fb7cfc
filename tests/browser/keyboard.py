"""A visitor who has a keyboard and nothing else."""

from dataclasses import dataclass, field

from playwright.sync_api import Locator

from browser.visitor import Visitor

MOST_STOPS = 200
# What has the focus: its words, and whether one can see that it has it (the ring may be drawn by a card around it).
FOCUSED = """() => {
    let found = document.activeElement;
    while (found?.shadowRoot?.activeElement) found = found.shadowRoot.activeElement;
    if (!found || found === document.body) return null;
    const ringed = (style) => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
    let seen = ringed(getComputedStyle(found, '::after')) || getComputedStyle(found).boxShadow !== 'none';
    for (let part = found, steps = 0; part && steps < 8 && !seen; part = part.parentElement, steps++)
        seen = ringed(getComputedStyle(part));
    const words = found.getAttribute('aria-label') || found.innerText || found.tagName;
    return { words: words.trim().slice(0, 60), seen };
}"""


@dataclass
class Keyboard:
    """Walks with Tab and acts with Enter, Space and the arrow keys; remembers the path."""

    visitor: Visitor
    path: list[str] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)

    def tab_to(self, goal: Locator, *, back: bool = False) -> None:
        """Press Tab (or Shift+Tab) until the goal, or something within it, has the focus."""
        for _ in range(MOST_STOPS):
            self.visitor.page.keyboard.press("Shift+Tab" if back else "Tab")
            self.note()
            if goal.evaluate("goal => goal.contains(document.activeElement)"):
                return
        raise AssertionError(f"Tab does not lead to {goal}; the way was {self.path[-MOST_STOPS:]}")

    def enter(self, room: str) -> None:
        """Go to a room by its link in the strip."""
        self.tab_to(self.visitor.room_link(room), back=True)
        self.press("Enter")
        self.visitor.arrive(room)

    def press(self, key: str) -> None:
        """Press a key where the focus is, and wait for what it does."""
        self.path.append(f"[{key}]")
        self.visitor.page.keyboard.press(key)
        self.visitor.page.wait_for_timeout(150)
        self.visitor.settle()

    def note(self) -> None:
        """Remember the stop, and whether its focus can be seen."""
        stop = self.visitor.page.evaluate(FOCUSED)
        if stop:
            self.path.append(stop["words"])
            if not stop["seen"]:
                self.unseen.append(stop["words"])
