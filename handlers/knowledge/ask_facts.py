"""An ask (something for marketing to answer), with only the names that its readers may see."""

import asyncio
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.coaching.names.addresses import AN_ADDRESS
from handlers.coaching.names.names_in_words import name_in_address, named_people, people_labelled
from handlers.coaching.names.names_mentioned import clearly_mentioned, perhaps_mentioned
from handlers.coaching.names.numbers import A_NUMBER
from handlers.coaching.names.people_lines import is_nobody, names_in_role
from handlers.coaching.names.replacing_names import without_names
from handlers.coaching.text.spelling import plain_words
from storage.customers import accounts, contacts, heard_names
from storage.marketing import ask_notes, asks, insights
from storage.sales_calls import calls
from storage.tables import Ask, AskNote
from storage.workspace import people

CUSTOMER, CONTACT, REP, COLLEAGUE = "the customer", "somebody there", "a rep", "a colleague"
OTHER_CUSTOMER, SOMEBODY = "another customer", "somebody"
# An ask names nobody if `Ask.named` is false. Then these words replace the names, addresses and
# numbers in its texts.
STAND_INS = (CUSTOMER, CONTACT, REP, COLLEAGUE, OTHER_CUSTOMER, SOMEBODY, AN_ADDRESS, A_NUMBER)
COLLEAGUE_LIMIT = 10_000  # look for at most this many names of colleagues
OTHER_NAMES_LIMIT = 20_000  # look for at most this many names of other accounts and contacts
EVENT_LOOP_LIMIT = 1_000  # to search for more names than this, use a thread
LINK = re.compile(r"(https?://\S+)", re.IGNORECASE)
# An ask that names nobody shows an industry only if at least this many accounts have it.
MIN_ACCOUNTS = 5


@dataclass(frozen=True)
class SignedNote:
    """A note in the conversation about an ask, and who wrote the note: a name, or "a rep"."""

    note: AskNote
    who: str


@dataclass(frozen=True)
class AskFacts:
    """An ask as readers see it. `zone` (IANA) is the reader's. `now` is in UTC."""

    ask: Ask
    who: str  # the rep's name, or "a rep" if the ask names nobody
    account: str  # "" without an account, or if the ask names nobody
    industry: str  # "" if the industry could identify the account
    insight: str  # the headline of the insight that the ask is about, or ""
    talk: Sequence[SignedNote]
    now: datetime
    zone: str
    # The start (UTC) of the call that the ask came from.
    heard_at: datetime | None = None
    author_left: bool = False  # the rep was erased, and can't answer a follow-up question
    # The marketer who took on the ask is gone. So somebody else can take it on.
    taker_left: bool = False


async def gather(session: AsyncSession, ask: Ask, now: datetime, zone: str) -> AskFacts:
    """Gather an ask's facts for a reader in `zone` (IANA). `now` is in UTC."""
    account = await accounts.by_id(session, ask.tenant, ask.account_id or 0)
    insight = await insights.by_id(session, ask.tenant, ask.insight_id or 0)
    call = await calls.by_id(session, ask.tenant, ask.call_id) if ask.call_id else None
    names, erased = {}, set()
    talk = await ask_notes.of_ask(session, ask)
    for person_id in {ask.author_id, *(note.author_id for note in talk)}:
        person = await people.by_id(session, ask.tenant, person_id)
        names[person_id] = person.name if person else "Somebody"
        if person is not None and person.erased_at is not None:
            erased.add(person_id)
    if not ask.named:
        names[ask.author_id] = REP
    industry = await _industry(session, ask, account.industry if account else "")
    return AskFacts(
        ask,
        names[ask.author_id],
        account.name if account and ask.named else "",
        industry,
        insight.headline if insight else "",
        [SignedNote(note, names[note.author_id]) for note in talk],
        now,
        zone,
        call.starts_at if call else None,
        ask.author_id in erased,
        await asks.has_lost_taker(session, ask) if ask.state == "taken_up" else False,
    )


async def account_name(session: AsyncSession, ask: Ask) -> str:
    """Return the name of the ask's account, or "" without an account.

    Show the name only to the ask's author. We return it even if the ask names nobody.
    """
    account = await accounts.by_id(session, ask.tenant, ask.account_id or 0)
    return account.name if account else ""


async def _industry(session: AsyncSession, ask: Ask, industry: str) -> str:
    """Return the industry, or "" if it could identify the account of an ask that names nobody."""
    if ask.named or not industry:
        return industry
    return (
        industry
        if await accounts.count_in_industry(session, ask.tenant, industry) >= MIN_ACCOUNTS
        else ""
    )


async def stand_ins(
    session: AsyncSession,
    tenant: str,
    account_id: int,
    rep: str,
    words: str,
    *,
    rivals: Collection[str] = (),
    colleagues_stay: bool = False,
) -> dict[str, str]:
    """Return a stand-in for each name that must be replaced in `words`.

    We replace these names:

    - names on file
    - names in the account's transcripts, calendars and notes
    - other words that look like somebody's name

    A contact's stand-in is a general word and not the contact's role, because a role may contain a
    name ("assistant to Peter Huber").

    A competitor in `rivals` stays, unless an account or a contact on file has the same name. If
    `colleagues_stay` is true, the names of colleagues stay too, except the rep's.
    """
    account = await accounts.by_id(session, tenant, account_id)
    found = {}
    for one in (await contacts.by_accounts(session, [account_id])).get(account_id, ()):
        if not is_nobody(one.name):
            found[one.name] = CONTACT
        found |= dict.fromkeys(names_in_role(one.role), CONTACT)
    found |= {rep: REP} | ({account.name: CUSTOMER} if account else {})
    colleagues = await people.names(session, tenant, COLLEAGUE_LIMIT)
    ours = dict.fromkeys(perhaps_mentioned(words, colleagues), COLLEAGUE)
    own = ours | found
    own |= await _names_elsewhere(session, tenant, account_id, words, own)
    own |= _new([*own, *rivals], await _names_heard(session, tenant, account_id, words))
    own |= _new([*own, *rivals], dict.fromkeys(named_people(words), SOMEBODY))
    return {name: one for name, one in own.items() if not (colleagues_stay and one == COLLEAGUE)}


