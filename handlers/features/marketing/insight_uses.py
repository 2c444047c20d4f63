"""Save what reps say about an insight.

They can say that they used it, that it is not for them, and how it landed in a call.
"""

from collections.abc import Iterable
from dataclasses import replace

from handlers.cards import Block, Button, Buttons, Form, Note, Paragraph, Reply, aside, spans
from handlers.coaching.text.words import shortened
from handlers.features import access
from handlers.features.fields import one_of
from handlers.inputs import ChoiceInput, Option
from handlers.registry import Refusal, Registry, Turn
from storage.choices import Verdict
from storage.marketing import insight_uses, insights
from storage.sales_calls import own_calls
from storage.tables import Insight, InsightUse

WHY_NOT: dict[Verdict, str] = {
    "wrong_buyer": "Wrong buyer",
    "stale": "Out of date",
    "unclear": "Unclear",
}
LANDED: dict[Verdict, str] = {
    "landed": "It landed",
    "flopped": "It flopped",
    "not_used": "I didn't use it",
}


def register(registry: Registry) -> None:
    """Register the buttons about an insight, and the form behind "Not for me"."""
    registry.button("insight.used", used)
    registry.button("insight.not", why_not)
    registry.button("insight.landed", landed)
    registry.form("insight.not", not_for_me)


async def used(turn: Turn) -> Reply:
    """Record that the person used an insight.

    If they used it for a call, the card of their reflection on this call asks how the insight
    landed.
    """
    found, call_id = await _insight_of(turn)
    await save_verdict(turn, found.id, call_id, "used")
    return aside(f"Noted: you used it. {who_sees(turn, found, 'that, without your name')}")


async def why_not(turn: Turn) -> Reply:
    """Open the form that asks why an insight is not for this person."""
    found, _ = await _insight_of(turn)
    options = tuple(Option(name, label) for name, label in WHY_NOT.items())
    return Form(
        "insight.not",
        "Not for me",
        (
            Paragraph(spans(shortened(found.headline))),
            ChoiceInput("why", "Why not", options, required=True),
        ),
        subject=turn.text,
    )


async def not_for_me(turn: Turn) -> Reply:
    """Save why an insight is not for this person.

    Raises Refusal if no reason was chosen, or if the insight is no longer published.
    """
    found, call_id = await _insight_of(turn)
    why = one_of(turn.fields.get("why", ""), WHY_NOT)
    if why is None:
        raise Refusal("Choose one of these.", field="why")
    await save_verdict(turn, found.id, call_id, why)
    return aside(f"Noted. {who_sees(turn, found, 'why, without your name')}")


def who_sees(turn: Turn, found: Insight, what: str) -> str:
    """Say that marketing sees `what`, such as "why, without your name".

    If the person is the insight's author or owner, say instead that the answer is not counted.
    """
    if turn.person.id in (found.author_id, found.owner_id):
        return "You worked on this insight, so your answer is not counted."
    return f"Marketing sees {what}."


async def save_verdict(turn: Turn, insight_id: int, call_id: int, verdict: Verdict) -> None:
    """Save what this person said about an insight.

    `call_id` is the call that the insight was used or shown for, or 0 if there was no call.
    """
    account_id = None
    if call_id:
        own = (call_id, turn.person.id)
        seated = (await own_calls.seated(turn.session, [own])).get(own)
        account_id = seated.account.id if seated else None
    await insight_uses.record_verdict(
        turn.session,
        InsightUse(
            tenant=turn.person.tenant,
            insight_id=insight_id,
            person_id=turn.person.id,
            call_id=call_id,
            account_id=account_id,
            verdict=verdict,
            at=turn.now,
        ),
    )


def landed_blocks(shown: Iterable[tuple[InsightUse, Insight]]) -> list[Block]:
    """Ask how an insight landed in the call.

    We ask about the first insight that the rep used and has not judged yet.
    """
    asked = next((row for row in shown if row[0].verdict == "used"), None)
    if asked is None:
        return []
    use, found = asked
    return landed_question(found, use.call_id)


def landed_question(found: Insight, call_id: int) -> list[Block]:
    """Name an insight, with buttons that say how it landed. `call_id` is as in `save_verdict`."""
    headline = shortened(found.headline, 80)
    buttons = tuple(
        Button(
            label,
            "insight.landed",
            f"{found.id}:{call_id}:{verdict}",
            beside=True,
            about=headline,
        )
        for verdict, label in LANDED.items()
    )
    return [Note(spans("From marketing: ", headline)), Buttons(buttons)]


async def landed(turn: Turn) -> Reply:
    """Save how an insight landed.

    The answer is about the call that the button names. If the button names no call, the answer is
    about the insight in general.

    Raises Refusal if the answer is not one of `LANDED`, or if the insight is no longer published.
    """
    value, _, said = turn.text.rpartition(":")
    verdict = one_of(said, LANDED)
    if verdict is None:
        raise Refusal(
            "That answer is no longer offered. Type /insight and a few words to find the insight."
        )
    found, call_id = await _insight_of(replace(turn, text=value))
    await save_verdict(turn, found.id, call_id, verdict)
    return aside(f"Noted. {who_sees(turn, found, 'that, without your name')}")


async def _insight_of(turn: Turn) -> tuple[Insight, int]:
    """Return the insight and the id of the call that a button or form names.

    The id is 0 if the button or form names only an insight.

    Raises Refusal if the insight is no longer published, or if the call is not this person's.
    """
    insight_id, _, call_id = turn.text.partition(":")
    found = await insights.by_id(turn.session, turn.person.tenant, access.row_id(insight_id))
    if found is None or not insights.is_out(found, turn.now):
        raise Refusal("That insight is no longer published.")
    if not access.row_id(call_id):
        return found, 0
    await access.own_call(turn, call_id)
    return found, access.row_id(call_id)
