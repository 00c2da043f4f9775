"""How old a child is and how many there are, from the words for it. Pure.

Of several ages the youngest is meant: whoever takes all of the children takes that one.
"""

from directory.finder.rules.understanding.spans import Given, Level, Span
from directory.finder.rules.understanding.tokens import Line, word_set

OLDEST = 25
_CHILDHOOD = 18
_MALE = word_set("boy boys lad lads male males son sons brother brothers man men bro")
_FEMALE = word_set("girl girls female females daughter daughters sister sisters woman women lady lass lasses sis")
_CHILD = word_set(
    "child children young person people yp teenager teen kid kids sibling siblings sib sibs uasc mother mum dad father"
)
_PERSON = _MALE | _FEMALE | _CHILD
_YEARS = word_set("yo yr yrs year years y")
_NOT_YEARS = word_set("experience ago of plan plans placement long term weeks")
_AGED = word_set("age aged ages turning turns claims claiming claimed")
_AND = word_set("and or to")
_BABIES = {"baby": 0, "babies": 0, "newborn": 0, "infant": 0, "newborns": 0, "toddler": 2, "toddlers": 2}
_LETTERS = {"m": "male", "f": "female"}
_PARENTS = word_set("mother mum father dad parent")
_PLACES = word_set("place places bed beds space spaces room rooms vacancy vacancies placements bedroom bedrooms")
_MANY = word_set("children kids siblings sibling sib sibs boys girls brothers sisters young foster")
_SIBLINGS = word_set("sibling siblings sib sibs")
_ONE_OF_TWO = word_set("brother sister bro sis")
_ALONE = word_set("uasc unaccompanied")
_TWO = {"twins": 2, "triplets": 3}
MOST = 12


def aged(line: Line, first: int) -> Span | None:
    """Find an age: a number counts as one only where something beside it makes it one."""
    return (
        _lettered(line, first)
        or _worded(line, first)
        or _with_years(line, first)
        or _said(line, first)
        or _beside_child(line, first)
    )


def _span(line: Line, first: int, last: int, ages: list[int], level: Level = Level.STRONG) -> Span | None:
    if not ages or not all(0 <= age <= OLDEST for age in ages):
        return None
    why = "the youngest of the ages named" if len(set(ages)) > 1 else ""
    core = next((n for n in range(first, last) if line.number(n) is not None), first)
    return Span(first, last, (("age", str(min(ages))),), level, why, (core, last))


def _numbers(line: Line, place: int) -> tuple[list[int], int]:
    """Read "15", "5 and 7", "16/17" or "5, 7 and 9"; give them and where they end."""
    ages: list[int] = []
    while (number := _age_at(line, place)) is not None:
        ages.append(number)
        place += 1
        joins = line.at(place) in _AND
        if _age_at(line, place + joins) is None or (not joins and not _listed(line, place)):
            break
        place += joins
    return ages, place


def _age_at(line: Line, place: int) -> int | None:
    number = line.number(place)
    return number if number is not None and number <= OLDEST else None


def _listed(line: Line, place: int) -> bool:
    between = line.text[line.tokens[place - 1].end : line.tokens[place].start]
    return between.strip() in (",", "/", "-", "\u2013", "&")


def _lettered(line: Line, first: int) -> Span | None:
    """Read "13yo f", "15 M" and "F 14": a letter by an age is boy or girl."""
    before = line.at(first) in _LETTERS
    place, letter = (first + 1, first) if before else (first, first + 1)
    glued = _glued(line.at(place))
    age = _age_at(line, place) if glued is None else glued
    gender = _LETTERS.get(line.at(letter))
    if age is None or age > _CHILDHOOD or gender is None:
        return None
    ends = letter + 1 == len(line) or line.tokens[letter + 1].breaks
    surely = glued is not None or line.tokens[letter].capital or ends or gender == "female"  # else "15 m" is metres
    if not line.tokens[letter].lone or not surely or line.at(first - 1) in ("within", "to"):
        return None
    return Span(first, first + 2, (("age", str(age)), ("gender", gender)), Level.STRONG, "", (place, place + 1))


