from directory.kit.settings import ROOT
from directory.tenders.rules import as_markdown


def test_the_diagram_in_the_docs_is_the_table_of_the_code() -> None:
    assert (ROOT / "docs" / "lifecycles" / "tender.md").read_text(encoding="utf-8") == as_markdown()
