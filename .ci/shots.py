"""Picture every page as every role, at the width of a phone and of a desk, from the running demonstration.

    python .ci/shots.py http://127.0.0.1:8000

Signs in as one account of each role, follows the links it is shown (one page of each kind), and writes
shots/<role>/<width>/<page>.png. It presses no button, so it changes nothing.
"""

import json
import os
import re
import shutil
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import pyotp
from playwright.sync_api import Browser, BrowserType, Page, sync_playwright
from playwright.sync_api import Error as BrowserError

ROOT = Path(__file__).resolve().parent.parent
SHOTS = ROOT / "shots"
INSTANCE = Path(os.environ.get("INSTANCE_PATH") or ROOT / "instance")
WIDTHS = {"phone": 360, "desk": 1280}
MOST_PAGES = 80
STEP_SECONDS = 30
STARTS = ("/", "/services", "/services?q=trafficking&near=LS1&within=40", "/tenders", "/accessibility", "/privacy")
# Ids tell pages of one kind apart, and one of each kind is enough.
AN_ID = re.compile(r"/(?:[0-9a-f]{8}-[0-9a-f-]{27}|\d+)(?=/|$)")
CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
AS_ROOT = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


def kind_of(address: str) -> str:
    """The page's kind: its path with ids left out, and the name of each thing asked for."""
    parts = urlsplit(address)
    asked = sorted({pair.split("=")[0] for pair in parts.query.split("&") if pair})
    return AN_ID.sub("/ID", parts.path) + ("?" + "&".join(asked) if asked else "")


def name_of(kind: str) -> str:
    """A file name for a kind of page."""
    return re.sub(r"[^a-zA-Z0-9]+", "-", kind).strip("-") or "home"


def sign_in(page: Page, base: str, account: dict[str, str]) -> None:
    """Sign in by the forms, as a person would."""
    page.goto(f"{base}/sign-in")
    page.fill("main input[type=email]", account["email"])
    page.fill("main input[type=password]", account["password"])
    page.click("main form button[type=submit]")
    code = page.locator("main input[autocomplete=one-time-code]")
    for _ in range(2):
        if not account["totp_secret"] or not code.count():
            break
        code.fill(pyotp.TOTP(account["totp_secret"]).now())
        page.click("main form button[type=submit]")
        if code.count():  # this code was used a moment ago, and none works twice
            time.sleep(STEP_SECONDS - time.time() % STEP_SECONDS)
    if urlsplit(page.url).path.startswith("/sign-in"):
        print(f"  could not sign in as {account['email']}", file=sys.stderr)


def links_of(page: Page, base: str) -> list[str]:
    """Addresses on this site that the page links to, in their order, without fragments."""
    found = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href.split('#')[0])")
    return [str(address).removeprefix(base) or "/" for address in found if str(address).startswith(base)]


def picture(page: Page, base: str, folder: Path) -> int:
    """Picture each kind of page that can be reached; gives how many."""
    waiting, seen = list(STARTS), set()
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.pop(0)
        kind = kind_of(address)
        if kind in seen or kind.count("&") > 3:
            continue
        seen.add(kind)
        try:
            answer = page.goto(base + address)
        except BrowserError:  # a download, not a page
            continue
        if answer is None or "text/html" not in answer.headers.get("content-type", ""):
            continue
        if not answer.ok:
            print(f"  {answer.status} {address}", file=sys.stderr)
        for width_name, width in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": 800})
            (folder / width_name).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=folder / width_name / f"{name_of(kind)}.png", full_page=True)
        waiting += links_of(page, base)
    return len(seen)


def launch(browsers: BrowserType) -> Browser:
    """Start the Chromium of this machine, or Playwright's own."""
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    return browsers.launch(executable_path=program, args=AS_ROOT if os.geteuid() == 0 else [])


def main(base: str) -> int:
    """Picture the site as a stranger and as each role."""
    accounts_path = INSTANCE / "demo-accounts.json"
    if not accounts_path.exists():
        print("There is no demonstration here yet: run make demo in another terminal first.", file=sys.stderr)
        return 1
    by_role: dict[str, dict[str, str]] = {}
    for account in json.loads(accounts_path.read_text(encoding="utf-8")):
        by_role.setdefault(account["role"], account)
    shutil.rmtree(SHOTS, ignore_errors=True)
    with sync_playwright() as playwright:
        browser = launch(playwright.chromium)
        for role, account in {"anonymous": None, **by_role}.items():
            context = browser.new_context()
            page = context.new_page()
            if account:
                sign_in(page, base, account)
            print(f"{role}: {picture(page, base, SHOTS / role)} pages", flush=True)
            context.close()
        browser.close()
    print(f"See {SHOTS.relative_to(ROOT)}/")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1].rstrip("/") if len(sys.argv) > 1 else "http://127.0.0.1:8000"))
