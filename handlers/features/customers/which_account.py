"""Find the account that somebody means by a typed name."""

from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from functools import partial
from itertools import pairwise

from rapidfuzz import fuzz, process

from handlers.coaching.names.common_words import SHARED, TITLES, is_common
from handlers.coaching.names.contacts_named import contacts_named
from handlers.coaching.text.words import SAY_LITTLE, SMALL_WORDS, singular
from handlers.features.customers import short_forms
from handlers.registry import Turn
from storage.customers import accounts, contacts
from storage.sales_calls import next_calls
from storage.sales_calls.own_calls import Seated
from storage.spelling import comparable, spellings, tidy
from storage.tables import Account

NEAR = 75  # the least similarity, out of 100, at which we offer a name
# A word with fewer letters must match exactly. A word with at least this many letters may have a
# typo, or be the start of a longer word.
PART = 4
ALIKE = 80  # the least similarity, out of 100, at which a word with a typo matches
OFFERED = 3  # at most this many accounts are offered
MAX_NAME = 200  # characters of a typed name that we compare with names on file
WORDS = 40  # how many words of a text we search for names
SEPARATORS = " ,:;|-–—"  # characters between a name and what follows
LEADS = ("for", "with", "the")  # words that may stand before a name
# after one of these, an ordinary word in lower case is not a name
_NO_NAME_FOLLOWS = ("a", "an", "their", "his", "her", "its", "no", "any", "every", "each")
_THERE = ("from", "at")  # words between a contact and the account: "ruben from alder"
_DASHES = (" - ", " – ", " — ")  # between an account's name and a note about it
_AND = {"&": "and"}
_Read = Callable[[Iterable[str]], Awaitable[dict[str, Account]]]  # finds accounts by their names
_AROUND = ' ,:;|-–—?!.()@"“”„'  # characters around a word in a sentence
QUOTES = ("\"'“”„«»‘’‚‹›", "\"'“”«»‘’‹›")  # marks that begin, and marks that end, a quoted name


def name_in(typed: str) -> str:
    """Return the typed name without quotes around it, or "" if nothing is left."""
    name = tidy(typed).strip()
    while len(name) > 1 and name[0] in QUOTES[0] and name[-1] in QUOTES[1]:
        name = name[1:-1].strip()
    return name if comparable(name) else ""


def is_mention(name: str) -> bool:
    """Check whether this mentions a person or channel, in Slack's or Teams' markup or with @."""
    name = name.strip()
    on_slack = name.startswith(("<@", "<#", "<!")) and name.find(">") == len(name) - 1
    on_teams = name.startswith("<at>") and name.find("</at>") == len(name) - len("</at>")
    return name.startswith("@") or on_slack or on_teams


async def on_file(turn: Turn, typed: str) -> Account | None:
    """Find the account with this name. Case, apostrophes, dashes, spaces and "&" may differ.

    If there is none, find the only account whose name begins with these words. If there is no such
    account either, and only one word was typed, find the account that the word is short for.
    """
    name = name_in(typed)
    if not name:
        return None
    keys = spellings(name)
    found = await accounts.by_typed_names(turn.session, turn.person.tenant, keys)
    account = next((found[key] for key in keys if key in found), None)
    account = account or await by_beginning(turn, f"{comparable(name)} ")
    return account or await short_forms.of_word(turn, name)


async def by_beginning(turn: Turn, beginning: str) -> Account | None:
    """Find the only account whose normalised name begins with this text."""
    person = turn.person
    known = await accounts.candidates(turn.session, person.tenant, person.id, beginning)
    ids = [account_id for account_id, name in known if name.startswith(beginning)]
    found = await accounts.by_ids(turn.session, person.tenant, ids) if len(ids) == 1 else ()
    return found[0] if found else None


async def by_name_at_start(turn: Turn, typed: str) -> list[tuple[Account, str]]:
    """Find accounts by a name at the start of the text, longest name first.

    Each account comes with the rest of the text. One of `LEADS` or "@" may come before the name,
    and punctuation after it.
    """
    return await _at_start(
        typed, partial(accounts.by_typed_names, turn.session, turn.person.tenant)
    )


