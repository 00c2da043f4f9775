"""Words that look like somebody's name though nothing before them says so: "Firstname Lastname near Leeds".

Two or three words with capital letters are a name, a town, a house or an organisation, and no list tells which. So
this never refuses anything: it asks to look again, and it keeps still wherever a word is known to be something else.

One word alone ("Firstname said that ...") is looked for only where a request is written: there a name tells who a
child is, and one word with a capital letter inside a sentence is seldom anything else. At the beginning of a sentence
every word has one, so only what follows can tell: what people say and feel, an age, something that is theirs.
``tests/kit/test_lone_names.py`` measures both kinds of mistake.
"""

import re
from collections.abc import Callable
from itertools import pairwise

from directory.kit.identifiers import LABELS, Finding, Kind
from directory.kit.nobodys_names import PROPER, ROLES, TWO_WORDS

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
        if TWO_WORDS.intersection(pairs):
            continue
        if not 2 <= len(words) <= _MOST_WORDS or any(word.removesuffix("'s") in _ELSE for word in words):
            continue
        if not any(map(known, (*words, *pairs, " ".join(words)))):
            found.append(Finding(Kind.NAME, chain.start() + start, chain.end(), name))
    return found


_RUN = re.compile(rf"(?<![\w'’-]){_WORD}(?:[ \t]+{_WORD})*(?![\w'’-])")
# what a person does, and few things do
_DOES = (
    "said says told tells asked asks likes liked loves loved wants wanted hates hated enjoys enjoyed feels felt thinks"
    " thought went goes came comes lives lived speaks spoke ran runs misses missed hopes hoped knows knew struggles"
    " struggled worries worried fears feared cries cried sleeps slept eats ate plays played arrived fled escaped"
    " attends attended disclosed reported refuses refused believes believed remembers remembered trusts trusted"
    " prays prayed smokes vapes drinks absconded hid self-harms self-harmed fights fought settled"
)
_TO_DO = (
    "say tell ask like love want hate enjoy feel think go come live speak run miss know struggle worry fear cry sleep"
    " eat play attend trust pray drink smoke talk answer"
)
_FOLLOWS = re.compile(
    rf"[ \t]+(?:(?:has|had|often|also|still|never|always|sometimes|then|now|does|did|not|just)[ \t]+)*"
    rf"(?:{'|'.join(_DOES.split())})\b"
    rf"|[ \t]+(?:does|did|do|can|could|will|would)(?:not|[ \t]not|n['’]t)?[ \t]+(?:{'|'.join(_TO_DO.split())})\b"
    r"|(?:,[ \t]*|[ \t]*\(|[ \t]+aged?[ \t]+)(?:aged?[ \t]+)?\d{1,2}\b|[ \t]+and[ \t]+(?:his|her|their)\b"
    r"|[ \t]+(?:is|was|has been|had been)[ \t]+(?:\d{1,2}\b|afraid|scared|frightened|born|trafficked|placed|missing"
    r"|found|happy|sad|quiet|shy|anxious|very|a[ \t]+\d|a[ \t]+(?:\w+[ \t]+)?(?:boy|girl|child|teenager|lad))"
)
_BREAKS = frozenset('.!?:;•\n\r–—(“"‘')


def _begins(text: str, at: int) -> bool:
    """Say whether a sentence, a line or a heading's words begin there, where any word has a capital letter."""
    before = text[max(0, at - 20) : at].rstrip(" \t")
    return not before or before[-1] in _BREAKS or before.endswith((" -", "\n-", "*")) or before == "-"


def lone_names(text: str, known: Callable[[str], bool] = lambda _words: False) -> list[Finding]:
    """Give single words in ``text`` that look like a first name, in order. ``known`` as in ``likely_names``."""
    found = []
    for run in _RUN.finditer(text):
        words = list(re.finditer(r"\S+", run[0]))
        left = [word for word in words if word[0].lower() not in _BEFORE]
        if len(left) != 1 or left[0] is not words[-1]:
            continue
        start = run.start() + left[0].start()
        said = left[0][0].lower().replace("’", "'")
        word = said.removesuffix("'s").partition("-")[0]
        if word in _ELSE or word in ROLES or word.endswith("s'") or len(word) < 3:
            continue
        if len(words) == 1 and _begins(text, run.start()):
            if not (_FOLLOWS.match(text, run.end()) or (said.endswith("'s") and word not in PROPER)):
                continue
        elif word in PROPER:
            continue
        if not known(word):
            end = run.end() - (2 if said.endswith("'s") else 0)
            found.append(Finding(Kind.NAME, start, end, text[start:end]))
    return found


def hint(findings: list[Finding]) -> str:
    """Give what to look at again, in a sentence; "" where nothing was found."""
    return f"“{findings[0].text}” looks like {LABELS[Kind.NAME]}: {INSTEAD}" if findings else ""
