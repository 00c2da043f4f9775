"""Words that look like somebody's name though nothing before them says so: "Firstname Lastname near Leeds".

Two or three words with capital letters are a name, a town, a house or an organisation, and no list tells which. So
this never refuses anything: it asks to look again, and it keeps still wherever a word is known to be something else.
"""

import re
from collections.abc import Callable
from itertools import pairwise

from directory.kit.identifiers import LABELS, Finding, Kind

_WORD = "(?:[A-Z]['’])?[A-ZÀ-ÖØ-ÞŁŞŻ][a-zß-öø-ÿłşżđ]+(?:['’-][A-ZÀ-ÖØ-Þ]?[a-zß-öø-ÿ]+)*"
_CHAIN = re.compile(rf"(?<![\w'’-]){_WORD}(?:[ \t]+{_WORD})+(?![\w'’-])")
_MOST_WORDS = 3

_DAYS_AND_MONTHS = (
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august"
    " september october november december easter christmas ramadan eid diwali spring summer autumn winter"
)
_OF_ORGANISATIONS = (
    "academy adoption advocacy agency ambitions association authority borough care carers centre charity child"
    " children childrens children's church city clinic college community company consortium council county court"
    " department district education emergency exploitation families family foundation foster fostering futures group"
    " health home homes hospital hostel house household housing independent initiative institute kingdom law legal"
    " limited lodge lodgings ltd manor migrant ministry modern national network nhs office ofsted partners"
    " partnership placement placements plc police primary prison programme project provider refuge refugee register"
    " residential road safeguarding school secondary service services slavery social society solutions support"
    " supported team therapy training trust unit university victims visitor visitors voices welfare worker young youth"
)
_OF_PLACES = (
    "abbey avenue bank bay bridge brook castle close coast common court cottage cross dale down downs east end england"
    " farm field fields ford gardens gate great green grove hall hatch hill hills island lake lane little london lower"
    " manor mill moor mount new north old park place port river rise saint scotland sea shore south spa square st"
    " street the thorpe united upper vale valley view villa villas wales way wells west wood woods yard"
)
_PLAIN = (
    "a about after all an and any as at available before best boy boys by call each english ethnic first for free from"
    " girl girls good has her high his home in is its last lately long many near nearest new next no not of on one only"
    " open or our out over own quiet rooms search second she short small some special staff tell their they third this"
    " to together tonight trauma two under until urgent very we weekend when who with within without year years you"
)
_BEFORE = frozenset(_PLAIN.split())
_ELSE = _BEFORE.union(f"{_DAYS_AND_MONTHS} {_OF_ORGANISATIONS} {_OF_PLACES}".split())

INSTEAD = "if it is, write who it is: “the young person”, “her aunt”. If it is a place or an organisation, leave it"


def likely_names(text: str, known: Callable[[str], bool] = lambda _words: False) -> list[Finding]:
    """Give what in ``text`` looks like a name, in order. ``known`` says of words in small letters what they are not.

    It is asked of each word, of each two that stand together, and of all.
    """
    found = []
    for chain in _CHAIN.finditer(text):
        # a sentence may begin before a name: "For Firstname Lastname"
        start = next((word.start() for word in re.finditer(r"\S+", chain[0]) if word[0].lower() not in _BEFORE), 0)
        name = chain[0][start:]
        words = name.lower().replace("’", "'").split()
        pairs = [" ".join(two) for two in pairwise(words)]
        if not 2 <= len(words) <= _MOST_WORDS or any(word.removesuffix("'s") in _ELSE for word in words):
            continue
        if not any(map(known, (*words, *pairs, " ".join(words)))):
            found.append(Finding(Kind.NAME, chain.start() + start, chain.end(), name))
    return found


def hint(findings: list[Finding]) -> str:
    """Give what to look at again, in a sentence; "" where nothing was found."""
    return f"“{findings[0].text}” looks like {LABELS[Kind.NAME]}: {INSTEAD}" if findings else ""
