"""What a text in the search box asks for: filters, places to keep away from, and the words that stay words. Pure.

The same text always means the same, whatever is chosen beside it; quoted words, ``-words`` and ``word*`` are left
alone. Of all that could be read from a word on, the longest is; then what words stand for counts only if the text
asks for something (``spans.Level``): "trauma" alone stays a word, "boy with trauma" asks for a specialism. What
"no" or "without" stands before stays words too. The rest read again gives nothing, so an address made of what was
understood means the same for good.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from directory.codes import TYPES_WITH_PLACES, Gender
from directory.finder.rules.understanding import children, days, languages, phrases, ratings, where
from directory.finder.rules.understanding.away import Away, kept_away
from directory.finder.rules.understanding.spans import Level, Span
from directory.finder.rules.understanding.tokens import Line, line_of, word_set
from directory.finder.rules.understanding.where import PlaceTable

SEVERAL = frozenset(["type", "specialism", "language", "rating", "freshness"])
_NEGATIONS = word_set("no not without non never excluding except isnt doesnt dont wont nor")
_AFTER_NEGATION = word_set("a an the any in to for be have has need want more really other history of with")
_STILL_TEXT = word_set("little limited poor basic")
_GLUE = word_set(
    "a an the and or but for of in on at to from by with who that which whose is are was be been being has have had"
    " can could will would may might must should do does need needs needed needing require requires required looking"
    " look seeking seeks search searching find finding found want wants wanted i we me us my our you your am im please"
    " there any anyone anything anywhere some someone somewhere something as also this these those it its he she him"
    " his her hers they them their willing able take takes taking accept accepts accepting child children childs yp"
    " young person people persons kid kids placement placements place places placed placing service services"
    " provider providers provision available availability options option offer offers offering old currently very"
    " ideally preferably prefer preferred experience experienced experiences specialist specialising specialises"
    " plus near around about then so if today so both which based located cared looked after hello hi thanks"
    " thank ok urgent urgently required asap due live living stay staying skilled trained supports supporting support"
    " within miles starting start starts room rooms beds bed only just at risk victim victims cla lac edt pls plz fyi"
    " exp w ok mum"
)


@dataclass(frozen=True)
class Understood:
    """One filter, the words that made it, and why where that is not plain."""

    parameter: str
    value: str
    words: str
    because: str = ""


@dataclass(frozen=True)
class Reading:
    """What a text was read as.

    ``rest``: the words that stay words. ``zones``: places to keep away from, as (place, miles). ``aside``: words that
    nothing can be searched by, each with the reason. ``quoted``: the text that asks for the words themselves.
    """

    rest: str
    given: tuple[Understood, ...] = ()
    zones: tuple[tuple[str, float], ...] = ()
    aside: tuple[tuple[str, str], ...] = ()
    quoted: str = ""

    def values(self, parameter: str) -> tuple[str, ...]:
        """Give what a parameter was given."""
        return tuple(one.value for one in self.given if one.parameter == parameter)

    def parameters(self) -> dict[str, tuple[str, ...]]:
        """Give all that was given, by parameter."""
        return {name: self.values(name) for name in dict.fromkeys(one.parameter for one in self.given)}


@dataclass
class _Draft:
    """A reading in the making."""

    line: Line
    given: list[Understood] = field(default_factory=list)
    aside: list[tuple[str, str]] = field(default_factory=list)
    taken: list[tuple[int, int]] = field(default_factory=list)
    kept: list[tuple[int, int]] = field(default_factory=list)
    held: list[tuple[int, int]] = field(default_factory=list)
    cores: list[tuple[int, int]] = field(default_factory=list)

    def has(self, parameter: str) -> list[Understood]:
        return [one for one in self.given if one.parameter == parameter]


def read(
    text: str,
    *,
    today: date,
    places: PlaceTable,
    explicit: Mapping[str, tuple[str, ...]] | None = None,
    own: bool = True,
) -> Reading:
    """Read a text. ``explicit`` parameters beat it; ``own``: the reader has services of an organisation's own.

    Words that say what an explicit parameter says already are taken; those that say otherwise are searched for.
    """
    line = line_of(text)
    spans, zones = _spans(line, today, places)
    accepted = _in_company(line, spans)
    draft = _Draft(line)
    _decide(draft, accepted, explicit or {}, own=own)
    draft.taken += [(one.first, one.last) for one in zones]
    if not draft.given and not zones and not draft.taken and not draft.held:
        return Reading(text)
    rest, more = _lasting(_rest(draft, spans), today, places)
    zones += more
    quoted, _ = _lasting(_quoted(draft, zones), today, places)
    named = dict(zone for one in zones for zone in one.zones)
    return Reading(rest, tuple(draft.given), tuple(named.items()), tuple(draft.aside), quoted)


def _spans(line: Line, today: date, places: PlaceTable) -> tuple[list[Span], list[Away]]:
    """Read the line from left to right, the longest first."""
    spans: list[Span] = []
    zones: list[Away] = []
    place = 0
    while place < len(line):
        if not line.at(place):
            place += 1
            continue
        if away := kept_away(line, place, places):
            zones.append(away)
            place = away.last
            continue
        span = _longest(line, place, today, places)
        if span is None and line.at(place) in _NEGATIONS | _STILL_TEXT:
            span = _negated(line, place, today, places)
        if span is None:
            place += 1
            continue
        spans.append(span)
        place = span.last
    return spans, zones


def _longest(line: Line, place: int, today: date, places: PlaceTable) -> Span | None:
    found = (
        phrases.named(line, place),
        where.placed(line, place, places),
        children.aged(line, place),
        children.counted(line, place),
        languages.spoken(line, place),
        days.by_when(line, place, today),
        ratings.rated(line, place),
    )
    span = max((each for each in found if each), key=lambda each: (each.last, each.level), default=None)
    if span and ("by", "today") in span.given:
        day = today.isoformat()
        return replace(span, given=tuple((name, day if name == "by" else value) for name, value in span.given))
    return span


def _negated(line: Line, place: int, today: date, places: PlaceTable) -> Span | None:
    """Leave "no residential" as it is: a search cannot ask for what is not."""
    start = place + 1
    while line.at(start) in _AFTER_NEGATION:
        start += 1
    span = _longest(line, start, today, places) if start < len(line) else None
    if span is None or not line.joined(place, start + 1):
        last = place + 1
        while last < min(place + 3, len(line)) and not line.tokens[last].breaks:
            if _longest(line, last, today, places):
                break
            last += 1
        return Span(place, last, (), Level.TEXT)
    last = span.last
    while line.at(last) in ("or", "nor"):
        more = _longest(line, last + 1, today, places)
        if more is None:
            break
        last = more.last
    return Span(place, last, (), Level.TEXT)


def _in_company(line: Line, spans: list[Span]) -> list[Span]:
    """Give the spans that count: all where the text asks for something, else none."""
    meant = [span for span in spans if span.level >= Level.CUED and span.given]
    meant = _joined_by_or(line, meant)
    alone = {pair for span in meant for pair in span.given[:: 1 if len(span.given) > 2 else 2] if pair[0] != "within"}
    strong = any(span.level is Level.STRONG for span in meant)
    told = len(alone) >= 2 and any(name != "specialism" for name, _ in alone)
    if not (strong or told):
        return []
    return [span for span in spans if span in meant or span.level is Level.ASIDE]


def _joined_by_or(line: Line, spans: list[Span]) -> list[Span]:
    """Leave out what stands beside an ``OR`` that does not join two of a kind: it is the search's own."""
    bad: set[int] = set()
    for place in range(len(line)):
        if line.at(place) == "OR":
            left = next((n for n, span in enumerate(spans) if span.last == place), None)
            right = next((n for n, span in enumerate(spans) if span.first == place + 1), None)
            alike = left is not None and right is not None and spans[left].given[0][0] == spans[right].given[0][0]
            if not alike:
                bad |= {n for n in (left, right) if n is not None}
    return [span for n, span in enumerate(spans) if n not in bad]