async def with_next_call_at_start(
    turn: Turn, typed: str
) -> tuple[list[tuple[Account, str]], dict[int, Seated]]:
    """Find what `by_name_at_start` finds, and the person's next calls with these accounts.

    The dict has the calls by the ids of their accounts. An account without a planned call has no
    entry.
    """
    ahead: dict[int, Seated] = {}

    async def read(names: Iterable[str]) -> dict[str, Account]:
        found = await next_calls.by_names(turn.session, turn.person, names, turn.now)
        ahead.update({one.account.id: one.call for one in found.values() if one.call})
        return {key: one.account for key, one in found.items()}

    return await _at_start(typed, read), ahead


async def _at_start(typed: str, read: _Read) -> list[tuple[Account, str]]:
    """Find what `by_name_at_start` finds. `read` looks up accounts by their names."""
    lead, _, following = typed.strip().partition(" ")
    texts = (
        *(typed, typed.replace(",", ", "), following if lead.lower() in LEADS else ""),
        typed.strip()[1:] if lead.startswith("@") else "",
    )
    for text in filter(None, dict.fromkeys(texts)):
        found = await _by_name_at_start(text, read)
        if found:
            return found
    return []


async def by_name_or_part_at_start(turn: Turn, typed: str) -> list[tuple[Account, str]]:
    """Find accounts by a name or part of a name at the start, with the rest of the text.

    The longest full name wins. Without a full name, a part is enough ("Brightwater wednesday
    noon" for Brightwater Clinics), unless too many accounts have this part in their names.
    """
    found = await by_name_at_start(turn, typed)
    return found[:1] or await _by_part(turn, typed) or await _by_short_at_start(turn, typed)


async def _by_short_at_start(turn: Turn, typed: str) -> list[tuple[Account, str]]:
    """Find the account in "nw friday 3pm", with the rest of the text."""
    words = typed.removeprefix("@").split(maxsplit=2)
    begin = 1 if words and words[0].lower() in LEADS else 0
    first = words[begin].strip(SEPARATORS) if words[begin:] else ""
    account = await short_forms.of_word(turn, first) if first else None
    return [(account, " ".join(words[begin + 1 :]).strip(SEPARATORS))] if account else []


async def _by_part(turn: Turn, typed: str) -> list[tuple[Account, str]]:
    """Find the accounts whose names share the most words with the start of the text.

    Return [] if more than three accounts share that many words.
    """
    words = typed.removeprefix("@").split()[:WORDS]
    words = words[1:] if words and words[0].lower() in LEADS else words
    if not words:
        return []
    person, text = turn.person, " ".join(words)
    known = await accounts.candidates(turn.session, person.tenant, person.id, words[0])
    shared = {account_id: _shared(words, name) for account_id, name in known}
    longest = max(shared.values(), default=0)
    likeliest = [account_id for account_id, count in shared.items() if 0 < count == longest]
    if not 0 < len(likeliest) <= OFFERED:
        return []
    found = await accounts.by_ids(turn.session, person.tenant, likeliest)
    return [(account, text_after_name(text, account)) for account in found]


async def mentioned(turn: Turn, text: str) -> Account | None:
    """Find the only account that a text names: in full, by its name's first word, or by a contact.

    If the text has the full name of an account, first words and contacts do not count. If it has
    the first word of an account's name, contacts do not count. We look only at contacts of accounts
    that the person has calls with. `contacts_named` says which words name a contact. Return None if
    several accounts are named.
    """
    whole, begun = await _by_names(turn, text)
    ids = whole or begun or await _with_contact_named(turn, text)
    found = await accounts.by_ids(turn.session, turn.person.tenant, sorted(ids)) if ids else ()
    return found[0] if len(found) == 1 else None


async def named_by(turn: Turn, text: str) -> set[int]:
    """Return the ids of all accounts that a text names.

    The full name, its first word or a contact is enough. Contacts count only at accounts that the
    person has calls with. `contacts_named` says which words name a contact.

    If a text has "from" or "at" and the full name of an account, a contact's first or last name
    counts only at this account: "ruben from alder and finch" names no Ruben at another account.
    """
    whole, begun = await _by_names(turn, text)
    there = any(f" {one} " in f" {comparable(text)} " for one in _THERE)
    return whole | begun | await _with_contact_named(turn, text, whole if there else ())


