"""Query drafts: text that people typed, stored while Attune's question about it is open.

After Attune has saved something, a draft says how to undo that, so that a typed "undo" works.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Draft, Person

# For this long, a typed "yes" or "no" answers an offer, and "undo" takes back what was just saved.
ANSWERED_WITHIN = timedelta(minutes=10)
OFFER = "offer to keep a line:"  # `Draft.time` begins like this if the draft is an offer
ASKED = "asked who is at:"  # `Draft.time` begins like this after a question about people
NAMED = "talked about:"  # `Draft.time` begins like this after a line that named an account
AWAY = "away on:"  # `Draft.time` begins like this after a question about the person's absence
FACT = "asked for:"  # `Draft.time` begins like this after a question about an account
SHOWN = "card shown:"  # `Draft.time` begins like this if an ask or an insight was just opened
BEFORE = "before:"  # `Draft.time` begins like this if `set_aside` moved an offer to undo
TAKE_BACK = (
    "kept just now:"  # `Offer.about` begins like this if the offer is to take something back
)
_CALL = f"{TAKE_BACK}call."  # `Offer.about` begins like this if a call was moved or cancelled
UNDO = "to undo:"  # `Draft.time` begins like this if an *Undo* button needs the draft


async def own(session: AsyncSession, person: Person, draft_id: int) -> Draft | None:
    """Return a person's draft by row id, or None."""
    wanted = select(Draft).where(
        col(Draft.tenant) == person.tenant,
        col(Draft.person_id) == person.id,
        col(Draft.id) == draft_id,
    )
    return (await session.exec(wanted)).first()


@dataclass(frozen=True)
class Offer:
    """An offer to save a line about an account, to cancel a call, or to undo what was just saved.

    `about` has what the form for saving the line needs (the line's subject, and who said it), or
    says which call to cancel or what to undo. `made_at` is in UTC.
    """

    account: str
    words: str
    about: str
    made_at: datetime


async def offer(session: AsyncSession, person: Person, made: Offer) -> None:
    """Store the latest offer. The text of an earlier offer is deleted."""
    await close_offer(session, person)
    session.add(
        Draft(
            tenant=person.tenant,
            person_id=person.id,
            account=made.account,
            goal=made.words,
            time=f"{OFFER}{made.about}",
            made_at=made.made_at,
        )
    )
    await session.flush()


async def offered(session: AsyncSession, person: Person, since: datetime) -> Offer | None:
    """Return the open offer if it was made at `since` (UTC) or later, or None."""
    wanted = (
        select(Draft)
        .where(*_offers_to(person), col(Draft.made_at) >= since)
        .order_by(col(Draft.id).desc())
        .limit(1)
    )
    row = (await session.exec(wanted)).first()
    if row is None:
        return None
    return Offer(row.account, row.goal, row.time.removeprefix(OFFER), row.made_at)


async def close_offer(session: AsyncSession, person: Person) -> None:
    """Delete the open offer with its text, if there is one, and those that `set_aside` left."""
    begins = or_(col(Draft.time).startswith(OFFER), col(Draft.time).startswith(BEFORE))
    await session.exec(delete(Draft).where(*_of(person), begins))


async def set_aside(session: AsyncSession, person: Person) -> None:
    """Close the open offer to undo what was saved, because another line has followed.

    From now on, a "no" is about something else. For an "undo", `set_aside_since` still returns the
    offer.
    """
    for row in await session.exec(select(Draft).where(*_offers_to(person))):
        if row.time.startswith(f"{OFFER}{TAKE_BACK}"):
            row.time = f"{BEFORE}{row.time}"
    await session.flush()


async def set_aside_since(session: AsyncSession, person: Person, since: datetime) -> Offer | None:
    """Return the newest offer that `set_aside` left, if it was made at `since` (UTC) or later."""
    wanted = (
        select(Draft)
        .where(*_set_aside(person), col(Draft.made_at) >= since)
        .order_by(col(Draft.id).desc())
        .limit(1)
    )
    row = (await session.exec(wanted)).first()
    if row is None:
        return None
    about = row.time.removeprefix(f"{BEFORE}{OFFER}")
    return Offer(row.account, row.goal, about, row.made_at)


