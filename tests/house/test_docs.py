"""Pages of docs/ that are made from the code say what the code says."""

from directory.access.matrix import as_markdown
from tests.house.source import ROOT


def test_the_page_of_permissions_is_the_matrix() -> None:
    assert (ROOT / "docs" / "permissions.md").read_text() == as_markdown(), "run: flask docs permissions"
