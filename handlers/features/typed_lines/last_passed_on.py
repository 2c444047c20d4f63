"""Offer to pass a line on: "pass the wifi quote on to marketing", "marketing: they want …"."""

from collections.abc import Sequence
from datetime import datetime

from handlers.cards import Reply, card_saying, typed
from handlers.coaching.buyer_words.part_about import part_about
from handlers.coaching.text.words import shortened, stems
from handlers.features import asker_calls, colleagues
from handlers.features.customers import which_account
from handlers.features.marketing import reply_offer
from handlers.features.meetings import meeting_titles
from handlers.features.typed_lines import no_notes
from handlers.registry import Turn
from handlers.typed.marketing.passing_said import MARKETING, passing
from handlers.typed.words import first_name
from storage.conversation import offers
from storage.conversation.last_about import LATELY
from storage.customers import accounts
from storage.sales_calls import own_notes, reflections
from storage.tables import Account
from storage.workspace import people

NONE = "I found no line of yours about “{topic}”, so nothing has been sent."
_LOOKED_AT = 50  # we look at this many of the newest notes, and of the newest reflections
_LINE = 300  # we pass on at most this many characters of a line


async def answer(turn: Turn) -> Reply | None:
    """Show the line that the rep wants to pass on, and the button that passes it on.

    - If the request has the line itself, take this line.
    - If the request has the topic of a line, take the newest line about this topic. If there is
      none, say so.
    - If the request has neither, take the line that the last message offered to keep. If it offered
      none, take the newest line that the rep wrote.

    The button opens the form for passing a line on. The form is for the rep's latest call with the
    account that the line is about. If the rep has not reflected on this call, or if we know no
    account, show another button instead: with it, the rep suggests the line as an insight.

    Return None if the text does not ask to pass a line on to marketing, or if it was typed in a
    channel.
    """
    said = passing(turn.text) if turn.place is None else None
    if said is None or not await _is_marketing(turn, said.to):
        return None
    if not said.sure and not await _names_customer(turn):
        return None  # "tell priya thanks"
    if said.line:
        return await reply_offer.below(turn, await _offered(turn, said.line[:_LINE]))
    if not said.which:
        account, line = await _offered_to_keep(turn) or await _newest(turn)
        return await _offered(turn, line, account) if line else no_notes.no_line()
    account, line = await _about(turn, said.which)
    if account is None:
        return card_saying(typed(NONE.format(topic=shortened(" ".join(said.which), 40))))
    return await _offered(turn, line, account)


async def _offered(turn: Turn, line: str, account: Account | None = None) -> Reply:
    """Offer to pass a line on. If `account` is None, find the account that the line is about."""
    if title := await meeting_titles.title_about(turn, line):
        return no_notes.no_call(line, f"“{title}”")
    return await no_notes.offer_line(turn, account or await _account_of(turn, line), line)


async def _names_customer(turn: Turn) -> bool:
    named = await which_account.named_by(turn, turn.text)
    return bool(named) or bool(await meeting_titles.title_about(turn, turn.text))


async def _is_marketing(turn: Turn, whom: str) -> bool:
    """Check whether `whom` means marketing: the word "marketing", or a marketer's first name."""
    if whom == MARKETING:
        return True
    known = await colleagues.names_unlike_contacts(turn)
    named = [name for name in known if first_name(name) == whom]
    found = await people.with_full_names(turn.session, turn.person, named) if named else ()
    return bool(found) and all(one.role == "marketer" for one in found)


async def _account_of(turn: Turn, line: str) -> Account | None:
    """Return the account that a line names, or else the account of the rep's latest call."""
    named = await which_account.only_one_named(turn, line)
    last = None if named else await asker_calls.latest(turn)
    return last.account if last else named


async def _offered_to_keep(turn: Turn) -> tuple[Account | None, str] | None:
    """Return the line that the last message offered to keep, and its account.

    Return None if the last message offered no such thing.
    """
    offer = await offers.latest(turn.session, turn.person, turn.now - LATELY)
    if offer is None or offer.is_undo or not offer.words:
        return None
    return await which_account.on_file(turn, offer.account), offer.words[:_LINE]


async def _about(turn: Turn, topic: Sequence[str]) -> tuple[Account | None, str]:
    """Find the rep's newest line with all words of the topic. Return its account and its words.

    From a line with several sentences, return only the shortest part that has all words of the
    topic. If no line has all words of the topic, return (None, "").
    """
    person, wanted = turn.person, {*stems(" ".join(topic))}
    found: list[tuple[datetime, int, str]] = []
    for written, account in await reflections.last_of(
        turn.session, person.tenant, person.id, _LOOKED_AT
    ):
        lines = reversed(written.heard.strip().splitlines())
        found += [(written.written_at, account.id, one) for one in lines]
    for note in await own_notes.latest(turn.session, person, _LOOKED_AT):
        if not passing(note.text):
            found.append((note.noted_at, note.account_id, note.text))
    fitting = [one for one in found if wanted and wanted <= {*stems(one[2])}]
    if not fitting:
        return None, ""
    _, account_id, line = max(fitting, key=lambda one: one[0])
    line = part_about(line, wanted)[:_LINE]
    return await accounts.by_id(turn.session, person.tenant, account_id), line


async def _newest(turn: Turn) -> tuple[Account | None, str]:
    """Return the newest line that the rep wrote in a note or reflection, with its account.

    Return (None, "") if the rep has written nothing within `LATELY`.
    """
    person, since = turn.person, turn.now - LATELY
    found: tuple[Account | None, str] = (None, "")
    for written, account in await reflections.last_of(turn.session, person.tenant, person.id, 1):
        if written.written_at >= since and (lines := written.heard.strip().splitlines()):
            found, since = (account, lines[-1][:_LINE]), written.written_at
    for note in await own_notes.latest(turn.session, person, 1):
        if note.noted_at >= since:
            about = await accounts.by_id(turn.session, person.tenant, note.account_id)
            found = (about, note.text[:_LINE])
    return found
