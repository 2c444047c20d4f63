"""Let admins see and change their workspace's privacy settings. `audit_log` shows who did what."""

from handlers.cards import (
    Bullets,
    Button,
    Buttons,
    Card,
    Heading,
    Paragraph,
    Reply,
    Strong,
    spans,
)
from handlers.composing import updates
from handlers.features import access, form_edits
from handlers.features.admin import retention_form
from handlers.features.admin.audit_log import LOG, ONLY_ADMINS
from handlers.features.admin.retention_form import (
    CONFIRM,
    DAYS,
    LABELS,
    days_of,
    days_said,
)
from handlers.notices import emptied, figures_switched
from handlers.notices.tell import tell
from handlers.registry import Registry, Turn
from storage.choices import AuditAct, ShownContent
from storage.conversation import shown_messages
from storage.workspace import audit, people, policies

SHOW = "privacy.show"
ASK_ON, ON = "privacy.ask_on", "privacy.on"
ASK_OFF, OFF = "privacy.off", "privacy.hide"  # "privacy.off" asks, "privacy.hide" switches off
LEAD = "Privacy in this workspace"
FIGURES_ON = (
    "Figures about people: on. Each person sees their own. Nobody else does, unless the "
    "person shares one. If you switch them off, nobody sees any, and no transcripts are read."
)
FIGURES_OFF = (
    "Figures about people: off, for everybody. No transcripts are read. Earlier figures are "
    "hidden, and are kept as long as reflections."
)
HIDES = (
    "Nothing is deleted now. Hidden figures are kept as long as reflections ({days}), and come "
    "back if you switch figures on again. Meanwhile, people find their own figures in their "
    "export, and can delete them with “delete my transcripts”."
)
SHOWS = (
    "Each person then sees their own figures and patterns again, except those that were deleted. "
    "Nobody else sees them, unless a person shares one. I'll start reading transcripts again for "
    "people who have allowed it."
)
EMPTIES = (
    "I'll empty up to {most} of my messages to each person: those that show figures, patterns, or "
    "transcript lines that nobody has kept yet. Briefs that were already sent stay as they are. "
    "I'll read no more transcripts."
)
OF_FIGURES: tuple[ShownContent, ...] = ("figures", "draft", "patterns", "shared figure")


def register(registry: Registry) -> None:
    """Register the card, its buttons and the form, for admins only."""
    registry.phrases(SHOW, show, ("retention", "audit log", "workspace privacy"))
    registry.button(SHOW, show)
    registry.button(DAYS, open_form)
    registry.form(DAYS, save)
    registry.button(CONFIRM, shorten)
    registry.button(ASK_ON, ask_on)
    registry.button(ON, switch_on)
    registry.button(ASK_OFF, ask_off)
    registry.button(OFF, switch_off)


async def show(turn: Turn) -> Reply:
    """Show how long data is kept, and whether figures about people are on."""
    access.admins_only(turn, ONLY_ADMINS)
    return await _card(turn)


async def _card(turn: Turn) -> Card:
    days, policy = await days_of(turn), await policies.of(turn.session, turn.person.tenant)
    off = policy is not None and policy.figures_off
    lines = (f"{label}: {days_said(getattr(days, name))}." for name, label in LABELS.items())
    switch = Button("Switch figures on", ASK_ON) if off else Button("Switch figures off", ASK_OFF)
    return Card(
        LEAD,
        (
            Heading(LEAD),
            Bullets(tuple(spans(line) for line in lines)),
            Buttons((Button("Change how long", DAYS),)),
            Paragraph(spans(FIGURES_OFF if off else FIGURES_ON)),
            Buttons((switch, Button("Who did what", LOG, "0"))),
        ),
    )


async def open_form(turn: Turn) -> Reply:
    """Open the form for how long each kind of data is kept."""
    access.admins_only(turn, ONLY_ADMINS)
    return form_edits.with_fingerprints(await retention_form.form(turn))


async def save(turn: Turn) -> Reply:
    """Save how long data is kept. If a period would become shorter, ask the admin first."""
    access.admins_only(turn, ONLY_ADMINS)
    return await retention_form.submitted(turn) or await _card(turn)


async def shorten(turn: Turn) -> Reply:
    """Save shorter periods, after the admin has confirmed them."""
    access.admins_only(turn, ONLY_ADMINS)
    await retention_form.confirmed(turn)
    return await _card(turn)


async def ask_on(turn: Turn) -> Reply:
    """Ask whether to switch figures about people on again, and say what people would then see."""
    access.admins_only(turn, ONLY_ADMINS)
    lead = "Switch figures about people on?"
    buttons = (Button("Switch them on", ON), Button("Leave them off", SHOW))
    return Card(lead, (Paragraph(spans(Strong(lead))), Paragraph(spans(SHOWS)), Buttons(buttons)))


async def switch_on(turn: Turn) -> Reply:
    """Switch figures about people on again."""
    return await _switched(turn, off=False)


async def ask_off(turn: Turn) -> Reply:
    """Ask whether to switch figures about people off, and say what this would hide."""
    access.admins_only(turn, ONLY_ADMINS)
    lead = "Switch figures about people off?"
    hides = "This hides all figures at once, even from the people they are about."
    days = days_said((await days_of(turn)).reflections)
    buttons = (Button("Switch them off", OFF, style="danger"), Button("Leave them on", SHOW))
    said = (hides, EMPTIES.format(most=shown_messages.MAX_EMPTIED), HIDES.format(days=days))
    text = (Paragraph(spans(each)) for each in said)
    return Card(lead, (Paragraph(spans(Strong(lead))), *text, Buttons(buttons)))


async def switch_off(turn: Turn) -> Reply:
    """Switch figures about people off, for everybody.

    Also empty the messages that show figures, patterns, or drafts made from transcripts.
    """
    access.admins_only(turn, ONLY_ADMINS)
    found = await shown_messages.take_everywhere(turn.session, turn.person.tenant, OF_FIGURES)
    for person, messages in found:
        await updates.empty(turn.session, person, messages, turn.now, rewritten=emptied.HIDES)
    return await _switched(turn, off=True)


async def _switched(turn: Turn, *, off: bool) -> Reply:
    access.admins_only(turn, ONLY_ADMINS)
    person = turn.person
    before = await policies.figures_are_off(turn.session, person.tenant)
    await policies.change(turn.session, person.tenant, turn.now, by=person.id, figures_off=off)
    if before != off:
        _note(turn, "figures switched off" if off else "figures switched on")
        await _tell_everybody(turn)
    return await _card(turn)


async def _tell_everybody(turn: Turn) -> None:
    there = await people.not_left(turn.session, turn.person.tenant)
    others = [one for one in there if one.id != turn.person.id and one.erased_at is None]
    key = f"{turn.now:%Y%m%d%H%M%S%f}"
    await tell(turn.session, others, figures_switched.NAME, turn.person.id, turn.now, key=key)


def _note(turn: Turn, act: AuditAct) -> None:
    tenant = turn.person.tenant
    audit.note(turn.session, tenant, act, ("tenant", tenant), turn.now, actor=turn.person.id)
