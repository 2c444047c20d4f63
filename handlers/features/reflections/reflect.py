"""/reflect: under a minute after a call, one's own words kept, and what they add up to."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from handlers.cards import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    ChoiceInput,
    Form,
    Heading,
    Note,
    Option,
    Paragraph,
    Reply,
    TextInput,
    spans,
    typed,
)
from handlers.coaching.words import shortened
from handlers.commands import Command
from handlers.features import access, form_edits, which_account
from handlers.features.calls.prep_questions import question
from handlers.features.calls.typed_call import TypedCall, save_draft
from handlers.features.fields import one_of
from handlers.features.marketing import insight_uses
from handlers.features.marketing.asks import TAKEN_BACK
from handlers.features.marketing.asks import take_back as withdraw
from handlers.features.reflections import figures, passing_on, promises_of_call
from handlers.features.reflections.promises_of_call import SIDES
from handlers.playbook.loader import Playbook
from handlers.registry import Refusal, Registry, Shortcut, Turn
from handlers.rhythm_settings import day_of
from handlers.times import format_moment
from handlers.views import promise_cards
from handlers.views.promise_lines import shown, too_many
from storage import asks, calls, commitments, insights, reflections
from storage.calls import Seated
from storage.choices import (
    ATTRIBUTIONS,
    BUILT,
    FIRST_PRESCRIBED,
    GOAL_REACHED,
    GUESS_OUTCOMES,
    NEXT_STEP_BY,
    TALK,
    Attribution,
    GoalReached,
)
from storage.tables import Account, Commitment, Guess, Reflection

OUTCOME = "guess_outcome"
WITHOUT_A_GOAL = "Did you get what you wanted from it?"
WAS_SHARED = (
    "It was shared before, so a colleague may have read it. A brief that they have already still "
    "shows it."
)
SAVED_BEFORE = "You have looked back on this call already. Change what you like."


def register(registry: Registry) -> None:
    """The command, its menu entry, the form, and sharing."""
    registry.command(
        Command(
            "reflect",
            "[account]",
            "what you took from a call, in under a minute",
            ("/reflect Northwind", "/reflect"),
        ),
        reflect,
    )
    registry.shortcut(Shortcut("reflect", "Reflect on a call"), reflect)
    registry.button("reflect.open", open_form)
    registry.button("reflect.of", reflect_picked)
    registry.button("reflect.share", share)
    registry.button("reflect.unshare", unshare)
    registry.button("reflect.take_back", take_back)
    registry.form("reflect", save)


async def reflect(turn: Turn) -> Reply:
    """The form of the latest call without a reflection; of one account's, if it is named."""
    name = turn.text.strip()
    if not name:
        return await _latest(turn, None)
    account = await which_account.meant(
        turn, name, action="reflect.of", otherwise="/calls has yours."
    )
    return account if isinstance(account, Card) else await _latest(turn, account)


async def reflect_picked(turn: Turn) -> Reply:
    """The form of the latest call with the account that was meant."""
    return await _latest(turn, await which_account.picked(turn))


async def _latest(turn: Turn, account: Account | None) -> Reply:
    account_id = account.id if account else None
    found = await calls.latest_before(
        turn.session,
        turn.person.tenant,
        turn.person.id,
        before=turn.now,
        account_id=account_id,
        unreflected=True,
    ) or await calls.latest_before(
        turn.session, turn.person.tenant, turn.person.id, before=turn.now, account_id=account_id
    )
    if found is None and account:
        lead = f"No call with {shortened(account.name)} to look back on is on file. When was it?"
        return question(lead, await save_draft(turn, TypedCall(account.name, "", None)))
    if found is None:
        raise Refusal("There is no call to look back on yet. /calls shows what is coming.")
    return form_edits.opened(await _form(turn, found))


async def open_form(turn: Turn) -> Reply:
    """The form of one call, with what was written before."""
    return form_edits.opened(await _form(turn, await _begun(turn)))


async def _begun(turn: Turn, *, locked: bool = False) -> Seated:
    seated = await access.own_call(turn, turn.text, locked=locked)
    if seated.call.starts_at > turn.now:
        raise Refusal("That call has not begun yet. Afterwards there is room for this.")
    return seated


