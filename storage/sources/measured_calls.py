"""Query the measurements from transcripts.

Each row belongs to one person. Nobody else may see the row, but the person may share a figure.
Every query names the tenant and the person.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from storage.choices import TalkSide
from storage.sql.built_once import built_once
from storage.sql.locks import for_update
from storage.tables import MeasuredCall, Person, Policy, Reflection, SpeakerName

MAX_EARLIER = 20  # we look at up to this many of a person's measured calls with an account


async def by_id(
    session: AsyncSession, person: Person, id_: int, *, locked: bool = False
) -> MeasuredCall | None:
    """Return a person's measurements by row id, or None."""
    wanted = _measured(person).where(col(MeasuredCall.id) == id_)
    return (await session.exec(for_update(wanted, locked=locked))).first()


async def of_call(session: AsyncSession, person: Person, call_id: int) -> MeasuredCall | None:
    """Return a person's measurements of a call, or None."""
    return (
        await session.exec(_measured(person).where(col(MeasuredCall.call_id) == call_id))
    ).first()


async def of_file(session: AsyncSession, person: Person, digest: str) -> MeasuredCall | None:
    """Return a person's measurements of the file with this digest, or None."""
    wanted = _measured(person).where(col(MeasuredCall.digest) == digest)
    return (await session.exec(wanted.order_by(col(MeasuredCall.id)))).first()


async def latest(
    session: AsyncSession, person: Person, limit: int, *, seen: bool = False
) -> Sequence[MeasuredCall]:
    """Return the measurements of a person's last `limit` calls, latest call first.

    With `seen`, leave out calls whose figures the person has not seen yet.
    """
    wanted = _measured(person)
    if seen:
        wanted = wanted.where(col(MeasuredCall.shown_at).is_not(None))
    newest = col(MeasuredCall.called_at).desc(), col(MeasuredCall.id).desc()
    return (await session.exec(wanted.order_by(*newest).limit(limit))).all()


async def rivals_heard(session: AsyncSession, person: Person, account_id: int) -> set[str]:
    """Return the competitors that were heard in a person's measured calls with an account."""
    wanted = _measured(person).where(col(MeasuredCall.account_id) == account_id)
    newest = wanted.order_by(col(MeasuredCall.called_at).desc()).limit(MAX_EARLIER)
    rows = (await session.exec(newest)).all()
    return {rival["name"] for row in rows for rival in row.figures.get("rivals", ())}


async def ours_with_account(session: AsyncSession, person: Person, account_id: int) -> list[str]:
    """Return the speakers who were colleagues in a person's measured calls with an account.

    If a speaker was a colleague in one call and not in another, the call that was measured last
    decides. If the person corrects who is a colleague, the call is measured again.
    """
    wanted = (
        select(MeasuredCall.labels)
        .where(
            col(MeasuredCall.tenant) == person.tenant,
            col(MeasuredCall.person_id) == person.id,
            col(MeasuredCall.account_id) == account_id,
        )
        .order_by(col(MeasuredCall.measured_at).desc(), col(MeasuredCall.id).desc())
        .limit(MAX_EARLIER)
    )
    side: dict[str, TalkSide] = {}
    for labels in await session.exec(wanted):
        side = {**labels, **side}
    return [name for name, one in side.items() if one == "colleague"]


async def last_with_accounts(
    session: AsyncSession, pairs: Collection[tuple[Person, int]], until: datetime
) -> dict[tuple[int, int], MeasuredCall]:
    """Return each person's last measured call with an account, by person id and account id.

    A call counts if it started before `until`, and if the person has seen its figures. In tenants
    where figures are switched off, no call counts.
    """
    wanted = {(person.id, account_id) for person, account_id in pairs}
    values = {
        "tenants": [*{person.tenant for person, _ in pairs}],
        "people": [*{person_id for person_id, _ in wanted}],
        "accounts": [*{account_id for _, account_id in wanted}],
        "until": until,
    }
    rows = await session.exec(_last_seen(), params=values)
    found = {(row.person_id, row.account_id): row for row in rows}
    return {pair: row for pair, row in found.items() if pair in wanted}


@built_once
def _last_seen() -> SelectOfScalar[MeasuredCall]:
    """Select, for each person and account, the last call whose figures the person has seen."""
    seen = (
        col(MeasuredCall.tenant).in_(bindparam("tenants")),
        col(MeasuredCall.person_id).in_(bindparam("people")),
        col(MeasuredCall.account_id).in_(bindparam("accounts")),
        col(MeasuredCall.shown_at).is_not(None),
        col(MeasuredCall.called_at) < bindparam("until"),
        col(MeasuredCall.tenant).not_in(
            select(Policy.tenant).where(col(Policy.figures_off).is_(True))
        ),
    )
    of, newest = col(MeasuredCall.id), col(MeasuredCall.called_at).desc()
    place = func.row_number().over(
        partition_by=(col(MeasuredCall.person_id), col(MeasuredCall.account_id)),
        order_by=(newest, of.desc()),
    )
    ranked = select(of, place.label("place")).where(*seen).subquery()
    last = (of == ranked.c.id) & (ranked.c.place == 1)
    return select(MeasuredCall).join(ranked, last).order_by(of)


