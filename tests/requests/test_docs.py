from directory.requests.rules.beside import as_markdown
from tests.house.source import ROOT


def test_the_page_of_the_lifecycle_is_drawn_from_the_table() -> None:
    page = (ROOT / "docs" / "lifecycles" / "request.md").read_text()
    assert page == as_markdown(), "run: flask docs lifecycles"