def _decide(draft: _Draft, spans: list[Span], explicit: Mapping[str, tuple[str, ...]], *, own: bool) -> None:
    """Turn spans into filters: of two that cannot both hold, the one that loses nothing."""
    types = set(explicit.get("type", ())) | {value for span in spans for name, value in span.given if name == "type"}
    countless = bool(types) and not types & TYPES_WITH_PLACES
    near = "near" in explicit or any(name == "near" for span in spans for name, _ in span.given)
    dated = any(span.given and span.given[0][0] == "by" and span.core[0] >= 0 for span in spans)
    for span in spans:
        here = (span.first, span.last)
        words = draft.line.written(*here)
        if span.level is Level.ASIDE:
            draft.aside.append((words, span.because))
            draft.taken.append(here)
            continue
        name = span.given[0][0]
        if (name == "within" and not near) or (name == "mine" and not own):
            continue
        if not own:
            span = replace(span, given=tuple(pair for pair in span.given if pair[0] != "mine"))  # noqa: PLW2901
        if name in ("by", "places") and countless:
            draft.aside.append((words, "its places are not counted, so a day says nothing"))
            draft.taken.append(here)
            continue
        _take(draft, span, explicit, dated=dated)


def _take(draft: _Draft, span: Span, explicit: Mapping[str, tuple[str, ...]], *, dated: bool) -> None:
    here = (span.first, span.last)
    words = draft.line.written(*here)
    main, value = span.given[0]
    if main in explicit and main != "specialism" and value not in explicit[main]:
        draft.held.append(span.meant)
        draft.taken.append(here)
        return
    if main in ("near", "region", "authority", "within") and (before := draft.has(main)):
        if before[0].value == value:
            draft.taken.append(here)
        elif main == "near" and draft.line.at(span.first - 1) in ("or", "and"):
            draft.aside.append((words, "is a second place: a search is near one at a time"))
            draft.taken.append(here)
        return
    draft.taken.append(here)
    draft.cores.append(span.meant)
    vague = span.core[0] < 0
    for name, one in span.given:
        if name in explicit and name != "specialism":
            continue
        if one in (known.value for known in draft.has(name)) or one in explicit.get(name, ()):
            continue
        if name in ("by", "places") and dated and vague and main != "places":
            continue
        new = Understood(name, one, words, span.because)
        if name not in SEVERAL and (known := draft.has(name)):
            _settle(draft, known[0], new)
        else:
            draft.given.append(new)