def _worded(line: Line, first: int) -> Span | None:
    """Read "newborn", "toddler", "unborn baby"."""
    age = _BABIES.get(line.at(first))
    if age is None or (line.at(first - 1) == "and" and line.at(first - 2) in _PARENTS):
        return None
    why = "a toddler is taken as 2 years old" if age else ""
    last = first + 1
    if line.at(last) in ("boy", "girl"):
        gender = "male" if line.at(last) == "boy" else "female"
        return Span(first, last + 1, (("age", str(age)), ("gender", gender)), Level.COMPANY, why)
    return Span(first, last, (("age", str(age)),), Level.COMPANY, why)


def _with_years(line: Line, first: int) -> Span | None:  # noqa: C901, PLR0911  # a table in words
    """Read "15yo", "15-year-old", "15 years of age", "18 months old", "boy 15 years"."""
    glued = _glued(line.at(first))
    if glued is not None:
        last = first + 1 + (line.at(first + 1) in ("old", "olds"))
        return _span(line, first, last, [glued])
    ages, last = _numbers(line, first)
    if not ages:
        return None
    unit = line.at(last)
    if unit in ("month", "months", "week", "weeks") and line.at(last + 1) in ("old", "of", "baby"):
        if line.at(last + 1) == "of" and line.at(last + 2) != "age":
            return None
        end = last + {"old": 2, "of": 3, "baby": 1}[line.at(last + 1)]
        whole = min(ages) // 12 if unit.startswith("month") else 0
        return Span(first, end, (("age", str(whole)),), Level.STRONG, "in whole years")
    if unit == "plus" or unit not in _YEARS:
        return None
    end = last + 1
    if unit == "y" and line.at(end) == "o":
        return _span(line, first, end + 1, ages)
    if line.at(end) in ("old", "olds"):
        return _span(line, first, end + 1, ages)
    if line.at(end) == "of" and line.at(end + 1) == "age":
        return _span(line, first, end + 2, ages)
    if unit == "yo" or unit in ("yr", "y"):
        return _span(line, first, end, ages)
    if line.at(end) in _NOT_YEARS or line.at(first - 1) in ("for", "last", "past", "over"):
        return None
    beside = line.at(first - 1) in _PERSON or line.at(end) in _PERSON
    return _span(line, first, end, ages) if beside else None


def _glued(word: str) -> int | None:
    """Read "15yo", "7yrs", "12y"."""
    for ending in ("yo", "yrs", "yr", "y", "yearold"):
        number = word.removesuffix(ending)
        if number != word and number.isdecimal() and number.isascii() and len(number) <= 2:
            return int(number)
    return None


def _said(line: Line, first: int) -> Span | None:
    """Read "aged 7", "age of 12", "ages 5 and 7", "turning 16"."""
    if line.at(first) not in _AGED:
        return None
    start = first + 1 + (line.at(first + 1) in ("of", "between", "about", "around", "from"))
    start += 2 * (line.phrase(start, start + 2) == "to be")
    ages, last = _numbers(line, start)
    if not ages:
        return None
    if line.at(last) in _YEARS:
        last += 1 + (line.at(last + 1) == "old")
    return _span(line, first, last, ages)


def _beside_child(line: Line, first: int) -> Span | None:  # noqa: PLR0911  # a table in words
    """Read "boy of 15", "girl, 14", "boy (15)", "15 male", "16+" and "16/17" standing alone."""
    word = line.at(first)
    if word == "of" and line.at(first - 1) in _PERSON:
        ages, last = _numbers(line, first + 1)
        return None if line.at(last) in _MANY | _PLACES else _span(line, first, last, ages)
    if word in ("16+", "17+"):
        return Span(first, first + 1, (("age", word[:2]),), Level.COMPANY)
    ages, last = _numbers(line, first)
    if not ages or not word.isdecimal():
        return None
    child = line.at(first - 1) in _PERSON
    if line.at(last) in ("mile", "miles", "mi", "km") or line.at(last) in _PLACES | _MANY - (
        {"foster"} if child else set()
    ):
        return None
    if child or line.at(last) in _MALE | _FEMALE:
        return _span(line, first, last, ages)
    alone = line.tokens[first].breaks and (last == len(line) or line.tokens[last].breaks)
    if alone and ages[0] <= _CHILDHOOD and any(line.at(place) in _PERSON for place in range(first)):
        return _span(line, first, last, ages)
    if len(ages) == 2 and ages[0] + 1 == ages[1] and ages[0] >= 10 and line.at(first - 1) != "between":
        return _span(line, first, last, ages, Level.COMPANY)
    return None