async def _form(turn: Turn, seated: Seated) -> Form:
    seat, call, account = seated
    tenant, mine = turn.person.tenant, turn.person.id
    written = await reflections.of_call(turn.session, tenant, call.id, mine)
    guesses = (await calls.guesses(turn.session, [(call.id, mine)])).get((call.id, mine), ())
    promised = await commitments.of_call(turn.session, tenant, call.id, mine)
    when = format_moment(call.starts_at, now=turn.now, zone=turn.person.zone)
    carried = await insights.shown_in_call(turn.session, tenant, mine, call.id)
    before = [Note(spans(SAVED_BEFORE))] if written else []
    goal = [Note(spans("Your goal was: ", seat.goal))] if seat.goal else []
    form = _Fields(turn.playbook, written)
    return Form(
        "reflect",
        "Looking back",
        (
            Paragraph(spans(f"{shortened(account.name)}, {when}")),
            *before,
            *goal,
            form.goal_reached(planned=bool(seat.goal)),
            form.text("heard"),
            *(form.guess(guess) for guess in guesses),
            form.text("surprise"),
            form.choice("talk"),
            form.choice("first_prescribed"),
            form.text("next_step"),
            form.choice("next_step_by"),
            *(form.promises(side, promised) for side in SIDES),
            form.choice("built"),
            *insight_uses.questions(carried),
            form.text("for_marketing"),
            form.choice("attribution"),
            form.choice("shared"),
        ),
        subject=str(call.id),
    )


class _Fields:
    """The form's inputs: worded by the playbook, filled with what was written before."""

    def __init__(self, playbook: Playbook, written: Reflection | None) -> None:
        self._worded = playbook.reflection
        self._written = written

    def text(self, name: str) -> TextInput:
        worded = self._worded[name]
        value = getattr(self._written, name) if self._written else ""
        return TextInput(name, worded.label, worded.hint or "", value, multiline=True)

    def choice(self, name: str, *, required: bool = False) -> ChoiceInput:
        worded = self._worded[name]
        options = tuple(Option(choice.id, choice.label) for choice in worded.choices)
        return ChoiceInput(
            name, worded.label, options, self._chosen(name), worded.hint or "", required
        )

    def goal_reached(self, *, planned: bool) -> ChoiceInput:
        asked = self.choice("goal_reached", required=True)
        return asked if planned else replace(asked, label=WITHOUT_A_GOAL)

    def guess(self, guess: Guess) -> ChoiceInput:
        worded = self._worded[OUTCOME]
        options = tuple(Option(choice.id, choice.label) for choice in worded.choices)
        label = f"You guessed: {shortened(guess.text)}"
        return ChoiceInput(f"guess-{guess.id}", label, options, guess.outcome or "", worded.label)

    def promises(self, side: str, promised: Sequence[Commitment]) -> TextInput:
        worded = self._worded[f"{side}_promised"]
        lines = [shown(p.text, p.due_on) for p in promised if p.side == side and p.state == "open"]
        return TextInput(
            f"{side}_promised", worded.label, worded.hint or "", "\n".join(lines), multiline=True
        )

    def _chosen(self, name: str) -> str:
        if name == "shared":
            return "team" if self._written and self._written.shared else "private"
        chosen = getattr(self._written, name) if self._written else None
        return chosen or ("anonymous" if name == "attribution" else "")


async def save(turn: Turn) -> Reply:
    """Keep what was written; a second time changes it."""
    turn, seen = form_edits.handed_in(turn)
    seated = await _begun(turn, locked=True)
    turn = await form_edits.merged(turn, seen, await _form(turn, seated))
    seat, call, account = seated
    goal_reached = _checked(turn)
    written = await reflections.of_call(turn.session, turn.person.tenant, call.id, turn.person.id)
    if written is None:
        written = Reflection(
            tenant=turn.person.tenant,
            call_id=call.id,
            account_id=account.id,
            author_id=turn.person.id,
            called_at=call.starts_at,
            written_at=turn.now,
            goal_reached=goal_reached,
        )
        turn.session.add(written)
    written.goal_reached, written.written_at = goal_reached, turn.now
    _take_in(turn.fields, written)
    was_shared, written.shared = written.shared, turn.fields.get("shared") == "team"
    seat.reflected_at = turn.now
    await _keep_outcomes(turn, call.id)
    notes = [*await promises_of_call.keep(turn, seated)]
    if was_shared and not written.shared:
        notes.append(WAS_SHARED)
    await insight_uses.keep_answers(turn, call.id)
    await turn.session.flush()
    await passing_on.keep(turn, seated, written)
    return await _thanks(turn, seated, written, notes)


def _checked(turn: Turn) -> GoalReached:
    """The one answer that the form needs. Raises Refusal without it, or for too many promises."""
    goal_reached = one_of(turn.fields.get("goal_reached", ""), GOAL_REACHED)
    if goal_reached is None:
        raise Refusal("Choose one of these, please.", field="goal_reached")
    for side in SIDES:
        refused = too_many(turn.fields.get(f"{side}_promised", ""))
        if refused:
            raise Refusal(refused, field=f"{side}_promised")
    return goal_reached


