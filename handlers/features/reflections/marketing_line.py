"""Send marketing a rep's line about a call, with or without names. The rep can take it back."""

from dataclasses import replace

from handlers.cards import Form, Note, Paragraph, Quote, Reply, spans, typed
from handlers.coaching.text.words import joined, shortened
from handlers.features import access, form_edits
from handlers.features.fields import one_of
from handlers.features.marketing import taken_back_said
from handlers.features.marketing.ask_withdrawn import withdraw_ask
from handlers.features.marketing.asks import reply
from handlers.features.reflections import own_reflection, passing_on, readers, reflection_form
from handlers.features.reflections.passing_on import NamesLeft
from handlers.inputs import ChoiceInput, Option, TextInput
from handlers.registry import Refusal, Registry, Turn
from storage.choices import CALL_STATUSES, PASSED_ON, Attribution
from storage.marketing import asks
from storage.sales_calls.own_calls import Seated
from storage.tables import Ask, Reflection

FORM = "reflect.pass"
AS_READ = "What you heard, without names"
GOES_ALONG = (
    "This is sent along with your line. Check it for names. "
    "If you choose “With names”, marketing reads it as you wrote it."
)

BELOW = "Your earlier line about this call stays. Marketing reads both."
AS_A_REPLY = (
    "Marketing is already working on your first line, so your change went to them as a reply."
)

# If the note is not sent along, the form's subject has one of these words instead of the note's
# fingerprint. With `ALONE`, the form's line replaces the rep's earlier line. With `ADDED`, it is
# added below the earlier line.
ALONE, ADDED = "alone", "added"
IS_A_NAME = "Is “{}” a name? Marketing would read it. {}, or press “Pass it on” again."
ARE_NAMES = "Is there a name in “{}”? Marketing would read it. {}, or press “Pass it on” again."
TAKE_OUT = "Take it out"
TAKE_OUT_OF_NOTE = "It is in what you heard: take it out of your reflection first"
SHOWN_NAMES = 5  # a question names at most this many words
CHANGED = (
    "Your note about the call has changed since you opened this. Check what is sent along, then "
    "pass it on."
)


def register(registry: Registry) -> None:
    """Register the form, its button, and the button that takes the line back."""
    registry.button(FORM, open_form)
    registry.form(FORM, save)
    registry.button("reflect.take_back", take_back)


async def open_form(turn: Turn) -> Reply:
    """Open the form, filled with the line that the reflection has for marketing.

    The button's value is the call's id. A further line to pass on may follow the id: "12:They asked
    about SSO". If a further line follows the id:

    - The rep's note about the call is not sent along.
    - If marketing already has a line from the reflection, and the further line is new, marketing's
      line is shown above the fields and can't be changed.
    """
    call_id, _, words = turn.text.partition(":")
    seated = await access.own_call(turn, call_id)
    reflection = await own_reflection.needed(turn, seated)
    heard = ALONE if words else ""
    if words and reflection.attribution in PASSED_ON and _is_new(reflection.for_marketing, words):
        heard = ADDED
    on_file = await _form(turn, seated, reflection, heard=heard)
    form = await _form(turn, seated, reflection, words, heard=heard) if words else on_file
    return form_edits.with_fingerprints(form, on_file=on_file)


def _is_new(line: str, words: str) -> bool:
    return bool(line) and words not in line.splitlines()


async def _form(
    turn: Turn, seated: Seated, reflection: Reflection, words: str = "", *, heard: str = ""
) -> Form:
    """Return the form. `words` is a line to fill in below the one in the reflection, or "".

    If `heard` is `ALONE` or `ADDED`, the note about the call is not sent along with the line. With
    `ADDED`, the reflection's line is shown but can't be changed.
    """
    is_alone = heard in (ALONE, ADDED)
    heard = heard if is_alone else form_edits.fingerprint("heard", reflection.heard)
    along = () if is_alone else await _goes_along(turn, seated, reflection)
    earlier = reflection.for_marketing
    above = (Quote(earlier, BELOW),) if heard == ADDED else ()
    lines = (words,) if heard == ADDED else (earlier, words)
    line, how = (turn.playbook.reflection[name] for name in ("for_marketing", "attribution"))
    options = tuple(Option(choice.id, choice.label) for choice in how.choices)
    chosen = reflection.attribution if reflection.attribution in PASSED_ON else PASSED_ON[0]
    return Form(
        FORM,
        "Pass a line to marketing",
        (
            Paragraph(spans(shortened(seated.account.name))),
            *above,
            TextInput(
                "for_marketing",
                line.label,
                line.hint or "",
                "\n".join(dict.fromkeys(filter(None, lines))),
                multiline=True,
                required=True,
            ),
            ChoiceInput("attribution", how.label, options, chosen, how.hint or "", required=True),
            *along,
        ),
        subject=f"{seated.call.id}:{heard}",
        submit="Pass it on",
    )


async def _goes_along(
    turn: Turn, seated: Seated, reflection: Reflection
) -> tuple[Quote, Note] | tuple[()]:
    """Show the customer's words as marketing would read them without names."""
    quote = await passing_on.quote_of(turn, seated, reflection)
    if not quote:
        return ()
    heard = await passing_on.as_marketing_reads(turn, seated, quote)
    return (Quote(heard, AS_READ), Note(spans(GOES_ALONG)))


