"""A visitor who has a keyboard and nothing else."""

from dataclasses import dataclass, field

from playwright.sync_api import Locator

from browser.visitor import Visitor

MOST_STOPS = 150
# What has the focus: its words, and whether one can see that it has it.
FOCUSED = """() => {
    const found = document.activeElement;
    if (!found || found === document.body) return null;
    const box = found.getBoundingClientRect();
    const shows = (element) => {
        const style = getComputedStyle(element);
        return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none';
    };
    const around = [found, found.parentElement, found.closest('label'), found.parentElement?.parentElement];
    return {
        words: (found.getAttribute('aria-label') || found.innerText || found.alt || found.tagName).trim().slice(0, 60),
        visible: around.some((element) => element && shows(element)) || box.width * box.height === 0,
    };
}"""


@dataclass
class Keyboard:
    """Walks with Tab and acts with Enter, Space and the arrow keys; remembers the path."""

    visitor: Visitor
    path: list[str] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)

    def tab_to(self, goal: Locator) -> None:
        """Press Tab until the goal (or something within it) has the focus."""
        for _ in range(MOST_STOPS):
            self.visitor.page.keyboard.press("Tab")
            self.note()
            if goal.evaluate("goal => goal === document.activeElement || goal.contains(document.activeElement)"):
                return
        raise AssertionError(f"Tab does not lead there; the way was: {self.path[-MOST_STOPS:]}")

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
            if not stop["visible"]:
                self.unseen.append(stop["words"])
