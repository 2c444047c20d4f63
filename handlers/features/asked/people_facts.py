"""Answer questions about people: who somebody is, who is at an account, and who decides there."""

from collections.abc import Sequence

from handlers.cards import Block, Bullets, Card, Note, Quote, spans, typed
from handlers.coaching.promises.promise_signs import share_said
from handlers.coaching.text.words import shortened, stemmed, stems
from handlers.features.asked import noted
from handlers.features.asked.on_account import OnAccount
from handlers.features.asked.quotes import HeardLine, about, quotes, shows, with_any
from handlers.features.asked.subject import Subject
from handlers.features.customers import which_account
from handlers.knowledge import situations
from handlers.typed.customers.job_titles import job_title
from handlers.typed.customers.people_said import person_said
from handlers.views.briefs import buying_roles
from storage.sales_calls.call_histories import NoteRead
from storage.tables import Contact

SHOWN, SHOWN_NOTES = 6, 2
LONGEST = 300
_DECIDING = stemmed("decide decides decision sign signs signed approve approves signature")
_SIGNING = _DECIDING | stemmed("budget board")


async def person(on: OnAccount, subject: Subject) -> Card | None:
    """Answer "who is jana", or "who is head of dispatch at northwind".

    - If nobody has the role in the question, say so.
    - If the question has no words for a person, list the people at the account.
    - If its words for a person are neither a name nor a role, return None.
    """
    meant = subject.people or _in_role(on.people, subject.topic)
    if not meant and job_title(" ".join(subject.topic)):
        return _nobody_in_role(on, job_title(" ".join(subject.topic)))
    if not meant:
        return await people(on, subject) if not subject.topic else None
    one, *others = meant
    lead = f"{_described(on, one)}, {on.name}."
    blocks: list[Block] = []
    if others:
        blocks.append(Bullets(tuple(spans(typed(_described(on, each))) for each in others)))
    said = quotes(on, people=[one])[:1]
    if not said:
        blocks.append(Note(spans(typed(f"Nothing that {shortened(one.name)} said is on file."))))
    about_them = [_own_note(on, each) for each in noted.about(on, (), [one])][:SHOWN_NOTES]
    shown = (*about_them, *(each.block for each in said))
    return on.card(lead, *blocks, *shown, shows=shows(on, said))


async def people(on: OnAccount, _subject: Subject) -> Card:
    """Answer "who do we know at northwind"."""
    if not on.people:
        return on.card(f"Nobody at {on.name} is on file.")
    lead = f"On file at {on.name}:"
    return on.card(lead, _listed(on, on.people))


async def address(on: OnAccount, subject: Subject) -> Card:
    """Answer "whats janas mail". Without a name, answer for everybody at the account."""
    asked = subject.people or on.people
    found = [one for one in asked if one.email]
    if not found:
        whose = shortened(asked[0].name) if len(asked) == 1 else f"anybody at {on.name}"
        first = next(iter(asked), None)
        how = f"To add one: “{shortened(first.name)}'s mail is …”." if first else ""
        notes = (Note(spans(typed(how))),) if how else ()
        return on.card(f"No mail address is on file for {whose}.", *notes)
    lines = [f"{shortened(one.name)}: {one.email}" for one in found[:SHOWN]]
    if len(lines) == 1:
        return on.card(lines[0])
    return on.card(f"On file at {on.name}:", Bullets(tuple(spans(typed(line)) for line in lines)))


async def decides(on: OnAccount, _subject: Subject) -> Card:
    """Answer "who decides at northwind" from buying roles, quotes and the rep's own notes."""
    playbook = on.turn.playbook
    buyers = [one for one in on.people if situations.role(one, playbook) == "economic_buyer"]
    said, own = _about_signing(on)
    shown = (*(each.block for each in said), *(_own_note(on, one) for one in own))
    lead = f"Nothing on file says who decides at {on.name}."
    if not buyers and shown:
        return on.card(
            f"What was said about who decides at {on.name}:", *shown, shows=shows(on, said)
        )
    if not buyers:
        return on.card(lead, *([_listed(on, on.people)] if on.people else []))
    by_hand = [one for one in buyers if one.buying_role is not None]
    first = (by_hand or buyers)[0]
    sure = "decides" if by_hand else "probably decides"
    why = "" if by_hand else " That is a guess from the job title."
    title = f", {first.role}," if first.role else ""
    lead = f"{shortened(first.name)}{title} {sure} at {on.name}.{why}"
    others = [one for one in buyers if one is not first]
    also: list[Block] = []
    if others and not by_hand:
        also = [Note(spans("Also possible:")), _listed(on, others)]
    return on.card(lead, *also, *shown, shows=shows(on, said))


def _about_signing(on: OnAccount) -> tuple[list[HeardLine], list[NoteRead]]:
    """Return up to two quotes and two own notes about who decides.

    If some of them say who decides or signs, leave out those that only mention a budget or a board.
    """
    for words in (_DECIDING, _SIGNING):
        said = with_any(quotes(on), words)[:2]
        own = [one for one in on.facts.notes if not words.isdisjoint(stems(one.text))][:2]
        if said or own:
            return said, own
    return [], []


def _nobody_in_role(on: OnAccount, title: str) -> Card:
    """Say that nobody has this role. Show quotes and notes that mention the role.

    If nothing mentions the role, show who is on file.
    """
    said = about(on, quotes(on), title.lower().split())[:1]
    own = [one for one in on.facts.notes if share_said(one.text, title)][:1]
    lines = [_own_note(on, one) for one in own]
    lead = f"Nobody at {on.name} is on file as {shortened(title, 60)}."
    known = [_listed(on, on.people)] if on.people else []
    found = [*lines, *(one.block for one in said)]
    return on.card(lead, *(found or known), shows=shows(on, said))


def _own_note(on: OnAccount, one: NoteRead) -> Quote:
    return Quote(shortened(one.text, LONGEST), f"Your own note, {on.dates.of(one.at)}")


def _listed(on: OnAccount, people: Sequence[Contact]) -> Bullets:
    return Bullets(tuple(spans(typed(_described(on, one))) for one in people[:SHOWN]))


def _described(on: OnAccount, one: Contact) -> str:
    said = buying_roles.person(one, on.turn.playbook) or ", role not on file"
    left = _left(on, one)
    return f"{shortened(one.name)}{said}{f'. You noted that they left ({left})' if left else ''}"


def _left(on: OnAccount, one: Contact) -> str:
    """Return the day of the rep's newest own note that says that this person left, or ""."""
    whole = which_account.without_title(one.name.casefold())
    forms = {whole, *which_account.forms_of(one.name)}
    told = ((note, person_said(note.text)) for note in on.facts.notes)
    return next(
        (
            on.dates.of(note.at)
            for note, said in told
            if said
            and said.what == "left"
            and which_account.without_title(said.name.casefold()) in forms
        ),
        "",
    )


def _in_role(known: Sequence[Contact], topic: Sequence[str]) -> list[Contact]:
    wanted = {stem for word in topic for stem in stems(word)}
    return [one for one in known if wanted and wanted <= {*stems(one.role)}]
