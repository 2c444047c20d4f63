"""Turn guest lists and addresses into readable names of people and companies. Pure."""

import re
from collections.abc import Iterable, Sequence
from itertools import takewhile

from handlers import limits
from handlers.coaching.names.common_words import SHARED, is_common
from handlers.coaching.names.given_names import GIVEN_NAMES
from handlers.coaching.names.name_order import given_name_first
from handlers.coaching.text.words import stemmed
from handlers.sources.calendars.titles import MAX_TITLE
from handlers.sources.records import Attendee
from handlers.transcripts.spellings import spellings
from storage import mail
from storage.spelling import comparable, tidy
from storage.text import storable


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Several people use an address that has only these words before the "@": "it-helpdesk@".
_MAILBOX_WORDS = _words(
    "accounting accounts admin administration all backoffice billing booking bookings careers "
    "contact customer desk einkauf empfang enquiries events finance frontdesk group hello help "
    "helpdesk hr info inquiries invoice invoices it jobs kontakt legal mail mailbox marketing "
    "office operations order orders press procurement purchasing reception sales sekretariat "
    "service servicedesk services support team vertrieb"
)
_SHORTEST_PART = 3  # a word with fewer letters does not count as a part of a domain
_MAX_NAME_WORDS = 5  # words in the name of a company
_SHORTEST_ALONE = 5  # a single word with fewer letters is not taken as a company's name
_MAX_INITIALS = 5
_MIN_LETTERS = 3  # a domain may shorten a word or a name to this many letters, but no fewer
# Marks between a company's name and the rest of a title.
APART = re.compile(r"""\s[-+xX]\s|[:;,|/()\[\]{}<>"“”„–—×•]""")
# A company leaves these words out of its domain: "Alder and Finch" → alderfinch.example.
_CONNECTING_WORDS = _words("& + and und et y e of the")
# After a company's name, these words are about the meeting.
OF_MEETINGS = stemmed(
    """
    agenda angebot call catch check chat committee contract debrief demo discovery fixe follow
    go handover intro introduction jour kick kickoff meeting monthly negotiation next offer
    onboarding pilot plan poc pricing proposal project q1 q2 q3 q4 qbr quote recap renewal review
    rollout session standup status steering steps sync termin trial update visit webinar weekly
    workshop
    """
)


def person_name(guest: Attendee) -> str:
    """Return the name of a guest: "Ann Li" for "Li, Ann".

    If the guest list has only an address, take the name from it: "Ann Li" from ann.li@acme.example.
    Return the address itself if it gives no name, or if more than one person uses it
    (support@acme.example). Return "" if the list has neither a name nor an address.
    """
    address = mail.normalised(guest.email) or ""
    said = _line(guest.name).strip("'\" ")
    if _is_shared_by_many(said, address):
        return _line(address)
    if "@" in said or not comparable(said) or not any(map(str.isalpha, said)):
        return _line(_from_address(address))
    return _line(given_name_first(_without_company(said))) or said


def _is_shared_by_many(said: str, address: str) -> bool:
    before, _, domain = address.partition("@")
    local = before.partition("+")[0]
    if not local or not _MAILBOX_WORDS.issuperset(_words_of(local)):
        return False
    beside = {*_MAILBOX_WORDS, *_words_of(local), *_words_of(domain), *_CONNECTING_WORDS}
    return beside.issuperset(_words_of(said.casefold()))


def _words_of(text: str) -> frozenset[str]:
    """Return the words of a text, leaving out digits: "it" and "desk" for "it-desk2"."""
    return _words("".join(char if char.isalpha() else " " for char in text))


def account_name(guest: Attendee) -> str:
    """Return the name of an account for a guest with a private address.

    Return the guest's name. But return the whole address in these cases:

    - Only a given name is known: "Max" could be max1@gmail.com or max2@gmail.com.
    - The guest list has no name, and the address has digits or only one word before the "@".
    """
    name, address = person_name(guest), mail.normalised(guest.email) or ""
    local = address.rpartition("@")[0]
    is_made = name == _line(_from_address(address))
    is_vague = is_made and (" " not in name or any(map(str.isdigit, local)))
    return address if address and (is_vague or comparable(name) in GIVEN_NAMES) else name


def is_of_person(name: str, guests: Iterable[Attendee]) -> bool:
    """Check whether a name is a person's: one given name, or only words of these guests' names."""
    words = set(comparable(name).split())
    theirs = {word for one in guests for word in comparable(person_name(one)).split()}
    return words <= theirs or (len(words) == 1 and words <= GIVEN_NAMES)