def _settle(draft: _Draft, known: Understood, new: Understood) -> None:
    """Of two ages keep the youngest, of two counts the larger, of two days the later; a boy and a girl are both."""
    place = draft.given.index(known)
    words = f"{known.words} … {new.words}"
    if new.parameter == "age" and int(new.value) < int(known.value):
        draft.given[place] = Understood("age", new.value, words, "the youngest of the ages named")
    elif (new.parameter == "places" and int(new.value) > int(known.value)) or (
        new.parameter == "by" and new.value > known.value
    ):
        draft.given[place] = new
    elif new.parameter == "gender":
        draft.given[place] = Understood("gender", Gender.ANY.value, words)


def _rest(draft: _Draft, spans: list[Span]) -> str:
    """Give the words that are left, without those that only held the others together."""
    line = draft.line
    gone = {place for first, last in draft.taken for place in range(first, last)}
    kept = {
        place
        for span in spans
        if span.level is Level.TEXT or (span.first, span.last) not in draft.taken
        for place in range(span.first, span.last)
        if place not in gone
    }
    held = dict(draft.held)
    parts: list[str] = []
    before = -2
    for place, token in enumerate(line.tokens):
        if place in held:
            parts.append(f'"{line.written(place, held[place])}"')
        stays = place in kept or token.plain not in _GLUE
        if place in gone or not stays or (token.plain == "OR" and {place - 1, place + 1} & gone):
            continue
        if before == place - 1 and not token.breaks:
            parts[-1] += line.text[line.tokens[before].end : token.end]
        else:
            parts.append(line.text[token.start : token.end])
        before = place
    return " ".join(parts)


def _lasting(rest: str, today: date, places: PlaceTable) -> tuple[str, list[Away]]:
    """Quote what would be understood in the rest by itself, so that it stays what it is; take out zones."""
    line = line_of(rest)
    spans, zones = _spans(line, today, places)
    quoted = [(*span.meant, True) for span in _in_company(line, spans) if span.given]
    rest = line.text
    for first, last, quote in sorted([*quoted, *((one.first, one.last, False) for one in zones)], reverse=True):
        start, end = line.tokens[first].start, line.tokens[last - 1].end
        rest = f"{rest[:start]}{chr(34) + rest[start:end] + chr(34) if quote else ''}{rest[end:]}"
    return " ".join(rest.split()), zones


def _quoted(draft: _Draft, zones: list[Away]) -> str:
    """Give the text with what was understood in quotes; without places to keep away from."""
    line = draft.line
    gone = {place for one in zones for place in range(one.first, one.last)}
    return " ".join(f'"{line.written(a, b)}"' if quote else line.written(a, b) for a, b, quote in _parts(draft, gone))


def _parts(draft: _Draft, gone: set[int]) -> Iterator[tuple[int, int, bool]]:
    ends = dict(draft.cores + draft.held)
    taken = {place for first, last in draft.taken for place in range(first, last)}
    place = 0
    while place < len(draft.line):
        if place in gone:
            place += 1
        elif place in ends:
            yield place, ends[place], True
            place = ends[place]
        else:
            if place not in taken and draft.line.at(place) not in _GLUE:
                yield place, place + 1, False
            place += 1