def _new(known: Collection[str], found: Mapping[str, str]) -> dict[str, str]:
    """Return the found names, except those whose words all occur in known names."""
    parts = {word.stem for name in known for word in plain_words(name)}
    return {
        name: stand_in
        for name, stand_in in found.items()
        if any(word.stem not in parts for word in plain_words(name))
    }


async def without_names_of(
    session: AsyncSession,
    ask: Ask,
    words: str,
    rivals: Collection[str] = (),
    *,
    by_marketing: bool = False,
) -> str:
    """Replace names in `words` with the stand-ins that asks use. Competitors in `rivals` stay.

    If `by_marketing` is true, these stay too:

    - the names of colleagues, except the rep's
    - each link, unless it clearly contains a name to replace
    """
    author = await people.by_id(session, ask.tenant, ask.author_id)
    names = await stand_ins(
        session,
        ask.tenant,
        ask.account_id or 0,
        author.name if author else "",
        words,
        rivals=rivals,
        colleagues_stay=by_marketing,
    )
    return _cleaned(words, names, links_stay=by_marketing)


async def guesses_without_names(
    session: AsyncSession, ask: Ask, words: str, rivals: Collection[str] = ()
) -> str:
    """Replace names in what a marketer writes about an ask that names nobody.

    The marketer may be guessing the author or the account of the ask. The result must not show
    whether the guess is right. So the stand-ins do not depend on the ask:

    - any customer → "the customer"
    - anybody who works for a customer → "somebody there"
    - any colleague outside marketing → "a colleague"

    Names of marketers stay, and so do competitors in `rivals` and links without names.
    """
    tenant = ask.tenant
    others = await people.names_outside_marketing(session, tenant, COLLEAGUE_LIMIT)
    names = dict.fromkeys(clearly_mentioned(words, others), COLLEAGUE)
    elsewhere = await _names_elsewhere(session, tenant, 0, words, names)
    alike = {OTHER_CUSTOMER: CUSTOMER, SOMEBODY: CONTACT}
    names |= {name: alike[one] for name, one in elsewhere.items()}
    ours = perhaps_mentioned(words, await people.names(session, tenant, COLLEAGUE_LIMIT))
    names |= _new([*names, *ours, *rivals], dict.fromkeys(named_people(words), SOMEBODY))
    return _cleaned(words, names, links_stay=True)


async def names_somebody(session: AsyncSession, tenant: str, words: str) -> bool:
    """Check whether the words name any colleague, account or contact of a tenant."""
    if perhaps_mentioned(words, await people.names(session, tenant, COLLEAGUE_LIMIT)):
        return True
    return bool(await _names_elsewhere(session, tenant, 0, words, ()))


def _cleaned(words: str, names: Mapping[str, str], *, links_stay: bool) -> str:
    """Replace the names, and begin the result with a capital if it differs from `words`."""
    pieces = LINK.split(words) if links_stay else [words]  # the links have odd indexes
    cleaned = "".join(
        piece if at % 2 and not clearly_mentioned(piece, names) else without_names(piece, names)
        for at, piece in enumerate(pieces)
    )
    return cleaned if cleaned == words else cleaned[:1].upper() + cleaned[1:]


async def _names_heard(
    session: AsyncSession, tenant: str, account_id: int, words: str
) -> dict[str, str]:
    """Return stand-ins for names in the account's transcripts, calendars and notes.

    Leave out names that `words` do not seem to mention.
    """
    heard = await heard_names.of_account(session, tenant, account_id)
    addressed = filter(None, map(name_in_address, heard.addresses))
    theirs = [name for name, side in heard.speakers.items() if side in ("theirs", "nobody")]
    ours = [name for name, side in heard.speakers.items() if name not in theirs]
    noted = [name for note in heard.notes for name in named_people(note)]
    names = dict.fromkeys([*people_labelled(theirs), *addressed, *noted], CONTACT)
    names = dict.fromkeys(people_labelled(ours), COLLEAGUE) | names
    there = set(perhaps_mentioned(words, names))
    return {name: stand_in for name, stand_in in names.items() if name in there}


async def _names_elsewhere(
    session: AsyncSession, tenant: str, account_id: int, words: str, known: Collection[str]
) -> dict[str, str]:
    """Return stand-ins for other accounts and their contacts that `words` clearly mention."""
    rows = await contacts.names_elsewhere(session, tenant, account_id, OTHER_NAMES_LIMIT)
    names = [name for name, _ in rows if name not in known and not is_nobody(name)]
    if len(names) > EVENT_LOOP_LIMIT:
        there = set(await asyncio.to_thread(clearly_mentioned, words, names))
    else:
        there = set(clearly_mentioned(words, names))
    return {
        name: OTHER_CUSTOMER if is_account else SOMEBODY
        for name, is_account in rows
        if name in there
    }