async def forget_kept(session: AsyncSession, person: Person) -> None:
    """Delete the offer to undo what was saved, so that "undo" takes back nothing older."""
    is_kept = col(Draft.time).startswith(f"{OFFER}{TAKE_BACK}")
    begins = or_(is_kept, col(Draft.time).startswith(BEFORE))
    await session.exec(delete(Draft).where(*_of(person), begins))


def of_kept(action: str, value: str, now: datetime) -> Offer:
    """Return the offer to undo what was saved at `now` (UTC).

    `action` and `value` are those of its *Undo* button.
    """
    return Offer("", "", f"{TAKE_BACK}{action} {value}", now)


def is_kept(offered: Offer) -> bool:
    """Check whether an open offer is to undo what was just saved."""
    return offered.about.startswith(TAKE_BACK)


def moved_call_id(offered: Offer) -> int | None:
    """Return the id of the call that was just moved or cancelled, or None.

    The value of such an *Undo* button begins with the id of the call.
    """
    if not offered.about.startswith(_CALL):
        return None
    return int(undo_of(offered)[1].partition(":")[0])


def undo_of(offered: Offer) -> tuple[str, str]:
    """Return the action and the value of the *Undo* button in an offer that `of_kept` made."""
    action, _, value = offered.about.removeprefix(TAKE_BACK).partition(" ")
    return action, value


@dataclass(frozen=True)
class Undo:
    """What an *Undo* button with this action needs: ids of what was changed, and the earlier words.

    `account` is the name of the account that `words` are about, so that an erasure finds them.
    """

    action: str
    account: str
    ids: str
    words: str


async def call_asked_about(session: AsyncSession, person: Person, since: datetime) -> Draft | None:
    """Return the person's newest draft if it is a call to plan, with its account and time, or None.

    Only drafts made at `since` (UTC) or later count. The drafts of `keep_named` do not.
    """
    wanted = (
        select(Draft)
        .where(
            col(Draft.tenant) == person.tenant,
            col(Draft.person_id) == person.id,
            col(Draft.made_at) >= since,
            ~col(Draft.time).startswith(NAMED),
        )
        .order_by(col(Draft.id).desc())
        .limit(1)
    )
    newest = (await session.exec(wanted)).first()
    return newest if newest and newest.account and newest.starts_at else None


async def keep_undo(session: AsyncSession, person: Person, undo: Undo, now: datetime) -> int:
    """Keep what an *Undo* button needs, and return the draft's row id, which the button carries.

    The button must not carry the words themselves, because an erasure could not change them there.
    """
    made = Draft(
        tenant=person.tenant,
        person_id=person.id,
        account=undo.account,
        goal=undo.words,
        time=f"{UNDO}{undo.action} {undo.ids}",
        made_at=now,
    )
    session.add(made)
    await session.flush()
    return made.id


async def kept_undo(
    session: AsyncSession, person: Person, action: str, draft_id: int
) -> Undo | None:
    """Return what `keep_undo` kept for this person, or None if it is gone."""
    draft, lead = await own(session, person, draft_id), f"{UNDO}{action} "
    if draft is None or not draft.time.startswith(lead):
        return None
    return Undo(action, draft.account, draft.time.removeprefix(lead), draft.goal)


async def last_undo(
    session: AsyncSession, person: Person, action: str, since: datetime
) -> Undo | None:
    """Return what `keep_undo` kept last for this action at `since` (UTC) or later, or None."""
    lead = f"{UNDO}{action} "
    wanted = (
        select(Draft)
        .where(
            col(Draft.tenant) == person.tenant,
            col(Draft.person_id) == person.id,
            col(Draft.time).startswith(lead),
            col(Draft.made_at) >= since,
        )
        .order_by(col(Draft.id).desc())
        .limit(1)
    )
    row = (await session.exec(wanted)).first()
    return Undo(action, row.account, row.time.removeprefix(lead), row.goal) if row else None


async def take_undo(
    session: AsyncSession, person: Person, action: str, draft_id: int
) -> Undo | None:
    """Return what `keep_undo` kept for this person, and forget it. Return None if it is gone."""
    kept = await kept_undo(session, person, action, draft_id)
    draft = await own(session, person, draft_id)
    if kept and draft:
        await session.delete(draft)
        await session.flush()
    return kept