async def heard_with_accounts(
    session: AsyncSession, pairs: Collection[tuple[Person, int]]
) -> dict[tuple[int, int], list[tuple[datetime, Mapping[str, TalkSide]]]]:
    """Return who spoke in people's measured calls, by person id and account id.

    Each call is a pair: its start (UTC), and the side of each speaker by the speaker's name.
    """
    wanted = select(
        MeasuredCall.person_id, MeasuredCall.account_id, MeasuredCall.called_at, MeasuredCall.labels
    ).where(
        col(MeasuredCall.tenant).in_({person.tenant for person, _ in pairs}),
        col(MeasuredCall.person_id).in_({person.id for person, _ in pairs}),
        col(MeasuredCall.account_id).in_({account_id for _, account_id in pairs}),
    )
    found: dict[tuple[int, int], list[tuple[datetime, Mapping[str, TalkSide]]]] = {}
    for person_id, account_id, called_at, labels in await session.exec(wanted):
        found.setdefault((person_id, account_id), []).append((called_at, labels))
    return found


async def store(session: AsyncSession, row: MeasuredCall) -> MeasuredCall:
    """Store measurements. They replace the person's measurements of the same file or call.

    The row for the same file gets the new measurements. If there is none, the row for the same call
    gets them. In both cases the row keeps its id, so a card that shows the row still works. The
    person's other rows for this file or call are deleted.

    `_still_true` names the columns that are not replaced. The person's guess of who talked more in
    this call is also kept, even if it was in a row that is deleted.
    """
    same_file = col(MeasuredCall.digest) == row.digest
    wanted = (
        select(MeasuredCall)
        .where(
            col(MeasuredCall.tenant) == row.tenant,
            col(MeasuredCall.person_id) == row.person_id,
            same_file | (col(MeasuredCall.call_id) == row.call_id),
        )
        .order_by(same_file.desc(), col(MeasuredCall.id))
    )
    before = (await session.exec(for_update(wanted))).all()
    for other in before[1:]:
        await session.delete(other)
    await session.flush()
    guesses = (one.guess for one in before if one.call_id == row.call_id)
    row.guess = next(filter(None, guesses), row.guess)
    if not before:
        session.add(row)
    else:
        before[0].sqlmodel_update(row.model_dump(exclude={"id", *_still_true(before[0], row)}))
    await session.flush()
    return before[0] if before else row


def _still_true(before: MeasuredCall, now: MeasuredCall) -> set[str]:
    """Return the columns that keep their values when a file or call is measured again.

    These columns record what happened after a measurement, such as when the person saw it.
    """
    same_call = before.call_id == now.call_id
    same_words = before.digest == now.digest and before.labels == now.labels
    kept = {"shown_at", "offered_focus"}
    return kept | {"drafted"} if same_call and same_words else kept


async def offered_since(session: AsyncSession, person: Person, since: datetime) -> bool:
    """Return whether a person saw an offer of a focus beside the figures of a call.

    Figures that the person first saw before `since` do not count. A focus is an if-then plan of the
    playbook, which the person may choose to practise in calls.
    """
    wanted = _measured(person).where(
        col(MeasuredCall.offered_focus).is_not(None), col(MeasuredCall.shown_at) >= since
    )
    return (await session.exec(wanted.limit(1))).first() is not None


async def forget(session: AsyncSession, person: Person, row: MeasuredCall) -> None:
    """Delete a person's measurements of a call, and the person's guess of who talked more.

    If the person's reflection on the call has the same guess, remove the guess there too. If the
    person has no other figures, also delete the speakers' names that are stored for the person.
    """
    await _forget_guess(session, person, row)
    await session.delete(row)
    await session.flush()
    if not await latest(session, person, 1):
        await session.exec(
            delete(SpeakerName).where(
                col(SpeakerName.tenant) == person.tenant, col(SpeakerName.person_id) == person.id
            )
        )


async def _forget_guess(session: AsyncSession, person: Person, row: MeasuredCall) -> None:
    """If the person's reflection on the call has the row's guess of who talked more, remove it."""
    if row.guess is None:
        return
    own = select(Reflection).where(
        col(Reflection.tenant) == person.tenant,
        col(Reflection.call_id) == row.call_id,
        col(Reflection.author_id) == person.id,
        col(Reflection.talk) == row.guess,
    )
    for reflection in await session.exec(own):
        reflection.talk = None


def _measured(person: Person) -> SelectOfScalar[MeasuredCall]:
    return select(MeasuredCall).where(
        col(MeasuredCall.tenant) == person.tenant, col(MeasuredCall.person_id) == person.id
    )