async def named_in_full(turn: Turn, text: str) -> set[int]:
    """Return the ids of the accounts that a text names by their whole name or its first word.

    If there are none, return the ids of the accounts whose contacts the text names in full.
    """
    whole, begun = await _by_names(turn, text)
    person = turn.person
    met = await contacts.at_own_accounts(turn.session, person.tenant, person.id)
    said = _searched(text)
    people = {account_id for account_id, name in met if f" {comparable(name)} " in said}
    return whole | begun or people


async def _by_names(turn: Turn, text: str) -> tuple[set[int], set[int]]:
    """Return the ids of accounts named in full, and of those named by the first word of the name.

    The words of a full name count for that account only: if Alder & Finch is an account, "alder and
    finch" does not name Alder & Sons too. A full name right after "not" does not count.
    """
    person = turn.person
    known = await accounts.candidates(turn.session, person.tenant, person.id, text[:MAX_NAME])
    said, whole = _searched(text), set[int]()
    longest_first = sorted(known, key=lambda each: len(each[1]), reverse=True)
    for account_id, name in longest_first:
        for each in spellings(name):
            left = said.replace(f" not {each} ", " | ")
            if f" {each} " in left:
                whole.add(account_id)
            said = left.replace(f" {each} ", " | ")
    begun = {account_id for account_id, name in known if _is_first_word(name, said)}
    if not (whole or begun):
        begun = await short_forms.ids_in(turn, text, WORDS)
    return whole, begun - whole


def _searched(text: str) -> str:
    """Return a text in lower case, in which we look for names.

    It has a space before and after each word, and two parts with a "|" between them:

    - the words of `text`
    - the words of `text` that look like possessives without an apostrophe, each without its "s":
      "alder" for "alders cfo"

    The first part leaves out ordinary words in lower case after "a", "their" or the like: in "they
    hit their target", nobody means the account Target Systems.
    """
    written = [word.strip(_AROUND) for word in text.split()[:WORDS]]
    plain = [comparable(word).removesuffix("'s") for word in written]
    words = [
        word
        for before, word, typed in zip(["", *plain], plain, written, strict=False)
        if word
        and not (before in _NO_NAME_FOLLOWS and typed.islower() and is_common(singular(word)))
    ]
    return f" {' '.join(words)} | {' '.join(_owners(text.split()[:WORDS]))} "


def _owners(typed: Sequence[str]) -> list[str]:
    """Return "alder" for "alders cfo", but nothing for "they want alders in March"."""
    return [
        comparable(word)[:-1]
        for word, owned in pairwise(typed)
        if len(word) > PART and word.isalpha() and word.endswith("s")
        if owned.strip(_AROUND).isalpha() and singular(comparable(owned)) not in SMALL_WORDS
    ]


async def _with_contact_named(turn: Turn, text: str, whole: Collection[int] = ()) -> set[int]:
    """Return the ids of the accounts whose contacts a text names.

    If `whole` has ids of accounts, a contact of any other account counts only if the text has the
    contact's full name.
    """
    person = turn.person
    met = await contacts.at_own_accounts(turn.session, person.tenant, person.id)
    line = " ".join(text.split()[:WORDS])
    said, named = _searched(line), set(contacts_named(line, {name for _, name in met}))
    return {
        account_id
        for account_id, name in met
        if name in named
        if not whole or account_id in whole or f" {comparable(name)} " in said
    }


async def only_one_named(turn: Turn, text: str) -> Account | None:
    """Return the account that `mentioned` finds.

    If `mentioned` finds none, return the account that `named_by` finds, if it finds only one.
    """
    if account := await mentioned(turn, text):
        return account
    ids = await named_by(turn, text)
    found = await accounts.by_ids(turn.session, turn.person.tenant, [*ids]) if len(ids) == 1 else ()
    return found[0] if found else None


def forms_of(name: str) -> set[str]:
    """Return the first and the last name of a contact."""
    names = without_title(comparable(name)).split()
    return {*names[:1], *names[-1:]}


def without_title(name: str) -> str:
    """Return "amina okafor" for "dr. amina okafor"."""
    return " ".join(part for part in name.split() if part.rstrip(".").casefold() not in TITLES)