def company_name(domain: str, title: str = "") -> str:
    """Return the name that a mail domain suggests: "Acme" for "mail.acme.co.uk".

    If the meeting's title has one of these, return it instead, as written in the title:

    - the same name, or a longer name that begins with it: "Acme Retail" for acme.com
    - words such that the domain begins with the first word and ends with the last word: "Ashdown
      Academies Trust" for ashdowntrust.org
    - words whose initials begin the domain: "Cotswold Bakehouse" for cbh-foods.com
    - a word that the domain extends by a common word: "Payline" for paylinepartners.com
    """
    name = _from_domain(domain)
    title = title[:MAX_TITLE]
    ways = (_as_in_title, _made_of, _with_initials, _without_shared_word)
    found = next((said for way in ways if (said := way(name, title))), "")
    return _line(found or name) or domain


def private_account_name(guest: Attendee, said: str, title: str = "") -> str:
    """Return the name of an account for a guest with a private address.

    `said` is a name in the meeting's title that may be the customer's, or "". Return it if it has a
    word of the guest's name and a word that many companies use: "Gill Dental Group" for Sundeep
    Gill. Otherwise, return the result of `account_name`.
    """
    words = said.split()
    theirs = set(comparable(person_name(guest)).split())
    named = theirs & set(comparable(said).split())
    if len(words) > 1 and named and any(stemmed(word.lower()) & SHARED for word in words):
        return _line(_as_in_title(said, title[:MAX_TITLE]) or said)
    return account_name(guest)


def is_in_title(domain: str, title: str) -> bool:
    """Check whether a meeting's title has the name that a mail domain suggests."""
    return bool(_as_in_title(_from_domain(domain), title[:MAX_TITLE]))


def _from_domain(domain: str) -> str:
    owned = mail.within(domain)
    label = mail.readable(owned[-1] if owned else domain).partition(".")[0]
    return " ".join(map(_capital, label.split("-")))


def is_named_after(name: str, domain: str, *, full_name: bool = False) -> bool:
    """Check whether a domain stands for an account's name: acme-retail.co.uk for "Acme".

    It is enough that the name matches the part of the domain before a hyphen. If `full_name` is
    true, the name must match the part after the hyphen too, because Acme Retail may be a different
    company from Acme.
    """
    owned = mail.within(domain)
    label = mail.readable(owned[-1]).partition(".")[0] if owned else ""
    first, whole = label.partition("-")[0], label.replace("-", "")
    words = name.split() or [""]
    is_first = not full_name and _squeezed(words) == first
    return bool(label) and (is_first or _is_written(words, whole))


def _as_in_title(name: str, title: str) -> str:
    """Return a company's name as written in the title, or "" if it is absent or in lower case."""
    parts = [part.split() for part in APART.split(storable(title))]
    wanted = _squeezed(name.split())
    for words in parts:
        for start in range(len(words)):
            ends = range(start + 1, min(len(words), start + _MAX_NAME_WORDS) + 1)
            end = next((one for one in ends if _is_written(words[start:one], wanted)), 0)
            if end and words[start][0].isupper():
                return " ".join(
                    words[start:end] + _rest_of_name(words[end:], alone=len(parts) == 1)
                )
    return ""


def _made_of(name: str, title: str) -> str:
    """Return two or more words in a title that a domain is made of, or "".

    The domain begins with the first of these words and ends with the last. Both have three letters
    or more. The domain may leave out the words between: "ashdowntrust" for "Ashdown Academies
    Trust".
    """
    wanted = _squeezed(name.split())
    for part in APART.split(storable(title)):
        words = part.split()
        for start in range(len(words)):
            row = list(takewhile(_has_capital, words[start : start + _MAX_NAME_WORDS]))
            for end in range(2, len(row) + 1):
                if _is_made_of(wanted, [_squeezed([word]) for word in row[:end]]):
                    return " ".join(row[:end])
    return ""


def _with_initials(name: str, title: str) -> str:
    """Return the words of a title if a domain begins with their initials. Return "" if none fit.

    We read the domain only up to its first hyphen. After the initials, it may have more letters of
    the last word: "cbh" fits "Cotswold Bakehouse", because "Bakehouse" has an "h".
    """
    short = name.split(" ", maxsplit=1)[0].lower()
    if not _MIN_LETTERS <= len(short) <= _MAX_INITIALS:
        return ""
    for part in APART.split(storable(title)):
        words = part.split()
        for start in range(len(words)):
            row = list(takewhile(_is_of_company, words[start : start + len(short)]))
            for end in range(len(row), 1, -1):
                if _are_initials(short, [word.lower() for word in row[:end]]):
                    return " ".join(row[:end])
    return ""


def _are_initials(short: str, words: Sequence[str]) -> bool:
    initials = "".join(word[0] for word in words)
    if not short.startswith(initials):
        return False
    letters = iter(words[-1][1:])
    return all(char in letters for char in short[len(initials) :])


