"""A text as read (``syntax``) and analysed (``Meaning``), written as PostgreSQL's tsquery.

Nothing that was typed reaches PostgreSQL's own query parser but stems, each in quotes: it cannot be misread.
"""

from collections.abc import Callable, Sequence

from directory.search.meaning import Atom, Meaning

WEIGHTS = "ABCD"

MOST_RANKED = 8
"""Stems by which a word that stands for others is ranked: ``ts_rank`` compares each with each, in every row."""

StandsFor = Callable[[Atom], Sequence[str]]


def quoted(stem: str) -> str:
    """Give a stem as a tsquery's or a tsvector's quoted word."""
    return "'" + stem.replace("\\", "\\\\").replace("'", "''") + "'"


def required(meant: Meaning, stands_for: StandsFor) -> str | None:
    """Give what must be there; "" where nothing must, None where nothing can be found.

    ``stands_for`` gives the stems that a beginning, or a word spelt nearly so, stands for.
    """
    groups = []
    for group in meant.required:
        atoms = [each for each in (_atom(atom, stands_for) for atom in group) if each]
        if not atoms:
            return None
        groups.append(f"({' | '.join(dict.fromkeys(atoms))})")
    return " & ".join(dict.fromkeys(groups))


def ranked(meant: Meaning, stands_for: StandsFor) -> str:
    """Give what rows are ranked by: what must be there, a beginning of many words being looked for as it stands."""

    def few(atom: Atom) -> Sequence[str]:
        stems = stands_for(atom)
        return stems if len(stems) <= MOST_RANKED else () if atom.prefix else stems[:MOST_RANKED]

    groups = []
    for group in meant.required:
        atoms = [_atom(atom, few) or f"{quoted(atom.prefix)}:*" for atom in group]
        groups.append(f"({' | '.join(dict.fromkeys(atoms))})")
    return " & ".join(dict.fromkeys(groups))


def excluded(meant: Meaning, stands_for: StandsFor) -> str:
    """Give what may not be there, as one tsquery that matches where any of it is; "" where there is none."""
    atoms = [each for each in (_atom(atom, stands_for) for atom in meant.excluded) if each]
    return " | ".join(dict.fromkeys(atoms))


def _atom(atom: Atom, stands_for: StandsFor) -> str:
    if atom.prefix or atom.like:
        stems = [quoted(stem) for stem in stands_for(atom)]
        return f"({' | '.join(stems)})" if stems else ""
    if len(atom.terms) == 1:
        return quoted(atom.terms[0])
    # a phrase stands within one field: each has a weight of its own
    fields = (" <-> ".join(f"{quoted(term)}:{weight}" for term in atom.terms) for weight in WEIGHTS)
    return "(" + " | ".join(f"({field})" for field in fields) + ")"