async def keep_one(
    session: AsyncSession, person: Person, words: str, now: datetime, kind: tuple[str, str]
) -> Draft:
    """Keep a text as the person's only draft of a kind.

    `kind` has the two parts of `Draft.time`: the beginning, which names the kind, and the rest.
    """
    begins, rest = kind
    earlier = (
        col(Draft.tenant) == person.tenant,
        col(Draft.person_id) == person.id,
        col(Draft.time).startswith(begins),
    )
    await session.exec(delete(Draft).where(*earlier))
    made = Draft(
        tenant=person.tenant,
        person_id=person.id,
        goal=words,
        time=f"{begins}{rest}",
        made_at=now,
    )
    session.add(made)
    await session.flush()
    return made


async def keep_asked(session: AsyncSession, person: Person, account_id: int, now: datetime) -> None:
    """Remember that the person has just asked who is at an account, or who decides there."""
    await session.exec(delete(Draft).where(*_asked_by(person)))
    time = f"{ASKED}{account_id}"
    session.add(Draft(tenant=person.tenant, person_id=person.id, time=time, made_at=now))
    await session.flush()


async def asked_of(session: AsyncSession, person: Person, since: datetime) -> int | None:
    """Return the account id that `keep_asked` stored at `since` (UTC) or later, or None."""
    wanted = select(Draft.time).where(*_asked_by(person), col(Draft.made_at) >= since)
    time = (await session.exec(wanted)).first()
    return int(time.removeprefix(ASKED)) if time else None


async def keep_away(session: AsyncSession, person: Person, days: str, now: datetime) -> None:
    """Remember which absence the person has just asked for. No words are stored."""
    await keep_one(session, person, "", now, (AWAY, days))


async def away_asked(session: AsyncSession, person: Person, since: datetime) -> str:
    """Return the absence that `keep_away` stored at `since` (UTC) or later, or ""."""
    return await _kept_since(session, person, since, AWAY)


async def keep_fact(session: AsyncSession, person: Person, fact: str, now: datetime) -> None:
    """Remember which fact about an account the person has just asked for. No words are stored."""
    await keep_one(session, person, "", now, (FACT, fact))


async def keep_shown(session: AsyncSession, person: Person, what: str, now: datetime) -> None:
    """Remember which card the person has just opened. No words are stored."""
    await keep_one(session, person, "", now, (SHOWN, what))


async def fact_asked(session: AsyncSession, person: Person, since: datetime) -> str:
    """Return the fact that `keep_fact` stored at `since` (UTC) or later, or ""."""
    return await _kept_since(session, person, since, FACT)


async def _kept_since(session: AsyncSession, person: Person, since: datetime, begins: str) -> str:
    wanted = select(Draft.time).where(
        col(Draft.tenant) == person.tenant,
        col(Draft.person_id) == person.id,
        col(Draft.time).startswith(begins),
        col(Draft.made_at) >= since,
    )
    return ((await session.exec(wanted)).first() or "").removeprefix(begins)


async def keep_named(session: AsyncSession, person: Person, account_id: int, now: datetime) -> None:
    """Remember that a line of the person's has just named an account. No words are stored."""
    await keep_one(session, person, "", now, (NAMED, str(account_id)))


async def account_named(
    session: AsyncSession, person: Person, since: datetime
) -> tuple[datetime, int] | None:
    """Return when `keep_named` last stored an account id, at `since` (UTC) or later, and the id."""
    wanted = select(Draft.made_at, Draft.time).where(
        col(Draft.tenant) == person.tenant,
        col(Draft.person_id) == person.id,
        col(Draft.time).startswith(NAMED),
        col(Draft.made_at) >= since,
    )
    row = (await session.exec(wanted)).first()
    return (row[0], int(row[1].removeprefix(NAMED))) if row else None


def _asked_by(person: Person) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Draft.tenant) == person.tenant,
        col(Draft.person_id) == person.id,
        col(Draft.time).startswith(ASKED),
    )


def _of(person: Person) -> tuple[ColumnElement[bool], ...]:
    return col(Draft.tenant) == person.tenant, col(Draft.person_id) == person.id


def _set_aside(person: Person) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Draft.tenant) == person.tenant,
        col(Draft.person_id) == person.id,
        col(Draft.time).startswith(BEFORE),
    )


def _offers_to(person: Person) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Draft.tenant) == person.tenant,
        col(Draft.person_id) == person.id,
        col(Draft.time).startswith(OFFER),
    )