async def save(turn: Turn) -> Reply:
    """Pass the line on, or change what was passed on.

    If marketing is already working on the rep's earlier line about the call, there are two cases:

    - If the rep keeps the choice about names, the earlier line stays as it is, and the change goes
      to marketing as a reply.
    - If the rep changes the choice about names, the earlier line itself is changed.

    Raises Refusal in these cases:

    - An answer is missing.
    - The note that goes along with the line has changed since the form was opened.
    - The rep chose "without names", but the line or the note may have a name. If the rep then saves
      the same text again, we pass it on.
    """
    turn, seen = form_edits.split_fingerprints(turn)
    call_id, heard, asked = (*turn.text.split(":"), "", "")[:3]
    seated = await access.own_call(turn, call_id, locked=True)
    reflection = await own_reflection.needed(turn, seated)
    form = await _form(turn, seated, reflection, heard=heard)
    turn = await form_edits.merged(turn, seen, form)
    if heard not in ("", ALONE, ADDED, form_edits.fingerprint("heard", reflection.heard)):
        again = reflection_form.filled(form, turn.fields)
        again = replace(again, blocks=(Paragraph(spans(CHANGED)), *again.blocks))
        again = form_edits.with_fingerprints(again, on_file=form)
        raise Refusal(CHANGED, field="for_marketing", form=again)
    line = turn.fields.get("for_marketing", "").strip()
    if not line:
        raise Refusal("Write the line that marketing should hear.", field="for_marketing")
    how = one_of(turn.fields.get("attribution", ""), PASSED_ON)
    if how is None:
        raise Refusal("Choose one of these, please.", field="attribution")
    typed_line = line
    if heard == ADDED and reflection.for_marketing:
        line = f"{reflection.for_marketing}\n{line}"
    readable = None
    if heard in (ALONE, ADDED):  # marketing gets no more lines of the note than it already has
        readable = await passing_on.lines_for_marketing(turn, seated, reflection)
    if how == "anonymous":
        left = await passing_on.names_left(turn, seated, reflection, typed_line, readable)
        _refuse_names(turn, form, left, asked)
    changed = _changed(reflection.for_marketing, line)
    reflection.for_marketing, reflection.attribution = line, how
    await turn.session.flush()
    working_on = await _working_on(turn, seated, how)
    await passing_on.pass_on(turn, seated, reflection, readable)
    if working_on is None or not changed:
        return await readers.card(turn, seated, reflection)
    # Marketing is working on the ask, so its words stay, and what is new follows as a reply.
    await reply(replace(turn, text=str(working_on.id)), changed)
    return await readers.card(turn, seated, reflection, (AS_A_REPLY,))


def _refuse_names(turn: Turn, form: Form, left: NamesLeft, asked: str) -> None:
    """Ask about words that may be names. Raises Refusal with the form, so that it opens again.

    If the rep was already asked about the same text, do nothing. `asked` is the fingerprint of the
    text that the rep was asked about, or "".
    """
    mark = form_edits.fingerprint("names", left.read)
    if not left.names or mark == asked:
        return
    is_in_line = left.names[0] in turn.fields.get("for_marketing", "")
    names = joined(left.names[:SHOWN_NAMES], "or")
    lead = (IS_A_NAME if len(left.names) == 1 else ARE_NAMES).format(
        names, TAKE_OUT if is_in_line else TAKE_OUT_OF_NOTE
    )
    again = reflection_form.filled(form, turn.fields)
    again = replace(
        again,
        blocks=(Paragraph(spans(typed(lead))), *again.blocks),
        subject=f"{form.subject}:{mark}",
    )
    again = form_edits.with_fingerprints(again, on_file=form)
    raise Refusal(lead, field="for_marketing", form=again)


def _changed(before: str, line: str) -> str:
    """Return what the rep has added below the earlier line, or "" if nothing has changed.

    If the rep has edited the earlier line itself, return the whole new line.
    """
    return "" if line == before else line.removeprefix(f"{before}\n").strip()


async def _working_on(turn: Turn, seated: Seated, how: Attribution) -> Ask | None:
    """Return the ask about this call that marketing is working on, or None.

    Also return None if the rep has changed the choice about names.
    """
    tenant, mine = turn.person.tenant, turn.person.id
    ask = await asks.of_call(turn.session, tenant, seated.call.id, mine, locked=True)
    if ask is None or ask.state not in passing_on.BEING_WORKED_ON or ask.named != (how == "named"):
        return None
    return ask


async def take_back(turn: Turn) -> Reply:
    """Take back what was passed on to marketing, and say so on the card."""
    seated = await access.own_call(turn, turn.text, status=CALL_STATUSES, locked=True)
    reflection = await own_reflection.needed(turn, seated)
    ask = await asks.of_call(
        turn.session, turn.person.tenant, seated.call.id, turn.person.id, locked=True
    )
    if ask is None:
        return await readers.card(turn, seated, reflection, (taken_back_said.ASK,))
    await withdraw_ask(turn, ask)
    said = await taken_back_said.of_ask(turn.session, ask)
    return await readers.card(turn, seated, reflection, (said,))
