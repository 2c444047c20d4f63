"""Act out the demo's script, mostly through the features that people use."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.playground import demo, sources
from handlers import planning
from handlers.features.briefs import goal
from handlers.features.marketing import insight_form, insights, suggestions
from handlers.features.reflections import marketing_line, reflect
from handlers.registry import Turn
from handlers.views.marketing.insight_cards import publish_value
from storage.customers import accounts, contacts
from storage.marketing import asks as stored_asks
from storage.marketing import insights as stored_insights
from storage.sales_calls import call_seats, reflections
from storage.sales_calls import calls as stored
from storage.tables import AskNote, Call, Insight, Person
from storage.workspace import people

PLANNED_BEFORE = timedelta(days=7)  # from the time a call is planned to the start of the call
REFLECTED_AFTER = timedelta(minutes=40)  # from the start of a call to the reflection

Script = Mapping[str, Any]


async def write_insight(turn: Turn, written: Mapping[str, str]) -> Insight:
    """Write a draft of an insight."""
    await insight_form.save(replace(turn, text="", fields=written))
    (draft,) = await stored_insights.in_state(turn.session, demo.TENANT, "draft", limit=1)
    return draft


async def publish(turn: Turn, written: Mapping[str, str]) -> None:
    """Write an insight and publish it now, or at the time in `written`."""
    draft = await write_insight(turn, written)
    await insights.publish(replace(turn, text=publish_value(draft), fields={}))


async def suggest(turn: Turn, written: Mapping[str, str]) -> None:
    """Write an insight and suggest it to marketing."""
    draft = await write_insight(turn, written)
    await suggestions.suggest(replace(turn, text=str(draft.id), fields={}))


async def prepare(turn: Turn, script: Script) -> Call:
    """Save a scripted call's goal, guesses and reflection, and marketing's answer.

    If the script says so, mark the call as missed. Return the call. Raises LookupError if the
    script needs something that is not stored.
    """
    source_id = sources.uid(script, turn.now)
    planned = await stored.from_source(turn.session, demo.TENANT, source_id)
    if planned is None:
        raise LookupError(f"no call was planned from {source_id}")
    before = replace(turn, now=planned.planned_at, text=str(planned.id))
    guesses = {f"guess{n}": guess[0] for n, guess in enumerate(script["guesses"], start=1)}
    await goal.save(replace(before, fields={"goal": script["goal"], **guesses}))
    if "reflection" in script:
        waited = timedelta(hours=script["written"]) if "written" in script else REFLECTED_AFTER
        after = replace(before, now=planned.starts_at + waited)
        outcomes = await _outcomes(after, planned, script)
        fields = {**with_dates(script["reflection"], turn), **outcomes}
        await reflect_on(after, planned, await _with_speaker(after, planned, fields))
        await _forget_pattern(after, planned)
    if "answer" in script:
        await _answer(before, planned, *script["answer"])
    if script.get("missed"):
        await planning.mark_missed(turn.session, turn.person, planned, planned.ends_at)
    return planned


async def reflect_on(turn: Turn, planned: Call, written: Mapping[str, str]) -> None:
    """Save a reflection, and pass on the line for marketing if there is one.

    `attribution` in `written` says whether marketing sees the names of the rep and the account.
    Without it, marketing does not see them.
    """
    turn = replace(turn, text=str(planned.id), fields={"attribution": "anonymous", **written})
    await reflect.save(turn)
    if "for_marketing" in written:
        await marketing_line.save(turn)


async def plan(
    session: AsyncSession, person: Person, name: str, starts_at: datetime, now: datetime
) -> Call:
    """Plan a person's call with an account. Add the account if it is new. Times are UTC."""
    account = await accounts.add(session, demo.TENANT, name, now)
    planned_at = starts_at - PLANNED_BEFORE
    planned = planning.new_call(account, starts_at, None, person.zone, planned_at)
    await planning.record(session, person, planned)
    return planned


async def _forget_pattern(turn: Turn, planned: Call) -> None:
    """Forget which pattern the reply to the reflection showed, because nobody saw the reply."""
    written = await reflections.of_call(turn.session, planned.tenant, planned.id, turn.person.id)
    if written is not None:
        written.pattern = None


async def _with_speaker(turn: Turn, planned: Call, fields: dict[str, str]) -> dict[str, str]:
    """Replace `said_by` (an email address) with `heard_from` (the id of the contact)."""
    address = fields.pop("said_by", "")
    if not address:
        return fields
    (speaker,) = await contacts.by_email(turn.session, planned.tenant, [address])
    return {**fields, "heard_from": str(speaker.id)}


async def _answer(turn: Turn, planned: Call, who: str, hours: int, words: str) -> None:
    """Store marketing's answer to what the rep passed on from this call.

    `who` is the platform's id of the person who answered. The answer came `hours` hours after the
    call's start.
    """
    ask = await stored_asks.of_call(turn.session, planned.tenant, planned.id, turn.person.id)
    answerer = await people.find(turn.session, planned.tenant, who)
    if ask is None or answerer is None:
        raise LookupError(f"nothing was passed on from call {planned.id}, or there is no {who}")
    at = planned.starts_at + timedelta(hours=hours)
    turn.session.add(
        AskNote(
            tenant=ask.tenant,
            ask_id=ask.id,
            author_id=answerer.id,
            kind="answered",
            text=words,
            at=at,
        )
    )
    ask.state, ask.first_answer_at, ask.closed_at = "answered", at, at


def with_dates(written: Script, turn: Turn) -> dict[str, str]:
    """Fill in dates. `turn.now` is on a Monday.

    {0} becomes the date of this Monday, {2} that of the Wednesday after it, and {friday} that of
    the Friday before it.
    """
    monday = turn.now.astimezone(ZoneInfo(turn.person.zone)).date()
    days = [(monday + timedelta(days=n)).isoformat() for n in range(demo.WORKING_DAYS)]
    friday = (monday - timedelta(days=3)).isoformat()
    return {name: str(text).format(*days, friday=friday) for name, text in written.items()}


async def _outcomes(turn: Turn, planned: Call, script: Script) -> dict[str, str]:
    """Return the form's values for the outcomes of the guesses."""
    own = (planned.id, turn.person.id)
    guesses = (await call_seats.guesses(turn.session, [own])).get(own, ())
    return {
        f"guess-{guess.id}": typed[1]
        for guess, typed in zip(guesses, script["guesses"], strict=True)
    }
