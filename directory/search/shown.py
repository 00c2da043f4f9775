"""How a document found is shown: its distance, and where its words are. The same for every engine."""

from directory.search.embedded.analysis import folded, stem
from directory.search.embedded.chord import exact_miles
from directory.search.embedded.match import Meaning
from directory.search.highlight import Marker, marked, marker, snippet, spans
from directory.search.port import Document, Near


def distance(near: Near | None, document: Document) -> float | None:
    """Give geopy's miles from a point; None where either has no place."""
    if near is None or document.latitude is None or document.longitude is None:
        return None
    return exact_miles(near.latitude, near.longitude, document.latitude, document.longitude)


def marker_of(meant: Meaning) -> Marker | None:
    """Give what marks the words that a text asked for; None where it asked for none."""
    atoms = [atom for group in meant.required for atom in group]
    stems = {term for atom in atoms for term in atom.terms}
    prefixes = tuple(atom.prefix for atom in atoms if atom.prefix)

    def matches(word: str) -> bool:
        plain = folded(word)
        return stem(plain) in stems or (bool(prefixes) and plain.startswith(prefixes))

    # a stem may end in another letter than its words: "famili" of family, "disabl" of disability
    return marker(matches, [*prefixes, *(term[:-1] if len(term) > 2 else term for term in stems)]) if atoms else None


def highlights(document: Document, mark: Marker | None) -> dict[str, str]:
    """Give the fields of a document with the words marked, the description cut to where they are."""
    shown = {
        "name": marked(document.name, spans(document.name, mark)),
        "description": snippet(document.description, spans(document.description, mark)),
    }
    organisation = spans(document.organisation_name, mark)
    if organisation:
        shown["organisation_name"] = marked(document.organisation_name, organisation)
    return shown