def _is_first_word(name: str, said: str) -> bool:
    first = name.split(" ", maxsplit=1)[0]
    return (
        len(first) >= PART and singular(first) not in SAY_LITTLE | SHARED and f" {first} " in said
    )


def without_label(line: str, account: Account) -> str:
    """Return "they signed" for "Northwind: they signed". Return other lines unchanged."""
    for joint in (":", *_DASHES):
        label, found, words = line.partition(joint)
        named = bool(found) and _shared(label.split(), account.name_key) == len(label.split()) > 0
        if named and words.strip():
            return words.strip()
    return line


def text_after_name(typed: str, account: Account) -> str:
    """Return the text after the words that belong to this account's name."""
    count = _shared(typed.split()[:WORDS], account.name_key)
    return "".join(typed.split(None, count)[count:] if count else typed).strip(SEPARATORS)


def _shared(words: Sequence[str], name: str) -> int:
    """Count the leading words that are in the name, in any order and with typos allowed."""
    left = [_AND.get(word, word) for word in name.split()]
    for count, word in enumerate(words):
        key = comparable(word.strip(SEPARATORS + "?!.@")).removesuffix("'s")
        key = _AND.get(key, key)
        same = next((one for one in left if _is_part(key, one)), None)
        if same is None:
            return count
        left.remove(same)
    return len(words)


def _is_part(word: str, of_name: str) -> bool:
    if len(word) < PART:
        return word == of_name
    return of_name.startswith(word) or fuzz.ratio(word, of_name) >= ALIKE


async def _by_name_at_start(typed: str, read: _Read) -> list[tuple[Account, str]]:
    words = typed.split()[:WORDS]
    begins = {count: _keys(" ".join(words[:count])) for count in range(len(words), 0, -1)}
    known = await read(key for some in begins.values() for key in some)
    return [
        (known[key], "".join(typed.split(None, count)[count:]).lstrip(SEPARATORS))
        for count, some in begins.items()
        for key in [next((key for key in some if key in known), "")]
        if key
    ]


def _keys(typed: str) -> list[str]:
    """Return the normalised names that `typed` may mean, likeliest first."""
    bare = typed.rstrip(SEPARATORS + "?!.")
    names = (typed.rstrip(SEPARATORS), bare, comparable(bare).removesuffix("'s"))
    keys = (key for name in names for key in spellings(name_in(name)))
    return [key for key in dict.fromkeys(keys) if key]


async def near(turn: Turn, typed: str) -> Sequence[Account]:
    """Return up to three accounts whose names contain or resemble the typed name, closest first.

    Names with the same first word come before others: Kestrel Freight for "kestrel foods".
    """
    person, name = turn.person, comparable(name_in(typed))[:MAX_NAME]
    if not name or is_mention(name):
        return []
    known = await accounts.candidates(turn.session, person.tenant, person.id, name)
    found = process.extract(name, dict(known), scorer=fuzz.WRatio, score_cutoff=NEAR, limit=OFFERED)
    ids = [*(_ids_alike(known, name)), *(account_id for _, _, account_id in found)]
    ids = [*dict.fromkeys(ids)][:OFFERED]
    by_id = {one.id: one for one in await accounts.by_ids(turn.session, person.tenant, ids)}
    return [by_id[account_id] for account_id in ids]


async def beginning_alike(turn: Turn, typed: str) -> bool:
    """Check whether the name of an account on file has the same first word as `typed`."""
    person, name = turn.person, comparable(typed)[:MAX_NAME]
    return bool(
        _ids_alike(await accounts.candidates(turn.session, person.tenant, person.id, name), name)
    )


async def is_mistyped(turn: Turn, typed: str) -> bool:
    """Check whether an account's name has all these words, some perhaps mistyped: "nortwind"."""
    words = typed.split()
    found = await near(turn, typed)
    return any(_shared(words, one.name_key) == len(words) for one in found)


def _ids_alike(known: Iterable[tuple[int, str]], typed: str) -> list[int]:
    first = f" {typed.partition(' ')[0]} "
    return [account_id for account_id, name in known if _is_first_word(name, first)]


def is_covered(typed: str, account: Account) -> bool:
    """Check whether the account's name has at least as many words as were typed."""
    return len(comparable(typed).split()) <= len(account.name_key.split())