def _take_in(fields: Mapping[str, str], written: Reflection) -> None:
    """Write the form's other answers; a choice that the form does not offer counts as none."""
    written.heard = fields.get("heard", "").strip()
    written.surprise = fields.get("surprise", "").strip()
    written.talk = one_of(fields.get("talk", ""), TALK)
    written.first_prescribed = one_of(fields.get("first_prescribed", ""), FIRST_PRESCRIBED)
    written.next_step = fields.get("next_step", "").strip()
    written.next_step_by = one_of(fields.get("next_step_by", ""), NEXT_STEP_BY)
    written.built = one_of(fields.get("built", ""), BUILT)
    written.for_marketing = fields.get("for_marketing", "").strip()
    # no answer is no consent: then a line for marketing does not go out
    without_answer: Attribution = "no" if written.for_marketing else "anonymous"
    chosen = one_of(fields.get("attribution", ""), ATTRIBUTIONS)
    written.attribution = chosen or without_answer


async def _keep_outcomes(turn: Turn, call_id: int) -> None:
    own = (call_id, turn.person.id)
    for guess in (await calls.guesses(turn.session, [own])).get(own, ()):
        guess.outcome = one_of(turn.fields.get(f"guess-{guess.id}", ""), GUESS_OUTCOMES)


async def _thanks(
    turn: Turn, seated: Seated, written: Reflection, notes: Sequence[str] = ()
) -> Card:
    call, account = seated.call, seated.account
    lead = f"Kept: {shortened(account.name)}."
    promised = await commitments.of_call(turn.session, turn.person.tenant, call.id, turn.person.id)
    to_marketing = await passing_on.who_reads(turn, call.id)
    whose = _who_reads(written, to_marketing, promised=bool(promised))
    blocks: list[Block] = [Paragraph(spans(lead, " ", whose))]
    today = day_of(turn.now, turn.person.zone)
    lines = [
        spans(
            "You promised: " if row.side == "ours" else "They promised: ",
            typed(row.text),
            f", {promise_cards.due(row.due_on, today)}",
        )
        for row in promised
        if row.state == "open"
    ]
    if lines:
        blocks.append(Bullets(tuple(lines)))
    blocks += [Note(spans(note)) for note in notes]
    passed_on = await passing_on.said(turn, call.id)
    blocks += passed_on
    echo = await figures.echo_blocks(turn, written)
    own = await figures.blocks(turn)
    # Sharing keeps its place, so that a double click does not take it back.
    call_id, whom = str(call.id), f"{shortened(account.name, 40)}"
    ways = [
        Button("Change it", "reflect.open", call_id, about=whom),
        Button("Share with my team", "reflect.share", call_id, about=whom),
    ]
    if written.shared:
        ways.append(Button("Make it mine alone", "reflect.unshare", call_id, about=whom))
    blocks.append(Buttons(tuple(ways)))
    if passed_on:  # in a row of its own, so that nothing takes its place or has it in theirs
        back = Button("Take it back from marketing", "reflect.take_back", call_id, about=whom)
        blocks.append(Buttons((back,)))
    if own:
        own = [Heading("Your last ten calls"), *own]
    return Card(lead, (*blocks, *echo, *own))


def _who_reads(written: Reflection, to_marketing: str, *, promised: bool) -> str:
    """Who reads what of it: promises and what is passed on do not stay with the author."""
    promises = "Promises: your team." if promised else ""
    if not promises and not to_marketing:
        return "Your team can read it." if written.shared else "Only you can read it."
    notes = f"Notes: {'your team' if written.shared else 'only you'}."
    return " ".join(part for part in (notes, promises, to_marketing) if part)


async def share(turn: Turn) -> Reply:
    """Let the team read it."""
    return await _set_shared(turn, shared=True)


async def unshare(turn: Turn) -> Reply:
    """Keep it to oneself."""
    return await _set_shared(turn, shared=False)


async def take_back(turn: Turn) -> Reply:
    """Take back what was passed on to marketing. The card says so in its place."""
    seated = await access.own_call(turn, turn.text, cancelled=True, locked=True)
    written = await _written(turn, seated)
    ask = await asks.of_call(
        turn.session, turn.person.tenant, seated.call.id, turn.person.id, locked=True
    )
    if ask is not None:
        await withdraw(turn, ask)
    return await _thanks(turn, seated, written, (TAKEN_BACK,))


async def _written(turn: Turn, seated: Seated) -> Reflection:
    written = await reflections.of_call(
        turn.session, turn.person.tenant, seated.call.id, turn.person.id
    )
    if written is None:
        raise Refusal("There is no reflection of yours on that call yet. /reflect opens the form.")
    return written


async def _set_shared(turn: Turn, *, shared: bool) -> Reply:
    seated = await access.own_call(turn, turn.text, locked=True)
    written = await _written(turn, seated)
    notes = (WAS_SHARED,) if written.shared and not shared else ()
    written.shared = shared
    await turn.session.flush()
    return await _thanks(turn, seated, written, notes)
