import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
VENDOR = ROOT / "static" / "vendor"

# What a strict content security policy forbids in a page.
# A block of JSON is data: no browser runs it.
INLINE_SCRIPT = re.compile(r"<script\b(?![^>]*\bsrc=)(?! type=\"application/json\")", re.IGNORECASE)
INLINE_STYLE = re.compile(r"<style\b|<[a-z][^>]*\sstyle\s*=", re.IGNORECASE)
INLINE_HANDLER = re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.IGNORECASE)
SCRIPT_ADDRESS = re.compile(r"(?:href|src|action)\s*=\s*[\"']?\s*javascript:", re.IGNORECASE)
FORBIDDEN = {
    "an inline script": INLINE_SCRIPT,
    "an inline style": INLINE_STYLE,
    "an inline event handler": INLINE_HANDLER,
    "a script as an address": SCRIPT_ADDRESS,
}

LOCK_FILES = [
    "requirements.txt",
    "requirements-dev.txt",
    ".ci/uv.txt",
    ".frontend/node.txt",
    ".frontend/package-lock.json",
]
# Licences and home pages may be linked; a place that packages are downloaded from may not.
DOWNLOAD_ADDRESS = re.compile(r"https?://[^\s\"']*|--(?:extra-)?index-url|--find-links|\"resolved\"")

THIRD_PARTY_MARK = re.compile(
    r"@license|@preserve|sourceMappingURL|Copyright \(c\)|GDS Transport[^`]{0,40}@font|webpackJsonp|Leaflet \d+\.\d+"
)


def tracked_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def templates() -> list[Path]:
    return sorted((ROOT / "templates").rglob("*.html"))


def offences(markup: str) -> list[str]:
    without_comments = re.sub(r"\{#.*?#\}", "", markup, flags=re.DOTALL)
    return [name for name, pattern in FORBIDDEN.items() if pattern.search(without_comments)]


@pytest.mark.parametrize(
    ("markup", "offence"),
    [
        ("<script>go()</script>", "an inline script"),
        ('<script nonce="x">go()</script>', "an inline script"),
        ('<p style="color: red">', "an inline style"),
        ("<style>p { color: red }</style>", "an inline style"),
        ('<button type="button"\n  onclick="go()">', "an inline event handler"),
        ('<a href="javascript:go()">', "a script as an address"),
    ],
)
def test_the_rule_sees_what_the_policy_forbids(markup: str, offence: str) -> None:
    assert offences(markup) == [offence]


@pytest.mark.parametrize(
    "markup",
    [
        '<script type="module" src="/app.js"></script>',
        "<p class='style'>on = off</p>",
        '<script type="application/json" id="data">{"a": 1}</script>',
        "{# <script>never sent</script> #}",
    ],
)
def test_the_rule_lets_plain_markup_pass(markup: str) -> None:
    assert offences(markup) == []


@pytest.mark.parametrize("template", templates(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_template_needs_an_exception_from_the_content_security_policy(template: Path) -> None:
    assert offences(template.read_text(encoding="utf-8")) == []


def test_the_stylesheet_served_holds_no_font_and_no_crest_that_only_govuk_may_use() -> None:
    sheets = sorted(VENDOR.rglob("*.css"))
    assert sheets, "static/vendor is empty: run python3 .frontend/fetch.py"
    for sheet in sheets:
        css = sheet.read_text(encoding="utf-8")
        assert "GDS Transport" not in css, sheet
        assert "@font-face" not in css, sheet
        assert "govuk-crest" not in css, sheet


def test_the_files_served_include_no_font_crown_or_crest() -> None:
    names = {path.name for path in VENDOR.rglob("*") if path.is_file()}
    assert not {name for name in names if re.search(r"crest|crown|\.woff2?$|favicon|opengraph", name)}


def test_every_file_that_a_served_stylesheet_or_script_names_is_there() -> None:
    for served in [*VENDOR.rglob("*.css"), *VENDOR.rglob("*.js")]:
        text = served.read_text(encoding="utf-8")
        assert "sourceMappingURL" not in text, served
        if served.suffix == ".css":
            for address in re.findall(r"url\(([^)]+)\)", text):
                name = address.strip("\"'")
                if not name.startswith(("data:", "#")):
                    assert (served.parent / name).exists(), f"{served} names {name}"


@pytest.mark.parametrize("name", LOCK_FILES)
def test_a_lock_file_names_no_place_to_download_from(name: str) -> None:
    assert not DOWNLOAD_ADDRESS.findall((ROOT / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", LOCK_FILES)
def test_a_lock_file_pins_every_package_by_hash(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    pinned = (
        re.findall(r'"version": "', text)
        if name.endswith(".json")
        else re.findall(r"^[\w.\[\]-]+==", text, re.MULTILINE)
    )
    hashed = (
        re.findall(r'"integrity": "sha512-', text)
        if name.endswith(".json")
        else re.findall(r"==\S+[^\n]*\\\n    --hash", text)
    )
    assert pinned
    assert len(hashed) == len(pinned)


def test_no_file_of_a_third_party_is_kept_in_the_repository() -> None:
    browser_files = [
        path for path in tracked_files() if path.suffix in {".js", ".mjs", ".css", ".map", ".woff", ".woff2"}
    ]
    assert browser_files
    for path in browser_files:
        text = path.read_text(encoding="utf-8")
        assert VENDOR not in path.parents, path
        assert path.suffix in {".js", ".css"}, path
        assert ".min." not in path.name, path
        assert not THIRD_PARTY_MARK.search(text), path
        assert max(map(len, text.splitlines()), default=0) <= 200, f"{path} looks minified"
