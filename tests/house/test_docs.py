"""Pages of docs/ that are made from the code say what the code says."""

from directory.access.matrix import as_markdown
from tests.house.source import ROOT


def test_the_page_of_permissions_is_the_matrix() -> None:
    assert (ROOT / "docs" / "permissions.md").read_text() == as_markdown(), "run: flask docs permissions"


def test_every_decision_has_a_number_of_its_own_and_names_it() -> None:
    pages = sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))
    numbers = [int(page.name[:4]) for page in pages]
    assert len(set(numbers)) == len(numbers)
    assert [page.name for page in pages if not page.read_text().startswith(f"# {int(page.name[:4])}. ")] == []
