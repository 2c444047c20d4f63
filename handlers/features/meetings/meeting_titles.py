"""Ask about meetings if a typed name is known only from the person's calendar."""

from dataclasses import replace

from handlers.cards import Aside, Block, Card, CardWithUpdates, Reply, card_saying
from handlers.coaching.names.common_words import is_common
from handlers.coaching.text.words import shortened, stems
from handlers.features.customers import which_account
from handlers.features.meetings import meetings
from handlers.registry import Turn
from handlers.typed.calls.sales_calls import answered_each, sales_call_said
from handlers.views.meetings import meeting_questions
from storage.customers import accounts
from storage.meetings import meetings_in_doubt
from storage.tables import SeenMeeting

MAX_WORDS = 5  # a name may have at most this many words
MIN_LETTERS = 4  # one of the words must have at least this many letters, and not be a common word
SHOWN = 2
_MARKS = " ,.;:?!"
ONLY_FROM_CALENDAR = "I only know that name from your calendar, and can't tell if it's a customer:"


async def answered(turn: Turn) -> Reply | None:
    """Take "yes castell is a sales call" as the answer about the meeting titled "Castell".

    If the name in the text fits no title, or the titles of several meetings, return what `named`
    returns. Return None in a channel, or if the text does not say whether a meeting is a sales
    call.
    """
    said = sales_call_said(turn.text) if turn.place is None else None
    if said is None:
        return None
    name, is_call = said
    wanted = {*stems(name)}
    ahead = await meetings_in_doubt.of_person(turn.session, turn.person, since=turn.now)
    found = [one for one in ahead if wanted <= {*stems(one.title)}]
    subjects = {one.subject for one in found}
    if len(subjects) != 1:
        return await named(turn, name)
    return await _answered(turn, found[0], is_call=is_call)


async def each_answered(turn: Turn) -> Reply | None:
    """Take "castell yes, other one no" as the answers about two meetings.

    Each name must fit the titles or the guests of one meeting, or of one series, that we ask about.
    "Other one" means the only one that is left. Return None in a channel, and if the line or one of
    the names does not fit.
    """
    said = answered_each(turn.text) if turn.place is None else []
    if not said or not said[0][0]:
        return None
    ahead = await meetings_in_doubt.of_person(turn.session, turn.person, since=turn.now)
    left = {one.subject: one for one in reversed(ahead)}
    chosen = list[tuple[SeenMeeting, bool]]()
    for name, is_call in said:
        wanted = {*stems(name)}
        found = [one for one in left.values() if wanted <= _named_in(one)]
        if len(found) != 1:
            return None
        chosen.append((left.pop(found[0].subject), is_call))
    replies = [await _answered(turn, one, is_call=is_call) for one, is_call in chosen]
    shown = [one.card if isinstance(one, Aside | CardWithUpdates) else one for one in replies]
    cards = [card for card in shown if isinstance(card, Card)]
    if len(cards) < len(replies) or len(cards) == 1:
        return replies[-1]
    summary = " ".join(card.summary for card in cards)
    return Card(summary, tuple(block for card in cards for block in card.blocks))


async def _answered(turn: Turn, one: SeenMeeting, *, is_call: bool) -> Reply:
    answer = meetings.accept if is_call else meetings.refuse
    return await answer(replace(turn, text=meeting_questions.value(one, "")))


async def at_start(turn: Turn) -> Card | None:
    """Ask about the meeting that the first word names, for "castell tmrw, is that a new one?".

    Return None for a line that names an account on file. Also return None for a line with a colon,
    because it may be a note on a new account: "castell: they use Excel".
    """
    if ":" in turn.text or await which_account.named_by(turn, turn.text):
        return None
    return await named_first(turn, turn.text)


async def named_first(turn: Turn, words: str) -> Card | None:
    """Ask about the meeting that the first word names: "castell" in "castell 1h later".

    Return None if no meeting in the calendar has this word in its title or guest list.
    """
    first = words.split(maxsplit=1)[:1]
    return await named(turn, first[0].strip(_MARKS)) if first else None


async def named(turn: Turn, name: str) -> Card | None:
    """Ask whether the meeting with this name in its title or guest list is with a customer.

    We look at the upcoming meetings that may be sales calls, and ask about at most two. Return None
    in these cases:

    - No such meeting has all the words of the name.
    - The name has more than `MAX_WORDS` words.
    - All words of the name are short or common.
    - The line was typed in a channel.
    """
    wanted = {*stems(name)}
    telling = any(len(word) >= MIN_LETTERS and not is_common(word) for word in wanted)
    if turn.place is not None or not telling or len(name.split()) > MAX_WORDS:
        return None
    ahead = await meetings_in_doubt.of_person(turn.session, turn.person, since=turn.now)
    found = {one.subject: one for one in reversed(ahead) if wanted <= _named_in(one)}
    if not found:
        return None
    nearest = sorted(found.values(), key=lambda one: one.starts_at)[:SHOWN]
    blocks = [block for one in nearest for block in await _question(turn, one)]
    return card_saying(ONLY_FROM_CALENDAR, *blocks)


async def title_about(turn: Turn, line: str) -> str:
    """Return the title of an upcoming meeting with a company that a line names.

    The company is known only from the guests' addresses: "castell" from ines@castell.example.
    Return "" if the line names no such company, or if it names an account on file.
    """
    said = {*stems(line)}
    ahead = await meetings_in_doubt.of_person(turn.session, turn.person, since=turn.now)
    found = [one for one in ahead if said & _companies(one)]
    if not found or await which_account.named_by(turn, line):
        return ""
    return shortened(min(found, key=lambda one: one.starts_at).title, 60)


def _companies(one: SeenMeeting) -> set[str]:
    """Return the companies in the guests' addresses, such as "castell"."""
    addresses = one.guests.casefold().replace(",", " ").split()
    names = (address.partition("@")[2].partition(".")[0] for address in addresses)
    known = {stem for name in names if len(name) >= MIN_LETTERS for stem in stems(name)}
    return {name for name in known if not is_common(name)}


def _named_in(one: SeenMeeting) -> set[str]:
    """Return the words of a meeting's title and of its guests: "ines", "roth" and "castell"."""
    guests = one.guests.replace(".", " ").replace("@", " ").replace("_", " ")
    return {*stems(f"{one.title} {guests}")}


async def _question(turn: Turn, one: SeenMeeting) -> list[Block]:
    ids = meeting_questions.account_ids(one)
    known = await accounts.by_ids(turn.session, turn.person.tenant, ids)
    names = {account.id: account.name for account in known}
    return meeting_questions.question(one, names, turn.person, turn.now, with_date=True)
