"""Answer whether they came to the calls, how long a call is, and what they have handed over."""

from datetime import timedelta

from handlers.cards import Card, Note, spans, typed
from handlers.coaching.text.words import joined, shortened
from handlers.features.asked.on_account import OnAccount
from handlers.features.asked.subject import Subject
from handlers.times import format_short
from storage.sales_calls import own_calls

MISSED_WITHIN = timedelta(days=365)
SHOWN = 4


async def showed(on: OnAccount, _subject: Subject) -> Card:
    """Answer "did halden ever show up" with the calls that they missed, and the last one held."""
    turn, person = on.turn, on.turn.person
    missed = await own_calls.missed(
        turn.session, person.tenant, person.id, on.account.id, since=turn.now - MISSED_WITHIN
    )
    days = [format_short(at, now=turn.now, zone=person.zone) for at in missed]
    held = "No other call with them took place."
    if on.held:
        when = format_short(on.held.call.starts_at, now=turn.now, zone=person.zone)
        held = f"Your last call with them: {when}."
    if not days:
        return on.card(f"No call that {on.name} missed is on file.", Note(spans(typed(held))))
    calls = "1 call" if len(days) == 1 else f"{len(days)} calls"
    shown = joined(days[:SHOWN])
    lead = f"{on.name} missed {calls} with you in the last year: {shown}."
    return on.card(lead, Note(spans(typed(held))))


async def length(on: OnAccount, _subject: Subject) -> Card:
    """Answer "how long is the castell demo" with the length of the next call, or of the last."""
    seated = on.ahead or on.held
    if seated is None:
        return on.card(f"You have no call with {on.name} planned.")
    call = seated.call
    when = format_short(call.starts_at, now=on.turn.now, zone=on.turn.person.zone)
    which = "next" if on.ahead else "last"
    minutes = round((call.ends_at - call.starts_at).total_seconds() / 60)
    lead = f"Your {which} call with {on.name}, {when}: {minutes} minutes."
    return on.card(lead)


async def sent(on: OnAccount, _subject: Subject) -> Card:
    """Answer "did northwind send anything" with what they promised, kept or still open."""
    theirs = [one for one in on.facts.promises if one.side == "theirs"]
    done = [shortened(one.text, 80) for one in theirs if one.state == "done"]
    waits = [shortened(one.text, 80) for one in theirs if one.state == "open"]
    still = (Note(spans(typed(f"Still open: {'; '.join(waits[:SHOWN])}."))),) if waits else ()
    if done:
        return on.card(f"{on.name} kept: {'; '.join(done[:SHOWN])}.", *still)
    return on.card(f"Nothing that {on.name} promised is marked as done.", *still)