def _is_of_company(word: str) -> bool:
    return len(word) >= _SHORTEST_PART and _has_capital(word) and _may_be_of_name(word)


def _without_shared_word(name: str, title: str) -> str:
    """Return the word of a title that a domain extends: "Payline" for "paylinepartners".

    Return "" if no word meets these conditions:

    - The rest of the domain is a word that many companies use ("partners").
    - The title does not have the rest of the domain.
    - The returned word is the first word of a part of the title. The other words of this part do
      not look like words of a name.
    """
    label, said = _squeezed(name.split()), storable(title)
    for part in APART.split(said):
        first, *others = part.split() or [""]
        key = _squeezed([first]) if first else ""
        rest = label.removeprefix(key)
        if len(key) < _SHORTEST_ALONE or rest in ("", label) or not _has_capital(first):
            continue
        if is_common(first.lower()) or not stemmed(rest) & SHARED or rest in said.lower():
            continue
        if not any(_has_capital(word) and _may_be_of_name(word) for word in others) and not (
            _CONNECTING_WORDS.intersection(others)
        ):
            return first
    return ""


def _has_capital(word: str) -> bool:
    return word[:1].isupper()


def _is_made_of(wanted: str, words: Sequence[str]) -> bool:
    """Check whether these words, joined, are `wanted`.

    `wanted` may leave out words between the first and the last word.
    """
    first, *between, last = words
    if min(len(first), len(last)) < _SHORTEST_PART:
        return False
    rest = wanted.removeprefix(first).removesuffix(last)
    if len(first) + len(rest) + len(last) != len(wanted):
        return False
    for word in between:
        if len(word) >= _SHORTEST_PART:
            rest = rest.removeprefix(word)
    return not rest


def _rest_of_name(words: list[str], *, alone: bool) -> list[str]:
    """Return the words that continue a company's name in the same part of a title.

    With `alone`, the title has no other part. Then stop at the first word that may be about the
    meeting.
    """
    if not alone and len(words) < _MAX_NAME_WORDS and all(map(_may_be_of_name, words)):
        return words
    rest = list(takewhile(_may_follow_name, words))
    while rest and rest[-1] in _CONNECTING_WORDS:
        rest.pop()
    return rest


def _may_be_of_name(word: str) -> bool:
    stem = stemmed(word.lower())
    return word[0].isupper() and stem.isdisjoint(OF_MEETINGS) and stem.isdisjoint(GIVEN_NAMES)


def _may_follow_name(word: str) -> bool:
    return word in _CONNECTING_WORDS or (word[0].isupper() and bool(stemmed(word.lower()) & SHARED))


def _is_written(words: Sequence[str], label: str) -> bool:
    """Check whether a domain's label stands for a name: "bluefincap" for "Bluefin Capital".

    The label may cut the last of several words to three letters or more, and may write letters
    without accents: "renhallning" for "Renhållning", "mueller" or "muller" for "Müller".
    """
    ways = (words, *(way.split() for way in spellings(" ".join(words))))
    return any(_joins(way, label) for way in ways if way)


def _joins(words: Sequence[str], label: str) -> bool:
    if (whole := _squeezed(words)) == label:
        return True
    before = _squeezed(words[:-1]) if len(words) > 1 else ""
    return bool(before) and whole.startswith(label) and len(label) - len(before) >= _MIN_LETTERS


def _squeezed(words: Sequence[str]) -> str:
    """Join the words as a domain does, without spaces or connecting words (`_CONNECTING_WORDS`).

    Return "" if the first word is a connecting word.
    """
    kept = (
        "".join(one for one in words if one not in _CONNECTING_WORDS)
        if words[0] not in _CONNECTING_WORDS
        else ""
    )
    return "".join(filter(str.isalnum, comparable(kept)))


def _without_company(name: str) -> str:
    """Return "Ann Li" for "Ann Li (Acme)" and "Ann Li | Acme"."""
    for mark in (" (", " [", " | ", " @ "):
        name = name.partition(mark)[0] or name
    return name


def _from_address(address: str) -> str:
    local = address.rpartition("@")[0].partition("+")[0]
    for mark in "._-":
        local = local.replace(mark, " ")
    words = ["".join(char for char in word if not char.isdigit()) for word in local.split()]
    if max(map(len, words), default=0) == 1:
        words = local.split()  # "x1" → "X1", because many people could be "X."
    return " ".join(_capital(word) for word in words if word) or address


def _capital(word: str) -> str:
    return f"{word.upper()}." if len(word) == 1 and word.isalpha() else word[:1].upper() + word[1:]


def _line(text: str) -> str:
    return tidy(" ".join(storable(text[: 2 * limits.of_input("account")]).split()))[
        : limits.of_input("account")
    ]
