"""Answer questions about an account's deal: amount, close date, owner, stage, next step."""

from collections.abc import Callable, Sequence

from handlers.cards import Block, Bullets, Card, Note, spans, typed
from handlers.coaching.text.words import shortened
from handlers.coaching.what_matters.quoting import stopped
from handlers.features.asked.on_account import OnAccount
from handlers.features.asked.subject import Subject
from handlers.features.crm import asked as crm_asked
from handlers.times.formatting import format_date
from handlers.views.crm import crm_words
from handlers.views.crm.crm_lines import LONGEST, MANY_DEALS
from storage.tables import CrmDeal, Reflection


async def amount(on: OnAccount, _subject: Subject) -> Card:
    """Answer "whats the amount at northwind"."""
    return await _of_deals(on, crm_words.amount, "{}: {}.", "no amount")


async def closes(on: OnAccount, _subject: Subject) -> Card:
    """Answer "when does northwind close"."""
    today = on.dates.today

    def day(deal: CrmDeal) -> str:
        if deal.closes_on is None:
            return ""
        past = deal.closes_on < today
        return f"{'was to close' if past else 'closes'} on {format_date(deal.closes_on, today)}"

    return await _of_deals(on, day, "{} {}.", "no close date")


async def owner(on: OnAccount, _subject: Subject) -> Card:
    """Answer "who owns northwind"."""
    own = (on.turn.person.email or "").lower()

    def name(deal: CrmDeal) -> str:
        if own and deal.owner_email.lower() == own:
            return "You own the deal"
        return f"{shortened(deal.owner_name)} owns the deal" if deal.owner_name else ""

    return await _of_deals(on, name, "{}: {}.", "no owner")


async def deal(on: OnAccount, _subject: Subject) -> Card:
    """Answer "what stage is northwind in" with what is on file about the deal."""
    return await crm_asked.on_deal(on.turn, on.account)


async def next_step(on: OnAccount, _subject: Subject) -> Card:
    """Answer "whats the next step with northwind".

    Show the next step that the rep noted last, the next step of each deal in the CRM, and the rep's
    next call. If the rep has noted no next step, show the one that a colleague noted last.
    """
    row = _with_step(on.facts.reflections, on.turn.person.id)
    lines: list[str] = []
    if row is not None:
        own = row.author_id == on.turn.person.id
        step = shortened(" ".join(row.next_step.split()), LONGEST)
        whose = "Your" if own else "A colleague's"
        lines.append(f"{whose} next step after the call on {on.dates.of(row.called_at)}: {step}")
    lines += [
        f"{_source(on)}: {shortened(each.next_step, LONGEST)}"
        for each in (on.facts.crm.deals[:MANY_DEALS] if on.facts.crm else ())
        if each.next_step
    ]
    if not lines:
        return on.card(f"No next step with {on.name} is on file.", *_next_call(on))
    lead, *others = lines
    more = (Bullets(tuple(spans(typed(one)) for one in others)),) if others else ()
    return on.card(f"{on.name}. {stopped(lead)}", *more, *_next_call(on))


def _next_call(on: OnAccount) -> list[Block]:
    if on.ahead is None:
        return []
    return [Note(spans(f"Your next call is on {on.dates.of(on.ahead.call.starts_at)}."))]


def _with_step(rows: Sequence[Reflection], person_id: int) -> Reflection | None:
    found = [row for row in rows if row.next_step.strip()]
    return next((row for row in found if row.author_id == person_id), next(iter(found), None))


async def _of_deals(
    on: OnAccount, said: Callable[[CrmDeal], str], sentence: str, missing: str
) -> Card:
    """Answer with a value for each open deal, or say why there is no open deal.

    Also say which CRM the values are from, and when we read them.

    - `said`: returns the value of a deal, or "" if the deal has no value
    - `sentence`: the answer for a single deal, with places for the account's name and the value
    - `missing`: what to say if a deal has no value, such as "no amount"
    """
    deals = on.facts.crm.deals if on.facts.crm else ()
    if not deals:
        return on.card(await crm_asked.why_no_deal(on.turn, on.account))
    values = [said(one) for one in deals[:MANY_DEALS]]
    if len(deals) == 1:
        lead = sentence.format(on.name, values[0]) if values[0] else ""
        lead = lead or f"{_source(on)}, has {missing} for {on.name}."
        return on.card(lead, Note(spans(f"{_source(on)}. ", typed(_in_full(on, deals[0])))))
    lines = tuple(
        spans(typed(f"{shortened(one.name)}: {value or missing}"))
        for one, value in zip(deals, values, strict=False)
    )
    lead = f"{on.name} has {len(deals)} open deals."
    return on.card(lead, Bullets(lines), Note(spans(f"{_source(on)}.")))


def _in_full(on: OnAccount, one: CrmDeal) -> str:
    whole = crm_words.deal(one, on.dates.today, own_email=on.turn.person.email)
    return f"{shortened(one.name, LONGEST)}: {whole}."


def _source(on: OnAccount) -> str:
    if on.facts.crm is None:
        return ""
    age = crm_words.age(on.facts.crm.company.read_at, on.turn.now)
    return f"{crm_words.NAMES[on.facts.crm.kind]}, {age}"
