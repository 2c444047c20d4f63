"""Names kept out of words that are passed on: the account's, its people's, our reps'.

One rule where it is not clear whether a word is a name: keep it out. One word too many replaced
is a smaller harm than one buyer recognised.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import partial
from itertools import chain, pairwise, takewhile

from handlers.coaching.given_names import OTHER_FORMS
from handlers.coaching.numbers import without_numbers
from handlers.coaching.words import SAY_LITTLE, SMALL_WORDS, Word, singular, stemmed, words_in

AN_ADDRESS = "an address"
MOST_WORDS = 8  # of one name whose parts are looked for; a longer name is looked for as a whole

_LEGAL_FORMS = stemmed(
    """
    ab ag aps as bhd bv co com company corp corporation gmbh group groupe gruppe holding inc
    incorporated kg kk limited llc llp ltd nv oy plc pte pty sa sarl sas sdn se spa srl
    """
)
# Words that many names share: alone, they name nobody.
_SHARED = _LEGAL_FORMS | stemmed(
    """
    academy agency airlines airport associates auto bank beverages bros brothers builders
    business capital care carrier center central centre chemicals city clinic cloud club college
    commerce consulting construction council credit data delivery dental design development
    digital distribution education electric electronics energy engineering enterprise enterprises
    equipment express fashion finance financial foods foundation freight fund furniture global
    health healthcare home hospital hotel house industrial industries industry institute insurance
    international investment lab laboratories law leasing legal life lines logistics machines
    management manufacturing marine market marketing materials media medical metal mobile mobility
    motors museum national network oil online packaging paper partners payments pharma pharmacy
    plastics power press printing products properties public rail real estate research resources
    restaurants retail school science security service shipping shop software solar solutions
    sons sports stores studio supply systems tech technical technologies technology telecom
    textile tools trade trading training transport transportation travel trust university
    utilities ventures warehouse water wholesale works
    africa america american asia atlantic australia britain british canada china deutsche east
    eastern england europe european france german germany great india japan new north northern
    pacific royal south southern uk united usa west western
    de del della den der des die dos el et la las le los san santa the und van von
    dr frau herr miss mr mrs ms mx prof sir
    """
)
# Names that are English words too. In lower case they are the word.
_ORDINARY = stemmed(
    """
    ad ah ai al am ed ex go ha hi hr id ie io kg km la ma mm oh ok pa pi pm pr qa tv vs ya yo
    able action active address advanced alder alliance amazon amber apple april archer arrow art
    ash aspen august autumn bacon ball banks barber barn basic bass beach beacon bean bear bee bell
    berry best bill birch bird bishop black blank block blue bond book booth boss box branch brand
    bridge bright brook brown buck bud bull burn bush butcher butler button carpenter case cash
    castle cat cedar chance chase chef choice church circle classic clay clean clear common compass
    cook core corn cotton courier court cove crane crisp cross crow crown cruise crystal current
    customer dash dawn day deal dear depot direct dispatch dock don door dove drive driver duke
    eagle earl early easy echo edge elm eve ever fair faith falcon farm farmer farming fast fell
    fern field finch fire first fish fisher fleet flint flower focus food ford forest free freeman
    french fresh frost future game gap garden gardener gas general genesis gentle gift glass glen
    gold golden good goods grace grand grant grave gray green grey grocery ground grove guy hall
    hand happy harbor harbour harmony hart harvest haven hawk hay head heart heath hedge helm help
    herb hero heron high hill holiday honey hood hook hope horn human hunter ice impact independent
    innovation iron ivory jet jewel job judge june just keen key kind king kit kitchen kite knight
    lake lamb lance land lane large lark law leaf learning light lime link lion little local lock
    long loop lord love low luck lucky machine major manor maple mark marsh mast max may meadow
    meat mercer merchant mercury mercy mile miles milk mill miller mint mist mode modern money moon
    moss moth motion mountain move mutual nation nest next noble norm notion nova number nurse oak
    ocean office olive opal open optical oracle orange orchard order original owl pace page painter
    palm palmer pan parcel parish park pat patience peace peak pearl peck penny pepper perry person
    pet pike pine plan plant platform plus poet point pole pond pool porter post pound prairie
    premier premium price pride prime process production project purple quality quick quill rain
    ram rapid raven reader ready recycling reed reef rental rep repair response rice rich ridge
    ring rise river rob rock rod root rose round rover rush rust rusty safe safety sail sailor sale
    salt sandy savage saving say scout sea season select self seller sense shade shark sharp shell
    shepherd short sierra silver simple singer skill skip skipper sky slack slate slim small smart
    snow social somebody source space sparks special speed spring square stable stack standard star
    stark start steel stock stone storm street stripe strong summer sun sunny super supplier
    support sweet swift system tailor tan target task team temple theatre torch total tower town
    trail tree trinity trip truck true universal vale valley value vane vehicle venture victory
    video vine virtue visa vision vista wade wait wall walls ward waters wave way weeks well wells
    white will willow win wind winter wise wolf wonder wood woods work workshop worth yard yellow
    young zoom
    """
)
_TITLES = frozenset({"dr", "frau", "herr", "miss", "mr", "mrs", "ms", "mx", "prof"})
# What follows a family name where no space parts names: Chinese, Japanese, Korean.
_HONORIFICS = (
    *("先生", "女士", "小姐", "太太", "總", "总", "經理", "经理", "老師", "老师"),
    *("さん", "様", "氏", "씨", "님"),
)
# Endings that languages put to names: "Петровой", "Novákem", "Kowalskiego", "Northwinders".
_ENDINGS = frozenset(
    """
    а у ом е ой ы ою ым ых ыми ого ому ему его ая ую ам ами ах ов ев ей и я ю ем ём ями ях
    a u e i y o em om ovi ou ov ova ove ovy ego iego emu iemu im iej ej owi er es ian
    """.translate({ord("й"): "и", ord("ё"): "е"}).split()
)
_LONGEST_ENDING = max(map(len, _ENDINGS))
_VOWELS = "aeiouyаеиоуыэюя"
_INFLECTED = 5  # letters that a name needs before it is looked for with such an ending
_SLIP = 8  # letters that a name needs before it is looked for with a slip of the keys
_GLUED = 5  # letters that a family name needs behind an initial in lower case: "jnovak"
_HUMP = 3  # letters that a name needs within a word: "TeamJana"
_APART = 6  # letters that a name needs before it is looked for in two words: "North Wind"
_MONTHS = frozenset({"march", "april", "may", "june", "august"})
_BEFORE_MONTHS = stemmed(
    "in by until till since during before after through early mid late last next this end"
)
_PARTS_OF_MONTHS = frozenset({"end", "start", "beginning", "middle", "rest"})
_ARTICLES = frozenset({"a", "an", "the"})
_BEFORE = _ARTICLES | {"my", "our", "your"}  # what a second article would stumble over

# Inside a word and not to be seen: soft hyphen, zero-width space, direction marks and the like.
# Joiners shape words in some scripts, so that between other letters than these they stay.
_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\U000e0000-\U000e01ef"
)
_CASED = "0-9A-Za-z\u00aa-\u052f\u1e00-\u1fff"
_UNSEEN = re.compile(
    rf"(?<=[^\W_])[{_INVISIBLE}]++(?=[^\W_])"
    rf"|(?<=[{_CASED}])[\u200c\u200d{_INVISIBLE}]++(?=[{_CASED}])"
)
# Letters that don't come apart into a plain one and its accent.
_PLAIN = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
_SPELLED_OUT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "å": "aa", "ø": "oe"}
)
_BREAKS = str.maketrans(dict.fromkeys("'’‑-.", " "))
# Thai to Khmer, kana, Han, Hangul: no space tells where a name ends.
_SPACELESS = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff"
    "\U00020000-\U0003ffff]"
)

# Latin letters in one piece, and the punctuation that keyboards put between them.
_LATIN = re.compile("[\u0000-\u02ff\u2000-\u206f\u20a0-\u20bf]*")
_RUN = re.compile(r"[^\W_]+")

# Each of these reads a run of characters once, from its start, and gives nothing of it back (`++`),
# so that the time is as the length, whatever is typed.
_LABEL = r"[^\W_]++(?:-{1,2}+[^\W_]++)*+"
_AT_A_START = r"(?<![^\W_])(?<![^\W_][.-])(?<![^\W_]--)"  # of labels with dots between
_LOCAL = r"[\w+%&-]"  # what stands before the @
_ENDING = r"""(?:com|net|org|info|biz|edu|gov|app|dev|cloud|tech|online|shop|store|site|agency
    |digital|health|solutions|software|systems|COM|NET|ORG
    |(?<=[^\W_]{2}\.)(?!(?:an|js|ts|cs|db|vb)\b)[a-z]{2})"""
_REST = r"""[^\s<>"“”«»]*[^\s<>"“”«».,;:!?…()\[\]'’*_]"""
_ADDRESS = re.compile(
    rf"""(?<!{_LOCAL})(?<!{_LOCAL}[.'’])
        (?:mailto:)?{_LOCAL}++(?:[.'’]{_LOCAL}++)*+[.'’]?+[@＠](?:{_LABEL}\.)+{_LABEL}
    |(?<![^\W_])(?:[a-zA-Z][a-zA-Z0-9+.-]{{1,15}}://|[wW]{{3}}\.){_REST}
    |{_AT_A_START}(?:{_LABEL}\.)+{_ENDING}(?![^\W_]|-[^\W_])(?:[/?\#]{_REST}|:\d+(?:/{_REST})?|/)?""",
    re.VERBOSE,
)


def without_names(words: str, names: Mapping[str, str]) -> str:
    """`words` with each of `names` replaced by what `names` gives to stand in for it.

    A name is found in any case, with or without its accents, as a whole or by one of its parts:
    "Jana", "Novák's", "Ng", "Brightwater" of "Brightwater Clinics". A part has two letters or more;
    words that many names share ("Clinics", "GmbH", "and") are no parts, but behind a title they
    are: "Mr. An". A part that is an English word too ("Will", "Mark") is the name where it has a
    capital letter, even at the start of a sentence; "in May" and "4 May" are the month. A part that
    several names share stands for the first of them.

    So are initials ("J.N.", "JN"), a name with an ending ("Петровой", "Northwinders"), one written
    in two words ("North Wind"), several written as one ("JanaNovak", "jnovak", "#TeamNorthwind"),
    a common short form ("Bob" of Robert), and a long name with one slip of the keys ("Northwnd").

    Any e-mail or web address becomes "an address"; a telephone number, and what else has seven
    digits or more, becomes "a number" (`numbers` says what stays). If a stand-in
    brings a name back, the name becomes "…". Words without any of this come back as they are.
    """
    text = _as_seen(words)
    known = Names(names)
    cleaned = _replaced(_without_addresses(text, known), known, partial(_fitted, known))
    # Each round takes words away, so it ends.
    while any(known.found_in(cleaned, plain_words(cleaned))):
        cleaned = _replaced(cleaned, known, lambda *_: "…")
    return words if cleaned == text else cleaned


def may_be_in(words: str, names: Iterable[str]) -> list[str]:
    """Those of `names` that `words` may hold a part of: all that is worth looking for there."""
    said = plain(_as_seen(words))

    def parts(name: str) -> Iterator[str]:
        for spelled in (name,) if name.isascii() else (name, name.translate(_SPELLED_OUT)):
            even = plain(spelled).translate(_BREAKS)
            for part in _SPACELESS.findall(even) or even.split():
                yield part[:-1] if _loses_its_vowel(part) else part

    return [name for name in names if any(part in said for part in parts(name))]


def are_in(words: str, names: Iterable[str]) -> list[str]:
    """Those of `names` that `words` clearly hold: a whole name, or a part that is no English word.

    For the very many names of people and companies that the words are not about.
    """
    text = _as_seen(words)
    found = plain_words(text)
    said = {hump.stem for word in found for hump in (word, *_humps(text, word))}
    even = plain(text)
    line = f" {' '.join(word.stem for word in found)} "
    within = {
        word.stem
        for before, word in pairwise(found)
        if text[word.start].isupper() and not set(".!?\n") & set(text[before.end : word.start])
    }

    def is_there(name: str) -> bool:
        stems = [word.stem for word in plain_words(unicodedata.normalize("NFC", name))]
        if len(stems) == 1 and _is_common(stems[0]):
            return stems[0] in within
        if any(s in said and len(s) > 2 and _tells((s,)) and s not in _ORDINARY for s in stems):
            return True
        if bool(stems) and f" {' '.join(stems)} " in line:
            return True
        if sum(stem in even for stem in stems) < 2:  # soon said, of very many names
            return False
        return any(len(form[0]) >= _APART and form[0] in said for form, _ in _together(name))

    return [name for name in names if is_there(name)]


def _as_seen(words: str) -> str:
    """`words` without the characters in them that nobody sees."""
    if words.isascii():
        return words
    return _UNSEEN.sub("", unicodedata.normalize("NFC", words))


def plain(word: str) -> str:
    """`word` in lower case without accents, as it is compared."""
    if word.isascii():
        return word.lower()
    lower = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", word).casefold())
    bare = "".join(char for char in lower if not unicodedata.combining(char))
    return unicodedata.normalize("NFC", bare).translate(_PLAIN)  # Hangul comes together again


def plain_words(text: str) -> list[Word]:
    """The words of `text` in order, by their plain stems.

    In scripts without spaces between words, each character is one.
    """
    if _LATIN.fullmatch(text):  # the same, several times as fast
        spans = [run.span() for run in _RUN.finditer(text)]
    else:
        spans = [span for word in words_in(text) for span in _cut(text, word)]
    words = (Word(start, end, singular(plain(text[start:end]))) for start, end in spans)
    return [word for word in words if word.stem]


def _cut(text: str, word: Word) -> Iterator[tuple[int, int]]:
    start = word.start
    for lone in _SPACELESS.finditer(text, word.start, word.end):
        if start < lone.start():
            yield start, lone.start()
        yield lone.span()
        start = lone.end()
    if start < word.end:
        yield start, word.end


class _Needs(IntEnum):
    """What a word needs to be taken for a name."""

    NOTHING = 0
    CAPITAL = 1
    WITHIN = 2  # a capital that no sentence begins with
    TITLE = 3  # before it, and a capital
    CAPITALS = 4  # each of its words
    INITIALS = 5  # capital letters only
    NEVER = 6


@dataclass(frozen=True)
class Found:
    """A name in its place: the words from `first` up to `last`, and what stands in for it."""

    first: int
    last: int
    stand_in: str
    initials: bool = False


class Names:
    """Names with their stand-ins, made ready to be looked for in many texts."""

    def __init__(self, stand_ins: Mapping[str, str]) -> None:
        self._known: dict[tuple[str, ...], tuple[str, _Needs]] = {}
        for forms in (
            _wholes,
            _together,
            _parts,
            _initials,
            _in_capitals,
            _short_forms,
            _behind_titles,
        ):  # a whole name goes before another's part
            for name, stand_in in stand_ins.items():
                for stems, needs in forms(unicodedata.normalize("NFC", name)):
                    self._known.setdefault(stems, (stand_in, needs))
        sizes: dict[str, set[int]] = {}
        for stems in self._known:
            sizes.setdefault(stems[0], set()).add(len(stems))
        self._sizes = {first: sorted(found, reverse=True) for first, found in sizes.items()}
        singles = {s[0]: found for s, (found, _) in self._known.items() if len(s) == 1}
        self._apart = {stem: found for stem, found in singles.items() if len(stem) >= _APART}
        self._begins = {stem[:2] for stem in self._apart}
        written = (plain(name[w.start : w.end]) for name in stand_ins for w in plain_words(name))
        self._in_s = tuple({word for word in written if word.endswith("s")})
        # A slip leaves a name's first three letters or its last three as they are.
        self._by_start: dict[str, list[tuple[str, str]]] = {}
        self._by_end: dict[str, list[tuple[str, str]]] = {}
        for stem, found in singles.items():
            if len(stem) >= _SLIP and not _is_common(stem):
                self._by_start.setdefault(stem[:3], []).append((stem, found))
                self._by_end.setdefault(stem[-3:], []).append((stem, found))
        self._inflected: dict[str, str] = {}
        for stem, found in singles.items():
            if len(stem) >= _INFLECTED and not _is_common(stem):
                self._inflected.setdefault(stem, found)
                if _loses_its_vowel(stem):
                    self._inflected.setdefault(stem[:-1], found)

    def stand_in(self, text: str) -> str:
        """What stands in for `text` if all of it is a name; else ""."""
        stems = tuple(word.stem for word in plain_words(text))
        return self._known.get(stems, ("", _Needs.NOTHING))[0]

    def found_in(self, text: str, words: Sequence[Word]) -> Iterator[Found]:
        """The names in `text`, whose `plain_words` are `words`: in order, the longest of each."""
        at = 0
        while at < len(words):
            found = self._at(text, words, at) if words[at].stem in self._sizes else None
            found = (
                found
                or self._spelled_apart(text, words, at)
                or self._with_ending(text, words, at)
                or self._within(text, words, at)
                or self._with_a_slip(text, words, at)
            )
            if found is not None:
                yield found
            at = found.last if found is not None else at + 1

    def _at(self, text: str, words: Sequence[Word], at: int) -> Found | None:
        has = _Needs.NOTHING
        if not text[words[at].start].islower():
            has = _capital(text, words, at)
        for size in self._sizes[words[at].stem]:
            stems = tuple(word.stem for word in words[at : at + size])
            stand_in, needs = self._known.get(stems, ("", _Needs.NEVER))
            last = at + len(stems)
            if needs in (_Needs.CAPITALS, _Needs.INITIALS):
                if _has_capitals(text, words[at:last], needs):
                    return Found(at, last, stand_in, initials=needs is _Needs.INITIALS)
            elif has >= needs and not (last == at + 1 and _is_month(text, words, at)):
                return Found(at, last, stand_in)
        return None

    def _spelled_apart(self, text: str, words: Sequence[Word], at: int) -> Found | None:
        """A name of one word, written as two or three: "North Wind"."""
        if words[at].stem[:2] not in self._begins:
            return None
        joined = plain(text[words[at].start : words[at].end])
        for last in range(at + 1, min(at + 3, len(words))):
            if not set(text[words[last - 1].end : words[last].start]) <= set(" -‐‑"):
                return None
            stand_in = self._apart.get(joined + words[last].stem)
            if stand_in is not None:
                return Found(at, last + 1, stand_in)
            joined += plain(text[words[last].start : words[last].end])
        return None

    def _with_ending(self, text: str, words: Sequence[Word], at: int) -> Found | None:
        """A name as some languages, and some nicknames, change its end."""
        stem = words[at].stem
        if len(stem) <= _INFLECTED or (stem.isascii() and text[words[at].start].islower()):
            return None
        for size in range(1, _LONGEST_ENDING + 1):
            stand_in = self._inflected.get(stem[:-size])
            if stand_in is not None and stem[-size:] in _ENDINGS:
                return Found(at, at + 1, stand_in)
        return None

    def _within(self, text: str, words: Sequence[Word], at: int) -> Found | None:
        """A name that a capital letter or a digit sets off within a word: "TeamJana"."""
        for hump in _humps(text, words[at]):
            stand_in, needs = self._known.get((hump.stem,), ("", _Needs.NEVER))
            if len(hump.stem) >= _HUMP and needs <= _Needs.CAPITAL and not _is_common(hump.stem):
                return Found(at, at + 1, stand_in)
        return None

    def _with_a_slip(self, text: str, words: Sequence[Word], at: int) -> Found | None:
        """A long name with one letter missing, wrong, or too many, or with two that swapped."""
        stem = words[at].stem
        if len(stem) < _SLIP - 1 or not text[words[at].start].isupper() or _is_common(stem):
            return None
        near = (self._by_start.get(stem[:3], ()), self._by_end.get(stem[-3:], ()))
        for name, stand_in in chain(*near):
            if name[0] == stem[0] and _differ_by_a_slip(name, stem):
                return Found(at, at + 1, stand_in)
        return None

    def is_owner(self, text: str, word: Word) -> bool:
        """Whether the s at the end of a name found here says what is theirs: "Pias head"."""
        written = plain(text[word.start : word.end])
        if written == word.stem or not written.endswith("s") or written.endswith(self._in_s):
            return False
        after = text[word.end + 1 : word.end + 30].split(maxsplit=1)
        owned = after[0].strip(".,;:!?") if after and text[word.end] == " " else ""
        return owned.isalpha() and singular(plain(owned)) not in SMALL_WORDS


_Forms = Iterator[tuple[tuple[str, ...], _Needs]]


def _wholes(name: str) -> _Forms:
    """The stems of a whole name as people spell it, each with what it needs to be one."""
    spelled = name.replace("&", " and ").replace("+", " and ")
    for spelling in dict.fromkeys((name, spelled, spelled.translate(_SPELLED_OUT))):
        stems = tuple(word.stem for word in plain_words(spelling))
        if stems:
            yield stems, _needs(name, stems)
        if len(stems) > 1:
            yield tuple(stem for stem in stems if stem != "and") or stems, _Needs.NOTHING


def _together(name: str) -> _Forms:
    """Words of a name written as one: "atlascopco", "BrightwaterClinics", "jnovak"."""
    spelled = name.replace("&", " and ").replace("+", " and ")
    for spelling in dict.fromkeys((name, spelled, spelled.translate(_SPELLED_OUT))):
        found = [plain(spelling[w.start : w.end]) for w in plain_words(spelling)]
        words = [word for word in found if word != "and"][:MOST_WORDS]
        joined = [found, *_rows(words)]
        if len(words) > 1 and words[-1] not in _LEGAL_FORMS:
            joined += [[words[0], words[-1]], [words[-1], words[0]]]
            if len(words[-1]) >= _GLUED and not _is_common(singular(words[-1])):
                joined.append([words[0][0], words[-1]])
        for row in joined:
            stem = singular("".join(row))
            if len(row) > 1 and not (_is_common(stem) or stem in SAY_LITTLE):
                yield (stem,), _Needs.NOTHING


def _rows(words: Sequence[str]) -> Iterator[Sequence[str]]:
    """Two or more words next to each other, of which one says who it is."""
    for first in range(len(words)):
        for last in range(first + 2, len(words) + 1):
            if _tells(tuple(map(singular, words[first:last]))):
                yield words[first:last]


def _short_forms(name: str) -> _Forms:
    """What people call somebody of this name: Bob, who is Robert."""
    for word in plain_words(name)[:MOST_WORDS]:
        for other in OTHER_FORMS.get(plain(name[word.start : word.end]), ()):
            stem = singular(other)
            yield (stem,), _Needs.WITHIN if _is_common(stem) else _Needs.CAPITAL


def _parts(name: str) -> _Forms:
    """The stems of every part of a name that still says who it is."""
    for spelling in dict.fromkeys((name, name.translate(_SPELLED_OUT))):
        pieces = [plain_words(piece) for piece in spelling.split()[:MOST_WORDS]]
        chunks = [tuple(word.stem for word in piece) for piece in pieces if piece]
        for first in range(len(chunks)):
            for last in range(len(chunks), first, -1):
                stems = tuple(stem for chunk in chunks[first:last] for stem in chunk)
                if any(map(_tells, chunks[first:last])) and not (
                    _is_small(stems[0]) or _is_small(stems[-1])
                ):
                    yield stems, _needs(name, stems)
        for chunk in chunks:  # "O'Brien", "Anne-Marie"
            if len(chunk) > 1 and _tells(chunk):
                yield from (((s,), _needs(name, (s,))) for s in chunk if _tells((s,)))
                yield from ((part, _Needs.NOTHING) for part in _spaceless_parts(chunk))


def _initials(name: str) -> _Forms:
    """The first letters of a name of several words: "JN" and "J.N." of "Jana Novak"."""
    stems = [word.stem for word in plain_words(name) if word.stem != "and"][:MOST_WORDS]
    lettered = [stem for stem in stems if stem[0].isalpha() and not _SPACELESS.match(stem)]
    letters = [stem[0] for stem in lettered]
    bare = [stem[0] for stem in lettered if stem not in _TITLES | _LEGAL_FORMS]
    leading = list(takewhile(lambda stem: len(stem) == 1, stems))
    if len(leading) > 1:
        yield ("".join(leading), *stems[len(leading) :]), _Needs.NOTHING  # "JR Smith"
    for short in (letters, bare, [*letters[:1], *letters[-1:]], leading):
        if len(short) > 1:
            yield tuple(short), _Needs.INITIALS
            together = singular("".join(short))
            if len(together) > 1 and not _is_common(together):
                yield (together,), _Needs.INITIALS


def _in_capitals(name: str) -> _Forms:
    """Words of a name that many share, two or more of them in a row: "Van An"."""
    stems = [word.stem for word in plain_words(name)][:MOST_WORDS]
    for first in range(len(stems)):
        for last in range(first + 2, len(stems) + 1):
            if all(len(stem) > 1 for stem in stems[first:last]):
                yield tuple(stems[first:last]), _Needs.CAPITALS


def _behind_titles(name: str) -> _Forms:
    """Words of a name that are a name only behind a title: "An", "Do", "Co"."""
    for piece in name.split()[:MOST_WORDS]:
        stems = tuple(word.stem for word in plain_words(piece))
        if len(stems) == 1 and len(stems[0]) > 1:
            yield stems, _Needs.TITLE


def _spaceless_parts(chunk: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """How somebody is called whose names stand together: 王小明 is 小明 and 王先生 too."""
    if not all(map(_SPACELESS.match, chunk)):
        return
    family = chunk[: 2 if len(chunk) > 3 else 1]
    if len(chunk) > 2:
        yield chunk[len(family) :]
    if len(family) > 1:
        yield family
    for honorific in _HONORIFICS:
        yield (*family, *(word.stem for word in plain_words(honorific)))


def _tells(chunk: tuple[str, ...]) -> bool:
    """Whether a part of a name says who it is."""
    if len(chunk) > 1 and all(map(_SPACELESS.match, chunk)):
        return True
    return any(
        len(stem) >= 2 and not stem.isdigit() and stem not in _SHARED and not _is_small(stem)
        for stem in chunk
    )


def _is_small(stem: str) -> bool:
    return stem in SMALL_WORDS and stem not in _ORDINARY


def _is_common(stem: str) -> bool:
    """Whether a word is one that others than this name have too."""
    return stem in _ORDINARY or stem in SMALL_WORDS or stem in _SHARED


def _loses_its_vowel(stem: str) -> bool:
    """Whether endings take the place of a name's last vowel: "Петрова", "Петровой"."""
    return len(stem) > _INFLECTED and stem[-1] in _VOWELS


def _capital(text: str, words: Sequence[Word], at: int) -> _Needs:
    """What a word with a capital letter has to be taken for a name."""
    if at == 0:
        return _Needs.CAPITAL
    before = words[at - 1]
    if before.stem in _TITLES:
        return _Needs.TITLE
    begins = set(".!?:\n") & set(text[before.end : words[at].start])
    return _Needs.CAPITAL if begins else _Needs.WITHIN


def _humps(text: str, word: Word) -> list[Word]:
    """The parts of a word that capital letters and digits set off; none if it is one."""
    written = text[word.start : word.end]
    if written.isalpha() and written[1:].islower():
        return []
    cuts = [at for at in range(1, len(written)) if _turns(written, at)]
    spans = pairwise([0, *cuts, len(written)]) if cuts else ()
    return [
        Word(word.start + first, word.start + last, singular(plain(written[first:last])))
        for first, last in spans
    ]


def _turns(written: str, at: int) -> bool:
    before, here, after = written[at - 1], written[at], written[at + 1 : at + 2]
    if before.isdecimal() != here.isdecimal():
        return True
    return here.isupper() and (before.islower() or (before.isupper() and after.islower()))


def _differ_by_a_slip(name: str, typed: str) -> bool:
    if abs(len(name) - len(typed)) > 1:
        return False
    same = sum(
        1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(name, typed, strict=False))
    )
    meant, slipped = name[same:], typed[same:]
    rests = {meant[1:], slipped[1:]}
    if len(meant) == len(slipped):
        swapped = meant[:2] == slipped[1::-1] and meant[2:] == slipped[2:]
        return len(rests) == 1 or swapped
    return meant[1:] == slipped if len(meant) > len(slipped) else meant == slipped[1:]


def _has_capitals(text: str, words: Sequence[Word], needs: _Needs) -> bool:
    if needs is _Needs.CAPITALS:
        return all(text[word.start].isupper() for word in words)
    if len(words) == 1:
        return text[words[0].start : words[0].end].isupper()
    between = text[words[0].start : words[-1].end]
    return between.isupper() and "." in between and not set("\n,;:") & set(between)


def _is_month(text: str, words: Sequence[Word], at: int) -> bool:
    """Whether a word that may be a name is a month here: "in May", "4 May", "May 2027"."""
    if words[at].stem not in _MONTHS:
        return False
    before = [word.stem for word in words[max(0, at - 2) : at]]
    after = words[at + 1].stem if at + 1 < len(words) else ""
    if after[:1].isdigit() and not set(".!?\n") & set(text[words[at].end : words[at + 1].start]):
        return True
    if not before:
        return False
    part = before[-1] == "of" and before[0] in _PARTS_OF_MONTHS
    return part or before[-1][:1].isdigit() or before[-1] in _BEFORE_MONTHS


def _needs(name: str, stems: tuple[str, ...]) -> _Needs:
    """What these words of a name need to be taken for it: a word that is English too, a capital."""
    alone = len(stems) == 1 and name != name.lower()
    return _Needs.CAPITAL if _is_common(stems[0]) and alone else _Needs.NOTHING


def _without_addresses(text: str, known: Names) -> str:
    text = _ADDRESS.sub(lambda found: known.stand_in(found[0]) or AN_ADDRESS, text)
    before = ""
    while before != text:  # what one address leaves may make another: "a@b.http://c"
        before = text
        text = without_numbers(text)
        text = _ADDRESS.sub(AN_ADDRESS, text)
    return text


def _replaced(text: str, known: Names, instead: Callable[[str, Sequence[Word], Found], str]) -> str:
    words = plain_words(text)
    done = 0
    pieces = []
    stood_in = ""
    for found in known.found_in(text, words):
        if found.stand_in == stood_in and text[done : words[found.first].start] == " ":
            done = words[found.last - 1].end  # "Bob Smith": both are one
            continue
        stood_in = found.stand_in
        start = words[found.first].start
        before = words[found.first - 1] if found.first else None
        if before is not None and before.start >= done and before.stem in _TITLES:
            start = before.start  # "Dr. Novak"
        elif before is not None and before.start >= done and _is_an_initial(text, before, start):
            start = before.start  # "J. Novak"
        pieces += [text[done:start], instead(text, words, found)]
        done = words[found.last - 1].end
        if found.initials and text[done : done + 2] == ". " and text[done + 2 : done + 3].islower():
            done += 1  # the point of "J.R. likes it"
    return "".join([*pieces, text[done:]])


def _is_an_initial(text: str, before: Word, start: int) -> bool:
    """Whether the word before a name is the first letter of another name of theirs."""
    letter = text[before.start : before.end]
    return len(letter) == 1 and letter.isupper() and text[before.end : start].strip(" ") == "."


def _fitted(known: Names, text: str, words: Sequence[Word], found: Found) -> str:
    """The stand-in as it reads in its place: "the Northwind people", "Pias head"."""
    owns = not found.initials and known.is_owner(text, words[found.last - 1])
    return _with_one_article(text, words, found) + ("'s" if owns else "")


def _with_one_article(text: str, words: Sequence[Word], found: Found) -> str:
    article, _, rest = found.stand_in.partition(" ")
    if found.first and rest and article in _ARTICLES:
        before = words[found.first - 1]
        between = text[before.end : words[found.first].start]
        if before.stem in _BEFORE and between.isspace():
            return rest
    return found.stand_in
