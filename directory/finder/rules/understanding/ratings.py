"""The regulator's judgement, from the words for it: "Ofsted good", "good or outstanding". Pure."""

from directory.finder.rules.understanding.spans import Given, Level, Span
from directory.finder.rules.understanding.tokens import Line, word_set

_LEAD = word_set("ofsted rated rating graded judged judgement grade inspected")
_FILL = word_set("by at least as is currently minimum only")
_ONE = {"outstanding": "outstanding", "good": "good", "inadequate": "inadequate"}
_BETTER = ("or better", "or above", "or higher", "plus")


def rated(line: Line, first: int) -> Span | None:
    """Find judgements that begin at a word. "Good" alone is praise, not a judgement."""
    place, marked = first, False
    while line.at(place) in _LEAD or (line.at(place) in _FILL and (marked or line.at(place + 1) in ("least", "good"))):
        marked = marked or line.at(place) in _LEAD or line.at(place) == "least"
        place += 1
    found: list[str] = []
    core = place
    while (judged := _judgement(line, place)) is not None:
        found.append(judged[0])
        place = judged[1]
        joins = line.at(place) in ("or", "and")
        if _judgement(line, place + joins) is None:
            break
        place += joins
    if not found:
        return None
    last = place
    if found == ["good"] and (line.phrase(place, place + 2) in _BETTER or line.at(place) == "plus"):
        found = ["good", "outstanding"]
        last = place = place + (1 if line.at(place) == "plus" else 2)
        marked = True
    while line.at(place) in _LEAD or (line.at(place) == "by" and line.at(place + 1) == "ofsted"):
        place += 1
        marked, last = True, place
    if not marked and found == ["good"]:
        return None
    given: Given = tuple(("rating", one) for one in dict.fromkeys(found))
    return Span(first, last, given, Level.STRONG if marked or len(found) > 1 else Level.COMPANY, "", (core, last))


def _judgement(line: Line, place: int) -> tuple[str, int] | None:
    word = line.at(place)
    if word in _ONE:
        return _ONE[word], place + 1
    if word in ("requires", "requiring", "require") and line.at(place + 1) == "improvement":
        return "requires_improvement", place + 2
    return None