def counted(line: Line, first: int) -> Span | None:  # noqa: PLR0911  # a table in words
    """Find how many: "2 places", "two brothers", "sibling group of three", "twins", "three children"."""
    word = line.at(first)
    number = line.number(first)
    if number is not None and 1 <= number <= MOST:
        return _number_of(line, first, number)
    if word in _TWO:
        return _siblings(first, first + 1, _TWO[word], "")
    if word == "pair" and line.at(first + 1) == "of":
        return _number_of(line, first + 1, 2, first)
    if word in _SIBLINGS:
        return _sibling_group(line, first)
    if word in _ONE_OF_TWO and line.at(first + 1) == "and" and line.at(first + 2) in _ONE_OF_TWO:
        genders = {_gender(word), _gender(line.at(first + 2))}
        return _siblings(first, first + 3, 2, "any" if len(genders) > 1 else genders.pop())
    if word in ("brothers", "sisters"):
        if line.at(first + 1) == "and" and line.at(first + 2) in ("brothers", "sisters"):
            return _siblings(first, first + 3, 2, "any")
        return _siblings(first, first + 1, 2, _gender(word))
    return None


def _gender(word: str) -> str:
    return "male" if word in _MALE else "female" if word in _FEMALE else ""


def _number_of(  # noqa: PLR0911  # a table in words
    line: Line, place: int, number: int, begin: int | None = None
) -> Span | None:
    first = place if begin is None else begin
    after = place + 1
    while line.at(after) in (
        "young",
        "little",
        "free",
        "available",
        "foster",
        "more",
        "unaccompanied",
        "uasc",
        "vacant",
    ):
        after += 1
    word = line.at(after)
    if not line.joined(first, after + 1):
        return None
    if word in _PLACES and number:
        end = after + 1 + (line.at(after + 1) in ("free", "available"))
        return Span(first, end, (("places", str(number)),), Level.STRONG)
    if number < 2:
        return None
    if word in ("brothers", "sisters"):
        return _siblings(first, after + 1, number, _gender(word), said=True)
    if word in _SIBLINGS:
        return _siblings(first, after + 1, number, "", said=True)
    alone: Given = (("specialism", "unaccompanied_asylum_seeking"),) if line.at(after - 1) in _ALONE else ()
    if after == place + 1 or line.at(after - 1) == "young" or alone:
        if word in ("boys", "girls", "men", "women", "lads"):
            return Span(first, after + 1, (("places", str(number)), ("gender", _gender(word)), *alone), Level.COMPANY)
        if word in ("children", "kids", "people"):
            return Span(first, after + 1, (("places", str(number)), *alone), Level.COMPANY)
    return None


def _sibling_group(line: Line, first: int) -> Span:
    last, number = first + 1, 2
    if line.at(last) in ("group", "groups", "pair", "set"):
        last += 1
    said = line.number(last + 1) if line.at(last) == "of" else None
    if said and 2 <= said <= MOST and line.at(last + 2) not in ("years", "year", "yrs"):
        last, number = last + 2, said
    return _siblings(first, last, number, "", said=last - first > 2)


def _siblings(first: int, last: int, number: int, gender: str, *, said: bool = False) -> Span:
    given: Given = (("places", str(number)), ("specialism", "sibling_groups"))
    if gender:
        given += (("gender", gender),)
    return Span(first, last, given, Level.STRONG if said else Level.COMPANY)
