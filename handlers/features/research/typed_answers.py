"""Answer what a rep types below the questions to look up: “keep the alder one”, “a: they …”."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.cards import Block, Button, Buttons, Card, Note, Paragraph, Reply, spans, typed
from handlers.coaching.text.words import shortened, stems
from handlers.features import asker_calls
from handlers.features.briefs import answers
from handlers.features.customers import account_in_talk, which_account
from handlers.features.research import proposed
from handlers.knowledge import look_ups
from handlers.knowledge.facts import Facts
from handlers.knowledge.gathering import gather
from handlers.limits import VALUE
from handlers.registry import Registry, Turn
from handlers.typed.asked.research_said import KeepSaid, answer_said, keep_said
from handlers.views.briefs import proposal_lines
from storage.sources import proposals
from storage.tables import ProposedAnswer

SAVE = "research.typed_answer"
WHICH = "Which answer do you want to keep? Nothing is saved yet."
WHICH_QUESTION = "Which question does this answer? Nothing is saved yet."
SEEN = "Your colleagues see what you save about {account}."
SEARCHED = 20  # how many of the next calls we search for questions
LABEL = 75  # characters of a question on a button


def register(registry: Registry) -> None:
    """Register the button that saves a typed answer."""
    registry.button(SAVE, save)


async def kept(turn: Turn) -> Reply | None:
    """Keep the proposed answer that "keep the alder one" means, as the button *Keep* does.

    If several may be meant, ask which one. Return None in a channel, for any other line, or if
    nothing is proposed for the account's next call.
    """
    said = keep_said(turn.text) if turn.place is None else None
    facts = await _facts(turn) if said else None
    if said is None or facts is None:
        return None
    rows = _meant(said, await _shown(turn, facts), facts)
    if not rows:
        return None
    value = f"day:{facts.call.id}"
    if len(rows) == 1:
        return await proposed.keep(replace(turn, text=f"{rows[0].id}:{value}"))
    blocks: list[Block] = [Paragraph(spans(WHICH))]
    for row in rows:
        blocks += proposal_lines.proposed([row], facts, value)
    return Card(WHICH, tuple(blocks))


async def answered(turn: Turn) -> Reply | None:
    """Ask which of the open questions "a: they objected to the price" answers.

    Return None in a channel, for any other line, or if no question is open for the next call.
    """
    said = answer_said(turn.text) if turn.place is None else ""
    facts = await _facts(turn) if said else None
    if facts is None:
        return None
    picks = look_ups.recorded(facts, turn.playbook, turn.now).picks
    if not picks:
        return None
    buttons = tuple(
        Button(
            shortened(pick.ask, LABEL),
            SAVE,
            f"{facts.call.id}:{pick.question.id}:{said}"[:VALUE],
        )
        for pick in picks
    )
    seen = SEEN.format(account=shortened(facts.account.name, 40))
    note = Note(spans(typed(f"Your answer: {shortened(said, 200)}")))
    blocks = (Paragraph(spans(WHICH_QUESTION)), note, Note(spans(typed(seen))), Buttons(buttons))
    return Card(WHICH_QUESTION, blocks)


async def save(turn: Turn) -> Reply:
    """Save the answer in the button's value."""
    call_id, _, rest = turn.text.partition(":")
    question, _, words = rest.partition(":")
    filled = {f"{answers.ANSWER}{question}": words}
    return await answers.answer(replace(turn, text=f"day:{call_id}", fields=filled))


async def _facts(turn: Turn) -> Facts | None:
    """Return the facts about the call whose questions are meant.

    That is the next call with the account that the line names. Otherwise, it is the next call that
    has questions, with the account in talk if possible.
    """
    named = await which_account.only_one_named(turn, turn.text)
    account = named or await account_in_talk.current(turn)
    ahead = [one for one in await asker_calls.planned(turn, limit=SEARCHED) if one.seat.research]
    theirs = [one for one in ahead if account and one.account.id == account.id]
    meant = theirs or ([] if named else ahead)
    return await gather(turn.session, turn.person, meant[0]) if meant else None


async def _shown(turn: Turn, facts: Facts) -> list[ProposedAnswer]:
    """Return the proposals for the call's questions: the first one of each question."""
    tenant, id_ = turn.person.tenant, facts.account.id
    known = await proposals.of_accounts(turn.session, tenant, [id_], turn.now)
    public = look_ups.wanted_by(turn.person, known).get(id_)
    asked = facts.seat.research.split()
    first: dict[str, ProposedAnswer] = {}
    for row in public.proposed if public else ():
        if row.question_id in asked:
            first.setdefault(row.question_id, row)
    return [first[one] for one in asked if one in first]


def _meant(
    said: KeepSaid, rows: Sequence[ProposedAnswer], facts: Facts
) -> Sequence[ProposedAnswer]:
    names = {*stems(facts.account.name)}
    topic = {*stems(" ".join(said.topic))} - names
    if topic:
        return [row for row in rows if topic <= {*stems(f"{row.claim} {row.quote}")}]
    if said.place is not None:
        return [*rows[said.place :][:1]] if abs(said.place) <= len(rows) else []
    return rows
