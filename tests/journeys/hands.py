"""Somebody at a keyboard: Tab, Enter, Space, arrows and typing, who looks at every page that comes.

Each page is looked at once per state: axe finds nothing, it does not scroll sideways (at 320 px too on a phone),
and whatever is reached shows that it has the focus. ``done`` counts what was typed, chosen or pressed, and ``seconds``
gives how long a person would take for it: the test itself does not wait.
"""

import re
import time

from playwright.sync_api import Locator, Page
from playwright.sync_api import TimeoutError as Late

from tests.engines.browser import PHONE, check_accessible

NARROWEST = 320
# the keystroke-level model (Card, Moran and Newell, 1983): to think before an act, to point at it, to strike a key
# (somebody who types 55 words a minute needs 0.2; an average non-typist 0.28)
THINK, POINT, STRIKE = 1.35, 1.1, 0.28
MOST_TABS = 600
LOOKS = """(e) => {
  const parts = [getComputedStyle(e)];
  for (const label of e.labels || []) parts.push(getComputedStyle(label, "::before"));
  return parts.map((s) => [s.outlineStyle, s.outlineWidth, s.outlineColor, s.boxShadow, s.backgroundColor].join())
    .join("|");
}"""
SCRIPT = re.compile(r"<script\b.*?</script>", re.DOTALL)
IS_FOCUSED = "(e) => e === document.activeElement"
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Hands:
    """One visitor's hands on one page."""

    def __init__(
        self, page: Page, *, width: int, javascript: bool, looked: set[tuple[str, str]] | None = None, axe: bool = True
    ) -> None:
        """``looked``: what others have looked at already; ``axe`` False: look only whether a page scrolls sideways."""
        self.page, self.width, self.javascript, self.axe = page, width, javascript, axe
        self.done, self.struck, self.waited = 0, 0, 0.0
        self._looked = set[tuple[str, str]]() if looked is None else looked
        self._apart: Page | None = None

    @property
    def seconds(self) -> float:
        """Give how long a person takes: thinking and pointing at each act, striking keys, and waiting for pages."""
        return self.done * (THINK + POINT) + self.struck * STRIKE + self.waited

    def open(self, path: str) -> None:
        """Type an address."""
        self.page.goto(path)
        self.look()

    def look(self) -> None:
        """Look at the page that has come, unless it was looked at in this state."""
        state = (self.page.url, self.page.title())
        if state in self._looked:
            return
        self._looked.add(state)
        if self.javascript or not self.axe:
            self._check(self.page)
            return
        # axe needs a browser that runs it: the same page as it came, without our scripts, in one that does
        apart = self._apart or self.page.context.browser.new_context().new_page()  # type: ignore[union-attr]
        self._apart = apart
        apart.set_viewport_size({"width": self.width, "height": 900})
        body = SCRIPT.sub("", self.page.content())
        apart.route(self.page.url, lambda asked: asked.fulfill(body=body, content_type="text/html"))
        apart.goto(self.page.url)
        apart.unroute(self.page.url)
        self._check(apart)

    def _check(self, page: Page) -> None:
        if self.axe:
            check_accessible(page)
        if self.width == PHONE:
            page.set_viewport_size({"width": NARROWEST, "height": 900})
            by = page.evaluate(SIDEWAYS)
            page.set_viewport_size({"width": PHONE, "height": 900})
            assert by <= 0, f"{page.url}: scrolls sideways by {by} px at {NARROWEST} px"

    def reach(self, target: Locator) -> None:
        """Tab until the target has the focus, and shows it."""
        try:
            target.wait_for(state="attached", timeout=3000)
        except Late as fault:
            raise AssertionError(f"{self.page.url}: no {target}: {self.errors()} {self.words()[:1200]}") from fault
        if target.evaluate(IS_FOCUSED):
            return
        before = target.evaluate(LOOKS)
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            if target.evaluate(IS_FOCUSED):
                assert target.evaluate(LOOKS) != before, f"{self.page.url}: the focus does not show on {target}"
                return
        raise AssertionError(f"{self.page.url}: the keyboard does not reach {target}")

    def press(self, name: str) -> None:
        """Press a button that leads to another page, or to this one again."""
        self._go(self.button(name))

    def button(self, name: str) -> Locator:
        """Give a button, or a link that looks like one, by its words."""
        return self.page.get_by_role("button", name=name, exact=True).first

    def follow(self, name: str, *, exact: bool = True) -> None:
        """Follow a link; where the menu hides it, open the menu first."""
        link = self.page.get_by_role("link", name=name, exact=exact).first
        if link.count() == 0 or not link.is_visible():
            menu = self.page.get_by_role("button", name="Menu", exact=True).first
            self.reach(menu)
            self.page.keyboard.press("Enter")
            self.done += 1
        self._go(link)

    def _go(self, target: Locator) -> None:
        self.reach(target)
        self.done += 1
        began = time.monotonic()
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.waited += time.monotonic() - began
        self.look()

    def search(self, target: Locator, key: str = "Enter") -> None:
        """Press what searches anew: with JavaScript the page stays, and only what was found is replaced."""
        self.reach(target)
        self.done += 1
        began = time.monotonic()
        if self.javascript:
            with self.page.expect_response(lambda answer: "/services" in answer.url):
                self.page.keyboard.press(key)
            self.page.locator("#results:not([aria-busy=true])").wait_for()
        else:
            with self.page.expect_navigation():
                self.page.keyboard.press(key)
        self.waited += time.monotonic() - began
        self.look()

    def unfold(self, name: str) -> None:
        """Open a folded part of the page, if it is folded."""
        folded = self.page.locator("summary", has_text=name).first
        if folded.evaluate("(e) => !e.parentElement.open"):
            self.reach(folded)
            self.page.keyboard.press("Enter")
            self.done += 1
            self.look()

    def type(self, label: str, words: str, *, within: str = "main") -> None:
        """Type into a field, in place of what stands there."""
        self.reach(self.page.locator(within).get_by_label(label, exact=True).first)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(words)
        self.done += 1
        self.struck += len(words)

    def date(self, legend: str, day: str) -> None:
        """Type a date, as "27 11 2026", into its three fields."""
        fields = self.page.get_by_role("group", name=legend).first
        for label, number in zip(("Day", "Month", "Year"), day.split(), strict=True):
            self.reach(fields.get_by_label(label, exact=True))
            self.page.keyboard.press("Control+A")
            self.page.keyboard.type(number)
            self.struck += len(number)
        self.done += 1

    def tick(self, label: str) -> None:
        """Tick a box."""
        box = self.page.get_by_role("checkbox", name=label).first
        self.reach(box)
        self.page.keyboard.press("Space")
        self.done += 1
        assert box.is_checked()

    def choose(self, legend: str, label: str) -> None:
        """Choose one of several: the arrows move within a group."""
        group = self.page.get_by_role("group", name=legend).first
        wanted = group.get_by_role("radio", name=label, exact=True)
        chosen = group.locator("input[type=radio]:checked")
        self.reach(chosen if chosen.count() else group.get_by_role("radio").first)
        if not chosen.count():
            self.page.keyboard.press("Space")
        for _ in range(group.get_by_role("radio").count()):
            if wanted.is_checked():
                break
            self.page.keyboard.press("ArrowDown")
        assert wanted.is_checked(), f"{self.page.url}: {label} cannot be chosen"
        self.done += 1

    def errors(self) -> list[str]:
        """Give the lines of the error summary."""
        return self.page.locator(".govuk-error-summary__list li").all_inner_texts()

    def heading(self) -> str:
        """Give the words of the one h1."""
        return self.page.locator("h1").inner_text()

    def words(self) -> str:
        """Give what the page says."""
        return " ".join(self.page.locator("main").inner_text().split())
