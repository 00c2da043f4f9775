from directory.kit.settings import ROOT
from directory.providers.rules import Registration, Status
from directory.providers.rules.lifecycle import as_markdown, is_shown


def test_the_drawing_in_the_docs_is_the_table() -> None:
    assert (ROOT / "docs" / "lifecycles" / "service.md").read_text(encoding="utf-8") == as_markdown()


def test_only_what_is_published_and_registered_or_unregulated_is_shown() -> None:
    shown = {
        (status, registration) for status in Status for registration in Registration if is_shown(status, registration)
    }
    found = {Registration.ACTIVE, Registration.SUSPENDED, Registration.UNREGULATED}
    assert shown == {(Status.PUBLISHED, registration) for registration in found}
